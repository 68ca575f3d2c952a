/* SPDX-License-Identifier: MIT */
/* Conflicts are tried again a few times, a stale statement is prepared anew once. */
#include "db/again.h"

#include <stddef.h>
#include <string.h>

static bool is_one_of(const char *sqlstate, const char *const *list)
{
	for (; *list; list++) {
		if (strcmp(sqlstate, *list) == 0)
			return true;
	}
	return false;
}

/* A statement's plan, its types or what it names are no longer there. Whoever made the statement
 * must know of most of these; it is prepared anew in any case. */
static bool again_renewed(struct query *query, struct prepared *prepared, const char *sqlstate)
{
	static const char *const states[] = {
		"26000", "0A000", "42704", "42883", "42P18", "3F000", "42P01", "XX000", NULL};
	const char *function = PQresultErrorField(query->result, PG_DIAG_SOURCE_FUNCTION);
	bool missing = strcmp(sqlstate, "26000") == 0;
	bool changed = strcmp(sqlstate, "0A000") == 0 && function &&
		       strcmp(function, "RevalidateCachedQuery") == 0;

	if (query->parses || !is_one_of(sqlstate, states))
		return false;
	prepared_stale(prepared, query->statement, query->prepared, !missing);
	return (missing || changed) && !query->renewed;
}

bool again_conflict(const char *sqlstate)
{
	static const char *const conflicts[] = {"40P01", "40001", NULL};

	return is_one_of(sqlstate, conflicts);
}

bool again_wanted(struct query *query, struct prepared *prepared)
{
	const char *sqlstate = result_sqlstate(query->result);

	if (again_conflict(sqlstate) && query->conflicts < AGAIN_CONFLICTS) {
		query->conflicts++;
		return true;
	}
	if (!again_renewed(query, prepared, sqlstate))
		return false;
	query->renewed = true;
	return true;
}
