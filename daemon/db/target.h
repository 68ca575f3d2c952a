/* SPDX-License-Identifier: MIT */
/* Where PostgreSQL may be reached: a conninfo as a list of places to try, each with an address, so
 * that libpq never has to look a name up. */
#ifndef DB_TARGET_H
#define DB_TARGET_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "db/lane.h"

struct target;

/* Reads the settings' conninfo and libpq's environment; NULL with the fault when they cannot be
 * used. The settings are used during the call only. */
struct target *target_new(const struct lane_settings *settings, struct fault *fault);
void target_free(struct target *target);

/* True when a host is a name, so that target_lookup must be called before there are places. */
bool target_needs_lookup(const struct target *target);

/* Looks names up; blocks, touches nothing but the target: it is made for a thread. */
void target_lookup(struct target *target);

/* How many places there are to try, in order; after a look-up that found none, target_fault says
 * why. */
size_t target_count(const struct target *target);
const char *target_fault(const struct target *target);

/* Milliseconds that one place may take to answer. */
unsigned target_timeout(const struct target *target);

/* Starts connecting to one of them; never blocks. The caller owns the result, never NULL. */
PGconn *target_connect(const struct target *target, size_t index);

/* How the place is called in a sentence; the buffer belongs to the target. */
const char *target_place(const struct target *target, size_t index);

#endif
