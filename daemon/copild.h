/* SPDX-License-Identifier: MIT */
/* The daemon as a whole: its parts put together in start order, reloaded, stopped in reverse. */
#ifndef COPILD_H
#define COPILD_H

#include "base/config.h"

/* Exit codes, besides 0. */
enum {
	COPILD_FAILED = 1,
	COPILD_USAGE = 64,         /* the command line makes no sense */
	COPILD_AGAIN = 75,         /* not now; as mail servers understand it */
	COPILD_MISCONFIGURED = 78, /* the configuration or the database's schema must be changed */
};

/* Serves until told to stop; returns the exit code. Takes the configuration; reads it again from
 * the source on SIGHUP. */
int copild_run(struct config *config, const struct config_source *source);

#endif
