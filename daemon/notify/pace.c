/* SPDX-License-Identifier: MIT */
/* Three brakes: the width, which shrinks when the host is crowded and grows with what goes well;
 * the rate, by the time at which the next message would be due; the backoff after failures. */
#include "notify/pace.h"

#include "base/backoff.h"

#define BURST_US 100000 /* as much of the rate may leave at once */

enum { REMEMBERED_MS = 2 * 24 * 3600 * 1000 }; /* what went wrong: longer than any retry waits */

static unsigned width_of(const struct pace *pace, const struct pace_limits *limits)
{
	if (pace->failures > 0)
		return 1;
	if (pace->width == 0 || pace->width > limits->connections)
		return limits->connections;
	return pace->width;
}

int64_t pace_wait(const struct pace *pace, const struct pace_limits *limits, int64_t now)
{
	if (pace->in_flight >= width_of(pace, limits))
		return INT64_MAX;
	int64_t rate = limits->rate ? (pace->due_us - BURST_US - now * 1000 + 999) / 1000 : 0;
	int64_t wait = pace->opens - now > rate ? pace->opens - now : rate;
	return wait > 0 ? wait : 0;
}

unsigned pace_room(const struct pace *pace, const struct pace_limits *limits, int64_t now)
{
	return pace->opens > now ? 0 : width_of(pace, limits);
}

void pace_start(struct pace *pace, const struct pace_limits *limits, int64_t now)
{
	pace->in_flight++;
	if (!limits->rate)
		return;
	if (pace->due_us < now * 1000)
		pace->due_us = now * 1000;
	pace->due_us += 1000000 / limits->rate;
}

static void pace_narrow(struct pace *pace)
{
	pace->width = (pace->in_flight + 1) / 2;
	if (pace->width == 0)
		pace->width = 1;
	pace->good = 0;
}

static void pace_widen(struct pace *pace, const struct pace_limits *limits)
{
	if (pace->width == 0 || ++pace->good < 4 * pace->width)
		return;
	pace->good = 0;
	if (++pace->width >= limits->connections)
		pace->width = 0;
}

bool pace_end(struct pace *pace, const struct pace_limits *limits, const struct verdict *verdict,
	int64_t now, unsigned random)
{
	pace->in_flight--;
	if (verdict->crowded)
		pace_narrow(pace);
	if (!verdict->host && !verdict->crowded) {
		pace->failures = 0;
		pace_widen(pace, limits);
		return false;
	}
	/* Those that were in flight together fail together: that is one failure. */
	if (pace->opens > now)
		return false;
	int64_t wait = backoff_delay(pace->failures++, limits->first_ms, limits->limit_ms, random);
	/* The message itself waits for all that was asked (core.retry_at). */
	int64_t asked = (int64_t)verdict->retry_after * 1000;
	int64_t heeded = asked < limits->limit_ms ? asked : limits->limit_ms;
	pace->opens = now + (wait > heeded ? wait : heeded);
	return true;
}

bool pace_is_fresh(const struct pace *pace, int64_t now)
{
	bool well = pace->failures == 0 && pace->width == 0 && pace->opens <= now;
	bool long_ago = now - pace->opens > REMEMBERED_MS;

	return pace->in_flight == 0 && pace->due_us <= now * 1000 && (well || long_ago);
}
