/* SPDX-License-Identifier: MIT */
/* Connections of one purpose (writes, reads, heavy reads): order, grouping, time-outs, reconnect
 * with backoff. */
#ifndef DB_LANE_H
#define DB_LANE_H

#include <event2/event.h>
#include <stdbool.h>

#include "base/worker.h"
#include "db/query.h"

struct lane;

/* All texts are copied. */
struct lane_settings {
	const char *name;     /* for the log and application_name: "write", "read", "heavy" */
	const char *conninfo; /* libpq's keywords; host names are resolved off the loop,
				 gssencmode=disable unless given */
	const char *user;     /* the role to log in as */
	bool writes; /* a lost query's outcome is unknown; queries of one shard keep their order */
	unsigned connections; /* at least 1 */
	unsigned group;       /* queries that wait together and share a sync, at most */
	unsigned waiting;     /* queries waiting on one connection at most; more are answered
				 OUTCOME_BUSY */
	unsigned statement_timeout_ms;
	unsigned lock_timeout_ms;
	int schema_version; /* what core.schema must hold; another version is a lasting fault */
};

enum lane_state {
	LANE_DOWN,     /* no connection serves; queries are answered OUTCOME_UNAVAILABLE at once */
	LANE_UP,       /* at least one connection serves */
	LANE_MISMATCH, /* PostgreSQL answers, but its schema is another version: tried again by
			  backoff */
};

/* Told on the loop whenever the state changes, and once when the first attempt has ended; `reason`
 * says why it is not up, in a sentence for people (the lane has logged it). */
typedef void lane_changed(
	void *context, struct lane *lane, enum lane_state state, const char *reason);

/* Starts connecting at once. Owned by the caller; the worker must outlive it. */
struct lane *lane_new(struct event_base *base, struct worker *worker,
	const struct lane_settings *settings, lane_changed *changed, void *context);

/* Answers what waits or is in flight (OUTCOME_UNAVAILABLE or OUTCOME_UNKNOWN), then closes. Not
 * from within a `done` or `changed` of its own. */
void lane_free(struct lane *lane);

enum lane_state lane_state(const struct lane *lane);

/* True once it has been up, or the first attempt of every connection has failed. */
bool lane_tried(const struct lane *lane);

/* Takes the query; its `done` is called later from the loop, never from within this call. Queries
 * of one shard go to the same connection in order. */
void lane_submit(struct lane *lane, unsigned shard, struct query *query);

/* Queries waiting or in flight. */
size_t lane_pending(const struct lane *lane);

/* The number of connections that a shard is spread over: shards equal modulo this share a
 * connection. */
unsigned lane_connections(const struct lane *lane);

#endif
