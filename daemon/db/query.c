/* SPDX-License-Identifier: MIT */
/* Statements, counted, and queries: parameters on the way down, one outcome on the way up. */
#include "db/query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "db/query_inner.h"

struct statement *statement_new(const char *sql, size_t parameters)
{
	struct statement *statement = alloc_new(sizeof(*statement));

	statement->sql = alloc_text(sql);
	statement->parameters = parameters;
	statement->owners = 1;
	return statement;
}

struct statement *statement_ref(struct statement *statement)
{
	statement->owners++;
	return statement;
}

static void statement_settle(struct statement *statement)
{
	if (statement->owners > 0 || statement->caches > 0)
		return;
	free(statement->sql);
	free(statement);
}

void statement_unref(struct statement *statement)
{
	if (!statement)
		return;
	assert(statement->owners > 0);
	statement->owners--;
	statement_settle(statement);
}

void statement_hold(struct statement *statement)
{
	statement->caches++;
}

void statement_drop(struct statement *statement)
{
	assert(statement->caches > 0);
	statement->caches--;
	statement_settle(statement);
}

struct query *query_new(struct statement *statement, query_done *done, void *context)
{
	struct query *query =
		alloc_new(sizeof(*query) + statement->parameters * sizeof(query->values[0]));

	query->statement = statement_ref(statement);
	query->done = done;
	query->context = context;
	return query;
}

void query_free(struct query *query)
{
	if (!query)
		return;
	for (size_t i = 0; i < query->statement->parameters; i++)
		free((char *)query->values[i]);
	PQclear(query->result);
	statement_unref(query->statement);
	free(query);
}

void query_set(struct query *query, size_t index, const char *text)
{
	const char *before;

	assert(index < query->statement->parameters);
	before = query->values[index];
	query->bytes -= before ? strlen(before) : 0;
	query->bytes += text ? strlen(text) : 0;
	query->values[index] = alloc_text(text);
	free((char *)before);
}

static void query_tell(struct query *query, const struct outcome *outcome)
{
	query->done(query->context, outcome);
	query_free(query);
}

void query_answer(struct query *query, enum outcome_kind kind)
{
	query_tell(query, &(struct outcome){.kind = kind});
}

static struct outcome refusal(const PGresult *result)
{
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	return (struct outcome){
		.kind = OUTCOME_REFUSED,
		.sqlstate = result_sqlstate(result),
		.message = message ? message : "PostgreSQL refused without a reason",
		.detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL),
	};
}

/* A statement without rows (a command, or a select that found none) has an SQL null for its value.
 */
static struct outcome value(const PGresult *result)
{
	struct outcome outcome = {.kind = OUTCOME_VALUE};

	if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) == 0 ||
		PQnfields(result) == 0 || PQgetisnull(result, 0, 0))
		return outcome;
	outcome.text = PQgetvalue(result, 0, 0);
	outcome.size = (size_t)PQgetlength(result, 0, 0);
	return outcome;
}

void query_answer_result(struct query *query)
{
	bool refused = PQresultStatus(query->result) == PGRES_FATAL_ERROR;
	struct outcome outcome = refused ? refusal(query->result) : value(query->result);

	query_tell(query, &outcome);
}

void query_reset(struct query *query)
{
	PQclear(query->result);
	query->result = NULL;
	query->parses = false;
}

const char *result_sqlstate(const PGresult *result)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return sqlstate && strlen(sqlstate) == 5 ? sqlstate : "XX000";
}
