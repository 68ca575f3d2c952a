/* SPDX-License-Identifier: MIT */
/* Arithmetic of the limits of time on one connection. */
#include "wire/patience.h"

#include <stddef.h>

void patience_note(int64_t *since, bool holds, int64_t now)
{
	if (!holds)
		*since = 0;
	else if (!*since)
		*since = now;
}

static int64_t patience_until(int64_t since, unsigned limit_ms)
{
	return since && limit_ms ? since + limit_ms : INT64_MAX;
}

int64_t patience_next(const struct patience *patience, const struct patience_limits *limits)
{
	int64_t ends[] = {
		patience_until(patience->partial_since, limits->partial_ms),
		patience_until(patience->stalled_since, limits->stall_ms),
		patience_until(patience->idle_since, limits->idle_ms),
		patience_until(patience->lingers_since, limits->linger_ms),
	};
	int64_t first = INT64_MAX;

	for (unsigned i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		first = ends[i] < first ? ends[i] : first;
	return first;
}

enum patience_end patience_check(
	const struct patience *patience, const struct patience_limits *limits, int64_t now)
{
	if (now >= patience_until(patience->partial_since, limits->partial_ms))
		return PATIENCE_PARTIAL;
	if (now >= patience_until(patience->stalled_since, limits->stall_ms))
		return PATIENCE_STALLED;
	if (now >= patience_until(patience->lingers_since, limits->linger_ms))
		return PATIENCE_LINGERED;
	if (now >= patience_until(patience->idle_since, limits->idle_ms))
		return PATIENCE_IDLE;
	return PATIENCE_LEFT;
}

const char *patience_reason(enum patience_end end)
{
	if (end == PATIENCE_PARTIAL)
		return "a line was begun and not ended in time";
	return end == PATIENCE_STALLED ? "peer does not read its answers" : NULL;
}
