/* SPDX-License-Identifier: MIT */
/* What a committee needs to know before it meets: the sections of its pack. */
#ifndef CLIENT_PACK_H
#define CLIENT_PACK_H

#include "command.h"

enum outcome pack_run(struct client *client, const struct command *command, json_t *params);

#endif
