/* SPDX-License-Identifier: MIT */
/* The configuration: one table of options that fills one struct, from a file in INI form and from
 * the command line. A reload makes a new struct; the old one stays until the new one is whole. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/fault.h"
#include "base/option.h"

/* What each member means stands once: in the table, as the help of its option. */
struct config {
	struct {
		char *locale, *log_level;
	} daemon;
	struct {
		char *path, *group;
		unsigned mode;
	} socket;
	struct {
		char *listen, *identity;
	} tcp;
	struct {
		unsigned frame, depth, batch, in_flight, output, queue, memory, stall, idle;
		unsigned partial_frame, connections, connections_per_peer;
	} limits;
	struct {
		char *conninfo, *serve_user, *read_user, *migrate_user, *sql_dir;
		unsigned write_connections, read_connections, heavy_connections;
		unsigned group, waiting;
		unsigned statement_timeout, heavy_timeout, lock_timeout;
	} database;
	struct {
		char *hold, *relay, *tls, *from, *sender, *credentials, *ca_file, *templates;
		char *webhook_key, *webhook_private, *instance;
		unsigned connections, rate, poll, lease;
		unsigned connect_timeout, answer_timeout, mail_timeout, webhook_timeout;
	} delivery;
};

/* Where a configuration comes from; borrowed. Settings are "section.name=value" and win over the
 * file. */
struct config_source {
	const char *file; /* NULL: defaults and settings only */
	const char *const *settings;
	size_t setting_count;
};

/* The whole and valid configuration, or NULL with the file and line in the fault. */
struct config *config_load(const struct config_source *source, struct fault *fault);

void config_free(struct config *config);

/* Carries what only a restart can change from the running configuration over to the new one.
 * Returns the names of the options that would have changed, between ", " (the caller frees), or
 * NULL when there are none. */
char *config_keep_frozen(struct config *fresh, const struct config *running);

/* One line an option, tabs between: section.name, type, default, "reload" or "restart", help. */
void config_print_options(FILE *file);

#endif
