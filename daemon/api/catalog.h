/* SPDX-License-Identifier: MIT */
/* The method table, as PostgreSQL tells it: immutable once parsed, swapped whole, counted so that
 * calls in flight keep theirs. */
#ifndef API_CATALOG_H
#define API_CATALOG_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/method.h"
#include "base/fault.h"

/* An error that SQL raises; texts are borrowed from the catalogue. */
struct catalog_error {
	const char *sqlstate;
	int code;
	const char *kind;
	const char *en, *fr;
};

struct catalog {
	unsigned references;
	json_t *root;
	const char *stamp;   /* core.catalog_stamp() at that moment; "" when not given */
	int64_t clock_shift; /* milliseconds */
	size_t method_count;
	struct method **methods; /* in the order of the text */
	size_t slot_count;
	struct method **slots; /* the same by hash of the name */
	size_t error_count;
	struct catalog_error *errors;
};

/* The code of the fault when a catalogue is of another schema than this copild knows. */
enum { CATALOG_FOREIGN = 1 };

/* From the text of core.catalog(); one reference is the caller's. Statements are shared with
 * `previous` (may be NULL). NULL and a fault when the text is not a whole catalogue of our schema.
 */
struct catalog *catalog_parse(
	const char *text, size_t size, const struct catalog *previous, struct fault *fault);

struct catalog *catalog_ref(struct catalog *catalog);
void catalog_unref(struct catalog *catalog);

/* NULL when there is none. */
struct method *catalog_method(const struct catalog *catalog, const char *name);
const struct catalog_error *catalog_error(const struct catalog *catalog, const char *sqlstate);
const struct catalog_error *catalog_error_kind(const struct catalog *catalog, const char *kind);

#endif
