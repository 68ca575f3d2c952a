/* SPDX-License-Identifier: MIT */
/* A clock that is trusted is followed, so that slow drift never adds up; one that jumped is
 * compared with what it was before, so that setting it right again is no second jump. */
#include "notify/leap.h"

#define DAY  86400.0
#define STEP 2.0

static bool is_beyond(double gained, double bound)
{
	return gained > bound || gained < -bound;
}

double leap_look(struct leap *leap, double wall, int64_t elapsed, int64_t patience)
{
	leap->latest = wall - (double)elapsed / 1000.0;
	double gained = leap->seen ? leap->latest - leap->offset : 0.0;
	leap->seen = true;
	if (!is_beyond(gained, STEP) || is_beyond(gained, DAY))
		leap->stepped = false;
	else if (!leap->stepped)
		leap->since = elapsed, leap->stepped = true;
	if (is_beyond(gained, DAY))
		return gained;
	if (!leap->stepped || elapsed - leap->since >= patience)
		leap_trust(leap);
	return 0.0;
}

double leap_expect(const struct leap *leap, int64_t elapsed)
{
	return leap->offset + (double)elapsed / 1000.0;
}

void leap_trust(struct leap *leap)
{
	leap->stepped = false;
	leap->offset = leap->latest;
}
