/* SPDX-License-Identifier: MIT */
/* A private PostgreSQL cluster for one test program: made in a temporary folder, reached through a
 * socket there, run by an unprivileged account when the test is run by root. */
#ifndef TEST_DB_CLUSTER_H
#define TEST_DB_CLUSTER_H

#include <libpq-fe.h>
#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct cluster {
	char folder[64];
	char conninfo[128];
};

static struct cluster cluster;

__attribute__((format(printf, 1, 2))) static inline int cluster_shell(const char *format, ...)
{
	char command[1024];
	va_list arguments;
	int status;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Runs one of PostgreSQL's programs as the account that owns the cluster. */
static inline int cluster_program(const char *program)
{
	return cluster_shell(
		"cd '%s' && PATH=\"$(ls -d /usr/lib/postgresql/*/bin | tail -n 1):$PATH\" "
		"%s %s >>'%s/out' 2>&1",
		cluster.folder,
		geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --init-groups" : "env",
		program, cluster.folder);
}

static inline void cluster_start(void)
{
	char program[512];

	snprintf(program, sizeof(program),
		"pg_ctl -D data -l log -w -t 30 -o \"-k '%s' -c listen_addresses='' -c fsync=off "
		"-c max_connections=40 -c deadlock_timeout=100ms -c restart_after_crash=on\" start",
		cluster.folder);
	assert_int_equal(cluster_program(program), 0);
}

static inline void cluster_stop(const char *mode)
{
	char program[64];

	snprintf(program, sizeof(program), "pg_ctl -D data -w -m %s stop", mode);
	assert_int_equal(cluster_program(program), 0);
}

static inline int cluster_new(void **state)
{
	struct passwd *owner = getpwnam("postgres");

	(void)state;
	snprintf(cluster.folder, sizeof(cluster.folder), "/tmp/copild-db-XXXXXX");
	if (!mkdtemp(cluster.folder))
		return -1;
	if (geteuid() == 0 && (!owner || chown(cluster.folder, owner->pw_uid, owner->pw_gid) != 0))
		return -1;
	snprintf(cluster.conninfo, sizeof(cluster.conninfo), "host=%s dbname=postgres",
		cluster.folder);
	if (cluster_program("initdb -D data -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N") !=
		0) {
		cluster_shell("cat '%s/out' >&2", cluster.folder);
		return -1;
	}
	cluster_start();
	return 0;
}

static inline int cluster_free(void **state)
{
	(void)state;
	cluster_program("pg_ctl -D data -w -m immediate stop");
	return cluster_shell("rm -rf '%s'", cluster.folder);
}

/* Connects as the superuser. */
static inline PGconn *cluster_connect(void)
{
	char conninfo[256];
	PGconn *pg;

	snprintf(conninfo, sizeof(conninfo), "%s user=postgres options=-cclient_min_messages=warning", cluster.conninfo);
	pg = PQconnectdb(conninfo);
	if (PQstatus(pg) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(pg));
	return pg;
}

/* Runs the statements as the superuser; returns the last value, which the caller frees, or NULL. */
static inline char *cluster_sql(const char *sql)
{
	PGconn *pg = cluster_connect();
	PGresult *result = PQexec(pg, sql);
	char *value = NULL;

	if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0)
		value = strdup(PQgetvalue(result, 0, 0));
	PQclear(result);
	PQfinish(pg);
	return value;
}

static inline void cluster_run(const char *sql)
{
	free(cluster_sql(sql));
}

static inline long cluster_number(const char *sql)
{
	char *value = cluster_sql(sql);
	long number = value ? atol(value) : -1;

	free(value);
	return number;
}

#endif
