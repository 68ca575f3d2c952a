/* SPDX-License-Identifier: MIT */
/* Lanes against a real PostgreSQL: order, groups in which one query fails, plans that go stale. */
#include "lane_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"

static void values_come_back(void **state)
{
	(void)state;
	bench_open(false);
	assert_string_equal(ask("select 'bonjour'")->text, "bonjour");
	assert_string_equal(ask("select null")->text, "null");
	assert_string_equal(ask("select 1 where false")->text, "null");
	assert_string_equal(ask("set timezone = 'UTC'")->text, "null");
	assert_string_equal(ask("")->text, "null");
	assert_string_equal(ask("show statement_timeout")->text, "5s");
	assert_string_equal(ask("show lock_timeout")->text, "2s");
	assert_string_equal(ask("select application_name from pg_stat_activity"
				" where pid = pg_backend_pid()")
				    ->text,
		"copild read");
	assert_string_equal(ask("select 1/0")->sqlstate, "22012");
	assert_string_equal(ask("select nonsense")->sqlstate, "42703");
	assert_string_equal(ask("select 'still'")->text, "still");
	assert_int_equal(lane_pending(bench.lane), 0);
}

static void order_is_kept_and_groups_share_a_transaction(void **state)
{
	struct statement *statement = statement_new(
		"insert into line (n, xid) values ($1::int, txid_current()) returning n", 1);
	char number[16];

	(void)state;
	cluster_run("truncate line");
	bench_open(true);
	for (size_t i = 0; i < 200; i++) {
		snprintf(number, sizeof(number), "%zu", i);
		submit(statement, i, number, NULL);
	}
	statement_unref(statement);
	assert_int_equal(lane_pending(bench.lane), 200);
	UNTIL(bench.count == 200);
	assert_in_order(200);
	assert_int_equal(cluster_number("select count(*) from line"), 200);
	assert_int_equal(cluster_number("select count(distinct xid) from line"), 4);
	assert_int_equal(
		cluster_number("select count(*) from (select n - lag(n) over (order by id) as step "
			       "from line) as s where step <> 1"),
		0);
}

static void submit_lines(struct statement *statement, size_t count, bool (*bad)(size_t))
{
	char number[16];

	for (size_t i = 0; i < count; i++) {
		snprintf(number, sizeof(number), "%zu", i);
		submit(statement, i, number, bad(i) ? "x" : "1");
	}
}

static bool is_26th(size_t index)
{
	return index == 25;
}

static bool is_third(size_t index)
{
	return index % 3 == 0;
}

static bool is_any(size_t index)
{
	return index < 64;
}

static void check_group_with(bool (*bad)(size_t))
{
	struct statement *statement = statement_new(
		"insert into line (n, xid) values ($1::int, ($2::text)::int) returning n", 2);
	long good = 0;

	cluster_run("truncate line");
	bench_open(true);
	submit_lines(statement, 50, bad);
	statement_unref(statement);
	UNTIL(bench.count == 50);
	assert_in_order(50);
	for (size_t i = 0; i < 50; i++) {
		assert_int_equal(bench.answers[i].kind, bad(i) ? OUTCOME_REFUSED : OUTCOME_VALUE);
		good += !bad(i);
	}
	assert_string_equal(answer_of(bad(25) ? 25 : 0)->sqlstate, "22P02");
	assert_int_equal(cluster_number("select count(*) from line"), good);
	bench_close(NULL);
}

static void fault_43_exactly_the_failing_one_of_50_fails(void **state)
{
	(void)state;
	check_group_with(is_26th);
	check_group_with(is_third);
	check_group_with(is_any);
}

static void a_refusal_at_commit_finds_its_query(void **state)
{
	struct statement *statement =
		statement_new("insert into late (n) values ($1::int) returning n", 1);
	const char *numbers[] = {"1", "2", "2", "3", "1", "4"};

	(void)state;
	cluster_run("truncate late");
	bench_open(true);
	for (size_t i = 0; i < 6; i++)
		submit(statement, i, numbers[i], NULL);
	statement_unref(statement);
	UNTIL(bench.count == 6);
	assert_in_order(6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(
			bench.answers[i].kind, i == 2 || i == 4 ? OUTCOME_REFUSED : OUTCOME_VALUE);
	assert_string_equal(bench.answers[2].sqlstate, "23505");
	assert_string_equal(ask("select 'on'")->text, "on");
}

static void details_travel(void **state)
{
	(void)state;
	bench_open(true);
	assert_string_equal(ask("select raise_it('CP004')")->sqlstate, "CP004");
	assert_string_equal(bench.answers[0].detail, "{\"kind\":\"x\"}");
}

static void big_parameters_pass(void **state)
{
	struct statement *statement = statement_new("select length($1::text)::text || md5($1)", 1);
	struct statement *echo = statement_new("select $1::text", 1);
	size_t size = 1024 * 1024;
	char *big = alloc_new(size + 1);

	(void)state;
	memset(big, 'x', size);
	bench_open(true);
	for (size_t i = 0; i < 8; i++)
		submit(i % 2 ? echo : statement, i, big, NULL);
	UNTIL(bench.count == 8);
	assert_in_order(8);
	assert_memory_equal(bench.answers[0].text, "1048576", 7);
	assert_int_equal(bench.answers[7].size, size);
	for (size_t i = 0; i < 40; i++)
		submit(statement, 100 + i, big, NULL);
	UNTIL(bench.count == 48);
	assert_int_equal(bench.answers[8].kind, OUTCOME_BUSY);
	assert_int_equal(answer_of(139)->kind, OUTCOME_BUSY);
	assert_int_equal(answer_of(100)->kind, OUTCOME_VALUE);
	free(big);
	statement_unref(statement);
	statement_unref(echo);
}

static void a_full_waiting_room_says_so(void **state)
{
	(void)state;
	bench_open(true);
	for (size_t i = 0; i < 300; i++)
		submit_sql("select 1", i);
	UNTIL(bench.count == 300);
	assert_int_equal(answer_of(255)->kind, OUTCOME_VALUE);
	assert_int_equal(answer_of(256)->kind, OUTCOME_BUSY);
	assert_int_equal(answer_of(299)->kind, OUTCOME_BUSY);
}

static void stale_statements_are_prepared_again(void **state)
{
	struct statement *function = statement_new("select api_one($1::text)", 1);
	struct statement *row = statement_new("select wide from wide", 0);

	(void)state;
	cluster_run("create or replace function api_one(text) returns json language plpgsql as"
		    " 'begin return to_json($1); end'");
	cluster_run("drop table if exists wide; create table wide (a int);"
		    " insert into wide values (1)");
	bench_open(true);
	submit(function, 0, "a", NULL);
	submit(row, 1, NULL, NULL);
	UNTIL(bench.count == 2);
	cluster_run("drop function api_one(text); create function api_one(text) returns jsonb "
		    "language plpgsql as 'begin return to_jsonb($1 || ''!''); end'");
	cluster_run("alter table wide add b int default 2, alter a type text");
	submit(function, 2, "a", NULL);
	submit(row, 3, NULL, NULL);
	UNTIL(bench.count == 4);
	assert_string_equal(bench.answers[0].text, "\"a\"");
	assert_string_equal(bench.answers[1].text, "(1)");
	assert_string_equal(bench.answers[2].text, "\"a!\"");
	assert_string_equal(bench.answers[3].text, "(1,2)");
	assert_string_equal(ask("deallocate all")->text, "null");
	submit(function, 5, "b", NULL);
	UNTIL(bench.count == 6);
	assert_string_equal(bench.answers[5].text, "\"b!\"");
	cluster_run("drop function api_one(text)");
	submit(function, 6, "b", NULL);
	UNTIL(bench.count == 7);
	assert_string_equal(bench.answers[6].sqlstate, "42883");
	statement_unref(function);
	statement_unref(row);
}

static void forgotten_statements_are_closed(void **state)
{
	char sql[64];

	(void)state;
	bench_open(true);
	for (int i = 0; i < 400; i++) {
		bench.count = 0;
		snprintf(sql, sizeof(sql), "select 'number %d'", i);
		ask(sql);
	}
	bench.count = 0;
	assert_true(
		strtol(ask("select count(*) from pg_prepared_statements")->text, NULL, 10) < 80);
}

static void fault_40_deadlocks_are_tried_again(void **state)
{
	struct lane_settings settings = bench_settings(true);
	char conninfo[192];
	PGconn *pg;

	(void)state;
	cluster_run("truncate line; insert into line (n, xid) values (1, 0), (2, 0)");
	/* The lane's session is to be the victim: it looks for the deadlock, and not too soon. */
	snprintf(conninfo, sizeof(conninfo), "%s options='-c deadlock_timeout=1s'",
		cluster_conninfo());
	settings.conninfo = conninfo;
	settings.statement_timeout_ms = 0;
	settings.lock_timeout_ms = 0;
	bench_open_with(&settings);
	UNTIL(bench.state == LANE_UP);
	pg = cluster_connect();
	PQclear(PQexec(pg, "set deadlock_timeout = '1h'"));
	PQclear(PQexec(pg, "begin"));
	PQclear(PQexec(pg, "update line set n = n where n = 2"));
	submit_sql("update line set xid = xid + 10 where n = 1", 0);
	submit_sql("update line set xid = xid + 10 where n = 2", 1);
	UNTIL(cluster_number(
		      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == 1);
	assert_true(PQsendQuery(pg, "update line set n = n where n = 1"));
	UNTIL(PQconsumeInput(pg) && !PQisBusy(pg));
	PQclear(PQgetResult(pg));
	assert_null(PQgetResult(pg));
	PQclear(PQexec(pg, "commit"));
	PQfinish(pg);
	UNTIL(bench.count == 2);
	assert_in_order(2);
	assert_int_equal(bench.answers[0].kind, OUTCOME_VALUE);
	assert_int_equal(bench.answers[1].kind, OUTCOME_VALUE);
	assert_int_equal(cluster_number("select sum(xid) from line"), 20);
}

static void conflicts_end_after_three_tries(void **state)
{
	(void)state;
	cluster_run("drop sequence if exists tries; create sequence tries");
	bench_open(true);
	assert_string_equal(
		ask("select raise_it('40001') from nextval('tries')")->sqlstate, "40001");
	assert_int_equal(cluster_number("select last_value from tries"), 4);
}

static void time_outs_are_refusals(void **state)
{
	struct lane_settings settings = bench_settings(false);

	(void)state;
	settings.statement_timeout_ms = 200;
	bench_open_with(&settings);
	UNTIL(bench.state == LANE_UP);
	assert_string_equal(ask("select pg_sleep(5)")->sqlstate, "57014");
}

/* Also those that were given to the same connection in the same turn. The slow one waits at a gate
 * that is opened once all others are answered. */
static void nobody_waits_for_a_slow_read(void **state)
{
	struct statement *statement = statement_new("select $1", 1);
	struct lane_settings settings = bench_settings(false);
	PGconn *gate = cluster_connect();

	(void)state;
	settings.lock_timeout_ms = 0;
	settings.statement_timeout_ms = 0;
	bench_open_with(&settings);
	UNTIL(bench.state == LANE_UP);
	for (size_t i = 0; i < 3; i++) {
		bench.count = 0;
		PQclear(PQexec(gate, "select pg_advisory_lock(7)"));
		submit(statement, 1, "before", NULL);
		submit_sql("select pg_advisory_xact_lock_shared(7)", 0);
		for (size_t id = 2; id < 40; id++)
			submit(statement, id, "behind", NULL);
		UNTIL(bench.count == 39);
		PQclear(PQexec(gate, "select pg_advisory_unlock(7)"));
		UNTIL(bench.count == 40);
		assert_int_equal(bench.order[39], 0);
	}
	PQfinish(gate);
	statement_unref(statement);
}

static void await_answered_unread(const char *sql)
{
	char idle[160];
	int64_t began = clock_steady();

	snprintf(idle, sizeof(idle),
		"select count(*) from pg_stat_activity where state = 'idle' and query = $$%s$$",
		sql);
	while (cluster_number(idle) == 0)
		assert_true(clock_steady() - began < PATIENCE_MS);
}

/* One connection has its answer and its next group not yet out; the other one has its last answer
 * in the same turn of the loop, and nothing would wake it later. */
static void a_connection_that_is_done_relieves_one_between_groups(void **state)
{
	static const char held[] = "select pg_advisory_xact_lock_shared(8)";
	struct lane_settings settings = bench_settings(false);
	PGconn *gate = cluster_connect();
	int64_t began;

	(void)state;
	settings.lock_timeout_ms = 0;
	settings.statement_timeout_ms = 0;
	bench_open_with(&settings);
	PQclear(PQexec(gate, "select pg_advisory_lock(n) from generate_series(7, 9) as n"));
	UNTIL(bench.state == LANE_UP);
	submit_sql(held, 0);
	submit_sql("select pg_advisory_xact_lock_shared(9)", 1);
	UNTIL(cluster_number("select count(*) from pg_locks where not granted") == 2);
	began = clock_steady();
	PQclear(PQexec(gate, "select pg_advisory_unlock(9)"));
	UNTIL(bench.count == 1 && clock_steady() - began > 100); /* so that 0 is held up */
	submit_sql("select 'first'", 2);
	submit_sql("select pg_advisory_xact_lock_shared(7)", 3);
	submit_sql("select 'behind'", 4);
	event_base_loop(bench.base, EVLOOP_ONCE | EVLOOP_NONBLOCK); /* no more than to send */
	await_answered_unread("select 'first'");
	PQclear(PQexec(gate, "select pg_advisory_unlock(8)"));
	await_answered_unread(held);
	UNTIL(bench.count == 4);
	PQclear(PQexec(gate, "select pg_advisory_unlock(7)"));
	UNTIL(bench.count == 5);
	assert_int_equal(bench.order[4], 3);
	PQfinish(gate);
}

int main(void)
{
#define LANE_TEST(name) cmocka_unit_test_teardown(name, bench_close)
	const struct CMUnitTest tests[] = {
		LANE_TEST(values_come_back),
		LANE_TEST(order_is_kept_and_groups_share_a_transaction),
		LANE_TEST(fault_43_exactly_the_failing_one_of_50_fails),
		LANE_TEST(a_refusal_at_commit_finds_its_query),
		LANE_TEST(details_travel),
		LANE_TEST(big_parameters_pass),
		LANE_TEST(a_full_waiting_room_says_so),
		LANE_TEST(stale_statements_are_prepared_again),
		LANE_TEST(forgotten_statements_are_closed),
		LANE_TEST(fault_40_deadlocks_are_tried_again),
		LANE_TEST(conflicts_end_after_three_tries),
		LANE_TEST(time_outs_are_refusals),
		LANE_TEST(nobody_waits_for_a_slow_read),
		LANE_TEST(a_connection_that_is_done_relieves_one_between_groups),
	};

	alloc_install();
	log_set_level(getenv("DEBUG") ? LOG_LEVEL_DEBUG : LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("db/lane", tests, bench_cluster_new, cluster_free);
}
