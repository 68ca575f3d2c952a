/* SPDX-License-Identifier: MIT */
/* How long a peer may take; pure. Times are absolute (a byte now and then does not stretch them),
 * in milliseconds of clock_steady(). */
#ifndef WIRE_PATIENCE_H
#define WIRE_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds; 0 means for ever. */
struct patience_limits {
	unsigned partial_ms; /* from the first byte of a line to its end */
	unsigned stall_ms;   /* bytes wait, and the peer takes none */
	unsigned idle_ms;    /* neither a line nor a reply */
	unsigned linger_ms;  /* to go on sending what is thrown away, at the end */
};

/* Since when each thing lasts; 0 while it does not. */
struct patience {
	int64_t partial_since;
	int64_t stalled_since;
	int64_t idle_since;
	int64_t lingers_since;
};

enum patience_end {
	PATIENCE_LEFT,
	PATIENCE_IDLE,
	PATIENCE_PARTIAL,
	PATIENCE_STALLED,
	PATIENCE_LINGERED,
};

/* Begins a thing at `now` unless it lasts already; ends it when it does not hold. */
void patience_note(int64_t *since, bool holds, int64_t now);

/* When the next limit is reached; INT64_MAX for never. */
int64_t patience_next(const struct patience *patience, const struct patience_limits *limits);

/* Which limit has been reached at that time, the worst first. */
enum patience_end patience_check(
	const struct patience *patience, const struct patience_limits *limits, int64_t now);

/* The reason to close, in lower case; NULL where no reason need be given. */
const char *patience_reason(enum patience_end end);

#endif
