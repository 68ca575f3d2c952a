/* SPDX-License-Identifier: MIT */
/* Keeps what is in hand ours, and what has left it until PostgreSQL was told: a beat at each third
 * of the lease. */
#ifndef NOTIFY_LEASE_H
#define NOTIFY_LEASE_H

#include <event2/event.h>
#include <stdbool.h>
#include <stdint.h>

#include "notify/dispatch.h"
#include "notify/question.h"
#include "notify/receipt.h"

struct lease;

/* All are borrowed. */
struct lease *lease_new(struct event_base *base, struct questions *questions,
	struct dispatch *dispatch, struct receipts *receipts, const char *instance);
void lease_free(struct lease *lease);

/* So long from now on. */
void lease_set(struct lease *lease, unsigned milliseconds);

/* The lease in seconds, as PostgreSQL is asked for it. */
unsigned lease_seconds(const struct lease *lease);

/* Until when what is asked for now may be sent, clock_elapsed(): a little less than PostgreSQL will
 * say. */
int64_t lease_until(const struct lease *lease);

/* There is something in hand, which is ours until then. */
void lease_keep(struct lease *lease, int64_t until);

/* PostgreSQL was away, and may not know of the last beats. */
void lease_doubt(struct lease *lease);

/* Something may be ours no more; then nothing must ring, which would take it back, but what is
 * still ours is to be renewed. */
bool lease_is_over(const struct lease *lease);

/* Beats now; `done` is called once from the loop when that was answered, well or not. */
void lease_renew(struct lease *lease, void (*done)(void *context), void *context);

#endif
