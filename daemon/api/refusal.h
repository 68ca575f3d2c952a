/* SPDX-License-Identifier: MIT */
/* Which failure is which JSON-RPC error, in which words. Errors born in the daemon stand in one
 * table here; errors that SQL raises stand in the catalogue. */
#ifndef API_REFUSAL_H
#define API_REFUSAL_H

#include <jansson.h>
#include <stdbool.h>

#include "api/catalog.h"
#include "db/query.h"
#include "rpc/call.h"

enum refusal {
	REFUSAL_PARSE_ERROR,
	REFUSAL_INVALID_REQUEST,
	REFUSAL_METHOD_NOT_FOUND,
	REFUSAL_PARAM_UNKNOWN,
	REFUSAL_PARAM_MISSING,
	REFUSAL_PARAM_BAD,
	REFUSAL_PARAM_TOO_MANY,
	REFUSAL_VALUE_BAD, /* a value that only PostgreSQL could judge */
	REFUSAL_INTERNAL,
	REFUSAL_UPGRADING, /* the database's schema is another version */
	REFUSAL_UNAVAILABLE,
	REFUSAL_OUTCOME_UNKNOWN,
	REFUSAL_TIMEOUT,
	REFUSAL_BUSY,
	REFUSAL_TOO_LARGE,
	REFUSAL_READ_ONLY,
	REFUSAL_FULL,
	REFUSAL_FORBIDDEN,
};

enum { REFUSAL_COUNT = REFUSAL_FORBIDDEN + 1 };

/* One row; "%(name)s" in the words is the text of that name in the error's data. */
struct refusal_row {
	const char *kind;
	int code;
	int retryable;       /* -1: not said */
	const char *en, *fr; /* NULL, like the code 0, when it is never said without a catalogue */
	bool listed;         /* the catalogue's code and words for this kind win over these */
};

const struct refusal_row *refusal_row(enum refusal refusal);

/* A peer's own text, short enough to be said back and never cut within a character. The caller
 * frees. */
char *refusal_shortened(const char *text);

/* The words with their gaps filled from the data, which may be NULL. The caller frees. */
char *refusal_fill(const char *words, const json_t *data);

/* The first row's with that code, for errors that are found before a call is one; never NULL. */
const char *refusal_sentence(int code, const char *locale);

/* Puts "kind" and what is said of trying again into data, which is taken; NULL makes a new one. */
json_t *refusal_data(enum refusal refusal, json_t *data);

/* Answers the call. The catalogue is the method's, NULL for a method of the daemon's own. `data`
 * (may be NULL) is taken. */
void refusal_answer(
	struct call *call, const struct catalog *catalog, enum refusal refusal, json_t *data);

/* Answers the call with what came instead of a value. Errors that say something about the inside
 * are logged under an id, and the caller gets only the id. */
void refusal_answer_outcome(
	struct call *call, const struct catalog *catalog, const struct outcome *outcome);

/* Which row a SQLSTATE of PostgreSQL's own is. */
enum refusal refusal_of_sqlstate(const char *sqlstate);

/* The kind, when that SQLSTATE refuses a call for who asked it; else NULL. The catalogue's. */
const char *refusal_of_caller(const struct catalog *catalog, const char *sqlstate);

/* True when the SQLSTATE may only mean that the schema has changed under a prepared statement. */
bool refusal_is_stale(const char *sqlstate);

#endif
