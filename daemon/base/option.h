/* SPDX-License-Identifier: MIT */
/* One configuration option: a row of the table in config.c, and how its value is written; pure. */
#ifndef BASE_OPTION_H
#define BASE_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum option_type {
	OPTION_TEXT,     /* any text; char * */
	OPTION_CHOICE,   /* one word of `choices`; char * */
	OPTION_LOOPBACK, /* empty, or a loopback address with a port; char * */
	OPTION_COUNT,    /* a whole number; unsigned */
	OPTION_SIZE,     /* bytes: "4096", "256KiB", "1MiB"; unsigned */
	OPTION_DURATION, /* "0", "500ms", "10s", "5min", "2h"; unsigned milliseconds */
	OPTION_MODE,     /* octal permissions, "0660"; unsigned */
};

struct option {
	const char *section;
	const char *name;
	enum option_type type;
	bool reloadable; /* false: a changed value counts from the next start on */
	size_t offset;   /* in struct config */
	const char *fallback;
	unsigned minimum, maximum; /* of numbers, in their base unit */
	const char *choices;       /* of OPTION_CHOICE: words between spaces */
	const char *help;          /* one sentence */
};

/* How people call values of the type: "size", "duration"… */
const char *option_type_name(enum option_type type);

/* True when values of the type are kept as text. */
bool option_is_text(enum option_type type);

/* Checks a text value. */
bool option_check(const struct option *option, const char *text, struct fault *fault);

/* Reads a number value in its base unit. */
bool option_number(
	const struct option *option, const char *text, unsigned *value, struct fault *fault);

/* Cuts "127.0.0.1:80" or "[::1]:80" into its parts; false when it is neither, or not loopback. */
bool option_loopback(const char *text, char address[46], unsigned *port);

#endif
