/* SPDX-License-Identifier: MIT */
/* Whether a query that PostgreSQL refused is run again: it lost a conflict, or what its statement
 * was prepared for has changed. */
#ifndef DB_AGAIN_H
#define DB_AGAIN_H

#include <stdbool.h>

#include "db/prepared.h"
#include "db/query_inner.h"

enum { AGAIN_CONFLICTS = 3 /* times that a deadlock or the like is tried again */ };

/* For the first query of a transaction, whose refusal is its own doing; notes that it was. */
bool again_wanted(struct query *query, struct prepared *prepared);

/* True for the SQLSTATE of a transaction that lost to another: tried again it may well succeed. */
bool again_conflict(const char *sqlstate);

#endif
