/* SPDX-License-Identifier: MIT */
/* Words looked for in everything a plan has. */
#ifndef CLIENT_SEARCH_H
#define CLIENT_SEARCH_H

#include "command.h"

enum outcome search_run(struct client *client, const struct command *command, json_t *params);

#endif
