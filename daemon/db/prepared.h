/* SPDX-License-Identifier: MIT */
/* What one connection has prepared: which statement under which name, and which names are to be
 * closed. Bounded by the statements that are alive: those that nobody refers to are swept. */
#ifndef DB_PREPARED_H
#define DB_PREPARED_H

#include <stdbool.h>
#include <stddef.h>

#include "db/query_inner.h"

enum { PREPARED_NAME_SIZE = 24 };

struct prepared;

/* An empty set for a new connection. */
struct prepared *prepared_new(void);
void prepared_free(struct prepared *set);

/* The number that the statement has here (a new one if need be). `parse` is set when it must be
 * prepared under it first; it then counts as prepared until prepared_failed. */
unsigned long prepared_use(struct prepared *set, struct statement *statement, bool *parse);

/* The Parse under that number was refused or never run: the next use prepares again. */
void prepared_failed(struct prepared *set, struct statement *statement, unsigned long number);

/* It has gone stale: the next use prepares it under a new number. `exists` says that the server
 * still has the old one, to be closed. */
void prepared_stale(
	struct prepared *set, struct statement *statement, unsigned long number, bool exists);

/* Takes the next number to close on the server; false when there is none. */
bool prepared_has_closing(const struct prepared *set);
bool prepared_take_closing(struct prepared *set, unsigned long *number);

/* The name of a prepared statement on the server. */
void prepared_name(unsigned long number, char name[PREPARED_NAME_SIZE]);

/* How many statements it holds; for tests. */
size_t prepared_count(const struct prepared *set);

#endif
