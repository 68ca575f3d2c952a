/* SPDX-License-Identifier: MIT */
/* Groups of queries out, outcomes back. A group that fails is taken apart until each query has the
 * answer that it would have had alone: first what stood before the refused one, then that one at
 * the head of the next group, where nothing came before it. */
#include "db/pipeline.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "db/again.h"
#include "db/segment.h"

enum {
	GROUP_BYTES = 1024 * 1024, /* parameters of one group, about */
	GRACE_MS = 5000, /* beyond the statement's own time, before a silent server is given up */
	HELD_UP_MS = 50, /* a group that takes longer holds up what waits behind it */
};

struct pipeline {
	PGconn *pg;
	const struct lane_settings *settings;
	struct pipeline_owner owner;
	struct event *readable;
	struct event *writable;
	struct event *silence; /* nothing came for too long while a group was in flight */
	struct event *pump;
	struct query_list waiting;
	struct segment segment;
	struct prepared *prepared;
	size_t load;
	size_t bytes;
	unsigned prefix; /* the next group holds so many at most; 0: as many as the settings say */
	bool in_flight;
	bool given_up;
	struct fault reason;
};

void pipeline_give_up(struct pipeline *pipeline, const char *reason)
{
	if (!pipeline->given_up)
		fault_set(&pipeline->reason, 0, "%s", reason);
	pipeline->given_up = true;
}

/* ---- what came back ------------------------------------------------------------------------- */

static void pipeline_answer(struct pipeline *pipeline, struct query *query)
{
	pipeline->load--;
	pipeline->bytes -= query->bytes;
	query_answer_result(query);
}

static void pipeline_answer_all(struct pipeline *pipeline, struct query_list *answered)
{
	struct query *query;

	while ((query = STAILQ_FIRST(answered))) {
		STAILQ_REMOVE_HEAD(answered, next);
		pipeline_answer(pipeline, query);
	}
}

static bool pipeline_turned_read_only(const struct pipeline *pipeline, const struct query *culprit)
{
	return pipeline->settings->writes && culprit &&
	       strcmp(result_sqlstate(culprit->result), "25006") == 0;
}

/* Returns the query that is to be answered now: the refused one, when nothing came before it. */
static struct query *pipeline_take_apart(struct pipeline *pipeline)
{
	struct segment *segment = &pipeline->segment;
	struct query *first = STAILQ_FIRST(&segment->queries);
	struct query *query;

	if (!segment->culprit) {
		STAILQ_FOREACH (query, &segment->queries, next)
			query->alone = true;
	}
	pipeline->prefix = segment->before;
	if (segment->culprit != first)
		return NULL;
	if (again_wanted(first, pipeline->prepared)) {
		pipeline->prefix = 1;
		return NULL;
	}
	STAILQ_REMOVE_HEAD(&segment->queries, next);
	pipeline->prefix = 0;
	return first;
}

static void pipeline_settle_failed(struct pipeline *pipeline)
{
	struct segment *segment = &pipeline->segment;
	struct query *refused = NULL;

	if (pipeline_turned_read_only(pipeline, segment->culprit))
		pipeline_give_up(pipeline, "the server has become read-only");
	else
		refused = pipeline_take_apart(pipeline);
	segment_give_back(segment, &pipeline->waiting);
	if (refused)
		pipeline_answer(pipeline, refused);
}

static void pipeline_settle(struct pipeline *pipeline)
{
	struct query_list answered = STAILQ_HEAD_INITIALIZER(answered);

	pipeline->in_flight = false;
	pipeline->prefix = 0;
	event_del(pipeline->silence);
	if (pipeline->segment.failed && pipeline->segment.count > 0) {
		pipeline_settle_failed(pipeline);
		return;
	}
	STAILQ_CONCAT(&answered, &pipeline->segment.queries);
	segment_init(&pipeline->segment);
	pipeline_answer_all(pipeline, &answered);
}

static void pipeline_take(struct pipeline *pipeline, PGresult *result)
{
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	struct fault fault = {.code = 0};

	if (message)
		fault_set(&fault, 0, "%s", message);
	else if (PQstatus(pipeline->pg) == CONNECTION_BAD)
		fault_set(&fault, 0, "%s", PQerrorMessage(pipeline->pg));
	else
		fault_set(&fault, 0, "the server's answers are out of step");
	switch (segment_take(&pipeline->segment, pipeline->prepared, result)) {
	case SEGMENT_MORE:
		break;
	case SEGMENT_DONE:
		pipeline_settle(pipeline);
		break;
	case SEGMENT_LOST:
		pipeline_give_up(pipeline, fault.text);
		break;
	}
}

/* PQgetResult is asked only for what is there. Between two statements it answers NULL once; twice
 * in a row means that libpq expects nothing where we do. */
static void pipeline_collect(struct pipeline *pipeline)
{
	unsigned nothing = 0;
	PGresult *result;

	while (pipeline->in_flight && !pipeline->given_up && !PQisBusy(pipeline->pg)) {
		result = PQgetResult(pipeline->pg);
		if (result) {
			nothing = 0;
			pipeline_take(pipeline, result);
		} else if (++nothing > 2) {
			pipeline_give_up(pipeline, "the server's answers are out of step");
		}
	}
}

/* ---- what goes out --------------------------------------------------------------------------- */

static void pipeline_flush(struct pipeline *pipeline)
{
	int left = PQflush(pipeline->pg);

	if (left < 0)
		pipeline_give_up(pipeline, PQerrorMessage(pipeline->pg));
	else if (left > 0)
		event_add(pipeline->writable, NULL);
}

static void pipeline_watch(struct pipeline *pipeline)
{
	unsigned limit = pipeline->settings->statement_timeout_ms;
	struct timeval until = clock_interval((int64_t)limit + GRACE_MS);

	if (limit > 0)
		event_add(pipeline->silence, &until);
}

static bool pipeline_send(struct pipeline *pipeline)
{
	struct segment_limits limits = {
		.queries = pipeline->prefix ? pipeline->prefix : pipeline->settings->group,
		.bytes = GROUP_BYTES,
		.slow_apart = !pipeline->settings->writes,
	};

	if (prepared_has_closing(pipeline->prepared))
		return segment_send_closing(&pipeline->segment, pipeline->pg, pipeline->prepared);
	segment_take_queries(&pipeline->segment, &pipeline->waiting, &limits);
	return segment_send(&pipeline->segment, pipeline->pg, pipeline->prepared);
}

static void pipeline_pump(struct pipeline *pipeline)
{
	if (pipeline->in_flight || pipeline->given_up || STAILQ_EMPTY(&pipeline->waiting))
		return;
	pipeline->in_flight = true;
	if (!pipeline_send(pipeline)) {
		pipeline_give_up(pipeline, PQerrorMessage(pipeline->pg));
		return;
	}
	pipeline_watch(pipeline);
	pipeline_flush(pipeline);
}

void pipeline_add(struct pipeline *pipeline, struct query *query)
{
	STAILQ_INSERT_TAIL(&pipeline->waiting, query, next);
	pipeline->load++;
	pipeline->bytes += query->bytes;
	if (!pipeline->in_flight)
		event_active(pipeline->pump, EV_TIMEOUT, 0);
}

/* ---- the loop -------------------------------------------------------------------------------- */

/* Last thing in each callback: what comes after the pump is the next group, so that whatever else
 * arrived in this turn of the loop is part of it; or else the end. */
static void pipeline_conclude(struct pipeline *pipeline)
{
	if (!pipeline->given_up && !pipeline->in_flight && !STAILQ_EMPTY(&pipeline->waiting))
		event_active(pipeline->pump, EV_TIMEOUT, 0);
	if (pipeline->given_up)
		pipeline->owner.broken(pipeline->owner.context, pipeline->reason.text);
	else if (!pipeline->in_flight && pipeline->owner.ready)
		pipeline->owner.ready(pipeline->owner.context);
}

static void pipeline_read(struct pipeline *pipeline)
{
	bool alive = PQconsumeInput(pipeline->pg);
	bool was_in_flight = pipeline->in_flight;

	pipeline_collect(pipeline);
	(void)PQisBusy(pipeline->pg); /* parses what came unasked: notices, the server's farewell */
	if (!alive || PQstatus(pipeline->pg) == CONNECTION_BAD)
		pipeline_give_up(pipeline, PQerrorMessage(pipeline->pg));
	if (was_in_flight && pipeline->in_flight && !pipeline->given_up) {
		pipeline_watch(pipeline);
		pipeline_flush(pipeline);
	}
}

static void pipeline_on_readable(evutil_socket_t fd, short events, void *argument)
{
	struct pipeline *pipeline = argument;

	(void)fd;
	(void)events;
	pipeline_read(pipeline);
	pipeline_conclude(pipeline);
}

static void pipeline_on_writable(evutil_socket_t fd, short events, void *argument)
{
	struct pipeline *pipeline = argument;

	(void)fd;
	(void)events;
	pipeline_flush(pipeline);
	pipeline_conclude(pipeline);
}

static void pipeline_on_pump(evutil_socket_t fd, short events, void *argument)
{
	struct pipeline *pipeline = argument;

	(void)fd;
	(void)events;
	pipeline_pump(pipeline);
	pipeline_conclude(pipeline);
}

static void pipeline_on_silence(evutil_socket_t fd, short events, void *argument)
{
	struct pipeline *pipeline = argument;

	(void)fd;
	(void)events;
	pipeline_give_up(pipeline, "the server did not answer in time");
	pipeline_conclude(pipeline);
}

/* A server that shuts down says so in a notice to an idle connection: better a reason than the end
 * of file that follows. */
static void pipeline_on_notice(void *argument, const PGresult *result)
{
	struct pipeline *pipeline = argument;
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	log_debug("postgresql, %s: %s", pipeline->settings->name, message ? message : "a notice");
	if (message && severity && strcmp(severity, "FATAL") == 0)
		pipeline_give_up(pipeline, message);
}

struct pipeline *pipeline_new(struct event_base *base, PGconn *pg,
	const struct lane_settings *settings, const struct pipeline_owner *owner)
{
	struct pipeline *pipeline = alloc_new(sizeof(*pipeline));
	int fd = PQsocket(pg);

	pipeline->pg = pg;
	pipeline->settings = settings;
	pipeline->owner = *owner;
	pipeline->readable =
		event_new(base, fd, EV_READ | EV_PERSIST, pipeline_on_readable, pipeline);
	pipeline->writable = event_new(base, fd, EV_WRITE, pipeline_on_writable, pipeline);
	pipeline->silence = event_new(base, -1, 0, pipeline_on_silence, pipeline);
	pipeline->pump = event_new(base, -1, 0, pipeline_on_pump, pipeline);
	pipeline->prepared = prepared_new();
	STAILQ_INIT(&pipeline->waiting);
	segment_init(&pipeline->segment);
	PQsetnonblocking(pg, 1);
	PQenterPipelineMode(pg);
	PQsetErrorVerbosity(pg, PQERRORS_DEFAULT);
	PQsetNoticeReceiver(pg, pipeline_on_notice, pipeline);
	event_add(pipeline->readable, NULL);
	return pipeline;
}

void pipeline_free(struct pipeline *pipeline, struct query_list *sent, struct query_list *unsent)
{
	if (!pipeline)
		return;
	event_free(pipeline->readable);
	event_free(pipeline->writable);
	event_free(pipeline->silence);
	event_free(pipeline->pump);
	if (pipeline->segment.failed)
		segment_give_back(&pipeline->segment, &pipeline->waiting);
	else
		segment_give_back(&pipeline->segment, sent);
	STAILQ_CONCAT(unsent, &pipeline->waiting);
	prepared_free(pipeline->prepared);
	PQfinish(pipeline->pg);
	free(pipeline);
}

void pipeline_take_waiting(struct pipeline *pipeline, struct query_list *taken, size_t count)
{
	struct query *query;

	while (count-- > 0 && (query = STAILQ_FIRST(&pipeline->waiting))) {
		STAILQ_REMOVE_HEAD(&pipeline->waiting, next);
		STAILQ_INSERT_TAIL(taken, query, next);
		pipeline->load--;
		pipeline->bytes -= query->bytes;
	}
}

bool pipeline_is_held_up(const struct pipeline *pipeline)
{
	return pipeline->in_flight && clock_steady() - pipeline->segment.since > HELD_UP_MS;
}

/* Between two groups, what waits stays behind its first one, which goes out in this turn of the
 * loop. Counted as nothing, it could come to wait behind a slow one while nothing wakes whoever
 * asked. */
size_t pipeline_waiting(const struct pipeline *pipeline)
{
	size_t ahead = pipeline->in_flight ? pipeline->segment.count : pipeline->load > 0;

	return pipeline->load - ahead;
}

size_t pipeline_load(const struct pipeline *pipeline)
{
	return pipeline->load;
}

size_t pipeline_bytes(const struct pipeline *pipeline)
{
	return pipeline->bytes;
}
