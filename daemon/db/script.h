/* SPDX-License-Identifier: MIT */
/* The SQL files on disk: the table of contents that install.sql is, the migrations, and where in a
 * file PostgreSQL found an error. */
#ifndef DB_SCRIPT_H
#define DB_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* Paths below the SQL directory, in the order in which they run. */
struct script_list {
	char **paths;
	size_t count;
};

void script_list_done(struct script_list *list);

/* The files that the text's `\ir path` lines name; blank lines and comments may stand between.
 * False with the line in the fault when there is anything else. */
bool script_parse_contents(const char *text, struct script_list *list, struct fault *fault);

/* The migrations/NNNN_what.sql of the directory: 1, 2, 3 … without a gap or a double. */
bool script_find_migrations(const char *sql_dir, struct script_list *list, struct fault *fault);

/* The file's text, which the caller frees; NULL with the fault. */
char *script_read(const char *sql_dir, const char *path, struct fault *fault);

/* The line (from 1) of the character (from 1, as PostgreSQL counts) in a UTF-8 text. */
unsigned script_line(const char *text, unsigned long position);

#endif
