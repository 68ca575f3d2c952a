/* SPDX-License-Identifier: MIT */
/* Lines from bytes, and a look at each before a parser allocates anything for it. */
#include "wire/frame.h"

#include <stdbool.h>
#include <string.h>

static size_t frame_trim(const char *bytes, size_t size)
{
	return size > 0 && bytes[size - 1] == '\r' ? size - 1 : size;
}

/* A CR at the very end may belong to a line end that is still on its way. */
static enum frame_status frame_unfinished(
	const char *bytes, size_t size, size_t cap, size_t *searched)
{
	if (frame_trim(bytes, size) > cap) {
		*searched = 0;
		return FRAME_OVERSIZED;
	}
	*searched = size;
	return FRAME_PARTIAL;
}

enum frame_status frame_find(
	const char *bytes, size_t size, size_t cap, size_t *searched, struct frame *frame)
{
	const char *end = memchr(bytes + *searched, '\n', size - *searched);

	if (!end)
		return frame_unfinished(bytes, size, cap, searched);
	*searched = 0;
	frame->bytes = bytes;
	frame->size = frame_trim(bytes, (size_t)(end - bytes));
	frame->taken = (size_t)(end - bytes) + 1;
	if (frame->size > cap)
		return FRAME_OVERSIZED;
	return frame->size > 0 ? FRAME_FOUND : FRAME_EMPTY;
}

struct frame frame_rest(const char *bytes, size_t size)
{
	return (struct frame){.bytes = bytes, .size = frame_trim(bytes, size), .taken = size};
}

/* Bytes of the UTF-8 sequence at `byte` (which is not ASCII), 0 when there is none. The second
 * byte's bounds are what refuses overlong forms, surrogates and what is beyond U+10FFFF. */
static size_t frame_sequence(const unsigned char *byte, size_t left)
{
	unsigned char first = 0x80;
	unsigned char last = 0xbf;
	size_t size;

	if (*byte < 0xc2 || *byte > 0xf4)
		return 0;
	size = *byte < 0xe0 ? 2 : *byte < 0xf0 ? 3 : 4;
	if (*byte == 0xe0)
		first = 0xa0;
	else if (*byte == 0xed)
		last = 0x9f;
	else if (*byte == 0xf0)
		first = 0x90;
	else if (*byte == 0xf4)
		last = 0x8f;
	if (left < size || byte[1] < first || byte[1] > last)
		return 0;
	for (size_t i = 2; i < size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
	}
	return size;
}

struct scan {
	unsigned depth;
	unsigned deepest;
	unsigned values;
	bool string;
};

/* Takes the ASCII byte in; true when it opens an escape, whose next byte means nothing. */
static bool scan_take(struct scan *scan, unsigned char byte)
{
	if (byte == '"')
		scan->string = !scan->string;
	if (scan->string)
		return byte == '\\';
	switch (byte) {
	case '[':
	case '{':
		scan->values++;
		if (++scan->depth > scan->deepest)
			scan->deepest = scan->depth;
		break;
	case ',':
	case ':':
		scan->values++;
		break;
	case ']':
	case '}':
		scan->depth -= scan->depth > 0;
		break;
	}
	return false;
}

enum frame_flaw frame_check(const char *bytes, size_t size, unsigned depth, unsigned values)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	const unsigned char *end = byte + size;
	struct scan scan = {0};
	bool escaped = false;

	while (byte < end) {
		size_t step = 1;

		if (*byte == '\0')
			return FRAME_NUL;
		if (*byte >= 0x80) {
			step = frame_sequence(byte, (size_t)(end - byte));
			if (step == 0)
				return FRAME_UTF8;
			escaped = false;
		} else {
			escaped = !escaped && scan_take(&scan, *byte);
		}
		byte += step;
	}
	if (scan.deepest > depth)
		return FRAME_DEEP;
	return scan.values > values ? FRAME_DENSE : FRAME_SOUND;
}
