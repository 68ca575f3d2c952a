/* SPDX-License-Identifier: MIT */
/* Bytes that grow at the end and go from the start. Zeroed memory is an empty buffer. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>

struct buffer {
	char *bytes; /* NULL while nothing was added */
	size_t start;
	size_t end;
	size_t capacity;
};

/* Gives the memory back; the buffer is empty then and may be used again. */
void buffer_done(struct buffer *buffer);

/* Gives the memory back if the buffer is empty. */
void buffer_trim(struct buffer *buffer);

size_t buffer_size(const struct buffer *buffer);

/* The first byte; valid until something is added. */
const char *buffer_data(const struct buffer *buffer);

/* Room for at least `size` more bytes, to be filled and then told to buffer_grow. */
char *buffer_reserve(struct buffer *buffer, size_t size);

/* Bytes that fit without moving anything. */
size_t buffer_room(const struct buffer *buffer);

/* Counts `size` bytes that were written into the room reserved. */
void buffer_grow(struct buffer *buffer, size_t size);

void buffer_add(struct buffer *buffer, const char *bytes, size_t size);
void buffer_add_text(struct buffer *buffer, const char *text);

/* Forgets the first `size` bytes. */
void buffer_drop(struct buffer *buffer, size_t size);

#endif
