/* SPDX-License-Identifier: MIT */
/* Conninfos taken apart: which places there are, which of them need a look-up, and what libpq is
 * told. */
#include "db/target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"

static struct fault fault;

static struct target *target_of(const char *conninfo, bool writes)
{
	struct lane_settings settings = {
		.name = "write",
		.conninfo = conninfo,
		.user = "copild_serve",
		.writes = writes,
		.statement_timeout_ms = 1000,
		.lock_timeout_ms = 500,
	};

	return target_new(&settings, &fault);
}

/* What libpq holds for the keyword once it has begun to connect; the caller frees. */
static char *told(const struct target *target, size_t index, const char *keyword)
{
	PGconn *pg = target_connect(target, index);
	PQconninfoOption *options = PQconninfo(pg);
	char *value = NULL;

	for (PQconninfoOption *option = options; option->keyword; option++) {
		if (strcmp(option->keyword, keyword) == 0)
			value = alloc_text(option->val);
	}
	PQconninfoFree(options);
	PQfinish(pg);
	return value;
}

static void assert_told(
	const struct target *target, size_t index, const char *keyword, const char *expected)
{
	char *value = told(target, index, keyword);

	if (expected)
		assert_string_equal(value, expected);
	else
		assert_null(value);
	free(value);
}

static void sockets_and_addresses_need_no_lookup(void **state)
{
	static const char *const conninfos[] = {"dbname=copild", "host=/run/postgresql",
		"host=127.0.0.1", "host=::1", "hostaddr=127.0.0.1 host=db.example.org",
		"host=@abstract", "postgresql:///copild"};

	(void)state;
	for (size_t i = 0; i < sizeof(conninfos) / sizeof(conninfos[0]); i++) {
		struct target *target = target_of(conninfos[i], false);

		assert_non_null(target);
		assert_false(target_needs_lookup(target));
		assert_int_equal(target_count(target), 1);
		target_free(target);
	}
}

static void names_are_looked_up_into_places(void **state)
{
	struct target *target = target_of("host=/tmp,localhost,nowhere.invalid port=1", false);
	size_t count;

	(void)state;
	assert_true(target_needs_lookup(target));
	assert_int_equal(target_count(target), 0);
	target_lookup(target);
	count = target_count(target);
	assert_true(count == 2 || count == 3); /* localhost may be one address or two */
	assert_string_equal(target_place(target, 0), "/tmp");
	assert_string_equal(target_place(target, 1), "localhost");
	assert_told(target, 1, "host", "localhost");
	assert_non_null(strstr(target_fault(target), "\"nowhere.invalid\" cannot be found"));
	target_free(target);
}

static void the_environment_counts(void **state)
{
	struct target *target;

	(void)state;
	setenv("PGHOST", "db.example.org", 1);
	target = target_of("dbname=copild", false);
	assert_true(target_needs_lookup(target));
	target_free(target);
	target = target_of("host=/tmp", false);
	assert_false(target_needs_lookup(target));
	target_free(target);
	unsetenv("PGHOST");
}

static void each_place_has_its_own_port_and_address(void **state)
{
	struct target *target = target_of("host=127.0.0.1,127.0.0.2 port=1,2", true);

	(void)state;
	assert_int_equal(target_count(target), 2);
	assert_told(target, 0, "hostaddr", "127.0.0.1");
	assert_told(target, 0, "port", "1");
	assert_told(target, 1, "hostaddr", "127.0.0.2");
	assert_told(target, 1, "port", "2");
	target_free(target);
	assert_null(target_of("host=/a,/b,/c port=1,2", true));
	assert_non_null(strstr(fault.text, "different numbers"));
	assert_null(target_of("host=a,b hostaddr=127.0.0.1", true));
}

static void the_defaults_give_way_to_the_conninfo(void **state)
{
	struct target *target = target_of("host=/nonexistent", true);
	char *options;

	(void)state;
	assert_told(target, 0, "gssencmode", "disable");
	assert_told(target, 0, "user", "copild_serve");
	assert_told(target, 0, "application_name", "copild write");
	assert_told(target, 0, "client_encoding", "UTF8");
	assert_told(target, 0, "tcp_user_timeout", "8000");
	options = told(target, 0, "options");
	assert_non_null(strstr(options, "-c statement_timeout=1000"));
	assert_non_null(strstr(options, "-c lock_timeout=500"));
	free(options);
	assert_int_equal(target_timeout(target), 3000);
	target_free(target);
	target = target_of("host=/nonexistent application_name=mine gssencmode=prefer "
			   "tcp_user_timeout=1 connect_timeout=7 options='-c x.y=1'",
		true);
	assert_told(target, 0, "application_name", "mine");
	assert_told(target, 0, "gssencmode", "prefer");
	assert_told(target, 0, "tcp_user_timeout", "1");
	options = told(target, 0, "options");
	assert_memory_equal(options, "-c x.y=1 -c statement", 21);
	free(options);
	assert_int_equal(target_timeout(target), 7000);
	target_free(target);
}

static void assert_attributes(const char *conninfo, bool writes, const char *expected)
{
	struct target *target = target_of(conninfo, writes);

	assert_told(target, 0, "target_session_attrs", expected);
	target_free(target);
}

static void writes_want_a_server_that_takes_them(void **state)
{
	struct target *target;

	(void)state;
	assert_attributes("host=/nonexistent", true, "read-write");
	assert_attributes("host=/nonexistent", false, "any");
	assert_attributes("host=/nonexistent target_session_attrs=read-write", false, "primary");
	assert_attributes("host=/nonexistent target_session_attrs=primary", true, "primary");
	target = target_of("host=/a,/b target_session_attrs=prefer-standby", false);
	assert_int_equal(target_count(target), 4);
	assert_told(target, 1, "target_session_attrs", "standby");
	assert_told(target, 2, "target_session_attrs", "any");
	assert_told(target, 3, "host", "/b");
	target_free(target);
}

static void what_cannot_be_read_is_said(void **state)
{
	(void)state;
	assert_null(target_of("nonsense=1", true));
	assert_string_equal(
		fault.text, "the conninfo cannot be read: invalid connection option \"nonsense\"");
	assert_null(target_of("service=copild", true));
	assert_null(target_of("host='", true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sockets_and_addresses_need_no_lookup),
		cmocka_unit_test(names_are_looked_up_into_places),
		cmocka_unit_test(the_environment_counts),
		cmocka_unit_test(each_place_has_its_own_port_and_address),
		cmocka_unit_test(the_defaults_give_way_to_the_conninfo),
		cmocka_unit_test(writes_want_a_server_that_takes_them),
		cmocka_unit_test(what_cannot_be_read_is_said),
	};

	unsetenv("PGHOST");
	unsetenv("PGHOSTADDR");
	unsetenv("PGPORT");
	unsetenv("PGOPTIONS");
	return cmocka_run_group_tests_name("db/target", tests, NULL, NULL);
}
