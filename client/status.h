/* SPDX-License-Identifier: MIT */
/* Where a plan stands, on one page. */
#ifndef CLIENT_STATUS_H
#define CLIENT_STATUS_H

#include "command.h"

enum outcome status_run(struct client *client, const struct command *command, json_t *params);

#endif
