/* SPDX-License-Identifier: MIT */
/* The commands, one row each: help, completion and the check of the manual are made from the rows.
 */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include "client.h"

struct list;

struct command {
	const char *name;  /* one word or two */
	const char *usage; /* see usage.h */
	const char *help;  /* one sentence */
	/* Does it; `params` are by the usage and may be changed. */
	enum outcome (*run)(struct client *client, const struct command *command, json_t *params);
	const char *method;      /* what it calls; "*.verb" goes by the reference's letter */
	const char *said;        /* of a write: what happened, a phrase over the result */
	const struct list *list; /* of a list: its columns */
};

/* The n-th command, NULL after the last. */
const struct command *command_at(size_t number);

/* The command that the first words name, and how many words that takes; NULL when there is none. */
const struct command *command_find(int argc, char **argv, int *taken);

#endif
