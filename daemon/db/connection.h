/* SPDX-License-Identifier: MIT */
/* One connection to PostgreSQL as a state machine: waits, resolves, connects, checks the schema,
 * serves, is lost, and begins anew. */
#ifndef DB_CONNECTION_H
#define DB_CONNECTION_H

#include <event2/event.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/worker.h"
#include "db/lane.h"

struct connection;

/* Told on the loop. */
struct connection_owner {
	/* It began or ceased to serve, or an attempt has ended. */
	void (*changed)(void *context, struct connection *connection);
	/* It has nothing in flight, and would take more. */
	void (*ready)(void *context, struct connection *connection);
	/* A query of a link that was lost. `sent`: it may have been done. The owner takes it. */
	void (*orphaned)(void *context, struct query *query, bool sent);
	void *context;
};

/* Connects from the loop, later. The settings and the worker must outlive it; owner is copied. */
struct connection *connection_new(struct event_base *base, struct worker *worker,
	const struct lane_settings *settings, const struct connection_owner *owner);

/* Gives its queries to `orphaned` and closes; `changed` is not told any more. Not from within a
 * `done`. */
void connection_free(struct connection *connection);

bool connection_serves(const struct connection *connection);

/* True once the first attempt has ended, well or not. */
bool connection_tried(const struct connection *connection);

/* The last attempt ended at a schema that is not the wanted one. */
bool connection_mismatched(const struct connection *connection);

/* Why it does not serve, in a sentence for people; "" until there is a reason. */
const char *connection_reason(const struct connection *connection);

/* Takes the query; only while it serves. */
void connection_add(struct connection *connection, struct query *query);

/* Moves half of the queries that wait behind others in flight to another connection that serves;
 * all of them when they are held up, and none when they are not but `only_held_up` is true. */
void connection_relieve(struct connection *from, struct connection *to, bool only_held_up);

/* True while what is in flight takes so long that it is better to wait elsewhere. */
bool connection_is_held_up(const struct connection *connection);

/* Queries of the owner's waiting or in flight, and the bytes of their parameters. */
size_t connection_load(const struct connection *connection);
size_t connection_bytes(const struct connection *connection);

#endif
