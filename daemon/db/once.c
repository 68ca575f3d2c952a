/* SPDX-License-Identifier: MIT */
/* Connects, asks, and leaves. */
#include "db/once.h"

#include <libpq-fe.h>
#include <stddef.h>

#include "base/alloc.h"

static char *value_of(PGconn *pg, const PGresult *result, struct fault *fault)
{
	if (PQresultStatus(result) != PGRES_TUPLES_OK) {
		fault_set_line(fault, 0, PQerrorMessage(pg));
		return NULL;
	}
	fault_set(fault, 0, "%s", "");
	if (PQntuples(result) == 0 || PQgetisnull(result, 0, 0))
		return NULL;
	return alloc_text(PQgetvalue(result, 0, 0));
}

char *once_ask(const char *conninfo, const char *user, const char *sql, const char *parameter,
	struct fault *fault)
{
	const char *const keywords[] = {"dbname", "user", "options", "gssencmode", NULL};
	const char *const values[] = {conninfo, user, "-c role=copild_owner", "disable", NULL};
	const char *const parameters[] = {parameter};
	char *value = NULL;
	PGconn *pg = PQconnectdbParams(keywords, values, 1);
	if (PQstatus(pg) == CONNECTION_OK) {
		PGresult *result = PQexecParams(pg, sql, 1, NULL, parameters, NULL, NULL, 0);
		value = value_of(pg, result, fault);
		PQclear(result);
	} else {
		fault_set_line(fault, 0, PQerrorMessage(pg));
	}
	PQfinish(pg);
	return value;
}
