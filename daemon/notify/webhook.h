/* SPDX-License-Identifier: MIT */
/* Signed JSON by HTTPS, as Standard Webhooks asks for it. */
#ifndef NOTIFY_WEBHOOK_H
#define NOTIFY_WEBHOOK_H

#include <event2/event.h>
#include <stdbool.h>
#include <stdint.h>

#include "notify/claim.h"
#include "notify/terms.h"
#include "notify/verdict.h"

struct webhooks;

/* Nothing may be sent before webhooks_use. Owned by the caller. */
struct webhooks *webhooks_new(struct event_base *base);

/* Ends what is under way without telling. */
void webhooks_free(struct webhooks *webhooks);

/* Key, networks and time-outs for what is sent from now on; borrowed until the next ones. */
void webhooks_use(struct webhooks *webhooks, const struct terms *terms);

/* A request under way; gone once its end was told. */
struct request;
typedef void request_done(void *context, const struct verdict *verdict);

/* Sends the claim's body; tells the end from the loop, never from within this call. After `until`
 * (clock_elapsed()) it does not hand it over. The claim is borrowed until the end. NULL with the
 * verdict when it cannot even be tried. */
struct request *webhook_send(struct webhooks *webhooks, const struct claim *claim, int64_t until,
	request_done *done, void *context, struct verdict *verdict);

void request_extend(struct request *request, int64_t until);

/* Ends it; nobody is told. True when the request may have left already. */
bool request_cancel(struct request *request);

#endif
