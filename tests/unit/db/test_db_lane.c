/* SPDX-License-Identifier: MIT */
/* Lanes against a real PostgreSQL: order, groups in which one query fails, links that break, plans
 * that go stale. */
#include "db/lane.h"

#include <event2/event.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/worker.h"
#include "cluster.h"

enum {
	ANSWERS = 512,
	PATIENCE_MS = 15000,
};

struct answer {
	enum outcome_kind kind;
	char text[64];
	size_t size;
	char sqlstate[6];
	char detail[64];
};

struct bench {
	struct event_base *base;
	struct worker *worker;
	struct event *tick;
	struct lane *lane;
	enum lane_state state;
	unsigned changes;
	char reason[512];
	struct answer answers[ANSWERS]; /* in the order in which they came */
	size_t order[ANSWERS];          /* whose they are */
	size_t count;
	bool submitting;
};

static struct bench bench;

/* ---- helpers --------------------------------------------------------------------------------- */

static void bench_on_changed(
	void *context, struct lane *lane, enum lane_state state, const char *reason)
{
	(void)context;
	(void)lane;
	bench.state = state;
	bench.changes++;
	snprintf(bench.reason, sizeof(bench.reason), "%s", reason);
}

static void bench_on_done(void *context, const struct outcome *outcome)
{
	struct answer *answer = &bench.answers[bench.count];

	assert_false(bench.submitting);
	assert_true(bench.count < ANSWERS);
	bench.order[bench.count++] = (size_t)(uintptr_t)context;
	answer->kind = outcome->kind;
	answer->size = outcome->size;
	snprintf(answer->text, sizeof(answer->text), "%s", outcome->text ? outcome->text : "null");
	if (outcome->kind != OUTCOME_REFUSED)
		return;
	snprintf(answer->sqlstate, sizeof(answer->sqlstate), "%s", outcome->sqlstate);
	snprintf(answer->detail, sizeof(answer->detail), "%s",
		outcome->detail ? outcome->detail : "");
}

static void bench_on_tick(evutil_socket_t fd, short events, void *argument)
{
	(void)fd;
	(void)events;
	(void)argument;
}

/* Runs the loop until the condition holds. */
#define UNTIL(condition)                                                                           \
	do {                                                                                       \
		int64_t began_ = clock_steady();                                                   \
		while (!(condition)) {                                                             \
			if (clock_steady() - began_ > PATIENCE_MS)                                 \
				fail_msg("waited in vain for " #condition);                        \
			event_base_loop(bench.base, EVLOOP_ONCE);                                  \
		}                                                                                  \
	} while (0)

static void bench_open_with(const struct lane_settings *settings)
{
	struct timeval often = {.tv_usec = 20000};

	memset(&bench, 0, sizeof(bench));
	bench.base = event_base_new();
	bench.worker = worker_new(bench.base, 2);
	bench.tick = event_new(bench.base, -1, EV_PERSIST, bench_on_tick, NULL);
	event_add(bench.tick, &often);
	bench.lane = lane_new(bench.base, bench.worker, settings, bench_on_changed, NULL);
}

static struct lane_settings bench_settings(bool writes)
{
	return (struct lane_settings){
		.name = writes ? "write" : "read",
		.conninfo = cluster.conninfo,
		.user = "postgres",
		.writes = writes,
		.connections = writes ? 1 : 2,
		.group = 64,
		.waiting = 256,
		.statement_timeout_ms = 5000,
		.lock_timeout_ms = 2000,
		.schema_version = 1,
	};
}

static void bench_open(bool writes)
{
	struct lane_settings settings = bench_settings(writes);

	bench_open_with(&settings);
	UNTIL(bench.state == LANE_UP);
	assert_true(lane_tried(bench.lane));
}

static int bench_close(void **state)
{
	(void)state;
	if (!bench.base)
		return 0;
	lane_free(bench.lane);
	worker_free(bench.worker);
	event_free(bench.tick);
	event_base_free(bench.base);
	bench.base = NULL;
	return 0;
}

static void submit(struct statement *statement, size_t id, const char *first, const char *second)
{
	struct query *query = query_new(statement, bench_on_done, (void *)(uintptr_t)id);

	if (first)
		query_set(query, 0, first);
	if (second)
		query_set(query, 1, second);
	bench.submitting = true;
	lane_submit(bench.lane, 0, query);
	bench.submitting = false;
}

static void submit_sql(const char *sql, size_t id)
{
	struct statement *statement = statement_new(sql, 0);

	submit(statement, id, NULL, NULL);
	statement_unref(statement);
}

static struct answer *ask(const char *sql)
{
	size_t before = bench.count;

	submit_sql(sql, 0);
	UNTIL(bench.count > before);
	return &bench.answers[before];
}

static const struct answer *answer_of(size_t id)
{
	for (size_t i = 0; i < bench.count; i++) {
		if (bench.order[i] == id)
			return &bench.answers[i];
	}
	fail_msg("no answer for %zu", id);
	return NULL;
}

static void assert_in_order(size_t count)
{
	assert_int_equal(bench.count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(bench.order[i], i);
}

/* ---- tests ----------------------------------------------------------------------------------- */

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

static void fault_28_a_killed_backend_costs_only_its_work(void **state)
{
	(void)state;
	bench_open(true);
	submit_sql("insert into line (n) select 1 from pg_sleep(30) returning n", 0);
	submit_sql("select 'never'", 1);
	UNTIL(cluster_number(
		      "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
	cluster_run("select pg_terminate_backend(pid) from pg_stat_activity"
		    " where wait_event = 'PgSleep'");
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
	UNTIL(cluster_number(
		      "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
	cluster_run("select pg_terminate_backend(pid) from pg_stat_activity"
		    " where wait_event = 'PgSleep'");
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
	UNTIL(cluster_number(
		      "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
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
	UNTIL(cluster_number(
		      "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
	cluster_shell("kill -9 %ld",
		cluster_number("select pid from pg_stat_activity where wait_event = 'PgSleep'"));
	UNTIL(bench.count == 1);
	assert_int_equal(bench.answers[0].kind, OUTCOME_UNKNOWN);
	UNTIL(bench.state == LANE_UP);
	assert_string_equal(ask("select 'again'")->text, "again");
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
	assert_true(atoi(ask("select count(*) from pg_prepared_statements")->text) < 80);
}

static void fault_40_deadlocks_are_tried_again(void **state)
{
	struct lane_settings settings = bench_settings(true);
	PGconn *pg;

	(void)state;
	cluster_run("truncate line; insert into line (n, xid) values (1, 0), (2, 0)");
	settings.statement_timeout_ms = 0;
	settings.lock_timeout_ms = 0;
	bench_open_with(&settings);
	UNTIL(bench.state == LANE_UP);
	pg = cluster_connect();
	PQclear(PQexec(pg, "set deadlock_timeout = '1h'"));
	PQclear(PQexec(pg, "begin"));
	PQclear(PQexec(pg, "update line set xid = 1 where n = 2"));
	submit_sql("update line set xid = xid + 10 where n = 1", 0);
	submit_sql("update line set xid = xid + 10 where n = 2", 1);
	UNTIL(cluster_number(
		      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == 1);
	assert_true(PQsendQuery(pg, "update line set xid = 1 where n = 1"));
	UNTIL(PQconsumeInput(pg) && !PQisBusy(pg));
	PQclear(PQgetResult(pg));
	assert_null(PQgetResult(pg));
	PQclear(PQexec(pg, "commit"));
	PQfinish(pg);
	UNTIL(bench.count == 2);
	assert_in_order(2);
	assert_int_equal(bench.answers[0].kind, OUTCOME_VALUE);
	assert_int_equal(bench.answers[1].kind, OUTCOME_VALUE);
	assert_int_equal(cluster_number("select sum(xid) from line"), 22);
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
	setenv("PGHOST", cluster.folder, 1);
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
		cluster.folder);
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
	UNTIL(cluster_number(
		      "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
	submit_sql("select 2", 1);
	bench_close(NULL);
	assert_in_order(2);
	assert_int_equal(bench.answers[0].kind, OUTCOME_UNKNOWN);
	assert_int_equal(bench.answers[1].kind, OUTCOME_UNAVAILABLE);
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

static int schema_new(void **state)
{
	if (cluster_new(state) != 0)
		return -1;
	cluster_run("create schema core; create table core.schema (version int);"
		    "insert into core.schema values (1);"
		    "create table line (id serial, n int, xid bigint);"
		    "create table late (n int unique deferrable initially deferred);"
		    "create function raise_it(state text) returns text language plpgsql as "
		    "'begin raise exception ''no'' using errcode = state,"
		    " detail = ''{\"kind\":\"x\"}''; end'");
	return 0;
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
		LANE_TEST(fault_28_a_killed_backend_costs_only_its_work),
		LANE_TEST(a_read_moves_to_another_connection),
		LANE_TEST(fault_26_immediate_stop_and_start),
		LANE_TEST(a_write_whose_link_breaks_is_unknown),
		LANE_TEST(stale_statements_are_prepared_again),
		LANE_TEST(forgotten_statements_are_closed),
		LANE_TEST(fault_40_deadlocks_are_tried_again),
		LANE_TEST(conflicts_end_after_three_tries),
		LANE_TEST(fault_32_a_read_only_server_is_left),
		LANE_TEST(fault_47_another_schema_is_refused_in_a_sentence),
		LANE_TEST(nobody_there_is_told_at_once),
		LANE_TEST(the_second_host_serves),
		LANE_TEST(a_wrong_conninfo_is_a_reason),
		LANE_TEST(freeing_answers_everyone),
		LANE_TEST(time_outs_are_refusals),
	};

	alloc_install();
	log_set_level(getenv("DEBUG") ? LOG_LEVEL_DEBUG : LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("db/lane", tests, schema_new, cluster_free);
}
