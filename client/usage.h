/* SPDX-License-Identifier: MIT */
/* A command's usage, which is both what people read and how their words become parameters:
 *   "[PLAN] TITLE [--owner WHO] [--support WHO=supports...] [--overdue] --why TEXT"
 * Capitals are kinds (kind.c); "=name" is the parameter where it is not the option's name or the
 * kind's in small letters; "..." may be repeated and makes a list; brackets may be left out. */
#ifndef CLIENT_USAGE_H
#define CLIENT_USAGE_H

#include "base/fault.h"
#include "kind.h"

#include <stdbool.h>

#define USAGE_SLOTS 24

struct slot {
	char option[24];         /* with its dashes; "" for a word by its place */
	char param[24];          /* the parameter it fills */
	const struct kind *kind; /* NULL for an option without value */
	bool required;
	bool many;
};

/* The usage's slots in order; returns how many. */
size_t usage_slots(const char *usage, struct slot slots[USAGE_SLOTS]);

/* The usage as people read it, in their language. Released with free(). */
char *usage_shown(const char *usage);

/* The words as an object of parameters, or NULL with a reason. */
json_t *usage_match(const char *usage, int argc, char **argv, struct fault *fault);

/* The slot that a word after these would fill; NULL when there is none. */
const struct slot *usage_next(const struct slot *slots, size_t count, int argc, char **argv);

#endif
