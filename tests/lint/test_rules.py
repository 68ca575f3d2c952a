# SPDX-License-Identifier: MIT
"""Each rule of tools/lint.py finds its planted violation, at its line, and leaves what is right alone."""
import shutil
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "tools"))
import lint  # noqa: E402

C = "/* SPDX-License-Identifier: MIT */\n"
SQL = "-- SPDX-License-Identifier: MIT\n"
BODY = "returns json language sql as $$ select null::json $$;\n"
PING = SQL + f"create function api.x_ping() {BODY}comment on function api.x_ping is 'x';\n"


def function(lines):
    return C + "int f(void)\n{\n" + "\tg();\n" * lines + "}\n"


# rule, a file that breaks it, the line that is named, the same thing done right
PLANTED = [
    ("layers", "daemon/wire/a.c", C + '#include "base/log.h"\n#include "db/lane.h"\n', 3,
        C + '#include "base/log.h"\n'),
    ("layers", "daemon/db/a.c", C + '#include "wire/stream.h"\n', 2, C + '#include "db/lane.h"\n'),
    ("layers", "daemon/base/a.c", C + '#include "rpc/call.h"\n', 2, C + "#include <stdio.h>\n"),
    ("layers", "daemon/rpc/a.c", C + '#include "api/run.h"\n', 2, C + '#include "wire/stream.h"\n'),
    ("layers", "daemon/api/a.c", C + '#include "wire/stream.h"\n', 2, C + '#include "db/lane.h"\n'),
    ("layers", "daemon/api/b.c", C + '#include "copild.h"\n', 2, C + '#include "rpc/call.h"\n'),
    ("layers", "client/a.c", C + '#include "rpc/message.h"\n', 2, C + '#include "base/alloc.h"\n'),
    ("alone", "daemon/base/a.h", C + "size_t a(void);\n", 1, C + "#include <stddef.h>\nsize_t a(void);\n"),
    ("clang-format", "daemon/base/a.c", C + "int a( void );\n", 2, C + "int a(void);\n"),
    ("clock-c", "daemon/rpc/a.c", C + "long a(void)\n{\n\treturn time(NULL);\n}\n", 4,
        C + "/* time(NULL) */\nlong a(void)\n{\n\treturn clock_now();\n}\n"),
    ("clock-c", "client/a.c", C + "int a = clock_gettime(0, &b);\n", 2, C + 'char *a = "time(";\n'),
    ("unsafe", "daemon/base/a.c", C + "int a(void)\n{\n\treturn system(b);\n}\n", 4, C + "/* system(b) */\n"),
    ("no-typedef", "daemon/base/a.h", C + "typedef struct a b;\n", 2, C + "typedef int (*a)(void);\n"),
    ("function-length", "daemon/base/a.c", function(61), 3, function(60)),
    ("file-length", "daemon/base/a.h", C + "\n" * 80, 81, C + "\n" * 79),
    ("file-length", "daemon/base/a.c", C + "\n" * 400, 401, C + "\n" * 399),
    ("file-length", "sql/core/a.sql", SQL + "\n" * 400, 401, SQL + "\n" * 399),
    ("line-width", "daemon/base/a.c", C + "\t" * 12 + "hello", 2, C + "\t" * 12 + "hell"),
    ("line-width", "sql/core/a.sql", SQL + "-" * 161, 2, SQL + "-" * 160),
    ("licence", "daemon/base/a.c", "int a;\n", 1, C + "int a;\n"),
    ("licence", "tools/a", "#!/bin/bash\necho\n", 1, "#!/bin/bash\n# SPDX-License-Identifier: MIT\n"),
    ("shell", "tools/a", "#!/bin/bash\nrm $1\n", 2, '#!/bin/bash\nrm "$1"\n'),
    ("clock-sql", "sql/core/a.sql", SQL + "select now();\n", 2, SQL + "select core.now(); -- now()\n"),
    ("clock-sql", "sql/api/a/b.sql", SQL + "select current_date;\n", 2, SQL + "select core.today(plan);\n"),
    ("clock-sql", "sql/core/a.sql", SQL + "select clock_timestamp();\n", 2,
        SQL + "select clock_timestamp(); -- database clock: a lease is measured where it is kept\n"),
    ("one-function", "sql/api/x/ping.sql", PING.replace("api.x_ping", "api.x_pong"), 1, PING),
    ("one-function", "sql/api/x/ping.sql", PING + f"create function core.b() {BODY}", 1, PING),
    ("one-function", "sql/api/x/ping.sql", PING.split("comment")[0], 1, PING),
    ("one-function", "sql/core/x.sql", PING, 1, SQL + f"create function core.b() {BODY}"),
    ("definer", "sql/core/a.sql", SQL + "create function core.a() returns int\nlanguage sql\nsecurity definer\n"
        "as $$ select 1 $$;\n", 2, SQL + "create function core.a() returns int\nlanguage sql\nsecurity definer "
        "set search_path = core, pg_temp\nas $$ select 1 $$;\n"),
    ("installed", "sql/core/a.sql", SQL, 1, None),
]


def found(root, rule, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return [(str(where), line) for where, line, _ in lint.RULES[rule](lint.Tree(root))]


@pytest.mark.parametrize("rule, path, wrong, line, right", PLANTED, ids=[f"{row[0]}-{row[1]}" for row in PLANTED])
def test_rule(tmp_path, rule, path, wrong, line, right):
    shutil.copy(HOME / ".clang-format", tmp_path)
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql/install.sql").write_text(SQL + "\\ir core/b.sql\n", encoding="utf-8")
    assert (path, line) in found(tmp_path, rule, path, wrong)
    if right is None:
        (tmp_path / "sql/install.sql").write_text(SQL + f"\\ir {path[4:]}\n", encoding="utf-8")
    assert found(tmp_path, rule, path, wrong if right is None else right) == []


def test_every_rule_is_planted():
    assert {row[0] for row in PLANTED} == set(lint.RULES)


def test_findings_fail_the_run(tmp_path, capsys):
    found(tmp_path, "licence", "daemon/base/a.c", "int a;\n")
    assert lint.main(tmp_path, "licence") == 1
    assert capsys.readouterr().out == "daemon/base/a.c:1: the SPDX line is missing (licence)\n"
