/* SPDX-License-Identifier: MIT */
/* The input of one connection, line by line. */
#include "wire/inlet.h"

enum inlet_status inlet_next(struct inlet *inlet, size_t cap, struct frame *frame)
{
	const char *bytes = buffer_data(&inlet->bytes);
	size_t size = buffer_size(&inlet->bytes);

	switch (frame_find(bytes, size, cap, &inlet->searched, frame)) {
	case FRAME_FOUND:
	case FRAME_EMPTY:
		return INLET_FRAME;
	case FRAME_OVERSIZED:
		buffer_done(&inlet->bytes);
		return INLET_OVERSIZED;
	case FRAME_PARTIAL:
		break;
	}
	if (!inlet->ended)
		return INLET_WAITS;
	*frame = frame_rest(bytes, size);
	return size > 0 ? INLET_FRAME : INLET_ENDED;
}

void inlet_drop(struct inlet *inlet, const struct frame *frame)
{
	buffer_drop(&inlet->bytes, frame->taken);
	inlet->searched = 0;
}
