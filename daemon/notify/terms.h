/* SPDX-License-Identifier: MIT */
/* What the configuration says of delivery, with the files that it names: had whole, or not at all.
 */
#ifndef NOTIFY_TERMS_H
#define NOTIFY_TERMS_H

#include "base/config.h"
#include "base/fault.h"
#include "notify/credential.h"
#include "notify/guard.h"
#include "notify/pace.h"
#include "notify/relay.h"
#include "notify/texts.h"

struct terms {
	struct relay *relay; /* NULL: mail stays in the outbox */
	struct texts *texts; /* NULL without relay */
	struct guard *guard;
	struct credential key; /* of webhooks; empty: they stay in the outbox */
	char *ca_file;         /* NULL: the system's */
	unsigned connect_ms;
	unsigned webhook_ms;
	struct pace_limits limits;
};

/* NULL with the fault. Owned by the caller. */
struct terms *terms_load(const struct config *config, struct fault *fault);
void terms_free(struct terms *terms);

/* Whether they can be had. */
bool terms_check(const struct config *config, struct fault *fault);

#endif
