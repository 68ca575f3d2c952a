/* SPDX-License-Identifier: MIT */
/* How many messages at a time, and how fast, one host is sent; pure. Times are milliseconds of
 * clock_steady(). */
#ifndef NOTIFY_PACE_H
#define NOTIFY_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "notify/verdict.h"

struct pace_limits {
	unsigned connections;        /* at a time */
	unsigned rate;               /* a second; 0: no limit */
	unsigned first_ms, limit_ms; /* wait after the first failure, and at most */
};

/* A host that went wrong is left alone for a while, longer each time, and then tried with one
 * message: so a host that is down costs one attempt for each wait, not one for each message. */
struct pace {
	unsigned in_flight;
	unsigned width;    /* how many it takes at a time, as far as is known; 0: not known */
	unsigned failures; /* of the host, in a row */
	unsigned good;     /* went well since the width changed */
	int64_t opens;     /* not before */
	int64_t due_us;    /* when the next one would be due at this rate, in microseconds */
};

/* Milliseconds until the next message may start; INT64_MAX when one must end before. */
int64_t pace_wait(const struct pace *pace, const struct pace_limits *limits, int64_t now);

/* How many messages may be in hand for it: 0 while it is left alone. */
unsigned pace_room(const struct pace *pace, const struct pace_limits *limits, int64_t now);

void pace_start(struct pace *pace, const struct pace_limits *limits, int64_t now);

/* One ended. `random` is any 32 random bits. True when the host is left alone from now on. */
bool pace_end(struct pace *pace, const struct pace_limits *limits, const struct verdict *verdict,
	int64_t now, unsigned random);

/* True when nothing is to be remembered of it. */
bool pace_is_fresh(const struct pace *pace, int64_t now);

#endif
