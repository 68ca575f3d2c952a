-- SPDX-License-Identifier: MIT
-- The typography of the French that SQL says: no mark that belongs to the word before it can begin a line, and
-- apostrophes and dots are those of print. tests/client/test_translations.py asks the same of copilctl's.
begin;
\ir ../setup.sql
select plan(4);

create temp table said as
select key, fr from core.wording
union all
select 'error.' || kind, fr from core.error;

select isnt_empty('select from said', 'there are texts');
select is_empty($$select key, fr from said where fr ~ '[^\u00a0\u202f][;?!»]|[[:alpha:])»] *:( |$)'$$,
  'a blank that does not break stands before : ; ? ! and »');
select is_empty($$select key, fr from said where fr ~ '«[^\u00a0\u202f]'$$, 'and after «');
select is_empty($$select key, fr from said where fr ~ '''|[.]{3}'$$, 'no apostrophe or dots of a typewriter');
select * from finish();
rollback;
