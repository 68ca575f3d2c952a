/* SPDX-License-Identifier: MIT */
/* Whether a plan's journal is as it was written. */
#ifndef CLIENT_VERIFY_H
#define CLIENT_VERIFY_H

#include "command.h"

/* A journal that is not whole is OUTCOME_REFUSED, so that programs notice. */
enum outcome verify_run(struct client *client, const struct command *command, json_t *params);

#endif
