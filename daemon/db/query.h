/* SPDX-License-Identifier: MIT */
/* A statement, its parameters, and who wants the one value that it answers. */
#ifndef DB_QUERY_H
#define DB_QUERY_H

#include <stddef.h>

/* An immutable SQL text that connections prepare at first use; shared and counted. */
struct statement;
struct statement *statement_new(const char *sql, size_t parameters);
struct statement *statement_ref(struct statement *statement);
void statement_unref(struct statement *statement);

enum outcome_kind {
	OUTCOME_VALUE, /* committed (at its sync point); text is the value, NULL for an SQL null */
	OUTCOME_REFUSED,     /* PostgreSQL raised an error; nothing of this query was done */
	OUTCOME_UNAVAILABLE, /* never ran: no connection, or it was lost before the query was sent,
				or a read was lost */
	OUTCOME_UNKNOWN, /* a write was sent and the link was lost: it may or may not have been done
			  */
	OUTCOME_BUSY,    /* the lane's waiting room is full */
};

/* Valid during the callback only. */
struct outcome {
	enum outcome_kind kind;
	const char *text; /* OUTCOME_VALUE */
	size_t size;
	const char *sqlstate; /* OUTCOME_REFUSED: five characters, never NULL ("XX000" when the
				 server sent none) */
	const char *message;  /* OUTCOME_REFUSED: message_primary, never NULL */
	const char *detail;   /* OUTCOME_REFUSED: may be NULL */
};

struct query;
typedef void query_done(void *context, const struct outcome *outcome);

/* A query with all its parameters NULL. Takes no reference of the caller's: it makes its own. */
struct query *query_new(struct statement *statement, query_done *done, void *context);

/* For a query that was never submitted; a submitted one frees itself after its `done`. */
void query_free(struct query *query);

/* Parameter `index` (from 0) in text format, copied; NULL is an SQL null. */
void query_set(struct query *query, size_t index, const char *text);

#endif
