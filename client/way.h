/* SPDX-License-Identifier: MIT */
/* The ways in which phrases write a value: as a date, as euros, as a bar … */
#ifndef CLIENT_WAY_H
#define CLIENT_WAY_H

#include <jansson.h>

struct way {
	const char *name; /* what stands after the colon; "" where there is none */
	/* The value in words, NULL when it is empty; `object` is the whole object of the phrase,
	 * for what depends on a neighbour (a unit). Released with free(). */
	char *(*write)(const json_t *value, const json_t *object);
};

/* The way of that name, NULL when there is none. */
const struct way *way_find(const char *name);

#endif
