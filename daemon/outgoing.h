/* SPDX-License-Identifier: MIT */
/* The outbox with its own connection to PostgreSQL, as the daemon runs it. */
#ifndef OUTGOING_H
#define OUTGOING_H

#include <event2/event.h>
#include <stdbool.h>

#include "api/system.h"
#include "base/config.h"
#include "base/fault.h"
#include "base/worker.h"

struct outgoing;

/* NULL with the fault when the configuration's section, or a file that it names, is bad. Owned by
 * the caller. */
struct outgoing *outgoing_start(struct event_base *base, struct worker *worker,
	const struct config *config, struct fault *fault);

/* Not from within a callback of its own. */
void outgoing_free(struct outgoing *outgoing);

/* Works by this configuration from now on; or as before, false with the fault. */
bool outgoing_use(struct outgoing *outgoing, const struct config *config, struct fault *fault);

/* A write was committed; the context is the struct outgoing. */
void outgoing_on_write(void *context);

/* Takes nothing more and ends what is under way, then calls `done` once, from the loop. */
void outgoing_stop(struct outgoing *outgoing, void (*done)(void *context), void *context);

/* Fills in the delivery's part. */
void outgoing_tell(const struct outgoing *outgoing, struct system_facts *facts);

#endif
