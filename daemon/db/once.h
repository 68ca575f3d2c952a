/* SPDX-License-Identifier: MIT */
/* One value from PostgreSQL over a blocking connection of its own: for commands, not for the
 * daemon.
 */
#ifndef DB_ONCE_H
#define DB_ONCE_H

#include "base/fault.h"

/* The value, as text, of a statement with one parameter, run with the rights of the schema's owner;
 * the caller frees it. NULL with the
 * fault; when there is no row, or an SQL null, its text is empty. */
char *once_ask(const char *conninfo, const char *user, const char *sql, const char *parameter,
	struct fault *fault);

#endif
