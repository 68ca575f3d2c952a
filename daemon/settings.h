/* SPDX-License-Identifier: MIT */
/* What the configuration says, in the words of the parts that it sets; pure. Texts are borrowed
 * from the configuration. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "base/config.h"
#include "db/lane.h"
#include "rpc/server.h"

void settings_server(const struct config *config, struct server_settings *settings);

/* Of each lane. */
void settings_write(const struct config *config, struct lane_settings *settings);
void settings_read(const struct config *config, struct lane_settings *settings);
/* The outbox's own connection. */
void settings_delivery(const struct config *config, struct lane_settings *settings);
void settings_heavy(const struct config *config, struct lane_settings *settings);

#endif
