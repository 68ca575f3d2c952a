/* SPDX-License-Identifier: MIT */
/* Options made a relay, with every check that needs no connection. */
#include "notify/relay.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "notify/address.h"

/* Scheme, host and port, and nothing else. */
static bool is_relay(const char *text)
{
	CURLU *url = curl_url();
	char *scheme = NULL, *user = NULL, *path = NULL;
	bool good = curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
		    curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		    curl_url_get(url, CURLUPART_USER, &user, 0) != CURLUE_OK &&
		    curl_url_get(url, CURLUPART_PATH, &path, 0) == CURLUE_OK;
	good = good && strcmp(path, "/") == 0 &&
	       (strcmp(scheme, "smtp") == 0 || strcmp(scheme, "smtps") == 0);
	curl_free(scheme);
	curl_free(user);
	curl_free(path);
	curl_url_cleanup(url);
	return good;
}

static bool url_take(struct relay *relay, const struct config *config, struct fault *fault)
{
	const char *text = config->delivery.relay, *rest = strstr(text, "://");
	bool implicit = strcmp(config->delivery.tls, "implicit") == 0;
	if (!rest || !is_relay(text)) {
		fault_set(fault, EINVAL,
			"[delivery] relay: \"%s\" is not of the form smtp://host:port", text);
		return false;
	}
	relay->tls = strcmp(config->delivery.tls, "none") != 0;
	relay->url = alloc_format("%s%s", implicit ? "smtps" : "smtp", rest);
	if (strncmp(text, "smtps:", 6) != 0)
		return true;
	free(relay->url);
	relay->url = alloc_text(text);
	return true;
}

static bool sender_take(struct relay *relay, const struct config *config, struct fault *fault)
{
	struct fault inner;
	const char *sender = config->delivery.sender;
	relay->from_text = alloc_text(config->delivery.from);
	if (!mail_contact_parse(relay->from_text, &relay->from, &inner)) {
		fault_set(fault, EINVAL, "[delivery] from: %s", inner.text);
		return false;
	}
	if (*sender && !address_check(sender, &inner)) {
		fault_set(fault, EINVAL, "[delivery] sender: %s", inner.text);
		return false;
	}
	relay->sender = alloc_format("<%s>", *sender ? sender : relay->from.address);
	return true;
}

static bool login_take(struct relay *relay, const struct config *config, struct fault *fault)
{
	struct fault inner;
	if (!*config->delivery.credentials)
		return true;
	if (login_read(&relay->login, config->delivery.credentials, &inner))
		return true;
	fault_set(fault, inner.code, "[delivery] credentials: %s", inner.text);
	return false;
}

bool relay_new(struct relay **relay, const struct config *config, struct fault *fault)
{
	*relay = NULL;
	if (!*config->delivery.relay)
		return true;
	struct relay *fresh = alloc_new(sizeof *fresh);
	fresh->references = 1;
	fresh->connect_ms = config->delivery.connect_timeout;
	fresh->answer_ms = config->delivery.answer_timeout;
	fresh->total_ms = config->delivery.mail_timeout;
	fresh->ca_file = *config->delivery.ca_file ? alloc_text(config->delivery.ca_file) : NULL;
	if (url_take(fresh, config, fault) && sender_take(fresh, config, fault) &&
		login_take(fresh, config, fault)) {
		*relay = fresh;
		return true;
	}
	relay_unref(fresh);
	return false;
}

struct relay *relay_ref(struct relay *relay)
{
	relay->references++;
	return relay;
}

void relay_unref(struct relay *relay)
{
	if (!relay || --relay->references > 0)
		return;
	login_done(&relay->login);
	free(relay->url);
	free(relay->ca_file);
	free(relay->sender);
	free(relay->from_text);
	free(relay);
}
