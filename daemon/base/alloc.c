/* SPDX-License-Identifier: MIT */
/* Allocation that dies rather than fails, for us and for the libraries that build values for us. */
#include "base/alloc.h"

#include <event2/event.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Nothing here may allocate, so not even the log is asked. */
static void __attribute__((noreturn)) alloc_die(void)
{
	static const char words[] = "copild: out of memory; give the service more or lower its "
				    "limits\n";
	ssize_t written = write(STDERR_FILENO, words, sizeof(words) - 1);

	(void)written;
	abort();
}

static void *alloc_raw(size_t size)
{
	void *memory = malloc(size ? size : 1);

	if (!memory)
		alloc_die();
	return memory;
}

void alloc_install(void)
{
	json_set_alloc_funcs(alloc_raw, free);
	event_set_mem_functions(alloc_raw, alloc_resize, free);
	json_object_seed(0);
}

void *alloc_array(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		alloc_die();
	return memory;
}

void *alloc_new(size_t size)
{
	return alloc_array(1, size);
}

void *alloc_resize(void *memory, size_t size)
{
	void *moved = realloc(memory, size ? size : 1);

	if (!moved)
		alloc_die();
	return moved;
}

char *alloc_text(const char *text)
{
	return text ? alloc_bytes(text, strlen(text)) : NULL;
}

char *alloc_bytes(const void *bytes, size_t size)
{
	char *copy;

	if (size == SIZE_MAX)
		alloc_die();
	copy = alloc_raw(size + 1);
	if (size)
		memcpy(copy, bytes, size);
	copy[size] = '\0';
	return copy;
}

char *alloc_format(const char *format, ...)
{
	va_list arguments;
	char *text;
	int size;

	va_start(arguments, format);
	size = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (size < 0)
		alloc_die();
	return text;
}
