/* SPDX-License-Identifier: MIT */
/* Work that may block (name service, user look-ups) on a thread of its own; its end is told on the
 * loop. */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include <event2/event.h>
#include <stdbool.h>

struct worker;

/* At most `limit` threads at a time; more jobs wait in order. Owned by the caller. */
struct worker *worker_new(struct event_base *base, unsigned limit);

/* Detaches jobs that still run: their `done` is never called, their argument is given to `drop`
 * (may be NULL) when they end. Must not be called from within a `done`. */
void worker_free(struct worker *worker);

/* Runs work(argument) on a thread, then done(argument) on the loop. When no thread can be had,
 * returns false and neither is called. */
bool worker_run(struct worker *worker, void (*work)(void *argument), void (*done)(void *argument),
	void (*drop)(void *argument), void *argument);

#endif
