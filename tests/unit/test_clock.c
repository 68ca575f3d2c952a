/* SPDX-License-Identifier: MIT */
/* base/clock and base/fault: the shifted clock, intervals for timers, reasons that fit their place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/clock.h"
#include "base/fault.h"

static void the_wall_clock_is_shifted_and_the_steady_one_is_not(void **state)
{
	(void)state;
	int64_t now = clock_now(), steady = clock_steady();
	clock_set_shift(-1000000);
	assert_true(clock_now() < now - 900000);
	assert_true(clock_steady() >= steady);
	clock_set_shift(0);
}

static void intervals_are_whole_and_never_negative(void **state)
{
	(void)state;
	struct timeval interval = clock_interval(2345);
	assert_int_equal(interval.tv_sec, 2);
	assert_int_equal(interval.tv_usec, 345000);
	interval = clock_interval(-5);
	assert_int_equal(interval.tv_sec, 0);
	assert_int_equal(interval.tv_usec, 0);
}

static void a_fault_holds_one_line_or_what_fits(void **state)
{
	(void)state;
	char text[1000];
	struct fault fault;
	fault_set_line(&fault, 7, "could not connect\n\tIs the server running?\n");
	assert_string_equal(fault.text, "could not connect");
	assert_int_equal(fault.code, 7);
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	fault_set(&fault, 0, "%s", text);
	assert_int_equal(strlen(fault.text), sizeof fault.text - 1);
	fault_set(NULL, 0, "nobody wants to know");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_wall_clock_is_shifted_and_the_steady_one_is_not),
		cmocka_unit_test(intervals_are_whole_and_never_negative),
		cmocka_unit_test(a_fault_holds_one_line_or_what_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
