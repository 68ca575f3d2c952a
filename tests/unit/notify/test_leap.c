/* SPDX-License-Identifier: MIT */
/* A wall clock that jumps is seen; one that is only corrected is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "notify/leap.h"

static void small_steps_are_none(void **state)
{
	(void)state;
	struct leap leap = {0};
	assert_true(leap_look(&leap, 2e9, 1000, 0) == 0.0);
	assert_true(leap_look(&leap, 2e9 + 5, 6000, 0) == 0.0);
	assert_true(leap_look(&leap, 2e9 + 7200, 11000, 0) == 0.0);
	assert_true(leap_look(&leap, 2e9 - 7200, 16000, 0) == 0.0);
}

static void what_is_expected_goes_on(void **state)
{
	(void)state;
	struct leap leap = {0};
	leap_look(&leap, 2e9, 1000, 0);
	assert_true(leap_expect(&leap, 6000) == 2e9 + 5);
	leap_look(&leap, 3e9, 6000, 0);
	assert_true(leap_expect(&leap, 6000) == 2e9 + 5);
	leap_trust(&leap);
	assert_true(leap_expect(&leap, 6000) == 3e9);
}

static void sleeping_is_none(void **state)
{
	(void)state;
	struct leap leap = {0};
	leap_look(&leap, 2e9, 1000, 0);
	assert_true(leap_look(&leap, 2e9 + 3 * 86400, 1000 + 3 * 86400000LL, 0) == 0.0);
}

static void more_than_a_day_is_seen_until_it_is_right(void **state)
{
	(void)state;
	struct leap leap = {0};
	leap_look(&leap, 2e9, 1000, 0);
	double gained = leap_look(&leap, 2e9 + 10 * 365 * 86400.0, 6000, 0);
	assert_true(gained > 9.99 * 365 * 86400.0);
	assert_true(leap_look(&leap, 2e9 + 10 * 365 * 86400.0 + 5, 11000, 0) > 86400.0);
	assert_true(leap_look(&leap, 2e9 + 15, 16000, 0) == 0.0);
	assert_true(leap_look(&leap, 0.0, 21000, 0) < -86400.0);
}

static void or_until_somebody_says_that_it_is(void **state)
{
	(void)state;
	struct leap leap = {0};
	leap_look(&leap, 2e9, 1000, 0);
	assert_true(leap_look(&leap, 3e9, 6000, 0) > 86400.0);
	leap_trust(&leap);
	assert_true(leap_look(&leap, 3e9 + 5, 11000, 0) == 0.0);
	assert_true(leap_look(&leap, 2e9 + 15, 16000, 0) < -86400.0);
}

static void leases_have_time_to_be_renewed(void **state)
{
	(void)state;
	struct leap leap = {0};
	leap_look(&leap, 2e9, 1000, 30000);
	assert_true(leap_look(&leap, 2e9 + 7200, 6000, 30000) == 0.0);
	assert_true(leap_expect(&leap, 6000) == 2e9 + 5);
	leap_look(&leap, 2e9 + 7200 + 29, 35000, 30000);
	assert_true(leap_expect(&leap, 36000) == 2e9 + 35);
	leap_look(&leap, 2e9 + 7200 + 30, 36000, 30000);
	assert_true(leap_expect(&leap, 36000) == 2e9 + 7200 + 30);
}

static void a_step_that_is_taken_back_is_forgotten(void **state)
{
	(void)state;
	struct leap leap = {0};
	leap_look(&leap, 2e9, 1000, 30000);
	leap_look(&leap, 2e9 - 7200, 6000, 30000);
	leap_look(&leap, 2e9 + 10, 11000, 30000);
	assert_true(leap_expect(&leap, 11000) == 2e9 + 10);
	leap_look(&leap, 2e9 + 7200, 41000, 30000);
	assert_true(leap_expect(&leap, 41000) == 2e9 + 40);
}

static void slow_drift_never_adds_up(void **state)
{
	(void)state;
	struct leap leap = {0};
	for (int64_t i = 0; i < 100; i++)
		assert_true(leap_look(&leap, 2e9 + (double)i * 4000.0, i * 1000, 0) == 0.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_steps_are_none),
		cmocka_unit_test(what_is_expected_goes_on),
		cmocka_unit_test(sleeping_is_none),
		cmocka_unit_test(more_than_a_day_is_seen_until_it_is_right),
		cmocka_unit_test(or_until_somebody_says_that_it_is),
		cmocka_unit_test(leases_have_time_to_be_renewed),
		cmocka_unit_test(a_step_that_is_taken_back_is_forgotten),
		cmocka_unit_test(slow_drift_never_adds_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
