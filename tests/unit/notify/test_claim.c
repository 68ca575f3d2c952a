/* SPDX-License-Identifier: MIT */
/* Rows of core.outbox_claim, whole and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "notify/claim.h"

#define MAIL                                                                                       \
	"\"id\": 5, \"token\": 2, \"attempt\": 1, \"channel\": \"mail\", \"host\": \"smtp\", "     \
	"\"uid\": \"u\", "                                                                         \
	"\"shape\": \"news\", \"locale\": \"fr\", \"date\": 1400000000, "                          \
	"\"to\": {\"name\": \"Ann\", \"address\": \"ann@example.org\"}, \"view\": {\"name\": "     \
	"\"Ann\"}"
#define HOOK                                                                                       \
	"\"id\": 6, \"token\": 1, \"attempt\": 1, \"channel\": \"webhook\", \"host\": \"h\", "     \
	"\"uid\": \"u\", "                                                                         \
	"\"url\": \"https://h/\", \"webhook\": 7, \"body\": {\"type\": \"news\"}"

static bool init(struct claim *claim, const char *members)
{
	char text[2048];
	struct fault fault;
	snprintf(text, sizeof text, "{%s}", members);
	json_t *row = json_loads(text, 0, NULL);
	assert_non_null(row);
	return claim_init(claim, row, &fault);
}

static void a_mail_is_read(void **state)
{
	(void)state;
	struct claim claim;
	assert_true(init(&claim, MAIL
		", \"thread\": \"LR-12\", \"reply_to\": [{\"name\": \"S\", \"address\": "
		"\"s@x\"}, {\"name\": \"bad\", \"address\": \"a b@c\"}, {\"name\": \"none\"}]"));
	assert_int_equal(claim.id, 5);
	assert_int_equal(claim.token, 2);
	assert_int_equal(claim.date, 1400000000);
	assert_string_equal(claim.to.address, "ann@example.org");
	assert_string_equal(claim.thread, "LR-12");
	assert_int_equal(claim.reply_to_count, 1);
	assert_null(claim.calendar);
	claim_done(&claim);
	claim_done(&claim);
}

static void nulls_are_nothing(void **state)
{
	(void)state;
	struct claim claim;
	assert_true(init(&claim,
		MAIL ", \"thread\": null, \"calendar\": null, \"body\": null, \"reply_to\": null"));
	assert_null(claim.thread);
	assert_null(claim.calendar);
	claim_done(&claim);
}

static void many_secretaries_are_cut(void **state)
{
	(void)state;
	struct claim claim;
	char members[1024] = MAIL ", \"reply_to\": [";
	size_t size = strlen(members);
	for (int i = 0; i < 9; i++)
		size += (size_t)snprintf(members + size, sizeof members - size,
			"%s{\"address\": \"s@x\"}", i ? ", " : "");
	snprintf(members + size, sizeof members - size, "]");
	assert_true(init(&claim, members));
	assert_int_equal(claim.reply_to_count, CLAIM_REPLY_MAX);
	claim_done(&claim);
}

static void a_webhook_is_read(void **state)
{
	(void)state;
	struct claim claim;
	assert_true(init(&claim, HOOK ", \"generations\": [2, 1]"));
	assert_int_equal(claim.channel, CHANNEL_WEBHOOK);
	assert_int_equal(claim.generation_count, 2);
	assert_int_equal(claim.generations[0], 2);
	claim_done(&claim);
	assert_true(init(&claim, HOOK ", \"generations\": 3"));
	assert_int_equal(claim.generations[0], 3);
	claim_done(&claim);
}

static void what_is_no_message_is_told_apart(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "\"id\": 5", HOOK, HOOK ", \"generations\": []",
		"\"id\": 5, \"token\": 2, \"channel\": \"mail\", \"host\": \"smtp\", \"uid\": "
		"\"u\", \"shape\": \"x\"",
		MAIL ", \"view\": null", MAIL ", \"to\": {\"name\": \"Ann\"}",
		MAIL ", \"host\": null"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct claim claim;
		if (init(&claim, bad[i]))
			fail_msg("%s", bad[i]);
		claim_done(&claim);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_is_read),
		cmocka_unit_test(nulls_are_nothing),
		cmocka_unit_test(many_secretaries_are_cut),
		cmocka_unit_test(a_webhook_is_read),
		cmocka_unit_test(what_is_no_message_is_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
