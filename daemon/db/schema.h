/* SPDX-License-Identifier: MIT */
/* What `copild migrate` does: brings a database's schema to the version that this copild needs.
 * Blocks; not for the loop. */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include <stdbool.h>

#include "base/fault.h"

/* Logs in as the user (NULL: whoever the conninfo says), acts as copild_owner, under a lock that a
 * second run waits for. Nothing there: installs all in one transaction. Older: each migration in a
 * transaction of its own, then all functions anew. The same version: the functions anew. Newer: is
 * refused. Each step is logged; an error names the file and the line. Running it again is harmless.
 */
bool schema_migrate(const char *conninfo, const char *user, const char *sql_dir, int version,
	struct fault *fault);

#endif
