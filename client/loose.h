/* SPDX-License-Identifier: MIT */
/* What hangs loose in a plan: leads without decision, actions without owner … */
#ifndef CLIENT_LOOSE_H
#define CLIENT_LOOSE_H

#include "command.h"

enum outcome loose_run(struct client *client, const struct command *command, json_t *params);

/* The counts in a plan's status, and which command shows more. */
void loose_print_counts(struct client *client, const json_t *status);

#endif
