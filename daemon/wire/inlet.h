/* SPDX-License-Identifier: MIT */
/* Bytes as they come in, frames as they go out; pure. Zeroed memory is an empty inlet. */
#ifndef WIRE_INLET_H
#define WIRE_INLET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "wire/frame.h"

struct inlet {
	struct buffer bytes; /* what was read is added here */
	size_t searched;     /* see frame_find */
	bool ended;          /* no more bytes will come */
};

enum inlet_status {
	INLET_WAITS,     /* for more bytes */
	INLET_FRAME,     /* a line, which may be empty: to be dropped by inlet_drop */
	INLET_OVERSIZED, /* a line of more than `cap` bytes; what came was thrown away */
	INLET_ENDED,     /* there will be no more frames */
};

/* Whoever forgets the last line's end and stops sending still gets an answer: a cut message cannot
 * pass for a whole one, since JSON closes its brackets. */
enum inlet_status inlet_next(struct inlet *inlet, size_t cap, struct frame *frame);

void inlet_drop(struct inlet *inlet, const struct frame *frame);

#endif
