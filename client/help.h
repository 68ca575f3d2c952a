/* SPDX-License-Identifier: MIT */
/* Help, made from the rows of commands, kinds and settings. */
#ifndef CLIENT_HELP_H
#define CLIENT_HELP_H

#include "command.h"

/* The command "help": on all, on one, or candidates for the shell. */
enum outcome help_run(struct client *client, const struct command *command, json_t *params);

/* Help on one command. */
enum outcome help_command(struct client *client, const struct command *command);

/* Help on all. */
enum outcome help_all(struct client *client);

/* What an option means, in the person's language; NULL when there is no row for it. */
const char *help_option(const char *option);

#endif
