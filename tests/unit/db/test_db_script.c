/* SPDX-License-Identifier: MIT */
/* The SQL files on disk: tables of contents, migrations, and lines of errors. */
#include "db/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cluster.h"

static void contents_name_files_in_order(void **state)
{
	struct script_list list;
	struct fault fault;

	(void)state;
	assert_true(script_parse_contents(
		"-- a comment\n\n\\ir core/a.sql\n   \n\\ir b.sql \r\n\\ir c.sql", &list, &fault));
	assert_int_equal(list.count, 3);
	assert_string_equal(list.paths[0], "core/a.sql");
	assert_string_equal(list.paths[1], "b.sql");
	assert_string_equal(list.paths[2], "c.sql");
	script_list_done(&list);
	assert_true(script_parse_contents("", &list, &fault));
	assert_int_equal(list.count, 0);
}

static void contents_hold_nothing_else(void **state)
{
	struct script_list list;
	struct fault fault;

	(void)state;
	assert_false(script_parse_contents("\\ir a.sql\nselect 1;\n", &list, &fault));
	assert_string_equal(fault.text,
		"line 2: only \"\\ir path\" and comments may stand here, not \"select 1;\"");
	assert_false(script_parse_contents("\\ir", &list, &fault));
	assert_false(script_parse_contents("\\ir \n", &list, &fault));
	assert_int_equal(list.count, 0);
}

static void lines_are_counted_in_characters(void **state)
{
	const char *text = "é\nàà\n€x\n";

	(void)state;
	assert_int_equal(script_line(text, 1), 1);
	assert_int_equal(script_line(text, 2), 1);
	assert_int_equal(script_line(text, 3), 2);
	assert_int_equal(script_line(text, 5), 2);
	assert_int_equal(script_line(text, 6), 3);
	assert_int_equal(script_line(text, 7), 3);
	assert_int_equal(script_line(text, 1000), 4);
	assert_int_equal(script_line("", 3), 1);
}

static void touch(const char *folder, const char *name)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/migrations/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("-- nothing\n", file);
	fclose(file);
}

static void migrations_have_no_gap(void **state)
{
	char folder[] = "/tmp/copild-script-XXXXXX";
	char path[128];
	struct script_list list;
	struct fault fault;
	char *text;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_false(script_find_migrations(folder, &list, &fault));
	assert_non_null(strstr(fault.text, "/migrations\""));
	snprintf(path, sizeof(path), "%s/migrations", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(script_find_migrations(folder, &list, &fault));
	touch(folder, "0002_second.sql");
	touch(folder, "0001_first.sql");
	touch(folder, "readme.txt");
	touch(folder, "0003_third.sql~");
	assert_true(script_find_migrations(folder, &list, &fault));
	assert_int_equal(list.count, 2);
	assert_string_equal(list.paths[1], "migrations/0002_second.sql");
	text = script_read(folder, list.paths[1], &fault);
	assert_string_equal(text, "-- nothing\n");
	free(text);
	script_list_done(&list);
	assert_null(script_read(folder, "absent.sql", &fault));
	assert_null(script_read(folder, "migrations", &fault));
	touch(folder, "0004_fourth.sql");
	assert_false(script_find_migrations(folder, &list, &fault));
	assert_non_null(strstr(fault.text, "\"0004_fourth.sql\" is number 3"));
	cluster_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contents_name_files_in_order),
		cmocka_unit_test(contents_hold_nothing_else),
		cmocka_unit_test(lines_are_counted_in_characters),
		cmocka_unit_test(migrations_have_no_gap),
	};

	return cmocka_run_group_tests_name("db/script", tests, NULL, NULL);
}
