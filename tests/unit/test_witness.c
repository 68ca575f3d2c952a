/* SPDX-License-Identifier: MIT */
/* The witness over a lane and a timer in the test's hands: what is counted as one, when it is told,
 * and what becomes of it when PostgreSQL is away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>

#include "api/witness.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/query_inner.h"

#define HOUR_MS 3600000
#define ROOM    4096 /* counters at most */

static struct witness *witness;
static struct query *asked; /* at most one, says the witness */
static event_callback_fn timer;
static int64_t armed; /* milliseconds; -1: the timer does not run */
static unsigned flushed;
static int64_t shift;

/* Stand in for db/lane.c and for libevent's timers. */
void lane_submit(struct lane *lane, unsigned shard, struct query *query)
{
	(void)lane;
	(void)shard;
	assert_null(asked);
	asked = query;
}

struct event *event_new(struct event_base *base, evutil_socket_t number, short events,
	event_callback_fn call, void *context)
{
	(void)base;
	(void)number;
	(void)events;
	(void)context;
	timer = call;
	return (struct event *)&timer;
}

int event_add(struct event *event, const struct timeval *wait)
{
	(void)event;
	armed = (int64_t)wait->tv_sec * 1000 + wait->tv_usec / 1000;
	return 0;
}

void event_free(struct event *event)
{
	(void)event;
}

static int set_up(void **state)
{
	(void)state;
	log_set_level(LOG_LEVEL_ERROR);
	armed = -1;
	flushed = 0;
	witness = witness_new(NULL, NULL);
	/* Twenty minutes past an hour, so that none ends during a test. */
	shift = HOUR_MS + HOUR_MS / 3 - clock_now() % HOUR_MS;
	clock_set_shift(shift);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	if (asked)
		query_free(asked);
	asked = NULL;
	witness_free(witness);
	clock_set_shift(0);
	return 0;
}

static void ring(void)
{
	armed = -1;
	timer(-1, 0, witness);
}

static void on_flushed(void *context)
{
	(void)context;
	flushed++;
}

/* What is on its way, as "actor method place kind calls" separated by semicolons, in no order. */
static const char *told(void)
{
	static char text[1024];
	json_t *counts = json_loads(asked->values[0], 0, NULL);
	json_t *count;
	size_t i, length = 0;

	assert_string_equal(asked->statement->sql, "select core.witness_add($1::jsonb)");
	text[0] = '\0';
	json_array_foreach (counts, i, count) {
		const char *actor, *method, *place, *kind;
		json_int_t hour, calls;

		assert_int_equal(json_unpack(count, "{s:I, s:s, s:s, s:s, s:s, s:I !}", "hour",
					 &hour, "actor", &actor, "method", &method, "place", &place,
					 "kind", &kind, "calls", &calls),
			0);
		assert_int_equal(hour % 3600, 0);
		length +=
			(size_t)snprintf(text + length, sizeof text - length, "%s%s %s %s %s %lld",
				i ? "; " : "", actor, method, place, kind, (long long)calls);
	}
	json_decref(counts);
	return text;
}

static void answer(const struct outcome *outcome)
{
	struct query *query = asked;

	assert_non_null(query);
	asked = NULL;
	query->done(query->context, outcome);
	query_free(query);
}

static void take(void)
{
	answer(&(struct outcome){.text = "true", .size = 4});
}

static void refuse_call(const char *actor, const char *place)
{
	witness_note(witness, actor, "action.start", place, "forbidden");
}

static void read_call(const char *actor, const char *place)
{
	witness_note(witness, actor, "action.get", place, WITNESS_READ);
}

static void equal_calls_are_one_row(void **state)
{
	(void)state;
	for (int i = 0; i < 300; i++)
		refuse_call("user:rosa", "LR-12");
	witness_flush(witness, on_flushed, NULL);
	assert_string_equal(told(), "user:rosa action.start LR-12 forbidden 300");
	take();
	assert_int_equal(flushed, 1);
}

static void what_differs_is_told_apart(void **state)
{
	(void)state;
	refuse_call("user:rosa", "LR-1");
	refuse_call("user:rosa", "LR-2");
	refuse_call("user:karl", "LR-1");
	witness_note(witness, "user:rosa", "action.start", "LR-1", "read_only");
	witness_flush(witness, on_flushed, NULL);
	for (size_t i = 0; i < 4; i++)
		assert_non_null(
			strstr(told(), (const char *[]){"user:rosa action.start LR-1 forbidden 1",
					       "user:rosa action.start LR-2 forbidden 1",
					       "user:karl action.start LR-1 forbidden 1",
					       "user:rosa action.start LR-1 read_only 1"}[i]));
	take();
}

static void of_what_is_read_only_the_plan_is_kept(void **state)
{
	(void)state;
	read_call("user:rosa", "LR-12");
	read_call("user:rosa", "LR-13");
	read_call("user:rosa", "LR@7");
	witness_flush(witness, on_flushed, NULL);
	assert_string_equal(told(), "user:rosa action.get LR read 3");
	take();
}

static void what_is_no_reference_is_not_kept(void **state)
{
	(void)state;
	refuse_call("user:rosa", NULL);
	refuse_call("user:rosa", "une personne qui a un nom bien trop long pour une clé");
	witness_flush(witness, on_flushed, NULL);
	assert_string_equal(told(), "user:rosa action.start  forbidden 2");
	take();
}

static void the_administrators_reads_do_not_count(void **state)
{
	(void)state;
	read_call("administrator", "LR");
	assert_int_equal(armed, -1);
	witness_flush(witness, on_flushed, NULL);
	assert_null(asked);
	assert_int_equal(flushed, 1);
	refuse_call("administrator", "LR");
	witness_flush(witness, on_flushed, NULL);
	assert_string_equal(told(), "administrator action.start LR forbidden 1");
	take();
}

static void refusals_are_told_soon_and_reads_after_their_hour(void **state)
{
	(void)state;
	read_call("user:rosa", "LR");
	assert_in_range(armed, HOUR_MS / 2, HOUR_MS);
	refuse_call("user:rosa", "LR-1");
	assert_int_equal(armed, 5000);
	ring();
	assert_string_equal(told(), "user:rosa action.start LR-1 forbidden 1");
	take();
	assert_in_range(armed, HOUR_MS / 2, HOUR_MS);
	clock_set_shift(shift + HOUR_MS);
	ring();
	assert_string_equal(told(), "user:rosa action.get LR read 1");
	take();
	assert_null(asked);
}

static void what_comes_meanwhile_is_told_next(void **state)
{
	(void)state;
	refuse_call("user:rosa", "LR-1");
	ring();
	refuse_call("user:rosa", "LR-1");
	refuse_call("user:rosa", "LR-1");
	take();
	assert_int_equal(armed, 5000);
	ring();
	assert_string_equal(told(), "user:rosa action.start LR-1 forbidden 2");
	take();
	ring();
	assert_null(asked);
}

static void while_postgresql_is_away_nothing_is_lost(void **state)
{
	(void)state;
	refuse_call("user:rosa", "LR-1");
	ring();
	answer(&(struct outcome){.kind = OUTCOME_UNAVAILABLE});
	assert_int_equal(armed, 60000);
	refuse_call("user:rosa", "LR-1");
	ring();
	assert_string_equal(told(), "user:rosa action.start LR-1 forbidden 2");
	take();
}

static void what_postgresql_refuses_is_not_told_again(void **state)
{
	(void)state;
	refuse_call("user:rosa", "LR-1");
	ring();
	answer(&(struct outcome){.kind = OUTCOME_REFUSED, .sqlstate = "22P02", .message = "no"});
	witness_flush(witness, on_flushed, NULL);
	assert_null(asked);
	assert_int_equal(flushed, 1);
}

static void flushing_waits_for_what_is_on_its_way_and_for_the_rest(void **state)
{
	(void)state;
	refuse_call("user:rosa", "LR-1");
	ring();
	refuse_call("user:karl", "LR-1");
	witness_flush(witness, on_flushed, NULL);
	assert_int_equal(flushed, 0);
	take();
	assert_string_equal(told(), "user:karl action.start LR-1 forbidden 1");
	take();
	assert_int_equal(flushed, 1);
	refuse_call("user:rosa", "LR-1");
	witness_flush(witness, on_flushed, NULL);
	answer(&(struct outcome){.kind = OUTCOME_UNAVAILABLE});
	assert_int_equal(flushed, 2);
}

static void a_flood_of_callers_costs_so_much_and_no_more(void **state)
{
	(void)state;
	char actor[32];
	json_t *counts;

	for (int i = 0; i < ROOM + 100; i++) {
		snprintf(actor, sizeof actor, "user:n%d", i);
		refuse_call(actor, "LR-1");
	}
	refuse_call("user:n0", "LR-1");
	ring();
	counts = json_loads(asked->values[0], 0, NULL);
	assert_int_equal(json_array_size(counts), ROOM);
	json_decref(counts);
	take();
	refuse_call("user:last", "LR-1");
	ring();
	assert_string_equal(told(), "user:last action.start LR-1 forbidden 1");
	take();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(equal_calls_are_one_row),
		TEST(what_differs_is_told_apart),
		TEST(of_what_is_read_only_the_plan_is_kept),
		TEST(what_is_no_reference_is_not_kept),
		TEST(the_administrators_reads_do_not_count),
		TEST(refusals_are_told_soon_and_reads_after_their_hour),
		TEST(what_comes_meanwhile_is_told_next),
		TEST(while_postgresql_is_away_nothing_is_lost),
		TEST(what_postgresql_refuses_is_not_told_again),
		TEST(flushing_waits_for_what_is_on_its_way_and_for_the_rest),
		TEST(a_flood_of_callers_costs_so_much_and_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
