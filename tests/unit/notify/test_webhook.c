/* SPDX-License-Identifier: MIT */
/* What a request becomes, over transfers in the test's hands: where it may go, and whether it may
 * have left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "notify/transfer.h"
#include "notify/webhook.h"

static struct transfer_owner owner; /* of the transfer under way */
static struct webhooks *webhooks;
static struct terms terms;
static struct claim claim;
static json_t *body;
static enum verdict_kind became;
static const struct curl_slist *headers;

/* ---- stand in for notify/transfer.c ---- */

struct transfers *transfers_new(struct event_base *base, unsigned lookups)
{
	(void)base;
	(void)lookups;
	return NULL;
}

void transfers_free(struct transfers *transfers)
{
	(void)transfers;
}

struct transfer *transfer_start(struct transfers *transfers, CURL *easy, const char *host,
	const struct transfer_owner *whose)
{
	(void)transfers;
	(void)easy;
	(void)host;
	owner = *whose;
	return (struct transfer *)(void *)&owner;
}

void transfer_cancel(struct transfer *transfer)
{
	(void)transfer;
}

/* ---- between webhook.c and libcurl ---- */

#undef curl_easy_setopt
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	(void)easy;
	va_list values;
	va_start(values, option);
	if (option == CURLOPT_HTTPHEADER)
		headers = va_arg(values, struct curl_slist *);
	va_end(values);
	return CURLE_OK;
}

/* ---- the test's side ---- */

static void on_done(void *context, const struct verdict *verdict)
{
	(void)context;
	became = verdict->kind;
}

static struct request *request_to(const char *url, int64_t lease_ms)
{
	claim = (struct claim){.channel = CHANNEL_WEBHOOK,
		.host = "example.org",
		.uid = "u",
		.url = url,
		.webhook = 1,
		.generations = {1},
		.generation_count = 1,
		.body = body};
	struct verdict verdict;
	return webhook_send(webhooks, &claim, clock_elapsed() + lease_ms, on_done, NULL, &verdict);
}

static bool allows(uint32_t address)
{
	struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
	return owner.allows(owner.context, (struct sockaddr *)&place);
}

static int set_up(void **state)
{
	(void)state;
	struct fault fault;
	terms.guard = guard_new("127.0.0.0/8", &fault);
	terms.key = (struct credential){.bytes = alloc_text("k"), .size = 1};
	body = json_object();
	webhooks = webhooks_new(NULL);
	webhooks_use(webhooks, &terms);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	webhooks_free(webhooks);
	json_decref(body);
	guard_free(terms.guard);
	credential_done(&terms.key);
	return 0;
}

static void only_https_without_names_is_tried(void **state)
{
	(void)state;
	static const char *const bad[] = {"http://127.0.0.1/", "http://example.org/",
		"https://ann@example.org/", "https://:x@example.org/", "ftp://example.org/", ""};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_null(request_to(bad[i], 60000));
}

static int64_t timestamp(void)
{
	static const char name[] = "webhook-timestamp: ";
	for (const struct curl_slist *line = headers; line; line = line->next)
		if (strncmp(line->data, name, sizeof name - 1) == 0)
			return strtoll(line->data + sizeof name - 1, NULL, 10);
	return 0;
}

static void it_bears_the_time_at_which_it_starts(void **state)
{
	(void)state;
	int64_t before = clock_now() / 1000;
	struct request *request = request_to("https://example.org/", 60000);
	clock_set_shift(3600000);
	owner.starts(owner.context);
	clock_set_shift(0);
	assert_true(timestamp() >= before + 3600);
	assert_false(request_cancel(request));
}

static void what_may_have_left_stays_so(void **state)
{
	(void)state;
	struct request *request = request_to("https://example.org/", 60000);
	assert_true(owner.begins(owner.context));
	request_extend(request, clock_elapsed() - 1);
	assert_false(owner.begins(owner.context));
	owner.done(owner.context, CURLE_ABORTED_BY_CALLBACK);
	assert_int_equal(became, VERDICT_AMBIGUOUS);
}

static void what_has_not_left_is_tried_again(void **state)
{
	(void)state;
	request_to("https://example.org/", -1);
	assert_false(owner.begins(owner.context));
	owner.done(owner.context, CURLE_ABORTED_BY_CALLBACK);
	assert_int_equal(became, VERDICT_RETRY);
}

static void the_last_address_counts(void **state)
{
	(void)state;
	request_to("https://example.org/", 60000);
	assert_false(allows(0x0a000001));
	assert_true(allows(0x7f000001));
	assert_true(owner.begins(owner.context));
	owner.done(owner.context, CURLE_GOT_NOTHING);
	assert_int_equal(became, VERDICT_AMBIGUOUS);
	request_to("https://example.org/", 60000);
	assert_false(allows(0x0a000001));
	owner.done(owner.context, CURLE_COULDNT_CONNECT);
	assert_int_equal(became, VERDICT_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			only_https_without_names_is_tried, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			it_bears_the_time_at_which_it_starts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_may_have_left_stays_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_has_not_left_is_tried_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_last_address_counts, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
