/* SPDX-License-Identifier: MIT */
/* How fast and how many: the rate, the width, and what a host that is down costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "notify/pace.h"

static const struct pace_limits limits = {
	.connections = 4, .rate = 50, .first_ms = 5000, .limit_ms = 300000};
static const struct verdict good = {.kind = VERDICT_SENT};
static const struct verdict down = {.kind = VERDICT_RETRY, .host = true};
static const struct verdict full = {.kind = VERDICT_RETRY, .host = true, .crowded = true};
static const struct verdict refused = {.kind = VERDICT_REFUSED};

/* A random number in the middle: no jitter. */
static bool end(struct pace *pace, const struct verdict *verdict, int64_t now)
{
	return pace_end(pace, &limits, verdict, now, pace->failures ? 0 : 1000);
}

static void so_many_at_a_time(void **state)
{
	(void)state;
	struct pace pace = {0};
	for (int i = 0; i < 4; i++) {
		assert_int_equal(pace_wait(&pace, &limits, 1000), 0);
		pace_start(&pace, &limits, 1000);
	}
	assert_true(pace_wait(&pace, &limits, 1000) == INT64_MAX);
	assert_false(end(&pace, &refused, 1000));
	assert_int_equal(pace_wait(&pace, &limits, 1000), 0);
}

static void so_many_a_second(void **state)
{
	(void)state;
	struct pace pace = {0};
	unsigned sent = 0;
	for (int64_t now = 0; now < 2000; now++) {
		while (pace_wait(&pace, &limits, now) == 0) {
			pace_start(&pace, &limits, now);
			end(&pace, &good, now);
			sent++;
		}
		if (now % 1000 == 999)
			assert_in_range(sent, 50 * (unsigned)(now + 1) / 1000,
				50 * (unsigned)(now + 1) / 1000 + 6);
	}
}

static void without_a_rate_there_is_no_waiting(void **state)
{
	(void)state;
	struct pace pace = {0};
	struct pace_limits free = limits;
	free.rate = 0;
	for (int i = 0; i < 100000; i++) {
		assert_int_equal(pace_wait(&pace, &free, 7), 0);
		pace_start(&pace, &free, 7);
		pace_end(&pace, &free, &good, 7, 0);
	}
}

static void a_host_that_is_down_costs_one_attempt_a_wait(void **state)
{
	(void)state;
	struct pace pace = {0};
	unsigned tries = 0;
	for (int64_t now = 0; now < 24 * 3600 * 1000LL; now += 1000) {
		while (pace_wait(&pace, &limits, now) == 0) {
			pace_start(&pace, &limits, now);
			end(&pace, &down, now);
			tries++;
		}
	}
	assert_in_range(tries, 24 * 3600 / 360, 24 * 3600 / 240 + 10);
}

static void those_in_flight_together_are_one_failure(void **state)
{
	(void)state;
	struct pace pace = {0};
	for (int i = 0; i < 4; i++)
		pace_start(&pace, &limits, 0);
	assert_true(end(&pace, &down, 10));
	for (int i = 0; i < 3; i++)
		assert_false(end(&pace, &down, 11));
	assert_int_equal(pace.failures, 1);
	assert_int_equal(pace_room(&pace, &limits, 3000), 0);
	assert_int_equal(pace_room(&pace, &limits, 6500), 1);
}

static void it_is_tried_with_one_and_then_with_all(void **state)
{
	(void)state;
	struct pace pace = {0};
	pace_start(&pace, &limits, 0);
	end(&pace, &down, 0);
	int64_t now = pace.opens;
	pace_start(&pace, &limits, now);
	assert_true(pace_wait(&pace, &limits, now) == INT64_MAX);
	assert_false(end(&pace, &good, now));
	assert_int_equal(pace_room(&pace, &limits, now), 4);
	assert_true(pace_is_fresh(&pace, now + 1000));
}

static void a_failure_is_remembered_while_something_may_be_retried(void **state)
{
	const int64_t day = 24 * 3600 * 1000;
	struct pace pace = {0};

	(void)state;
	pace_start(&pace, &limits, 0);
	end(&pace, &down, 0);
	assert_false(pace_is_fresh(&pace, pace.opens + day));
	assert_true(pace_is_fresh(&pace, pace.opens + 3 * day));
}

static void a_crowded_host_gets_fewer_at_a_time(void **state)
{
	(void)state;
	struct pace pace = {0};
	int64_t now = 0;
	for (int i = 0; i < 4; i++)
		pace_start(&pace, &limits, now);
	for (int i = 0; i < 4; i++)
		end(&pace, &full, now);
	assert_int_equal(pace.width, 1);
	now = pace.opens;
	for (int i = 0; i < 100; i++) {
		pace_start(&pace, &limits, now);
		end(&pace, &good, now);
	}
	assert_int_equal(pace_room(&pace, &limits, now), 4);
}

static void it_waits_as_the_host_asked_up_to_the_limit(void **state)
{
	(void)state;
	static const struct {
		unsigned asked;
		int64_t waits;
	} rows[] = {{0, 5000}, {3, 5000}, {120, 120000}, {300, 300000}, {86400, 300000}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pace pace = {0};
		struct verdict later = full;
		later.retry_after = rows[i].asked;
		pace_start(&pace, &limits, 0);
		end(&pace, &later, 0);
		assert_int_equal(pace.opens, rows[i].waits);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(so_many_at_a_time),
		cmocka_unit_test(so_many_a_second),
		cmocka_unit_test(without_a_rate_there_is_no_waiting),
		cmocka_unit_test(a_host_that_is_down_costs_one_attempt_a_wait),
		cmocka_unit_test(those_in_flight_together_are_one_failure),
		cmocka_unit_test(it_is_tried_with_one_and_then_with_all),
		cmocka_unit_test(a_failure_is_remembered_while_something_may_be_retried),
		cmocka_unit_test(a_crowded_host_gets_fewer_at_a_time),
		cmocka_unit_test(it_waits_as_the_host_asked_up_to_the_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
