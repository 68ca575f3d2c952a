/* SPDX-License-Identifier: MIT */
/* Where the catalogue in force stands, and how it is read again from PostgreSQL. */
#ifndef API_SHELF_H
#define API_SHELF_H

#include <stdbool.h>

#include "api/catalog.h"
#include "db/lane.h"

struct shelf;

/* Empty at first. Reads over the lane, which outlives its last query, not the shelf. */
struct shelf *shelf_new(struct lane *lane);

/* The lane must have been freed before: nobody is told any more. */
void shelf_free(struct shelf *shelf);

enum shelf_outcome {
	SHELF_FRESH, /* what is in force now was in PostgreSQL after the refresh was asked for */
	SHELF_KEPT,  /* PostgreSQL's catalogue is broken: the one before stays, if there was one */
	SHELF_AWAY,  /* PostgreSQL did not answer */
};
typedef void shelf_done(void *context, enum shelf_outcome outcome);

/* Borrowed; NULL before the first one was read. */
struct catalog *shelf_catalog(const struct shelf *shelf);

/* Reads again, then calls `done` (may be NULL) from the loop. Those who ask while a reading is
 * under way share the next one. */
void shelf_refresh(struct shelf *shelf, shelf_done *done, void *context);

#endif
