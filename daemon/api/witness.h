/* SPDX-License-Identifier: MIT */
/* What is evidence and not in the journal, since nothing changed: writes refused for who asked
 * them, and reads. Counted here, told to PostgreSQL now and then: a flood of calls is one row. */
#ifndef API_WITNESS_H
#define API_WITNESS_H

#include <event2/event.h>

#include "db/lane.h"

/* The kind of a call that was answered; other kinds are those of refusals. */
#define WITNESS_READ "read"

struct witness;

/* Both are borrowed and outlive it but for the lane, which is freed before and answers then what is
 * on its way. */
struct witness *witness_new(struct event_base *base, struct lane *lane);
void witness_free(struct witness *witness);

/* Counts one call. `place` is the parameter that tells the plan, or NULL; the texts are copied.
 * Refusals are told within seconds, reads when their hour is over. The administrator's reads do
 * not count. */
void witness_note(struct witness *witness, const char *actor, const char *method, const char *place,
	const char *kind);

/* Tells all that was counted, then calls `done` once: at once when there is nothing, and also when
 * PostgreSQL cannot be told. */
void witness_flush(struct witness *witness, void (*done)(void *context), void *context);

#endif
