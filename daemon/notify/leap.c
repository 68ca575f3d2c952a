/* SPDX-License-Identifier: MIT */
/* The last look is what the next one is compared with, so that slow drift never adds up. */
#include "notify/leap.h"

#define DAY 86400.0

double leap_look(struct leap *leap, double wall, int64_t elapsed)
{
	double gained = wall - leap->wall - (double)(elapsed - leap->elapsed) / 1000.0;
	int seen = leap->seen;
	*leap = (struct leap){wall, elapsed, 1};
	return seen && (gained > DAY || gained < -DAY) ? gained : 0.0;
}
