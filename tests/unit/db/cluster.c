/* SPDX-License-Identifier: MIT */
/* Starts, stops and asks the tests' own PostgreSQL. */
#include "cluster.h"

#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ARGUMENTS = 16,
	FOLDERS = 16, /* that nftw keeps open */
};

static struct {
	char folder[64];
	char conninfo[128];
} cluster;

const char *cluster_folder(void)
{
	return cluster.folder;
}

const char *cluster_conninfo(void)
{
	return cluster.conninfo;
}

/* PostgreSQL's own programs are not on the path of every system. */
static void add_programs_to_path(void)
{
	char path[4096];
	glob_t found;

	if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &found) != 0)
		return;
	snprintf(path, sizeof(path), "%s:%s", found.gl_pathv[found.gl_pathc - 1], getenv("PATH"));
	setenv("PATH", path, 1);
	globfree(&found);
}

static void become(const struct passwd *account)
{
	if (geteuid() == 0 && (initgroups(account->pw_name, account->pw_gid) != 0 ||
				      setgid(account->pw_gid) != 0 || setuid(account->pw_uid) != 0))
		_exit(126);
}

static void run_program(char *const arguments[])
{
	int log;

	add_programs_to_path();
	if (chdir(cluster.folder) != 0)
		_exit(125);
	become(getpwnam("postgres"));
	log = open("out", O_WRONLY | O_CREAT | O_APPEND, 0644);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	execvp(arguments[0], arguments);
	_exit(127);
}

bool cluster_program(const char *program, ...)
{
	const char *arguments[ARGUMENTS] = {program};
	va_list rest;
	int status;
	pid_t child;

	va_start(rest, program);
	for (size_t i = 1; i < ARGUMENTS - 1; i++) {
		arguments[i] = va_arg(rest, const char *);
		if (!arguments[i])
			break;
	}
	va_end(rest);
	child = fork();
	if (child == 0)
		run_program((char *const *)arguments);
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

void cluster_start(void)
{
	char options[256];

	snprintf(options, sizeof(options),
		"-k '%s' -c listen_addresses='' -c fsync=off -c max_connections=40",
		cluster.folder);
	assert_true(cluster_program("pg_ctl", "-D", "data", "-l", "log", "-w", "-t", "30", "-o",
		options, "start", NULL));
}

void cluster_stop(const char *mode)
{
	assert_true(cluster_program("pg_ctl", "-D", "data", "-w", "-m", mode, "stop", NULL));
}

int cluster_new(void **state)
{
	const struct passwd *owner = getpwnam("postgres");

	(void)state;
	snprintf(cluster.folder, sizeof(cluster.folder), "/tmp/copild-db-XXXXXX");
	if (!mkdtemp(cluster.folder))
		return -1;
	if (geteuid() == 0 && (!owner || chown(cluster.folder, owner->pw_uid, owner->pw_gid) != 0))
		return -1;
	snprintf(cluster.conninfo, sizeof(cluster.conninfo), "host=%s dbname=postgres",
		cluster.folder);
	if (!cluster_program("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "-E", "UTF8",
		    "--locale=C.UTF-8", "-N", NULL)) {
		fprintf(stderr, "initdb failed: see %s/out\n", cluster.folder);
		return -1;
	}
	cluster_start();
	return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about;
	(void)kind;
	(void)where;
	return remove(path);
}

void cluster_remove(const char *path)
{
	nftw(path, remove_one, FOLDERS, FTW_DEPTH | FTW_PHYS);
}

int cluster_free(void **state)
{
	(void)state;
	cluster_program("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop", NULL);
	cluster_remove(cluster.folder);
	return 0;
}

PGconn *cluster_connect(void)
{
	char conninfo[256];
	PGconn *pg;

	snprintf(conninfo, sizeof(conninfo),
		"%s user=postgres options=-cclient_min_messages=warning", cluster.conninfo);
	pg = PQconnectdb(conninfo);
	if (PQstatus(pg) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(pg));
	return pg;
}

long cluster_number(const char *sql)
{
	PGconn *pg = cluster_connect();
	PGresult *result = PQexec(pg, sql);
	ExecStatusType status = PQresultStatus(result);
	long number = -1;

	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	if (status == PGRES_TUPLES_OK && PQntuples(result) > 0)
		number = strtol(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	PQfinish(pg);
	return number;
}

void cluster_run(const char *sql)
{
	cluster_number(sql);
}
