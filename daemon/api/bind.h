/* SPDX-License-Identifier: MIT */
/* A call's params as the parameters of a statement; refuses what is unknown, missing or not what
 * the method's row asks for; pure. */
#ifndef API_BIND_H
#define API_BIND_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "api/method.h"
#include "api/refusal.h"

/* Parameters in text format, in the method's order; NULL is an SQL null. */
struct bound {
	size_t count;
	char **texts;
	char *revision; /* if_revision, or NULL */
};

/* Why params do not fit. */
struct misfit {
	enum refusal refusal;
	char *param;    /* its name, shortened; its place when there are too many */
	char *expected; /* what would fit, in the caller's language */
};

/* Params: an object, an array, or NULL for none. On success fills `bound`, else `misfit`; either
 * is the caller's to give to bound_done or misfit_done. */
bool bind_params(const struct method *method, json_t *params, const char *locale,
	struct bound *bound, struct misfit *misfit);

/* Which connection a write goes over: equal for all calls of one plan, and for all that name no
 * plan (the register's). */
unsigned bound_shard(const struct bound *bound, const struct method *method);

void bound_done(struct bound *bound);
void misfit_done(struct misfit *misfit);

#endif
