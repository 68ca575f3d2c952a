/* SPDX-License-Identifier: MIT */
/* Everything about one thing, as a sheet of labelled lines. */
#ifndef CLIENT_SHEET_H
#define CLIENT_SHEET_H

#include "command.h"

/* `copilctl show REF`: also a plan's key, an organisation's key, an e-mail address, LR@118. */
enum outcome sheet_run(struct client *client, const struct command *command, json_t *params);
enum outcome sheet_whoami(struct client *client, const struct command *command, json_t *params);
enum outcome sheet_preferences(
	struct client *client, const struct command *command, json_t *params);

#endif
