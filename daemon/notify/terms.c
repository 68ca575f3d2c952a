/* SPDX-License-Identifier: MIT */
/* One step for each file; the first that fails says why. */
#include "notify/terms.h"

#include <stdlib.h>

#include "base/alloc.h"

enum { BACKOFF_STEPS = 60 }; /* the longest wait for a host, in times of the outbox's poll */

static bool texts_take(struct terms *terms, const struct config *config, struct fault *fault)
{
	struct fault inner;
	if (!terms->relay)
		return true;
	terms->texts = texts_load(config->delivery.templates, &inner);
	if (!terms->texts)
		fault_set(fault, inner.code, "[delivery] templates: %s", inner.text);
	return terms->texts;
}

static bool guard_take(struct terms *terms, const struct config *config, struct fault *fault)
{
	struct fault inner;
	terms->guard = guard_new(config->delivery.webhook_private, &inner);
	if (!terms->guard)
		fault_set(fault, inner.code, "[delivery] webhook_private: %s", inner.text);
	return terms->guard;
}

static bool key_take(struct terms *terms, const struct config *config, struct fault *fault)
{
	struct fault inner;
	if (!*config->delivery.webhook_key)
		return true;
	if (credential_read_key(&terms->key, config->delivery.webhook_key, &inner))
		return true;
	fault_set(fault, inner.code, "[delivery] webhook_key: %s", inner.text);
	return false;
}

struct terms *terms_load(const struct config *config, struct fault *fault)
{
	struct terms *terms = alloc_new(sizeof *terms);
	terms->ca_file = *config->delivery.ca_file ? alloc_text(config->delivery.ca_file) : NULL;
	terms->connect_ms = config->delivery.connect_timeout;
	terms->webhook_ms = config->delivery.webhook_timeout;
	terms->limits = (struct pace_limits){
		.connections = config->delivery.connections,
		.rate = config->delivery.rate,
		.first_ms = config->delivery.poll,
		.limit_ms = BACKOFF_STEPS * config->delivery.poll,
	};
	if (relay_new(&terms->relay, config, fault) && texts_take(terms, config, fault) &&
		guard_take(terms, config, fault) && key_take(terms, config, fault))
		return terms;
	terms_free(terms);
	return NULL;
}

void terms_free(struct terms *terms)
{
	if (!terms)
		return;
	relay_unref(terms->relay);
	texts_free(terms->texts);
	guard_free(terms->guard);
	credential_done(&terms->key);
	free(terms->ca_file);
	free(terms);
}

bool terms_check(const struct config *config, struct fault *fault)
{
	struct terms *terms = terms_load(config, fault);
	bool good = terms;
	terms_free(terms);
	return good;
}
