/* SPDX-License-Identifier: MIT */
/* A link that serves, and back to waiting when it is lost: a round of the dial that found nothing,
 * or a schema that is not the wanted one, ends in a pause that grows. */
#include "db/connection.h"

#include <assert.h>
#include <event2/util.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/backoff.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "db/dial.h"
#include "db/pipeline.h"
#include "db/version.h"

enum {
	BACKOFF_FIRST_MS = 100,
	BACKOFF_LIMIT_MS = 1500,   /* nobody answers: back within 2 s once somebody does */
	BACKOFF_REFUSED_MS = 5000, /* PostgreSQL answers and will not have us */
	CHECK_MS = 5000,
};

enum connection_state {
	CONNECTION_WAITING,  /* for the pause to end */
	CONNECTION_DIALING,  /* names are resolved, places are tried */
	CONNECTION_CHECKING, /* the link stands; which schema is there? */
	CONNECTION_SERVING,  /* queries go out and come back */
	CONNECTION_LOST,     /* the link is gone; its queries are being given back */
};

static const char *const state_names[] = {"waiting", "dialing", "checking", "serving", "lost"};

/* From each state, those that it may go to. */
static const unsigned state_ways[] = {
	[CONNECTION_WAITING] = 1u << CONNECTION_DIALING,
	[CONNECTION_DIALING] = 1u << CONNECTION_CHECKING | 1u << CONNECTION_WAITING,
	[CONNECTION_CHECKING] = 1u << CONNECTION_SERVING | 1u << CONNECTION_LOST,
	[CONNECTION_SERVING] = 1u << CONNECTION_LOST,
	[CONNECTION_LOST] = 1u << CONNECTION_WAITING,
};

struct connection {
	struct event_base *base;
	const struct lane_settings *settings;
	struct connection_owner owner;
	enum connection_state state;
	struct event *timer; /* the pause, or the time that the check may take */
	struct dial *dial;
	struct pipeline *pipeline; /* while checking and serving */
	struct statement *check;
	unsigned attempt; /* rounds that failed since it last served */
	bool tried;
	bool mismatched;
	struct fault reason;
};

static void connection_enter(struct connection *connection, enum connection_state state)
{
	assert(state_ways[connection->state] & 1u << state);
	log_debug("database connection, %s: %s -> %s", connection->settings->name,
		state_names[connection->state], state_names[state]);
	connection->state = state;
}

static void connection_set_timer(struct connection *connection, unsigned milliseconds)
{
	struct timeval until = clock_interval(milliseconds);

	event_add(connection->timer, &until);
}

/* The attempt is over without success. */
static void connection_rest(struct connection *connection, unsigned limit)
{
	unsigned random;

	evutil_secure_rng_get_bytes(&random, sizeof(random));
	connection->tried = true;
	connection_enter(connection, CONNECTION_WAITING);
	connection_set_timer(
		connection, backoff_delay(connection->attempt++, BACKOFF_FIRST_MS, limit, random));
	connection->owner.changed(connection->owner.context, connection);
}

/* ---- checking -------------------------------------------------------------------------------- */

static void connection_serve(struct connection *connection)
{
	event_del(connection->timer);
	connection->attempt = 0;
	connection->tried = true;
	connection->reason.text[0] = '\0';
	connection_enter(connection, CONNECTION_SERVING);
	connection->owner.changed(connection->owner.context, connection);
}

static void connection_mismatch(struct connection *connection, const char *reason)
{
	connection->mismatched = true;
	pipeline_give_up(connection->pipeline, reason);
}

static void connection_judge(struct connection *connection, const char *version)
{
	long found = version ? strtol(version, NULL, 10) : 0;
	struct fault fault;

	if (version_fits(found, connection->settings->schema_version, &fault))
		connection_serve(connection);
	else
		connection_mismatch(connection, fault.text);
}

static void connection_on_checked(void *context, const struct outcome *outcome)
{
	struct connection *connection = context;

	if (outcome->kind == OUTCOME_VALUE)
		connection_judge(connection, outcome->text);
	else if (strcmp(outcome->sqlstate, "42P01") == 0 || strcmp(outcome->sqlstate, "3F000") == 0)
		connection_judge(connection, NULL);
	else
		connection_mismatch(connection, outcome->message);
}

/* Closes the link; what was on it goes to the owner, the check's own query nowhere. */
static void connection_give_back(struct connection *connection, bool served)
{
	struct query_list sent = STAILQ_HEAD_INITIALIZER(sent);
	struct query_list unsent = STAILQ_HEAD_INITIALIZER(unsent);
	struct query *query;
	bool was_sent;

	pipeline_free(connection->pipeline, &sent, &unsent);
	connection->pipeline = NULL;
	while ((was_sent = !STAILQ_EMPTY(&sent)) || !STAILQ_EMPTY(&unsent)) {
		struct query_list *list = was_sent ? &sent : &unsent;

		query = STAILQ_FIRST(list);
		STAILQ_REMOVE_HEAD(list, next);
		if (served)
			connection->owner.orphaned(connection->owner.context, query, was_sent);
		else
			query_free(query);
	}
}

static void connection_on_broken(void *context, const char *reason)
{
	struct connection *connection = context;
	bool served = connection->state == CONNECTION_SERVING;

	fault_set_line(&connection->reason, 0, reason);
	connection_enter(connection, CONNECTION_LOST);
	if (served)
		connection->owner.changed(connection->owner.context, connection);
	connection_give_back(connection, served);
	connection_rest(connection, connection->mismatched ? BACKOFF_REFUSED_MS : BACKOFF_LIMIT_MS);
}

static void connection_on_ready(void *context)
{
	struct connection *connection = context;

	if (connection->state == CONNECTION_SERVING)
		connection->owner.ready(connection->owner.context, connection);
}

/* ---- dialing --------------------------------------------------------------------------------- */

static void connection_on_dialed(void *context, PGconn *pg, const struct dial_failure *failure)
{
	struct connection *connection = context;

	connection->mismatched = false;
	if (!pg) {
		fault_set_line(&connection->reason, 0, failure->fault.text);
		connection_rest(
			connection, failure->refused ? BACKOFF_REFUSED_MS : BACKOFF_LIMIT_MS);
		return;
	}
	connection_enter(connection, CONNECTION_CHECKING);
	connection_set_timer(connection, CHECK_MS);
	connection->pipeline = pipeline_new(connection->base, pg, connection->settings,
		&(struct pipeline_owner){.broken = connection_on_broken,
			.ready = connection_on_ready,
			.context = connection});
	pipeline_add(connection->pipeline,
		query_new(connection->check, connection_on_checked, connection));
}

static void connection_on_timer(evutil_socket_t fd, short events, void *argument)
{
	struct connection *connection = argument;

	(void)fd;
	(void)events;
	if (connection->state == CONNECTION_CHECKING) {
		connection_on_broken(connection, "the database did not say which schema it has");
		return;
	}
	connection_enter(connection, CONNECTION_DIALING);
	dial_start(connection->dial);
}

/* ---- life ------------------------------------------------------------------------------------ */

struct connection *connection_new(struct event_base *base, struct worker *worker,
	const struct lane_settings *settings, const struct connection_owner *owner)
{
	struct connection *connection = alloc_new(sizeof(*connection));

	connection->base = base;
	connection->settings = settings;
	connection->owner = *owner;
	connection->check = statement_new("select version from core.schema", 0);
	connection->dial = dial_new(base, worker, settings, connection_on_dialed, connection);
	connection->timer = event_new(base, -1, 0, connection_on_timer, connection);
	connection_set_timer(connection, 0);
	return connection;
}

void connection_free(struct connection *connection)
{
	bool served;

	if (!connection)
		return;
	served = connection->state == CONNECTION_SERVING;
	dial_free(connection->dial);
	event_free(connection->timer);
	connection->state = CONNECTION_LOST;
	if (connection->pipeline)
		connection_give_back(connection, served);
	statement_unref(connection->check);
	free(connection);
}

bool connection_serves(const struct connection *connection)
{
	return connection->state == CONNECTION_SERVING;
}

bool connection_tried(const struct connection *connection)
{
	return connection->tried;
}

bool connection_mismatched(const struct connection *connection)
{
	return connection->mismatched;
}

const char *connection_reason(const struct connection *connection)
{
	return connection->reason.text;
}

void connection_add(struct connection *connection, struct query *query)
{
	assert(connection->state == CONNECTION_SERVING);
	pipeline_add(connection->pipeline, query);
}

bool connection_is_held_up(const struct connection *connection)
{
	return connection_serves(connection) && pipeline_is_held_up(connection->pipeline);
}

void connection_relieve(struct connection *from, struct connection *to, bool only_held_up)
{
	struct query_list taken = STAILQ_HEAD_INITIALIZER(taken);
	struct query *query;
	bool held_up = connection_is_held_up(from);
	size_t waiting = connection_serves(from) ? pipeline_waiting(from->pipeline) : 0;

	if (waiting == 0 || (only_held_up && !held_up))
		return;
	pipeline_take_waiting(from->pipeline, &taken, held_up ? waiting : (waiting + 1) / 2);
	while ((query = STAILQ_FIRST(&taken))) {
		STAILQ_REMOVE_HEAD(&taken, next);
		connection_add(to, query);
	}
}

size_t connection_load(const struct connection *connection)
{
	return connection_serves(connection) ? pipeline_load(connection->pipeline) : 0;
}

size_t connection_bytes(const struct connection *connection)
{
	return connection_serves(connection) ? pipeline_bytes(connection->pipeline) : 0;
}
