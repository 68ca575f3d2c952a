/* SPDX-License-Identifier: MIT */
/* Mail to the relay, several at a time, each on a thread of its own; kept connections. */
#ifndef NOTIFY_SMTP_H
#define NOTIFY_SMTP_H

#include <event2/event.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/relay.h"
#include "notify/verdict.h"

struct smtp;

/* Owned by the caller. */
struct smtp *smtp_new(struct event_base *base);

/* Nobody is told any more; mails under way are given up by their threads. */
void smtp_free(struct smtp *smtp);

/* Mails sent from now on go there; NULL closes what is idle. Takes a reference of its own. */
void smtp_use(struct smtp *smtp, struct relay *relay);

/* A mail under way; gone once its end was told. */
struct posting;
typedef void smtp_done(void *context, const struct verdict *verdict);

/* Sends the bytes, which it takes, to an address that has passed address_check; tells the end from
 * the loop, never from within this call. After `until` (clock_elapsed()) it does not hand them
 * over. NULL when no thread can be had: nothing is told then, and the bytes are freed. */
struct posting *smtp_send(struct smtp *smtp, const char *recipient, char *bytes, size_t size,
	int64_t until, smtp_done *done, void *context);

/* It may be handed over until then. */
void posting_extend(struct posting *posting, int64_t until);

/* Gives up as soon as it can, within about a second; its end is told. */
void posting_stop(struct posting *posting);

#endif
