/* SPDX-License-Identifier: MIT */
/* wire/patience: limits of time, on a clock that the test moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/patience.h"

static const struct patience_limits limits = {
	.partial_ms = 10, .stall_ms = 30, .idle_ms = 100, .linger_ms = 20};

static void test_nothing_lasts(void **state)
{
	struct patience patience = {0};

	(void)state;
	assert_true(patience_next(&patience, &limits) == INT64_MAX);
	assert_int_equal(patience_check(&patience, &limits, INT64_MAX - 1), PATIENCE_LEFT);
}

/* Bytes that trickle in do not stretch the time for a line. */
static void test_trickling_does_not_help(void **state)
{
	struct patience patience = {0};

	(void)state;
	for (int64_t now = 1000; now < 1010; now++) {
		patience_note(&patience.partial_since, true, now);
		assert_int_equal(patience_check(&patience, &limits, now), PATIENCE_LEFT);
	}
	assert_true(patience_next(&patience, &limits) == 1010);
	assert_int_equal(patience_check(&patience, &limits, 1010), PATIENCE_PARTIAL);
	patience_note(&patience.partial_since, false, 1010);
	assert_int_equal(patience_check(&patience, &limits, 1010), PATIENCE_LEFT);
}

static void test_the_nearest_comes_first(void **state)
{
	struct patience patience = {.idle_since = 1, .stalled_since = 60, .lingers_since = 200};

	(void)state;
	assert_true(patience_next(&patience, &limits) == 90);
	assert_int_equal(patience_check(&patience, &limits, 89), PATIENCE_LEFT);
	assert_int_equal(patience_check(&patience, &limits, 90), PATIENCE_STALLED);
	patience.stalled_since = 0;
	assert_int_equal(patience_check(&patience, &limits, 101), PATIENCE_IDLE);
	patience.idle_since = 0;
	assert_int_equal(patience_check(&patience, &limits, 220), PATIENCE_LINGERED);
}

static void test_zero_is_for_ever(void **state)
{
	const struct patience_limits none = {0};
	struct patience patience = {1, 1, 1, 1};

	(void)state;
	assert_true(patience_next(&patience, &none) == INT64_MAX);
	assert_int_equal(patience_check(&patience, &none, INT64_MAX - 1), PATIENCE_LEFT);
}

static void test_reasons(void **state)
{
	(void)state;
	assert_non_null(patience_reason(PATIENCE_PARTIAL));
	assert_non_null(patience_reason(PATIENCE_STALLED));
	assert_null(patience_reason(PATIENCE_LINGERED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_lasts),
		cmocka_unit_test(test_trickling_does_not_help),
		cmocka_unit_test(test_the_nearest_comes_first),
		cmocka_unit_test(test_zero_is_for_ever),
		cmocka_unit_test(test_reasons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
