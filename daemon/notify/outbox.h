/* SPDX-License-Identifier: MIT */
/* The pump: asks PostgreSQL what is due, claims it, has it sent, and tells what became of it. */
#ifndef NOTIFY_OUTBOX_H
#define NOTIFY_OUTBOX_H

#include <event2/event.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "base/fault.h"
#include "db/lane.h"

struct outbox;

/* Sleeps until outbox_use. The lane is its own, and is freed before it: lane, instance and base are
 * borrowed. */
struct outbox *outbox_new(struct event_base *base, struct lane *lane, const char *instance);

/* The lane must have been freed before. Nothing is told any more. */
void outbox_free(struct outbox *outbox);

/* Works by this configuration from now on; or as before, false with the fault. */
bool outbox_use(struct outbox *outbox, const struct config *config, struct fault *fault);

/* The lane came up or went down. */
void outbox_on_lane(struct outbox *outbox);

/* Something was written, which may have made something due. Costs next to nothing. */
void outbox_nudge(struct outbox *outbox);

/* Claims nothing more, gives back what has not begun, waits some seconds for what is under way, and
 * calls `done` once, from the loop. */
void outbox_stop(struct outbox *outbox, void (*done)(void *context), void *context);

/* What system.info tells; texts are borrowed. */
struct outbox_facts {
	const char *held;  /* why nothing is sent, or NULL */
	bool namesake;     /* another daemon delivers under this one's name */
	const char *relay; /* NULL: none */
	bool webhooks;     /* there is a key for them */
	size_t ready[2]; /* mails and webhooks that wait for room, when PostgreSQL was last asked */
	size_t in_hand;
	size_t sent, failed; /* since the start: attempts */
};
void outbox_tell(const struct outbox *outbox, struct outbox_facts *facts);

#endif
