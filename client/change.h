/* SPDX-License-Identifier: MIT */
/* Commands that change something, and the line that says what happened. */
#ifndef CLIENT_CHANGE_H
#define CLIENT_CHANGE_H

#include "command.h"

/* The noun ("action", "decision" …) of a reference by the letter after its last dash; NULL when it
 * is no reference. */
const char *change_noun(const char *reference);

enum outcome change_run(struct client *client, const struct command *command, json_t *params);
enum outcome change_undo(struct client *client, const struct command *command, json_t *params);

#endif
