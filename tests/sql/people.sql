-- SPDX-License-Identifier: MIT
-- Two plans and their people, for tests: in LR the secretary "sec", the member "mem", the partner "par" and the
-- observer "obs"; in PACA the secretary "far", whom nobody in LR knows; "both" writes in both plans; "lone" is in none.
-- Organisations CCI-ALES (LR) and CCI-NICE (PACA).

select test.admin('plan.create', '{"key":"LR","title":"Plateforme industrielle"}') is null,
  test.admin('plan.create', '{"key":"PACA","title":"Plateforme voisine"}') is null,
  test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber","city":"Alès",
    "plan":"LR"}') is null,
  test.admin('organisation.create', '{"key":"CCI-NICE","name":"CCI Nice","kind":"chamber","plan":"PACA"}') is null,
  test.admin('person.create', '{"email":"sec@example.org","name":"Secrétariat COPIL","login":"sec",
    "organisation":"CCI-ALES"}') is null,
  test.admin('person.create', '{"email":"mem@example.org","name":"Chargée de mission","login":"mem",
    "organisation":"CCI-ALES"}') is null,
  test.admin('person.create', '{"email":"par@example.org","name":"Partenaire","login":"par"}') is null,
  test.admin('person.create', '{"email":"obs@example.org","name":"Observatrice","login":"obs"}') is null,
  test.admin('person.create', '{"email":"far@example.org","name":"Secrétariat voisin","login":"far",
    "organisation":"CCI-NICE"}') is null,
  test.admin('person.create', '{"email":"both@example.org","name":"Animation régionale","login":"both"}') is null,
  test.admin('person.create', '{"email":"lone@example.org","name":"Sans plan","login":"lone"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"sec@example.org","role":"secretary"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"mem@example.org","role":"member"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"par@example.org","role":"partner"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"obs@example.org","role":"observer"}') is null,
  test.admin('member.add', '{"plan":"PACA","party":"far@example.org","role":"secretary"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"both@example.org","role":"secretary"}') is null,
  test.admin('member.add', '{"plan":"PACA","party":"both@example.org","role":"secretary"}') is null
\g /dev/null
