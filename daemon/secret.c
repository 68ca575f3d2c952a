/* SPDX-License-Identifier: MIT */
/* The secret is not kept anywhere: it is made from the master key, the webhook's number, and the
 * generation, which PostgreSQL knows. */
#include "secret.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/once.h"
#include "notify/credential.h"
#include "notify/signature.h"

static char *generation_of(const struct config *config, const char *webhook, struct fault *fault)
{
	char *generation = once_ask(config->database.conninfo, config->database.migrate_user,
		"select generation from core.webhook where id::text = $1 and not removed", webhook,
		fault);
	if (!generation && !*fault->text)
		fault_set(fault, ENOENT, "there is no webhook \"%s\"", webhook);
	return generation;
}

static void text_print(const struct credential *key, const char *webhook, const char *generation)
{
	unsigned char secret[SIGNATURE_SECRET];
	signature_secret(key->bytes, key->size, strtoll(webhook, NULL, 10),
		strtoll(generation, NULL, 10), secret);
	char *text = signature_secret_text(secret);
	puts(text);
	explicit_bzero(secret, sizeof secret);
	explicit_bzero(text, strlen(text));
	free(text);
}

bool secret_print(const struct config *config, const char *webhook, struct fault *fault)
{
	struct credential key;
	if (!*config->delivery.webhook_key) {
		fault_set(fault, EINVAL, "[delivery] webhook_key is empty");
		return false;
	}
	if (!credential_read_key(&key, config->delivery.webhook_key, fault))
		return false;
	char *generation = generation_of(config, webhook, fault);
	if (generation)
		text_print(&key, webhook, generation);
	bool known = generation;
	credential_done(&key);
	free(generation);
	return known;
}
