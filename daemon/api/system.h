/* SPDX-License-Identifier: MIT */
/* The methods that the daemon answers itself, without SQL: one table of them. */
#ifndef API_SYSTEM_H
#define API_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#include "api/bind.h"
#include "api/catalog.h"
#include "api/shelf.h"
#include "db/lane.h"
#include "rpc/call.h"

/* What system.info tells; texts are borrowed during the callback's use only. */
struct system_facts {
	enum lane_state database;
	const char *reason; /* why it is not up, or NULL */
	size_t connections; /* of clients */
	size_t pending;     /* statements waiting or in flight */
	struct {
		const char *held;     /* why nothing is sent, or NULL */
		bool namesake;        /* another daemon delivers under this one's name */
		const char *relay;    /* where mail goes, or NULL */
		bool webhooks;        /* there is a key for them */
		size_t mail, webhook; /* messages that wait for their turn */
		size_t in_hand;       /* under way */
		size_t sent, failed;  /* attempts since the start */
	} delivery;
};
typedef void system_ask(void *context, struct system_facts *facts);

struct system;

/* `ask` is called for each system.info. */
struct system *system_new(struct shelf *shelf, system_ask *ask, void *context);
void system_free(struct system *system);

/* The method of that name, or NULL. */
const struct method *system_method(const struct system *system, const char *name);

/* True when the method may be answered at once, beside the session's calls in flight. */
bool system_is_quick(const struct method *method);

/* Answers the call, now or later; its params have been bound. */
void system_answer(struct system *system, const struct method *method, struct call *call,
	const struct bound *bound);

#endif
