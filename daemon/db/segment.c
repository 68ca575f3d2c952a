/* SPDX-License-Identifier: MIT */
/* One transaction's worth of queries on its way through libpq's pipeline. A result counts for
 * nothing before the sync has come: PGRES_COMMAND_OK is not a commit. */
#include "db/segment.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

enum {
	CLOSE_AT_ONCE = 64,
	QUICK_MS = 300, /* a statement that takes longer may be kept apart */
};

void segment_init(struct segment *segment)
{
	*segment = (struct segment){.count = 0};
	STAILQ_INIT(&segment->queries);
}

/* Results come when the sync does, so that of a slow group each statement may be the cause: at
 * their next run, alone, it shows which. */
static void segment_note_pace(struct segment *segment)
{
	bool quick = clock_steady() - segment->since <= QUICK_MS;
	struct query *query;

	STAILQ_FOREACH (query, &segment->queries, next)
		query->statement->quick = quick;
}

void segment_take_queries(
	struct segment *segment, struct query_list *waiting, const struct segment_limits *limits)
{
	struct query *query;
	size_t taken = 0;
	bool alone = false;

	segment_init(segment);
	while (!alone && (query = STAILQ_FIRST(waiting))) {
		alone = query->alone || (limits->slow_apart && !query->statement->quick);
		if (segment->count > 0 && (alone || segment->count >= limits->queries ||
						  taken + query->bytes > limits->bytes))
			break;
		STAILQ_REMOVE_HEAD(waiting, next);
		STAILQ_INSERT_TAIL(&segment->queries, query, next);
		segment->count++;
		taken += query->bytes;
	}
}

static bool query_send(struct query *query, PGconn *pg, struct prepared *set)
{
	const struct statement *statement = query->statement;
	char name[PREPARED_NAME_SIZE];

	query->prepared = prepared_use(set, query->statement, &query->parses);
	prepared_name(query->prepared, name);
	if (query->parses && !PQsendPrepare(pg, name, statement->sql, 0, NULL))
		return false;
	return PQsendQueryPrepared(
		pg, name, (int)statement->parameters, query->values, NULL, NULL, 0);
}

static void segment_expect(struct segment *segment, struct query *query)
{
	segment->current = query;
	segment->parsing = query && query->parses;
}

bool segment_send(struct segment *segment, PGconn *pg, struct prepared *set)
{
	struct query *query;

	STAILQ_FOREACH (query, &segment->queries, next) {
		if (!query_send(query, pg, set))
			return false;
	}
	segment_expect(segment, STAILQ_FIRST(&segment->queries));
	segment->since = clock_steady();
	return PQpipelineSync(pg);
}

bool segment_send_closing(struct segment *segment, PGconn *pg, struct prepared *set)
{
	char name[PREPARED_NAME_SIZE];
	char sql[PREPARED_NAME_SIZE + sizeof("deallocate ")];
	unsigned long number;

	segment_init(segment);
	segment->since = clock_steady();
	for (unsigned i = 0; i < CLOSE_AT_ONCE && prepared_take_closing(set, &number); i++) {
		prepared_name(number, name);
		snprintf(sql, sizeof(sql), "deallocate %s", name);
		if (!PQsendQueryParams(pg, sql, 0, NULL, NULL, NULL, NULL, 0))
			return false;
	}
	return PQpipelineSync(pg);
}

/* An error that ends the session says nothing about a commit that was under way; any other error,
 * and any error in place of a statement's result, means that nothing was committed. */
static enum segment_step segment_fail(struct segment *segment, const PGresult *result)
{
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	bool ends = severity && (strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0);

	if (!PQresultErrorField(result, PG_DIAG_SQLSTATE) && !severity)
		return SEGMENT_LOST; /* libpq's own words: the link broke */
	if (!ends || segment->current)
		segment->failed = true;
	return ends ? SEGMENT_LOST : SEGMENT_MORE;
}

static void segment_advance(struct segment *segment)
{
	if (segment->parsing)
		segment->parsing = false;
	else if (segment->current)
		segment_expect(segment, STAILQ_NEXT(segment->current, next));
}

/* A commit that was refused is the refusal of the query that stands alone in it. */
static enum segment_step segment_refuse(struct segment *segment, PGresult *result)
{
	enum segment_step step = segment_fail(segment, result);
	struct query *only = segment->count == 1 ? STAILQ_FIRST(&segment->queries) : NULL;
	struct query *refused = segment->current ? segment->current : only;

	if (step == SEGMENT_LOST || segment->culprit || !refused) {
		PQclear(result);
		return step;
	}
	segment->culprit = refused;
	PQclear(refused->result);
	refused->result = result;
	return step;
}

static enum segment_step segment_keep(struct segment *segment, PGresult *result)
{
	if (!segment->current || segment->parsing) {
		PQclear(result);
		return SEGMENT_MORE;
	}
	segment->current->result = result;
	if (!segment->culprit)
		segment->before++;
	return SEGMENT_MORE;
}

enum segment_step segment_take(struct segment *segment, struct prepared *set, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	struct query *parsed = segment->parsing ? segment->current : NULL;
	enum segment_step step = SEGMENT_MORE;

	if (parsed && status != PGRES_COMMAND_OK)
		prepared_failed(set, parsed->statement, parsed->prepared);
	switch (status) {
	case PGRES_PIPELINE_SYNC:
		PQclear(result);
		segment_note_pace(segment);
		return segment->current ? SEGMENT_LOST : SEGMENT_DONE;
	case PGRES_PIPELINE_ABORTED:
		PQclear(result);
		break;
	case PGRES_FATAL_ERROR:
		step = segment_refuse(segment, result);
		break;
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK:
	case PGRES_EMPTY_QUERY:
		step = segment_keep(segment, result);
		break;
	default: /* COPY and what libpq may learn: nothing that a value can come from */
		PQclear(result);
		return SEGMENT_LOST;
	}
	segment_advance(segment);
	return step;
}

void segment_give_back(struct segment *segment, struct query_list *waiting)
{
	struct query *query;

	STAILQ_FOREACH (query, &segment->queries, next)
		query_reset(query);
	STAILQ_CONCAT(&segment->queries, waiting);
	STAILQ_CONCAT(waiting, &segment->queries);
	segment_init(segment);
}
