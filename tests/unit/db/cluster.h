/* SPDX-License-Identifier: MIT */
/* A private PostgreSQL cluster for one test program: made in a temporary folder, reached through a
 * socket there, run by the account "postgres" when the test is run by root. */
#ifndef TEST_DB_CLUSTER_H
#define TEST_DB_CLUSTER_H

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Set-up and tear-down of a group of tests. */
int cluster_new(void **state);
int cluster_free(void **state);

/* Where its socket and files are, and a conninfo without user. */
const char *cluster_folder(void);
const char *cluster_conninfo(void);

void cluster_start(void);
void cluster_stop(const char *mode);

/* Runs a program in the folder as the cluster's account; the last argument is NULL. */
bool cluster_program(const char *program, ...) __attribute__((sentinel));

/* Removes a folder with all that is in it. */
void cluster_remove(const char *path);

/* Connects as the superuser. */
PGconn *cluster_connect(void);

/* Runs statements as the superuser; an error fails the test. */
void cluster_run(const char *sql);

/* The number that the statement answers, -1 when it answers none. */
long cluster_number(const char *sql);

#endif
