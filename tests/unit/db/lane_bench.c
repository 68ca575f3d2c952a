/* SPDX-License-Identifier: MIT */
/* The lane that tests submit to. */
#include "lane_bench.h"

#include <stdio.h>
#include <string.h>

struct bench bench;

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

void bench_open_with(const struct lane_settings *settings)
{
	struct timeval often = {.tv_usec = 20000};

	memset(&bench, 0, sizeof(bench));
	bench.base = event_base_new();
	bench.worker = worker_new(bench.base, 2);
	bench.tick = event_new(bench.base, -1, EV_PERSIST, bench_on_tick, NULL);
	event_add(bench.tick, &often);
	bench.lane = lane_new(bench.base, bench.worker, settings, bench_on_changed, NULL);
}

struct lane_settings bench_settings(bool writes)
{
	return (struct lane_settings){
		.name = writes ? "write" : "read",
		.conninfo = cluster_conninfo(),
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

void bench_open(bool writes)
{
	struct lane_settings settings = bench_settings(writes);

	bench_open_with(&settings);
	UNTIL(bench.state == LANE_UP);
	assert_true(lane_tried(bench.lane));
}

int bench_close(void **state)
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

void submit(struct statement *statement, size_t id, const char *first, const char *second)
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

void submit_sql(const char *sql, size_t id)
{
	struct statement *statement = statement_new(sql, 0);

	submit(statement, id, NULL, NULL);
	statement_unref(statement);
}

struct answer *ask(const char *sql)
{
	size_t before = bench.count;

	submit_sql(sql, 0);
	UNTIL(bench.count > before);
	return &bench.answers[before];
}

const struct answer *answer_of(size_t id)
{
	for (size_t i = 0; i < bench.count; i++) {
		if (bench.order[i] == id)
			return &bench.answers[i];
	}
	fail_msg("no answer for %zu", id);
	return NULL;
}

void assert_in_order(size_t count)
{
	assert_int_equal(bench.count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(bench.order[i], i);
}

void bench_await_sleeper(void)
{
	UNTIL(cluster_number("select count(*) from pg_stat_activity"
			     " where wait_event = 'PgSleep'") == 1);
}

void bench_terminate_sleeper(void)
{
	bench_await_sleeper();
	cluster_run("select pg_terminate_backend(pid) from pg_stat_activity"
		    " where wait_event = 'PgSleep'");
}

int bench_cluster_new(void **state)
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
