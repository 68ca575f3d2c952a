# SPDX-License-Identifier: MIT
"""Writes docs/rights.md from the table of rights in sql/rights.sql.

Used by tests/docs/test_rights.py, which `make docs` runs.
"""
HEAD = """# Who may see and do what

Made by `make docs` from the table in `sql/rights.sql`; edit that. What stands nowhere here is refused. `right.explain`
(`copilctl can LR-12 postpone`) answers from the same table.

## Who is who

A system user is the person, or the organisation, of that login; who was deactivated is nobody from the next call on.
Each has a role in a plan (`member.add`). An organisation's membership is its persons' too, as partners at most; a
connection that acts for the organisation itself has the role that was given. Of several roles the strongest counts.
Administrators of the server see everything and may do all but {kept}.

## Who sees what

| role | sees of the plan |
| --- | --- |
"""

SIGHT = {
    "committee": "all of it",
    "partners": "what is shared with partners or public, and its own",
    "public": "what is public, and its own",
}

SEEN = """
Actions, decisions, leads, notes and indicators have a `visibility`: `committee` (unless given), `partners` or
`public`. One's own are the actions that one, one's organisation or a person of it owns or supports, and one's notes.
What hangs on an object is seen with it: measures, sectors, supports; a link when both its ends are seen; a note when
the note and its object are. Who sees a plan in part also sees, whatever their visibility:

- the plan's title, sectors and days off, its secretaries and chairs, and who owns or supports an action that they see;
- of an action that is merely shared: neither amounts, evidence nor reasons, nor its history;
- of decisions, leads, indicators and notes: what happened while they were shared, as long as they are;
- no meetings, minutes and committees; no history of anything else.

What one does not see answers `not_found`, like what is not there, and is in no count, list, chain or search.

## Who may do what

*Owner* is whoever owns the action, or is of the organisation that owns it, and has a part in the plan; *support* is, in
the same way, whoever helps with it, and the contact of an organisation that does; *self* is the person; *everybody* is
whoever copild knows.
"""


def rights_text(table):
    """The whole page."""
    kept = [method for rule in table["rules"] for method in rule["methods"]
            if not {"administrator", "everybody"} & set(rule["holders"])]
    text = HEAD.format(kept=", ".join(f"`{method}`" for method in kept))
    text += "".join(f"| {row['role']} | {SIGHT[row['sees']]} |\n" for row in table["sight"])
    text += SEEN
    for rule in table["rules"]:
        text += f"\n### {rule['rule']}\n\n{rule['en']}\n\n"
        text += f"For: {', '.join(rule['holders'])}.\n\n"
        text += ", ".join(f"`{method}`" for method in rule["methods"]) + "\n"
    return text
