/* SPDX-License-Identifier: MIT */
/* A live link in pipeline mode: what waits goes out in groups that share a sync, one group at a
 * time; what comes back is told once it is true. */
#ifndef DB_PIPELINE_H
#define DB_PIPELINE_H

#include <event2/event.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "db/lane.h"
#include "db/query_inner.h"

struct pipeline;

/* Told from the loop, last thing in a callback of the pipeline's. */
struct pipeline_owner {
	/* The link is gone, or was given up, for that reason; it can be freed here. */
	void (*broken)(void *context, const char *reason);
	/* No group is in flight: more may be added. May be NULL. */
	void (*ready)(void *context);
	void *context;
};

/* Takes the connected PGconn. The settings must outlive it; owner is copied. */
struct pipeline *pipeline_new(struct event_base *base, PGconn *pg,
	const struct lane_settings *settings, const struct pipeline_owner *owner);

/* Closes the link. Queries whose end is unknown go to `sent`, those of which nothing was done to
 * `unsent`, both in order. */
void pipeline_free(struct pipeline *pipeline, struct query_list *sent, struct query_list *unsent);

/* Puts the query in the waiting room; it is sent from the loop, later. */
void pipeline_add(struct pipeline *pipeline, struct query *query);

/* Asks for the end of the link; `broken` is told once the callback that runs is through. Only from
 * within a `done`. */
void pipeline_give_up(struct pipeline *pipeline, const char *reason);

/* Moves the first queries that wait to the end of the list, `count` at most; and how many of them
 * wait behind others: behind the group in flight, or behind the one that goes out next. */
void pipeline_take_waiting(struct pipeline *pipeline, struct query_list *taken, size_t count);
size_t pipeline_waiting(const struct pipeline *pipeline);

/* True while a group takes so long that it is better to wait elsewhere. */
bool pipeline_is_held_up(const struct pipeline *pipeline);

/* Queries waiting or in flight, and the bytes of their parameters. */
size_t pipeline_load(const struct pipeline *pipeline);
size_t pipeline_bytes(const struct pipeline *pipeline);

#endif
