/* SPDX-License-Identifier: MIT */
/* From a lane's conninfo to a link that stands, without ever blocking the loop. */
#ifndef DB_DIAL_H
#define DB_DIAL_H

#include <event2/event.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "base/fault.h"
#include "base/worker.h"
#include "db/lane.h"

struct dial;

struct dial_failure {
	struct fault fault; /* of the last place that was tried */
	bool refused;       /* PostgreSQL answered, and will not have us */
};

/* Told once for each dial_start, maybe from within it: the connected PGconn, now the callback's, or
 * NULL and why. */
typedef void dial_done(void *context, PGconn *pg, const struct dial_failure *failure);

/* The settings and the worker must outlive it. */
struct dial *dial_new(struct event_base *base, struct worker *worker,
	const struct lane_settings *settings, dial_done *done, void *context);

/* Stops what is under way, without a word; not from within `done`. */
void dial_free(struct dial *dial);

/* Begins a round through all places; not while one is under way. */
void dial_start(struct dial *dial);

#endif
