/* SPDX-License-Identifier: MIT */
/* What reminds whom of what, when, and why not; and the rules that a plan does it by. */
#ifndef CLIENT_REMINDER_H
#define CLIENT_REMINDER_H

#include "command.h"

/* `copilctl reminders`: of a plan what is to come, of one thing all that was and will be. */
enum outcome reminder_run(struct client *client, const struct command *command, json_t *params);

/* A plan's rules, shown or changed. */
enum outcome reminder_policy(struct client *client, const struct command *command, json_t *params);

#endif
