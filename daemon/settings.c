/* SPDX-License-Identifier: MIT */
/* Options into settings, and what follows from several options together. */
#include "settings.h"

#define BYTES_PER_VALUE 8 /* a line holds one JSON value in so many bytes, on average, at most */

void settings_server(const struct config *config, struct server_settings *settings)
{
	server_settings_default(settings);
	settings->line_size = config->limits.frame;
	settings->answer_size = config->limits.output;
	settings->queue_size = config->limits.queue;
	settings->memory = config->limits.memory;
	settings->depth = config->limits.depth;
	settings->values = config->limits.frame / BYTES_PER_VALUE;
	settings->batch = config->limits.batch;
	settings->in_flight = config->limits.in_flight;
	settings->partial_ms = config->limits.partial_frame;
	settings->stall_ms = config->limits.stall;
	settings->idle_ms = config->limits.idle;
	settings->sessions = config->limits.connections;
	settings->sessions_of_peer = config->limits.connections_per_peer;
	settings->locale = config->daemon.locale;
	settings->reader = *config->tcp.identity ? config->tcp.identity : NULL;
}

void settings_read(const struct config *config, struct lane_settings *settings)
{
	*settings = (struct lane_settings){
		.name = "read",
		.conninfo = config->database.conninfo,
		.user = config->database.read_user,
		.connections = config->database.read_connections,
		.group = config->database.group,
		.waiting = config->database.waiting,
		.statement_timeout_ms = config->database.statement_timeout,
		.lock_timeout_ms = config->database.lock_timeout,
		.schema_version = COPILD_SCHEMA_VERSION,
	};
}

void settings_write(const struct config *config, struct lane_settings *settings)
{
	settings_read(config, settings);
	settings->name = "write";
	settings->writes = true;
	settings->user = config->database.serve_user;
	settings->connections = config->database.write_connections;
}

void settings_heavy(const struct config *config, struct lane_settings *settings)
{
	settings_read(config, settings);
	settings->name = "heavy";
	settings->connections = config->database.heavy_connections;
	settings->statement_timeout_ms = config->database.heavy_timeout;
}

/* One statement, one transaction: a claim must not wait for what came before it. */
void settings_delivery(const struct config *config, struct lane_settings *settings)
{
	settings_write(config, settings);
	settings->name = "delivery";
	settings->connections = 1;
	settings->group = 1;
	settings->statement_timeout_ms = config->database.heavy_timeout;
}
