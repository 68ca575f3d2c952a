-- SPDX-License-Identifier: MIT
-- Schema api: the public functions, one a file, made anew at each install.

drop schema if exists api cascade;
create schema api;
