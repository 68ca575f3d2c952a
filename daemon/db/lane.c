/* SPDX-License-Identifier: MIT */
/* Chooses the connection of each query, answers what none can take, and tells in one state what
 * several connections are up to. */
#include "db/lane.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fault.h"
#include "base/log.h"
#include "db/connection.h"
#include "db/query_inner.h"

enum { WAITING_BYTES = 16 * 1024 * 1024 }; /* parameters waiting on one connection at most */

struct lane {
	struct lane_settings settings;
	lane_changed *changed;
	void *context;
	enum lane_state state;
	bool tried;
	bool closing;
	struct connection **connections;
	struct query_list answers; /* that the lane gives itself, from the loop */
	struct event *answering;
	size_t answer_count;
	struct fault logged; /* the last trouble that was logged */
};

/* ---- answers of its own ---------------------------------------------------------------------- */

static void lane_answer_later(struct lane *lane, struct query *query, enum outcome_kind kind)
{
	query->answer = kind;
	query_reset(query);
	STAILQ_INSERT_TAIL(&lane->answers, query, next);
	lane->answer_count++;
	event_active(lane->answering, EV_TIMEOUT, 0);
}

/* A `done` may submit again, and be answered in the same way: only what stood there at the start is
 * taken now. */
static void lane_answer(struct lane *lane)
{
	struct query_list answers = STAILQ_HEAD_INITIALIZER(answers);
	struct query *query;

	STAILQ_CONCAT(&answers, &lane->answers);
	while ((query = STAILQ_FIRST(&answers))) {
		STAILQ_REMOVE_HEAD(&answers, next);
		lane->answer_count--;
		query_answer(query, query->answer);
	}
}

static void lane_on_answering(evutil_socket_t fd, short events, void *argument)
{
	(void)fd;
	(void)events;
	lane_answer(argument);
}

/* ---- the state ------------------------------------------------------------------------------- */

static enum lane_state lane_find_state(const struct lane *lane)
{
	enum lane_state state = LANE_DOWN;

	for (unsigned i = 0; i < lane->settings.connections; i++) {
		if (connection_serves(lane->connections[i]))
			return LANE_UP;
		if (connection_mismatched(lane->connections[i]))
			state = LANE_MISMATCH;
	}
	return state;
}

static bool lane_find_tried(const struct lane *lane)
{
	for (unsigned i = 0; i < lane->settings.connections; i++) {
		if (!connection_tried(lane->connections[i]))
			return false;
	}
	return true;
}

/* Once for each new reason, not at each try; and once when all is well again. */
static void lane_log(struct lane *lane, const struct connection *connection)
{
	const char *name = lane->settings.name;
	const char *reason = connection_reason(connection);

	if (connection_serves(connection) && lane->state == LANE_UP)
		return;
	if (connection_serves(connection)) {
		log_info("database, %s lane: connected", name);
		lane->logged.text[0] = '\0';
	} else if (*reason && strcmp(reason, lane->logged.text) != 0) {
		log_warning("database, %s lane: %s", name, reason);
		fault_set(&lane->logged, 0, "%s", reason);
	}
}

static void lane_on_connection_changed(void *context, struct connection *connection)
{
	struct lane *lane = context;
	enum lane_state state = lane_find_state(lane);
	bool tried = lane->tried || state == LANE_UP || lane_find_tried(lane);

	lane_log(lane, connection);
	if (state == lane->state && tried == lane->tried)
		return;
	lane->state = state;
	lane->tried = tried;
	if (lane->changed)
		lane->changed(lane->context, lane, state,
			state == LANE_UP ? "" : connection_reason(connection));
}

/* ---- queries --------------------------------------------------------------------------------- */

static bool connection_has_room(const struct lane *lane, const struct connection *connection)
{
	return connection_load(connection) < lane->settings.waiting &&
	       connection_bytes(connection) < WAITING_BYTES;
}

static bool connection_is_better(const struct connection *one, const struct connection *best)
{
	bool held_up = connection_is_held_up(one);

	if (held_up != connection_is_held_up(best))
		return !held_up;
	return connection_load(one) < connection_load(best);
}

/* The one that serves and has least to do, and is not held up; NULL when none serves. */
static struct connection *lane_least_busy(const struct lane *lane)
{
	struct connection *best = NULL;

	for (unsigned i = 0; i < lane->settings.connections; i++) {
		struct connection *one = lane->connections[i];

		if (!connection_serves(one))
			continue;
		if (!best || connection_is_better(one, best))
			best = one;
	}
	return best;
}

static struct connection *lane_choose(const struct lane *lane, unsigned shard)
{
	struct connection *connection;

	if (!lane->settings.writes)
		return lane_least_busy(lane);
	connection = lane->connections[shard % lane->settings.connections];
	return connection_serves(connection) ? connection : NULL;
}

void lane_submit(struct lane *lane, unsigned shard, struct query *query)
{
	struct connection *connection = lane->closing ? NULL : lane_choose(lane, shard);

	if (!connection)
		lane_answer_later(lane, query, OUTCOME_UNAVAILABLE);
	else if (!connection_has_room(lane, connection))
		lane_answer_later(lane, query, OUTCOME_BUSY);
	else
		connection_add(connection, query);
}

/* No read waits behind a slow one while another connection could take it. */
static void lane_on_connection_ready(void *context, struct connection *connection)
{
	struct lane *lane = context;

	if (lane->settings.writes || lane->closing)
		return;
	for (unsigned i = 0; i < lane->settings.connections; i++) {
		struct connection *other = lane->connections[i];

		if (other && other != connection)
			connection_relieve(other, connection, connection_load(connection) > 0);
	}
}

/* A read is tried once on another connection: what took the first one away may have been meant for
 * it alone. */
static void lane_on_orphaned(void *context, struct query *query, bool sent)
{
	struct lane *lane = context;
	bool may_move = !lane->settings.writes && !query->moved && !lane->closing;
	struct connection *other = may_move ? lane_least_busy(lane) : NULL;

	if (other && connection_has_room(lane, other)) {
		query->moved = true;
		connection_add(other, query);
		return;
	}
	lane_answer_later(
		lane, query, sent && lane->settings.writes ? OUTCOME_UNKNOWN : OUTCOME_UNAVAILABLE);
}

/* ---- life ------------------------------------------------------------------------------------ */

static void lane_copy_settings(struct lane *lane, const struct lane_settings *settings)
{
	lane->settings = *settings;
	lane->settings.name = alloc_text(settings->name);
	lane->settings.conninfo = alloc_text(settings->conninfo);
	lane->settings.user = alloc_text(settings->user);
	lane->settings.connections = settings->connections ? settings->connections : 1;
	lane->settings.group = settings->group ? settings->group : 1;
}

struct lane *lane_new(struct event_base *base, struct worker *worker,
	const struct lane_settings *settings, lane_changed *changed, void *context)
{
	struct lane *lane = alloc_new(sizeof(*lane));
	struct connection_owner owner = {
		.changed = lane_on_connection_changed,
		.ready = lane_on_connection_ready,
		.orphaned = lane_on_orphaned,
		.context = lane,
	};

	lane_copy_settings(lane, settings);
	lane->changed = changed;
	lane->context = context;
	STAILQ_INIT(&lane->answers);
	lane->answering = event_new(base, -1, 0, lane_on_answering, lane);
	lane->connections = alloc_array(lane->settings.connections, sizeof(*lane->connections));
	for (unsigned i = 0; i < lane->settings.connections; i++)
		lane->connections[i] = connection_new(base, worker, &lane->settings, &owner);
	return lane;
}

void lane_free(struct lane *lane)
{
	if (!lane)
		return;
	lane->closing = true;
	for (unsigned i = 0; i < lane->settings.connections; i++)
		connection_free(lane->connections[i]);
	lane->settings.connections = 0;
	while (!STAILQ_EMPTY(&lane->answers))
		lane_answer(lane);
	event_free(lane->answering);
	free(lane->connections);
	free((char *)lane->settings.name);
	free((char *)lane->settings.conninfo);
	free((char *)lane->settings.user);
	free(lane);
}

enum lane_state lane_state(const struct lane *lane)
{
	return lane->state;
}

bool lane_tried(const struct lane *lane)
{
	return lane->tried;
}

size_t lane_pending(const struct lane *lane)
{
	size_t pending = lane->answer_count;

	for (unsigned i = 0; i < lane->settings.connections; i++)
		pending += connection_load(lane->connections[i]);
	return pending;
}

unsigned lane_connections(const struct lane *lane)
{
	return lane->settings.connections;
}
