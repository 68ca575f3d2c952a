/* SPDX-License-Identifier: MIT */
/* How long to wait before try n, with jitter, so that many that failed together do not return
 * together. */
#include "base/backoff.h"

#include <stdint.h>

#define SPREAD_PERCENT 20

unsigned backoff_delay(unsigned attempt, unsigned first_ms, unsigned limit_ms, unsigned random)
{
	uint64_t delay = first_ms;
	uint64_t spread;

	while (attempt-- > 0 && delay > 0 && delay < limit_ms)
		delay *= 2;
	if (delay > limit_ms)
		delay = limit_ms;
	spread = delay * SPREAD_PERCENT / 100;
	delay = delay - spread + random % (2 * spread + 1);
	return delay > UINT32_MAX ? UINT32_MAX : (unsigned)delay;
}
