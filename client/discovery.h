/* SPDX-License-Identifier: MIT */
/* What the server says of itself: its methods, and calls to any of them. */
#ifndef CLIENT_DISCOVERY_H
#define CLIENT_DISCOVERY_H

#include "command.h"

enum outcome discovery_methods(
	struct client *client, const struct command *command, json_t *params);
enum outcome discovery_call(struct client *client, const struct command *command, json_t *params);
enum outcome discovery_ping(struct client *client, const struct command *command, json_t *params);

#endif
