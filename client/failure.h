/* SPDX-License-Identifier: MIT */
/* What went wrong, said so that one knows what to do next; and the exit codes. */
#ifndef CLIENT_FAILURE_H
#define CLIENT_FAILURE_H

#include "base/fault.h"
#include "link.h"

#include <stdbool.h>

enum outcome {
	OUTCOME_DONE = 0,
	OUTCOME_REFUSED = 1,   /* the server refused, and would again */
	OUTCOME_USAGE = 2,     /* the words given will not do */
	OUTCOME_AWAY = 3,      /* no server, or not now: try again later */
	OUTCOME_NOT_FOUND = 4, /* no such thing, for this caller */
	OUTCOME_FORBIDDEN = 5, /* this caller may not */
	OUTCOME_UNKNOWN = 6,   /* whether the change was made is not known */
};

/* Prints a sentence, and a second one (may be NULL) on what to do, to standard error. */
void failure_say(const char *sentence, const char *advice);

/* Tells that the words of a command (may be NULL) will not do. */
enum outcome failure_usage(const char *command, const char *reason);

/* Tells that no connection could be made. */
enum outcome failure_connect(const char *path, const struct fault *fault);

/* Tells that no answer came; `writes` when the call might have changed something. */
enum outcome failure_silence(enum link_outcome how, bool writes, const struct fault *fault);

/* Lists the candidates of an ambiguous name on standard error, numbered from 1 if so wanted. */
void failure_candidates(const json_t *candidates, bool numbered);

/* Tells what the server refused, by its JSON-RPC error object; as one line of JSON when `json`. */
enum outcome failure_refusal(const json_t *error, bool json);

#endif
