/* SPDX-License-Identifier: MIT */
/* The outbox: one message whole, and whether anything is sent at all. */
#ifndef CLIENT_OUTBOX_H
#define CLIENT_OUTBOX_H

#include "command.h"

enum outcome outbox_show(struct client *client, const struct command *command, json_t *params);
enum outcome outbox_status(struct client *client, const struct command *command, json_t *params);

#endif
