/* SPDX-License-Identifier: MIT */
/* Allocation that dies rather than fails: every input is bounded, so no peer can bring it about. */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

/* Gives jansson and libevent these allocators too, and seeds the hashes of JSON objects; called
 * once, first thing in main. */
void alloc_install(void);

/* Zeroed memory of count objects of the size; never NULL. Released with free(). */
void *alloc_array(size_t count, size_t size) __attribute__((returns_nonnull, malloc));

/* Zeroed memory of one object; never NULL. Released with free(). */
void *alloc_new(size_t size) __attribute__((returns_nonnull, malloc));

/* As realloc(), but never NULL; what is new is not zeroed. */
void *alloc_resize(void *memory, size_t size) __attribute__((returns_nonnull));

/* A copy of the text, or NULL for NULL. Released with free(). */
char *alloc_text(const char *text);

/* A copy of size bytes with a NUL behind them. Released with free(). */
char *alloc_bytes(const void *bytes, size_t size) __attribute__((returns_nonnull));

/* The formatted text. Released with free(). */
char *alloc_format(const char *format, ...) __attribute__((returns_nonnull, format(printf, 1, 2)));

#endif
