/* SPDX-License-Identifier: MIT */
/* The end of delivery: gives back what has not begun, or is only just being claimed, waits for what
 * is under way, and sees to it that PostgreSQL is told. */
#ifndef NOTIFY_DRAIN_H
#define NOTIFY_DRAIN_H

#include <event2/event.h>

#include "notify/dispatch.h"
#include "notify/intake.h"
#include "notify/receipt.h"

struct drain;

/* All are borrowed. */
struct drain *drain_new(struct event_base *base, struct intake *intake, struct dispatch *dispatch,
	struct receipts *receipts);
void drain_free(struct drain *drain);

/* Begins; `done` is told once, from the loop, after some seconds at the latest. */
void drain_start(struct drain *drain, void (*done)(void *context), void *context);

/* Something ended, came or was told: perhaps that was the last. */
void drain_look(struct drain *drain);

#endif
