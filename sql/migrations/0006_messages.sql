-- SPDX-License-Identifier: MIT
-- Messages are looked for by what the server said.

drop function if exists core.message_page(text, integer, core.message_state, integer, bigint);
