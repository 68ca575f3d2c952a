/* SPDX-License-Identifier: MIT */
/* One run of memory: what was dropped from its start is reused before it grows. */
#include "base/buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define SMALLEST 256

void buffer_done(struct buffer *buffer)
{
	free(buffer->bytes);
	*buffer = (struct buffer){0};
}

void buffer_trim(struct buffer *buffer)
{
	if (buffer->start == buffer->end)
		buffer_done(buffer);
}

size_t buffer_size(const struct buffer *buffer)
{
	return buffer->end - buffer->start;
}

const char *buffer_data(const struct buffer *buffer)
{
	return buffer->bytes ? buffer->bytes + buffer->start : "";
}

size_t buffer_room(const struct buffer *buffer)
{
	return buffer->capacity - buffer->end;
}

char *buffer_reserve(struct buffer *buffer, size_t size)
{
	size_t held = buffer_size(buffer);
	size_t capacity = buffer->capacity ? buffer->capacity : SMALLEST;

	if (buffer->bytes && buffer_room(buffer) >= size)
		return buffer->bytes + buffer->end;
	/* Moving costs what is held, so it must have been paid for by what was dropped. */
	if (buffer->bytes && buffer->start > 0 && held <= buffer->start) {
		memmove(buffer->bytes, buffer->bytes + buffer->start, held);
		buffer->start = 0;
		buffer->end = held;
	}
	while (capacity - buffer->end < size)
		capacity *= 2;
	if (capacity != buffer->capacity) {
		buffer->bytes = alloc_resize(buffer->bytes, capacity);
		buffer->capacity = capacity;
	}
	return buffer->bytes + buffer->end;
}

void buffer_grow(struct buffer *buffer, size_t size)
{
	assert(size <= buffer_room(buffer));
	buffer->end += size;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t size)
{
	memcpy(buffer_reserve(buffer, size), bytes, size);
	buffer->end += size;
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void buffer_drop(struct buffer *buffer, size_t size)
{
	assert(size <= buffer_size(buffer));
	buffer->start += size;
	if (buffer->start == buffer->end) {
		buffer->start = 0;
		buffer->end = 0;
	}
}
