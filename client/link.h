/* SPDX-License-Identifier: MIT */
/* One connection to copild: a call is one line of JSON there and one line back. */
#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H

#include "base/fault.h"

#include <jansson.h>

struct link;

enum link_outcome {
	LINK_ANSWERED, /* the server answered, be it with a refusal */
	LINK_UNSENT,   /* the server cannot have seen the whole call */
	LINK_LOST,     /* the call was sent and no whole answer came */
};

/* Connects to the Unix socket and asks for messages in that language. NULL on failure, the fault's
 * code being the errno. Closed with link_close. */
struct link *link_open(const char *path, const char *language, struct fault *fault);
void link_close(struct link *link);

/* Calls a method and waits for its answer, the whole response object, which the caller owns.
 * `params` stay the caller's. The fault is filled unless the outcome is LINK_ANSWERED. */
enum link_outcome link_call(struct link *link, const char *method, json_t *params, json_t **answer,
	struct fault *fault);

#endif
