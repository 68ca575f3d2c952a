/* SPDX-License-Identifier: MIT */
/* What is said of a host that fails, and how often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/log.h"
#include "notify/host.h"

static const struct pace_limits limits = {.connections = 4, .first_ms = 60000, .limit_ms = 600000};
static const struct verdict good = {.kind = VERDICT_SENT};
static const struct verdict down = {.kind = VERDICT_RETRY, .host = true};
static const struct verdict alarm = {.kind = VERDICT_RETRY, .host = true, .alarm = true};
static const struct verdict refused = {.kind = VERDICT_REFUSED};

static unsigned errors, warnings, infos;

/* ---- stand in for base/log.c ---- */

void log_error(const char *format, ...)
{
	(void)format;
	errors++;
}

void log_warning(const char *format, ...)
{
	(void)format;
	warnings++;
}

void log_info(const char *format, ...)
{
	(void)format;
	infos++;
}

void log_debug(const char *format, ...)
{
	(void)format;
}

/* ---- the test's side ---- */

/* One after the other, each when the host may be tried again. */
static void fares(struct host *host, const struct verdict *verdict)
{
	host->pace.opens = 0;
	pace_start(&host->pace, &limits, 0);
	host_end(host, &limits, verdict);
}

static void said(unsigned error, unsigned warning, unsigned info)
{
	assert_int_equal(errors, error);
	assert_int_equal(warnings, warning);
	assert_int_equal(infos, info);
}

static int set_up(void **state)
{
	(void)state;
	errors = warnings = infos = 0;
	return 0;
}

static void a_run_of_failures_is_said_once(void **state)
{
	(void)state;
	struct host host = {0};
	fares(&host, &good);
	said(0, 0, 0);
	fares(&host, &down);
	fares(&host, &down);
	said(0, 1, 0);
	fares(&host, &good);
	fares(&host, &good);
	said(0, 1, 1);
	fares(&host, &down);
	said(0, 2, 1);
}

static void an_alarm_that_comes_second_is_said(void **state)
{
	(void)state;
	struct host host = {0};
	fares(&host, &down);
	fares(&host, &alarm);
	fares(&host, &alarm);
	fares(&host, &down);
	said(1, 1, 0);
	fares(&host, &good);
	fares(&host, &alarm);
	fares(&host, &down);
	said(2, 1, 1);
}

static void an_alarm_among_those_in_flight_is_said(void **state)
{
	(void)state;
	struct host host = {0};
	for (int i = 0; i < 3; i++)
		pace_start(&host.pace, &limits, 0);
	assert_true(host_end(&host, &limits, &down));
	assert_false(host_end(&host, &limits, &alarm));
	assert_false(host_end(&host, &limits, &alarm));
	said(1, 1, 0);
}

static void what_is_no_fault_of_the_host_is_not_said(void **state)
{
	(void)state;
	struct host host = {0};
	fares(&host, &refused);
	said(0, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_run_of_failures_is_said_once, set_up),
		cmocka_unit_test_setup(an_alarm_that_comes_second_is_said, set_up),
		cmocka_unit_test_setup(an_alarm_among_those_in_flight_is_said, set_up),
		cmocka_unit_test_setup(what_is_no_fault_of_the_host_is_not_said, set_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
