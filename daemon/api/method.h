/* SPDX-License-Identifier: MIT */
/* One row of the catalogue: a method, what it takes, and the statement that runs it. */
#ifndef API_METHOD_H
#define API_METHOD_H

#include <jansson.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "db/query.h"

enum param_kind {
	PARAM_STRING,
	PARAM_INTEGER,
	PARAM_NUMBER,
	PARAM_BOOLEAN,
	PARAM_OBJECT,
	PARAM_ANY, /* any JSON value */
};

/* Texts are borrowed from the row, which the method keeps. */
struct param {
	const char *name;
	const char *type; /* PostgreSQL's, of the items when it is an array */
	const char *expected_en, *expected_fr;
	enum param_kind kind; /* also of the items */
	bool array;
	bool required;
	bool date;       /* a calendar date */
	json_t *choices; /* array of strings, or NULL */
	regex_t pattern;
	bool has_pattern;
	json_int_t max_length;   /* in characters; -1 is unbounded */
	double minimum, maximum; /* infinite when unbounded */
	json_t *row;
};

struct method {
	const char *name;
	bool writes;
	bool heavy;
	bool if_revision; /* the common parameter is taken */
	size_t param_count;
	struct param *params; /* in the order of positions */
	int plan_param;       /* which parameter tells the plan, or -1 for the register */
	char *sql;
	struct statement *statement; /* NULL for a method that the daemon answers itself */
	json_t *row;
};

/* Parameters of every statement before the method's own: actor, locale, revision. */
#define METHOD_COMMON_PARAMS 3

/* From a row of core.catalog(), referenced. The statement of `previous` (may be NULL) is shared
 * when its text is the same. NULL and a fault when the row is not whole. */
struct method *method_new(json_t *row, const struct method *previous, struct fault *fault);

void method_free(struct method *method);

/* NULL when there is none of that name. */
const struct param *method_param(const struct method *method, const char *name);

#endif
