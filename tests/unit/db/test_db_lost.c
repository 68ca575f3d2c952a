/* SPDX-License-Identifier: MIT */
/* Links that break and servers that are not there, or not the right ones: what callers are told,
 * and how a lane comes back. */
#include "lane_bench.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"

static void fault_28_a_killed_backend_costs_only_its_work(void **state)
{
	(void)state;
	bench_open(true);
	submit_sql("insert into line (n) select 1 from pg_sleep(30) returning n", 0);
	submit_sql("select 'never'", 1);
	bench_terminate_sleeper();
	UNTIL(bench.count == 2);
	/* The server said that the statement was ended, so it is known that nothing was done. */
	assert_in_order(2);
	assert_int_equal(bench.answers[0].kind, OUTCOME_UNAVAILABLE);
	assert_int_equal(bench.answers[1].kind, OUTCOME_UNAVAILABLE);
	assert_int_equal(bench.state, LANE_DOWN);
	assert_non_null(strstr(bench.reason, "terminating connection"));
	submit_sql("select 'down'", 2);
	UNTIL(bench.count == 3);
	assert_int_equal(bench.answers[2].kind, OUTCOME_UNAVAILABLE);
	UNTIL(bench.state == LANE_UP);
	assert_string_equal(ask("select 'again'")->text, "again");
}

static void a_read_moves_to_another_connection(void **state)
{
	(void)state;
	bench_open(false);
	UNTIL(cluster_number("select count(*) from pg_stat_activity where application_name = "
			     "'copild read'") == 2);
	for (int i = 0; i < 20; i++)
		event_base_loop(bench.base, EVLOOP_NONBLOCK);
	submit_sql("select 'slept' from pg_sleep(1)", 0);
	bench_terminate_sleeper();
	UNTIL(bench.count == 1);
	assert_int_equal(bench.answers[0].kind, OUTCOME_VALUE);
	assert_string_equal(bench.answers[0].text, "slept");
}

static void fault_26_immediate_stop_and_start(void **state)
{
	int64_t began;

	(void)state;
	cluster_run("truncate line");
	bench_open(true);
	submit_sql("insert into line (n) select 1 from pg_sleep(30) returning n", 0);
	bench_await_sleeper();
	cluster_stop("immediate");
	UNTIL(bench.count == 1);
	assert_true(bench.answers[0].kind == OUTCOME_UNKNOWN ||
		    bench.answers[0].kind == OUTCOME_UNAVAILABLE);
	UNTIL(bench.state == LANE_DOWN);
	assert_int_equal(ask("select 'down'")->kind, OUTCOME_UNAVAILABLE);
	cluster_start();
	began = clock_steady();
	UNTIL(bench.state == LANE_UP);
	assert_true(clock_steady() - began < 2000);
	assert_string_equal(ask("select 'again'")->text, "again");
	assert_int_equal(cluster_number("select count(*) from line"), 0);
}

static void a_write_whose_link_breaks_is_unknown(void **state)
{
	(void)state;
	bench_open(true);
	submit_sql("insert into line (n) select 1 from pg_sleep(30) returning n", 0);
	bench_await_sleeper();
	kill((pid_t)cluster_number("select pid from pg_stat_activity where wait_event = 'PgSleep'"),
		SIGKILL);
	UNTIL(bench.count == 1);
	assert_int_equal(bench.answers[0].kind, OUTCOME_UNKNOWN);
	UNTIL(bench.state == LANE_UP);
	assert_string_equal(ask("select 'again'")->text, "again");
}

static void fault_32_a_read_only_server_is_left(void **state)
{
	(void)state;
	bench_open(true);
	cluster_run("alter system set default_transaction_read_only = on");
	cluster_run("select pg_reload_conf()");
	UNTIL(strcmp(ask("show default_transaction_read_only")->text, "on") == 0);
	assert_int_equal(
		ask("insert into line (n) values (1) returning n")->kind, OUTCOME_UNAVAILABLE);
	assert_int_equal(bench.state, LANE_DOWN);
	assert_non_null(strstr(bench.reason, "read-only"));
	cluster_run("alter system reset all");
	cluster_run("select pg_reload_conf()");
	UNTIL(bench.state == LANE_UP);
}

static void fault_47_another_schema_is_refused_in_a_sentence(void **state)
{
	struct lane_settings settings = bench_settings(false);

	(void)state;
	settings.schema_version = 2;
	bench_open_with(&settings);
	UNTIL(bench.state == LANE_MISMATCH);
	assert_string_equal(bench.reason,
		"the database's schema is version 1, this copild needs 2: run 'copild migrate'");
	assert_int_equal(ask("select 1")->kind, OUTCOME_UNAVAILABLE);
	cluster_run("update core.schema set version = 2");
	UNTIL(bench.state == LANE_UP);
	cluster_run("update core.schema set version = 1");
	bench_close(NULL);
	settings.conninfo = "dbname=template1";
	setenv("PGHOST", cluster_folder(), 1);
	bench_open_with(&settings);
	UNTIL(bench.state == LANE_MISMATCH);
	assert_string_equal(
		bench.reason, "the database has no copild schema: run 'copild migrate'");
	unsetenv("PGHOST");
}

static void nobody_there_is_told_at_once(void **state)
{
	struct lane_settings settings = bench_settings(false);

	(void)state;
	settings.conninfo = "host=/nonexistent dbname=postgres";
	bench_open_with(&settings);
	submit_sql("select 1", 0);
	UNTIL(bench.count == 1);
	assert_int_equal(bench.answers[0].kind, OUTCOME_UNAVAILABLE);
	UNTIL(lane_tried(bench.lane));
	assert_int_equal(bench.changes, 1);
	assert_int_equal(bench.state, LANE_DOWN);
	assert_non_null(strstr(bench.reason, "/nonexistent"));
	UNTIL(clock_steady() % 1000 < 100);
	assert_int_equal(bench.changes, 1);
}

static void the_second_host_serves(void **state)
{
	struct lane_settings settings = bench_settings(true);
	char conninfo[256];

	(void)state;
	snprintf(conninfo, sizeof(conninfo),
		"host=/nonexistent,127.0.0.1,nowhere.invalid,%s port=5432,1,5432,5432 "
		"dbname=postgres",
		cluster_folder());
	settings.conninfo = conninfo;
	bench_open_with(&settings);
	UNTIL(bench.state == LANE_UP);
	assert_string_equal(ask("select 'there'")->text, "there");
}

static void a_wrong_conninfo_is_a_reason(void **state)
{
	struct lane_settings settings = bench_settings(true);

	(void)state;
	settings.conninfo = "nonsense=1";
	bench_open_with(&settings);
	UNTIL(lane_tried(bench.lane));
	assert_non_null(strstr(bench.reason, "nonsense"));
}

static void freeing_answers_everyone(void **state)
{
	(void)state;
	bench_open(true);
	submit_sql("select pg_sleep(30)", 0);
	bench_await_sleeper();
	submit_sql("select 2", 1);
	bench_close(NULL);
	assert_in_order(2);
	assert_int_equal(bench.answers[0].kind, OUTCOME_UNKNOWN);
	assert_int_equal(bench.answers[1].kind, OUTCOME_UNAVAILABLE);
}

int main(void)
{
#define LANE_TEST(name) cmocka_unit_test_teardown(name, bench_close)
	const struct CMUnitTest tests[] = {
		LANE_TEST(fault_28_a_killed_backend_costs_only_its_work),
		LANE_TEST(a_read_moves_to_another_connection),
		LANE_TEST(fault_26_immediate_stop_and_start),
		LANE_TEST(a_write_whose_link_breaks_is_unknown),
		LANE_TEST(fault_32_a_read_only_server_is_left),
		LANE_TEST(fault_47_another_schema_is_refused_in_a_sentence),
		LANE_TEST(nobody_there_is_told_at_once),
		LANE_TEST(the_second_host_serves),
		LANE_TEST(a_wrong_conninfo_is_a_reason),
		LANE_TEST(freeing_answers_everyone),
	};

	alloc_install();
	log_set_level(getenv("DEBUG") ? LOG_LEVEL_DEBUG : LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("db/lost", tests, bench_cluster_new, cluster_free);
}
