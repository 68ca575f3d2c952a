/* SPDX-License-Identifier: MIT */
/* Where the catalogue in force stands, and how it is kept as PostgreSQL has it. */
#ifndef API_SHELF_H
#define API_SHELF_H

#include <stdbool.h>

#include "api/catalog.h"
#include "db/lane.h"

struct shelf;

/* Told from the loop whenever shelf_trouble has another answer. */
typedef void shelf_changed(void *context);

/* Empty at first. Reads over the lane, which outlives its last query, not the shelf. `changed` may
 * be NULL. */
struct shelf *shelf_new(struct lane *lane, shelf_changed *changed, void *context);

/* The lane must have been freed before: nobody is told any more. */
void shelf_free(struct shelf *shelf);

enum shelf_outcome {
	SHELF_FRESH, /* what is in force now was in PostgreSQL after the refresh was asked for */
	SHELF_KEPT,  /* PostgreSQL's catalogue is broken: the one before stays, if there was one */
	SHELF_FOREIGN, /* PostgreSQL's schema is another version: nothing may be called */
	SHELF_AWAY,    /* PostgreSQL did not answer */
};
typedef void shelf_done(void *context, enum shelf_outcome outcome);

/* Borrowed; NULL before the first one was read. */
struct catalog *shelf_catalog(const struct shelf *shelf);

/* What is wrong with PostgreSQL's catalogue, in a sentence for people, or NULL. Borrowed. */
const char *shelf_trouble(const struct shelf *shelf);

/* True from a SHELF_FOREIGN until the versions are seen to agree again. */
bool shelf_is_foreign(const struct shelf *shelf);

/* Looks whether PostgreSQL's catalogue has changed and if so reads it, then calls `done` (may be
 * NULL) from the loop. Those who ask while that is under way share the next one. */
void shelf_refresh(struct shelf *shelf, shelf_done *done, void *context);

#endif
