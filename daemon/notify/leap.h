/* SPDX-License-Identifier: MIT */
/* Whether a wall clock jumped, beside a clock that cannot; pure. Zeroed memory has seen nothing. */
#ifndef NOTIFY_LEAP_H
#define NOTIFY_LEAP_H

#include <stdint.h>

struct leap {
	double wall;     /* seconds since 1970 */
	int64_t elapsed; /* milliseconds */
	int seen;
};

/* Seconds that the wall clock gained (or lost) against the other since the last look, if they are
 * more than a day; else 0. */
double leap_look(struct leap *leap, double wall, int64_t elapsed);

#endif
