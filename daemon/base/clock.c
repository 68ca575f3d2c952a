/* SPDX-License-Identifier: MIT */
/* The one place that asks the kernel for the time. */
#include "base/clock.h"

#include <time.h>

static int64_t shift_ms;

static int64_t clock_read(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_now(void)
{
	return clock_read(CLOCK_REALTIME) + shift_ms;
}

int64_t clock_steady(void)
{
	return clock_read(CLOCK_MONOTONIC);
}

int64_t clock_elapsed(void)
{
	return clock_read(CLOCK_BOOTTIME);
}

struct timeval clock_interval(int64_t milliseconds)
{
	int64_t wait = milliseconds > 0 ? milliseconds : 0;

	return (struct timeval){.tv_sec = wait / 1000, .tv_usec = wait % 1000 * 1000};
}

void clock_set_shift(int64_t milliseconds)
{
	shift_ms = milliseconds;
}
