/* SPDX-License-Identifier: MIT */
/* The common way of a call: method table → params → lane → answer. */
#ifndef API_RUN_H
#define API_RUN_H

#include "api/shelf.h"
#include "api/system.h"
#include "api/witness.h"
#include "db/lane.h"
#include "rpc/call.h"

/* Borrowed. They are freed before the runner, after run_stop; it is told then what becomes of calls
 * in flight. */
struct run_lanes {
	struct lane *write, *read, *heavy;
};

struct run;
struct run *run_new(const struct run_lanes *lanes, struct shelf *shelf, struct system *system,
	struct witness *witness);

/* Whom to tell, at once, that a write was committed. */
void run_watch(struct run *run, void (*wrote)(void *context), void *context);

void run_free(struct run *run);

/* The lanes are about to go: it answers without looking at them. */
void run_stop(struct run *run);

/* For the server; valid as long as the runner. */
const struct handler *run_handler(const struct run *run);

#endif
