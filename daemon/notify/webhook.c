/* SPDX-License-Identifier: MIT */
/* One request for each message: checked before (the URL), when it connects (the address), when it
 * leaves (the lease), and when it is answered (how much, and in what time). */
#include "notify/webhook.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "notify/signature.h"
#include "notify/transfer.h"

enum { LOOKUPS = 8, ANSWER_MAX = 64 * 1024, URL_MAX = 2000 };

struct webhooks {
	struct transfers *transfers;
	const struct terms *terms;
	LIST_HEAD(, request) requests;
};

struct request {
	LIST_ENTRY(request) link;
	struct webhooks *webhooks;
	struct transfer *transfer;
	const struct claim *claim;
	CURL *easy;
	struct curl_slist *headers;
	char *body;
	int64_t until;
	bool allowed;    /* an address of the host's is */
	size_t answered; /* bytes of the answer */
	struct webhook_report report;
	char error[CURL_ERROR_SIZE];
	request_done *done;
	void *context;
};

/* ---- what libcurl asks and tells ---- */

/* It is guarded if none of its addresses is allowed. */
static bool request_on_address(void *context, const struct sockaddr *address)
{
	struct request *request = context;
	bool allowed = guard_allows(request->webhooks->terms->guard, address);
	request->allowed = request->allowed || allowed;
	request->report.guarded = !request->allowed;
	return allowed;
}

/* Once more when it is sent again, since a kept connection turned out to be dead: the first time
 * may have arrived for all that. The key may have gone while it waited. */
static bool request_on_begin(void *context)
{
	struct request *request = context;
	bool signs = request->webhooks->terms->key.size > 0;
	request->report.stopped = !signs || clock_elapsed() >= request->until;
	request->report.sent = request->report.sent || !request->report.stopped;
	return !request->report.stopped;
}

/* Returning less than its size ends the transfer. */
static size_t request_on_bytes(char *bytes, size_t size, size_t count, void *context)
{
	(void)bytes;
	struct request *request = context;
	request->answered += size * count;
	return request->answered > ANSWER_MAX ? 0 : size * count;
}

static size_t request_on_header(char *bytes, size_t size, size_t count, void *context)
{
	static const char name[] = "Retry-After:";
	struct request *request = context;
	size_t whole = size * count;
	if (whole > sizeof name && strncasecmp(bytes, name, sizeof name - 1) == 0) {
		char *line = alloc_bytes(bytes, whole);
		request->report.retry_after =
			verdict_retry_after(line + sizeof name - 1, clock_now() / 1000);
		free(line);
	}
	return request_on_bytes(bytes, size, count, context);
}

/* ---- making it ---- */

static void header_add(struct request *request, char *line)
{
	request->headers = curl_slist_append(request->headers, line);
	free(line);
}

/* "v1,… v1,…": one for each secret that the receiver may have. */
static char *signatures(const struct webhooks *webhooks, const struct claim *claim, const char *id,
	int64_t now, const char *body)
{
	char *all = alloc_text("");
	for (size_t i = 0; i < claim->generation_count; i++) {
		unsigned char secret[SIGNATURE_SECRET];
		signature_secret(webhooks->terms->key.bytes, webhooks->terms->key.size,
			claim->webhook, claim->generations[i], secret);
		char *one = signature_make(secret, sizeof secret, id, now, body, strlen(body));
		char *longer = alloc_format("%s%s%s", all, i ? " " : "", one);
		explicit_bzero(secret, sizeof secret);
		free(one);
		free(all);
		all = longer;
	}
	return all;
}

/* "msg_" and the digits of the uid. */
static char *webhook_id(const char *uid)
{
	char *id = alloc_format("msg_%s", uid), *to = id;
	for (const char *from = id; *from; from++)
		if (*from != '-' && *from != '.')
			*to++ = *from;
	*to = '\0';
	return id;
}

/* When it leaves rather than when it begins to wait: receivers take what is a few minutes old. */
static void request_on_start(void *context)
{
	struct request *request = context;
	int64_t now = clock_now() / 1000;
	char *id = webhook_id(request->claim->uid);
	char *signature = signatures(request->webhooks, request->claim, id, now, request->body);
	header_add(request, alloc_text("Content-Type: application/json"));
	header_add(request, alloc_text("Expect:"));
	header_add(request, alloc_format("webhook-id: %s", id));
	header_add(request, alloc_format("webhook-timestamp: %lld", (long long)now));
	header_add(request, alloc_format("webhook-signature: %s", signature));
	curl_easy_setopt(request->easy, CURLOPT_HTTPHEADER, request->headers);
	free(signature);
	free(id);
}

static bool url_check(const char *text)
{
	CURLU *url = curl_url();
	char *scheme = NULL, *user = NULL, *password = NULL;
	bool good = strlen(text) <= URL_MAX &&
		    curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
		    curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		    curl_url_get(url, CURLUPART_USER, &user, 0) != CURLUE_OK &&
		    curl_url_get(url, CURLUPART_PASSWORD, &password, 0) != CURLUE_OK;
	good = good && strcmp(scheme, "https") == 0;
	curl_free(scheme);
	curl_free(user);
	curl_free(password);
	curl_url_cleanup(url);
	return good;
}

static void limits_set(const struct request *request)
{
	const struct terms *terms = request->webhooks->terms;
	curl_easy_setopt(request->easy, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(request->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)terms->connect_ms);
	curl_easy_setopt(request->easy, CURLOPT_TIMEOUT_MS, (long)terms->webhook_ms);
	curl_easy_setopt(request->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (terms->ca_file)
		curl_easy_setopt(request->easy, CURLOPT_CAINFO, terms->ca_file);
}

static void request_set(struct request *request)
{
	CURL *easy = request->easy;
	limits_set(request);
	curl_easy_setopt(easy, CURLOPT_URL, request->claim->url);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "copild/" COPILD_VERSION);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->error);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, request_on_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, request_on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
}

/* ---- its end ---- */

static void request_free(struct request *request)
{
	LIST_REMOVE(request, link);
	curl_easy_cleanup(request->easy);
	curl_slist_free_all(request->headers);
	free(request->body);
	free(request);
}

static void request_on_done(void *context, CURLcode result)
{
	struct request *request = context;
	struct webhook_report *report = &request->report;
	char words[64];
	report->curl = (int)result;
	curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &report->code);
	snprintf(words, sizeof words, "HTTP %ld", report->code);
	if (report->guarded)
		report->line = "the address is private, and [delivery] webhook_private does not "
			       "name it";
	else if (report->stopped)
		report->line = report->sent ? "given up by copild before it was sent again"
					    : "given up by copild, nothing was sent";
	else if (report->code >= 200)
		report->line = words;
	else
		report->line = *request->error ? request->error : curl_easy_strerror(result);
	struct verdict verdict = verdict_of_webhook(report);
	request->done(request->context, &verdict);
	request_free(request);
}

struct request *webhook_send(struct webhooks *webhooks, const struct claim *claim, int64_t until,
	request_done *done, void *context, struct verdict *verdict)
{
	const struct transfer_owner owner = {.starts = request_on_start,
		.allows = request_on_address,
		.begins = request_on_begin,
		.done = request_on_done};
	if (!url_check(claim->url)) {
		*verdict = verdict_new(
			VERDICT_REFUSED, "the URL must be https, without user or password");
		return NULL;
	}
	struct request *request = alloc_new(sizeof *request);
	struct transfer_owner mine = owner;
	mine.context = request;
	*request = (struct request){.webhooks = webhooks,
		.claim = claim,
		.easy = curl_easy_init(),
		.until = until,
		.done = done,
		.context = context};
	request->body = json_dumps(claim->body, JSON_COMPACT);
	request_set(request);
	LIST_INSERT_HEAD(&webhooks->requests, request, link);
	request->transfer = transfer_start(webhooks->transfers, request->easy, claim->host, &mine);
	return request;
}

void request_extend(struct request *request, int64_t until)
{
	request->until = until;
}

bool request_cancel(struct request *request)
{
	bool sent = request->report.sent;
	transfer_cancel(request->transfer);
	request_free(request);
	return sent;
}

/* ---- life ---- */

struct webhooks *webhooks_new(struct event_base *base)
{
	struct webhooks *webhooks = alloc_new(sizeof *webhooks);
	webhooks->transfers = transfers_new(base, LOOKUPS);
	LIST_INIT(&webhooks->requests);
	return webhooks;
}

void webhooks_use(struct webhooks *webhooks, const struct terms *terms)
{
	webhooks->terms = terms;
}

void webhooks_free(struct webhooks *webhooks)
{
	if (!webhooks)
		return;
	struct request *request = LIST_FIRST(&webhooks->requests), *next;
	for (; request; request = next) {
		next = LIST_NEXT(request, link);
		request_cancel(request);
	}
	transfers_free(webhooks->transfers);
	free(webhooks);
}
