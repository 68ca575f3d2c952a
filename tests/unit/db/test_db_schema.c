/* SPDX-License-Identifier: MIT */
/* `copild migrate` against a real PostgreSQL, with a small schema of the test's own. */
#include "db/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "cluster.h"

static char folder[128];

static void put(const char *path, const char *text)
{
	char name[256];
	FILE *file;

	snprintf(name, sizeof(name), "%s/%s", folder, path);
	file = fopen(name, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static bool migrate(int version, struct fault *fault)
{
	memset(fault, 0, sizeof(*fault));
	return schema_migrate(cluster_conninfo(), "copild_migrate", folder, version, fault);
}

static void make_folder(const char *path)
{
	char name[256];

	snprintf(name, sizeof(name), "%s/%s", folder, path);
	assert_int_equal(mkdir(name, 0755), 0);
}

/* A database without copild, and the files of the first release. */
static int fresh(void **state)
{
	(void)state;
	cluster_run("drop schema if exists core cascade; drop schema if exists api cascade");
	snprintf(folder, sizeof(folder), "%s/sql", cluster_folder());
	cluster_remove(folder);
	make_folder("");
	make_folder("migrations");
	make_folder("core");
	make_folder("api");
	put("install.sql", "-- all of it\n\\ir core/schema.sql\n\\ir api/one.sql\n");
	put("core/schema.sql", "create schema if not exists core;\n"
			       "create schema if not exists api;\n"
			       "create table if not exists core.schema (version int not null);\n"
			       "create table if not exists core.thing (name text);\n");
	put("api/one.sql", "create or replace function api.one() returns int language sql"
			   " as 'select 1';\n");
	put("migrations/0001_first.sql", "-- nothing\n");
	return 0;
}

static void a_fresh_database_is_installed(void **state)
{
	struct fault fault;

	(void)state;
	assert_true(migrate(1, &fault));
	assert_int_equal(cluster_number("select version from core.schema"), 1);
	assert_int_equal(cluster_number("select api.one()"), 1);
	assert_int_equal(cluster_number("select count(*) from pg_class c join pg_roles r on "
					"r.oid = relowner where relname = 'thing' and "
					"rolname = 'copild_owner'"),
		1);
}

static void the_same_version_renews_functions(void **state)
{
	struct fault fault;

	(void)state;
	assert_true(migrate(1, &fault));
	cluster_run("insert into core.thing values ('kept')");
	put("api/one.sql", "create or replace function api.one() returns int language sql"
			   " as 'select 2';\n");
	assert_true(migrate(1, &fault));
	assert_int_equal(cluster_number("select api.one()"), 2);
	assert_int_equal(cluster_number("select count(*) from core.thing"), 1);
	assert_int_equal(cluster_number("select count(*) from core.schema"), 1);
}

static void an_older_schema_is_migrated_step_by_step(void **state)
{
	struct fault fault;

	(void)state;
	assert_true(migrate(1, &fault));
	cluster_run("insert into core.thing values ('kept')");
	put("migrations/0002_more.sql", "alter table core.thing add more int default 7;\n");
	put("migrations/0003_wrong.sql", "-- é\nalter table core.thing add more int;\n");
	assert_false(migrate(3, &fault));
	assert_non_null(strstr(fault.text, "migrations/0003_wrong.sql\""));
	assert_non_null(strstr(fault.text, "already exists"));
	assert_int_equal(cluster_number("select version from core.schema"), 2);
	put("migrations/0003_wrong.sql", "alter table core.thing add again int default 8;\n");
	assert_true(migrate(3, &fault));
	assert_int_equal(cluster_number("select version from core.schema"), 3);
	assert_int_equal(cluster_number("select more + again from core.thing"), 15);
}

static void a_newer_schema_is_refused(void **state)
{
	struct fault fault;

	(void)state;
	assert_true(migrate(1, &fault));
	cluster_run("update core.schema set version = 2");
	assert_false(migrate(1, &fault));
	assert_string_equal(
		fault.text, "the database's schema is version 2, newer than this copild's 1");
	assert_false(migrate(2, &fault));
	assert_non_null(strstr(fault.text, "are version 1, this copild needs 2"));
}

static void an_error_names_its_file_and_line_and_leaves_nothing(void **state)
{
	struct fault fault;
	char expected[256];

	(void)state;
	put("api/one.sql", "-- été\n-- là\nselect 1;\n\nselect nonsense;\n");
	assert_false(migrate(1, &fault));
	snprintf(expected, sizeof(expected),
		"\"%s/api/one.sql\", line 5: column \"nonsense\" does not exist", folder);
	assert_string_equal(fault.text, expected);
	assert_int_equal(
		cluster_number("select count(*) from pg_namespace where nspname = 'core'"), 0);
	put("install.sql", "\\ir core/schema.sql\n\\i other.sql\n");
	assert_false(migrate(1, &fault));
	assert_non_null(strstr(fault.text, "install.sql\", line 2: only"));
	put("install.sql", "\\ir core/absent.sql\n");
	assert_false(migrate(1, &fault));
	assert_non_null(strstr(fault.text, "core/absent.sql\": No such file"));
}

static void twice_at_once_is_harmless(void **state)
{
	pid_t children[4];
	struct fault fault;
	int status;

	(void)state;
	put("core/schema.sql", "create schema core; create schema api; select pg_sleep(0.2);"
			       "create table core.schema (version int not null);");
	put("migrations/0001_first.sql", "");
	for (int i = 0; i < 4; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit(migrate(1, &fault) ? 0 : 1);
	}
	for (int i = 0, done = 0; i < 4; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		/* Not one of these schemas can be made twice: one installs, the others find it. */
		done += WEXITSTATUS(status) == 0;
		assert_true(i < 3 || done == 1);
	}
	fresh(NULL);
	for (int i = 0; i < 4; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit(migrate(1, &fault) ? 0 : 1);
	}
	for (int i = 0; i < 4; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	assert_int_equal(cluster_number("select count(*) from core.schema"), 1);
}

static void nobody_there_is_a_sentence(void **state)
{
	struct fault fault;

	(void)state;
	assert_false(
		schema_migrate("host=/nonexistent dbname=x", "copild_migrate", folder, 1, &fault));
	assert_non_null(strstr(fault.text, "/nonexistent"));
	assert_null(strchr(fault.text, '\n'));
	assert_false(schema_migrate("nonsense=1", "copild_migrate", folder, 1, &fault));
	assert_non_null(strstr(fault.text, "nonsense"));
}

static int roles_new(void **state)
{
	if (cluster_new(state) != 0)
		return -1;
	cluster_run("create role copild_owner; create role copild_migrate login noinherit;"
		    "grant copild_owner to copild_migrate;"
		    "grant create on database postgres to copild_owner");
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_fresh_database_is_installed, fresh),
		cmocka_unit_test_setup(the_same_version_renews_functions, fresh),
		cmocka_unit_test_setup(an_older_schema_is_migrated_step_by_step, fresh),
		cmocka_unit_test_setup(a_newer_schema_is_refused, fresh),
		cmocka_unit_test_setup(an_error_names_its_file_and_line_and_leaves_nothing, fresh),
		cmocka_unit_test_setup(twice_at_once_is_harmless, fresh),
		cmocka_unit_test_setup(nobody_there_is_a_sentence, fresh),
	};

	alloc_install();
	log_set_level(getenv("DEBUG") ? LOG_LEVEL_DEBUG : LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("db/schema", tests, roles_new, cluster_free);
}
