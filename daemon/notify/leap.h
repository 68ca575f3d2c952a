/* SPDX-License-Identifier: MIT */
/* Whether a wall clock jumped, beside a clock that cannot; pure. Zeroed memory has seen nothing. */
#ifndef NOTIFY_LEAP_H
#define NOTIFY_LEAP_H

#include <stdbool.h>
#include <stdint.h>

struct leap {
	bool seen;
	bool stepped;  /* it jumped by less than a day, and is not trusted yet */
	int64_t since; /* when that was first seen */
	double offset; /* seconds by which the wall clock is ahead, as it was when last trusted */
	double latest; /* and as it was last seen */
};

/* Seconds that the wall clock (seconds since 1970) gained, or lost, against the other
 * (milliseconds) since it was last trusted, if they are more than a day; else 0, and it is trusted:
 * after a jump of more than two seconds only when so many milliseconds of patience have passed. */
double leap_look(struct leap *leap, double wall, int64_t elapsed, int64_t patience);

/* What the wall clock should say, in seconds since 1970; only once it was seen. */
double leap_expect(const struct leap *leap, int64_t elapsed);

/* Somebody looked, and says that the wall clock is right. */
void leap_trust(struct leap *leap);

#endif
