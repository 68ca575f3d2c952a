/* SPDX-License-Identifier: MIT */
/* One message as core.outbox_claim hands it out; pure. */
#ifndef NOTIFY_CLAIM_H
#define NOTIFY_CLAIM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "notify/mail.h"

enum channel { CHANNEL_MAIL, CHANNEL_WEBHOOK, CHANNEL_COUNT };

/* The channel's name in PostgreSQL. */
const char *channel_name(enum channel channel);

enum { CLAIM_REPLY_MAX = 5, CLAIM_GENERATION_MAX = 4 };

/* Texts and values are borrowed from the row. */
struct claim {
	json_t *row; /* owned */
	json_int_t id, token, attempt;
	enum channel channel;
	const char *host;
	const char *uid; /* the same at each attempt */
	/* mail */
	const char *shape, *locale;
	int64_t date; /* epoch seconds */
	struct contact to;
	struct contact reply_to[CLAIM_REPLY_MAX];
	size_t reply_to_count;
	const char *thread;     /* NULL: of no thread */
	const json_t *view;     /* for the templates */
	const json_t *calendar; /* NULL: no invitation */
	/* webhook */
	const char *url;
	json_int_t webhook;
	json_int_t generations[CLAIM_GENERATION_MAX]; /* the newest first */
	size_t generation_count;
	const json_t *body;
};

/* Takes the row. False with the fault when what the channel needs is missing: id and token are
 * filled if they were there, else 0; claim_done is due in both cases. */
bool claim_init(struct claim *claim, json_t *row, struct fault *fault);
void claim_done(struct claim *claim);

/* Which claim it is, as core.outbox_beat reads and answers: {id, token}. And whether it is one of
 * an array of these. */
json_t *claim_name(const struct claim *claim);
bool claim_is_among(const struct claim *claim, const json_t *claims);

#endif
