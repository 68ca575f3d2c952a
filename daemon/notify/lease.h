/* SPDX-License-Identifier: MIT */
/* Keeps what is in hand ours: a beat at each third of the lease. */
#ifndef NOTIFY_LEASE_H
#define NOTIFY_LEASE_H

#include <event2/event.h>
#include <stdint.h>

#include "notify/dispatch.h"
#include "notify/question.h"

struct lease;

/* All are borrowed. */
struct lease *lease_new(struct event_base *base, struct questions *questions,
	struct dispatch *dispatch, const char *instance);
void lease_free(struct lease *lease);

/* So long from now on. */
void lease_set(struct lease *lease, unsigned milliseconds);

/* The lease in seconds, as PostgreSQL is asked for it. */
unsigned lease_seconds(const struct lease *lease);

/* Until when what is asked for now may be sent, clock_elapsed(): a little less than PostgreSQL will
 * say. */
int64_t lease_until(const struct lease *lease);

/* There is something in hand. */
void lease_keep(struct lease *lease);

#endif
