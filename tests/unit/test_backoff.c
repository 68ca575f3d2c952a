/* SPDX-License-Identifier: MIT */
/* base/backoff: doubling, a ceiling, and jitter that stays within 20 %. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/backoff.h"

static void test_doubles_up_to_the_limit(void **state)
{
	const unsigned middles[] = {100, 200, 400, 800, 1000, 1000};

	(void)state;
	for (unsigned attempt = 0; attempt < 6; attempt++) {
		for (unsigned random = 0; random < 1000; random += 7) {
			unsigned middle = middles[attempt];
			unsigned delay = backoff_delay(attempt, 100, 1000, random);

			assert_in_range(delay, middle - middle / 5, middle + middle / 5);
		}
	}
}

static void test_extremes(void **state)
{
	(void)state;
	assert_in_range(backoff_delay(UINT32_MAX, 1, 60000, UINT32_MAX), 48000, 72000);
	assert_int_equal(backoff_delay(5, 0, 1000, 3), 0);
	assert_in_range(backoff_delay(1000, UINT32_MAX, UINT32_MAX, UINT32_MAX), 1, UINT32_MAX);
}

static void test_spreads(void **state)
{
	(void)state;
	assert_int_equal(backoff_delay(0, 100, 1000, 0), 80);
	assert_int_equal(backoff_delay(0, 100, 1000, 40), 120);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_doubles_up_to_the_limit),
		cmocka_unit_test(test_extremes),
		cmocka_unit_test(test_spreads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
