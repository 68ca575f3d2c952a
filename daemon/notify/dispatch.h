/* SPDX-License-Identifier: MIT */
/* The messages in hand: each waits for its host, is sent, and ends in a verdict. Knows nothing of
 * PostgreSQL. */
#ifndef NOTIFY_DISPATCH_H
#define NOTIFY_DISPATCH_H

#include <event2/event.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/claim.h"
#include "notify/terms.h"
#include "notify/verdict.h"

struct dispatch;

/* Told from the loop or from within the calls below. */
struct dispatch_owner {
	/* The claim is gone after this. */
	void (*ended)(void *context, const struct claim *claim, const struct verdict *verdict);
	/* More may be claimed than before. */
	void (*room)(void *context);
	void *context;
};

/* Sends nothing before dispatch_use. Owned by the caller; the owner is copied. */
struct dispatch *dispatch_new(struct event_base *base, const struct dispatch_owner *owner);

/* Ends what is in hand without telling. */
void dispatch_free(struct dispatch *dispatch);

/* Takes the terms for what is started from now on. */
void dispatch_use(struct dispatch *dispatch, struct terms *terms);

/* Where mail goes, or NULL: nowhere. Borrowed. */
const char *dispatch_relay(const struct dispatch *dispatch);

/* Whether there is a key for webhooks; without one they stay in the outbox. */
bool dispatch_signs(const struct dispatch *dispatch);

/* How many messages of the channel are to be claimed now. */
unsigned dispatch_room(const struct dispatch *dispatch, enum channel channel);

/* How many of these for one host: by its name, in JSON (the caller frees), and for each other. */
char *dispatch_hosts(const struct dispatch *dispatch, enum channel channel, unsigned *each);

/* True when there is a host that is to have none. */
bool dispatch_is_full(const struct dispatch *dispatch, enum channel channel);

/* Takes one claimed row, in place of an earlier claim of the same message. It is ours until then
 * (clock_elapsed()). */
void dispatch_take(struct dispatch *dispatch, json_t *row, int64_t until);

/* Messages in hand; what there is of each is `id` and `token`. */
size_t dispatch_count(const struct dispatch *dispatch);
json_t *dispatch_claims(const struct dispatch *dispatch);

/* Of the claims that were asked about, those that are held, as dispatch_claims tells them, are ours
 * until then; of the others, what has not begun is dropped without a word. */
void dispatch_extend(
	struct dispatch *dispatch, const json_t *asked, const json_t *held, int64_t until);

/* Releases what has not begun, and what comes from now on; until `why`, a lasting text, is NULL. */
void dispatch_hold(struct dispatch *dispatch, const char *why);

/* Gives up what is under way; its ends are told. */
void dispatch_abort(struct dispatch *dispatch);

#endif
