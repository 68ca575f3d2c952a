/* SPDX-License-Identifier: MIT */
/* The options that every command understands, one row each. */
#ifndef CLIENT_SETTINGS_H
#define CLIENT_SETTINGS_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

struct settings {
	const char *socket; /* path of copild's socket */
	const char *plan;   /* the plan meant when none is named; may be NULL */
	unsigned columns;   /* width asked for, or 0 */
	bool json;          /* raw results for programs */
	bool colours;
	bool help;
	bool version;
};

struct settings_option {
	const char *name;  /* with its dashes */
	const char *value; /* what it takes, or NULL */
	const char *help;
	bool (*apply)(struct settings *settings, const char *value);
};

/* From the environment: COPILD_SOCKET, COPILD_PLAN. */
void settings_init(struct settings *settings);

/* Takes the common options out of the words, wherever they stand before "--". False with a reason
 * when one of them is wrong. */
bool settings_take(struct settings *settings, int *argc, char **argv, struct fault *fault);

/* The n-th row, NULL after the last. */
const struct settings_option *settings_option(size_t number);

#endif
