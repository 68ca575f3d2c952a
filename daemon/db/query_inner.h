/* SPDX-License-Identifier: MIT */
/* What the rooms of db know of a statement and a query, and nobody else. */
#ifndef DB_QUERY_INNER_H
#define DB_QUERY_INNER_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <sys/queue.h>

#include "db/query.h"

struct statement {
	char *sql;
	size_t parameters;
	unsigned owners; /* references of callers and queries; at none it may be forgotten */
	unsigned caches; /* connections that have it prepared */
	bool quick;      /* did not take long when it ran last; false while it never ran */
};

/* Owned by whoever has it in a list: the lane, then a pipeline. */
struct query {
	STAILQ_ENTRY(query) next;
	struct statement *statement;
	query_done *done;
	void *context;
	PGresult *result;         /* kept until the sync that makes it true */
	enum outcome_kind answer; /* for one that the lane answers itself */
	size_t bytes;             /* of the parameters */
	unsigned long prepared;   /* the number of the prepared statement it was sent under */
	unsigned char conflicts;  /* runs that ended in a deadlock or a serialization failure */
	bool parses;              /* a Parse was sent before it */
	bool alone;               /* shares its sync with nobody */
	bool renewed;             /* was run again because its statement had gone stale */
	bool moved;               /* was moved from a lost connection to another */
	const char *values[];     /* each owned by the query */
};

STAILQ_HEAD(query_list, query);

/* The cache keeps the statement's memory, but does not keep it from being forgotten. */
void statement_hold(struct statement *statement);
void statement_drop(struct statement *statement);

/* Calls `done` and frees the query, which is in no list any more. */
void query_answer(struct query *query, enum outcome_kind kind);

/* The same with what its result holds: a value or a refusal. */
void query_answer_result(struct query *query);

/* Forgets the result, so that it can be run again. */
void query_reset(struct query *query);

/* The result's SQLSTATE, "XX000" when it has none. */
const char *result_sqlstate(const PGresult *result);

#endif
