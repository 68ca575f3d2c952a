/* SPDX-License-Identifier: MIT */
/* Installs and migrates: reads the SQL files and runs them over a blocking connection of its own,
 * one transaction a step. The version is written in the transaction that makes it true. */
#include "db/schema.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "db/again.h"
#include "db/script.h"

#define LOCK "6878243843169283172" /* any number that nobody else takes; kept for ever */

struct migration {
	PGconn *pg;
	const char *sql_dir;
	int version;   /* the one wanted */
	bool conflict; /* what failed last lost to somebody else's transaction */
	struct script_list migrations;
	struct script_list contents;
};

/* ---- asking PostgreSQL ----------------------------------------------------------------------- */

static const char *field(const PGresult *result, int code)
{
	const char *text = PQresultErrorField(result, code);

	return text ? text : "";
}

static bool result_is_fine(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
	       status == PGRES_EMPTY_QUERY;
}

static void result_fault(struct migration *migration, const PGresult *result, struct fault *fault)
{
	const char *detail = field(result, PG_DIAG_MESSAGE_DETAIL);
	const char *message = field(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!*message)
		message = PQerrorMessage(migration->pg);
	migration->conflict = again_conflict(field(result, PG_DIAG_SQLSTATE));
	fault_set(fault, 0, "%.*s%s%s", (int)strcspn(message, "\n"), message, *detail ? ": " : "",
		detail);
}

/* Runs a statement without parameters. */
static bool run(struct migration *migration, const char *sql, struct fault *fault)
{
	PGresult *result = PQexec(migration->pg, sql);
	bool fine = result_is_fine(result);

	if (!fine)
		result_fault(migration, result, fault);
	PQclear(result);
	return fine;
}

/* Runs a query that answers one number; no row and null are 0. */
static bool ask(struct migration *migration, const char *sql, long *number, struct fault *fault)
{
	PGresult *result = PQexec(migration->pg, sql);
	bool fine = PQresultStatus(result) == PGRES_TUPLES_OK;

	if (!fine)
		result_fault(migration, result, fault);
	*number = fine && PQntuples(result) > 0 ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : 0;
	PQclear(result);
	return fine;
}

static void migration_on_notice(void *argument, const PGresult *result)
{
	(void)argument;
	log_debug("schema: %s", field(result, PG_DIAG_MESSAGE_PRIMARY));
}

/* ---- files ----------------------------------------------------------------------------------- */

/* Says where in the file: by the position that PostgreSQL gives for most errors, or by the context
 * of those that a statement met on its way. */
static void file_fault(struct migration *migration, const char *path, const char *text,
	const PGresult *result, struct fault *fault)
{
	unsigned long position = strtoul(field(result, PG_DIAG_STATEMENT_POSITION), NULL, 10);
	struct fault reason;

	result_fault(migration, result, &reason);
	if (position > 0)
		fault_set(fault, 0, "\"%s/%s\", line %u: %s", migration->sql_dir, path,
			script_line(text, position), reason.text);
	else
		fault_set(fault, 0, "\"%s/%s\": %s", migration->sql_dir, path, reason.text);
}

static bool run_file(struct migration *migration, const char *path, struct fault *fault)
{
	char *text = script_read(migration->sql_dir, path, fault);
	PGresult *result;
	bool fine;

	if (!text)
		return false;
	result = PQexec(migration->pg, text);
	fine = result_is_fine(result);
	if (!fine)
		file_fault(migration, path, text, result, fault);
	PQclear(result);
	free(text);
	return fine;
}

static bool set_version(struct migration *migration, int version, struct fault *fault)
{
	static const char sql[] = "with there as (update core.schema set version = $1 returning 1) "
				  "insert into core.schema (version) select $1 "
				  "where not exists (select from there)";
	char text[16];
	const char *values[] = {text};
	PGresult *result;
	bool fine;

	snprintf(text, sizeof(text), "%d", version);
	result = PQexecParams(migration->pg, sql, 1, NULL, values, NULL, NULL, 0);
	fine = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!fine)
		result_fault(migration, result, fault);
	PQclear(result);
	return fine;
}

static bool try_step(struct migration *migration, char *const *paths, size_t count, int version,
	struct fault *fault)
{
	bool fine = run(migration, "begin", fault);

	migration->conflict = false;
	for (size_t i = 0; fine && i < count; i++)
		fine = run_file(migration, paths[i], fault);
	fine = fine && set_version(migration, version, fault) && run(migration, "commit", fault);
	if (!fine)
		run(migration, "rollback", NULL);
	return fine;
}

/* The files and the version that they make true, all or nothing. */
static bool run_step(struct migration *migration, char *const *paths, size_t count, int version,
	struct fault *fault)
{
	for (int lost = 0; !try_step(migration, paths, count, version, fault); lost++) {
		if (!migration->conflict || lost == AGAIN_CONFLICTS)
			return false;
		log_info("schema: %s; trying again", fault->text);
	}
	return true;
}

/* ---- steps ----------------------------------------------------------------------------------- */

static bool migration_read(struct migration *migration, struct fault *fault)
{
	char *text = script_read(migration->sql_dir, "install.sql", fault);
	struct fault wrong;
	bool fine;

	if (!text)
		return false;
	fine = script_parse_contents(text, &migration->contents, &wrong);
	free(text);
	if (!fine) {
		fault_set(fault, 0, "\"%s/install.sql\", %s", migration->sql_dir, wrong.text);
		return false;
	}
	if (!script_find_migrations(migration->sql_dir, &migration->migrations, fault))
		return false;
	if (migration->migrations.count == (size_t)migration->version)
		return true;
	fault_set(fault, 0, "the SQL files in \"%s\" are version %zu, this copild needs %d",
		migration->sql_dir, migration->migrations.count, migration->version);
	return false;
}

static bool migration_connect(
	struct migration *migration, const char *conninfo, const char *user, struct fault *fault)
{
	const char *keywords[] = {"gssencmode", "connect_timeout", "target_session_attrs", "dbname",
		"user", "client_encoding", "application_name", NULL};
	const char *values[] = {
		"disable", "10", "read-write", conninfo, user, "UTF8", "copild migrate", NULL};

	migration->pg = PQconnectdbParams(keywords, values, 1);
	if (PQstatus(migration->pg) != CONNECTION_OK) {
		fault_set_line(fault, 0, PQerrorMessage(migration->pg));
		return false;
	}
	PQsetNoticeReceiver(migration->pg, migration_on_notice, NULL);
	return run(migration, "set role copild_owner", fault);
}

/* Held until the connection ends, so that what comes second finds the work done. */
static bool migration_lock(struct migration *migration, struct fault *fault)
{
	long got;

	if (!ask(migration, "select pg_try_advisory_lock(" LOCK ")::int", &got, fault))
		return false;
	if (!got)
		log_info("schema: another migration is running; waiting for it to end");
	return (got || run(migration, "select pg_advisory_lock(" LOCK ")", fault)) &&
	       run(migration, "set lock_timeout = '60s'", fault);
}

static bool migration_find_version(struct migration *migration, int *version, struct fault *fault)
{
	long found = 0;

	if (!ask(migration, "select (to_regclass('core.schema') is not null)::int", &found, fault))
		return false;
	if (found && !ask(migration, "select max(version) from core.schema", &found, fault))
		return false;
	*version = (int)found;
	if (found <= migration->version)
		return true;
	fault_set(fault, 0, "the database's schema is version %ld, newer than this copild's %d",
		found, migration->version);
	return false;
}

static bool migration_install(struct migration *migration, struct fault *fault)
{
	const struct script_list *contents = &migration->contents;

	log_info("schema: installing %zu files", contents->count);
	return run_step(migration, contents->paths, contents->count, migration->version, fault);
}

static bool migration_upgrade(struct migration *migration, int found, struct fault *fault)
{
	char **paths = migration->migrations.paths;

	for (int next = found + 1; found > 0 && next <= migration->version; next++) {
		log_info("schema: version %d: %s", next, paths[next - 1]);
		if (!run_step(migration, &paths[next - 1], 1, next, fault))
			return false;
	}
	return migration_install(migration, fault);
}

/* True where the roles are there and may make what is to be made. */
static bool migration_may_create(struct migration *migration, struct fault *fault)
{
	long may;

	if (!ask(migration, "select has_database_privilege(current_database(), 'create')::int",
		    &may, fault))
		return false;
	if (!may)
		fault_set(fault, 0,
			"the database \"%s\" has not been prepared for copild: "
			"as PostgreSQL's superuser, run 'psql -d %s -f %s/roles.sql'",
			PQdb(migration->pg), PQdb(migration->pg), migration->sql_dir);
	return may != 0;
}

static bool migration_run(
	struct migration *migration, const char *conninfo, const char *user, struct fault *fault)
{
	int found;

	if (!migration_read(migration, fault) ||
		!migration_connect(migration, conninfo, user, fault) ||
		!migration_lock(migration, fault) || !migration_may_create(migration, fault) ||
		!migration_find_version(migration, &found, fault))
		return false;
	if (found == 0)
		log_info("schema: none there, version %d is wanted", migration->version);
	else
		log_info("schema: version %d is there, version %d is wanted", found,
			migration->version);
	if (!migration_upgrade(migration, found, fault))
		return false;
	log_info("schema: version %d is there", migration->version);
	return true;
}

bool schema_migrate(const char *conninfo, const char *user, const char *sql_dir, int version,
	struct fault *fault)
{
	struct migration migration = {.sql_dir = sql_dir, .version = version};
	bool fine = migration_run(&migration, conninfo, user, fault);

	PQfinish(migration.pg);
	script_list_done(&migration.contents);
	script_list_done(&migration.migrations);
	return fine;
}
