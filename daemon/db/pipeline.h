/* SPDX-License-Identifier: MIT */
/* A live link in pipeline mode: what waits goes out in groups that share a sync, one group at a
 * time; what comes back is told once it is true. */
#ifndef DB_PIPELINE_H
#define DB_PIPELINE_H

#include <event2/event.h>
#include <libpq-fe.h>
#include <stddef.h>

#include "db/lane.h"
#include "db/query_inner.h"

struct pipeline;

/* Told from the loop, last thing in a callback of the pipeline's, so that it can be freed there:
 * the link is gone, or was given up, for that reason. */
typedef void pipeline_broken(void *context, const char *reason);

/* Takes the connected PGconn. The settings must outlive it. */
struct pipeline *pipeline_new(struct event_base *base, PGconn *pg,
	const struct lane_settings *settings, pipeline_broken *broken, void *context);

/* Closes the link. Queries whose end is unknown go to `sent`, those of which nothing was done to
 * `unsent`, both in order. */
void pipeline_free(struct pipeline *pipeline, struct query_list *sent, struct query_list *unsent);

/* Puts the query in the waiting room; it is sent from the loop, later. */
void pipeline_add(struct pipeline *pipeline, struct query *query);

/* Asks for the end of the link; `broken` is told once the callback that runs is through. Only from
 * within a `done`. */
void pipeline_give_up(struct pipeline *pipeline, const char *reason);

/* Queries waiting or in flight, and the bytes of their parameters. */
size_t pipeline_load(const struct pipeline *pipeline);
size_t pipeline_bytes(const struct pipeline *pipeline);

#endif
