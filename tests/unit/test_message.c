/* SPDX-License-Identifier: MIT */
/* rpc/message: which JSON is a request, and what answers look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "rpc/message.h"

static const struct message_limits limits = {.depth = 32, .values = 32768, .batch = 50};

static enum message_flaw flaw_of(const char *bytes, size_t size)
{
	struct message message;
	enum message_flaw flaw;

	message_parse(&message, bytes, size, &limits);
	flaw = message.requests[0].flaw;
	message_done(&message);
	return flaw;
}

static const struct {
	const char *text;
	enum message_flaw flaw;
	const char *id;
} requests[] = {
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}", MESSAGE_SOUND, "1"},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", MESSAGE_SOUND, NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\",\"params\":[]}", MESSAGE_SOUND, "null"},
	{"{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"\\u0007\",\"method\":\"\",\"params\":{}}",
		MESSAGE_SOUND, "\"a\\\"\\u0007\""},
	{"{\"jsonrpc\":\"2.0\",\"id\":-9223372036854775808,\"method\":\"x\",\"more\":1}",
		MESSAGE_SOUND, "-9223372036854775808"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"x\"}", MESSAGE_ID, NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"x\"}", MESSAGE_ID, NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}", MESSAGE_ID, NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"x\"}", MESSAGE_ID, NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"x\"}", MESSAGE_ID, NULL},
	{"{\"id\":1,\"method\":\"x\"}", MESSAGE_VERSION, "1"},
	{"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}", MESSAGE_VERSION, "1"},
	{"{\"jsonrpc\":2,\"id\":1,\"method\":\"x\"}", MESSAGE_VERSION, "1"},
	{"{\"jsonrpc\":2.0,\"id\":1,\"method\":\"x\"}", MESSAGE_VERSION, "1"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1}", MESSAGE_METHOD, "1"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}", MESSAGE_METHOD, "1"},
	{"{\"jsonrpc\":\"2.0\",\"method\":1,\"params\":\"bar\"}", MESSAGE_METHOD, NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":3}", MESSAGE_PARAMS, "1"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":null}", MESSAGE_PARAMS, "1"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":\"y\"}", MESSAGE_PARAMS, "1"},
	{"{}", MESSAGE_VERSION, NULL},
	{"42", MESSAGE_NOT_OBJECT, NULL},
	{"\"x\"", MESSAGE_NOT_OBJECT, NULL},
	{"null", MESSAGE_NOT_OBJECT, NULL},
	{"[]", MESSAGE_EMPTY_BATCH, NULL},
	{"[1]", MESSAGE_NOT_OBJECT, NULL},
	{"[[]]", MESSAGE_NOT_OBJECT, NULL},
};

static void test_what_is_a_request(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		struct message message;
		struct request *request;

		message_parse(&message, requests[i].text, strlen(requests[i].text), &limits);
		request = &message.requests[0];
		assert_int_equal(message.count, 1);
		if (request->flaw != requests[i].flaw)
			fail_msg("%s: %s", requests[i].text, message_flaw_reason(request->flaw));
		if (requests[i].id)
			assert_string_equal(request->id, requests[i].id);
		else
			assert_null(request->id);
		assert_int_equal(request->method != NULL, request->flaw == MESSAGE_SOUND);
		message_done(&message);
	}
}

static void test_ids_up_to_64_bytes(void **state)
{
	char text[200];
	char id[66];

	(void)state;
	memset(id, 'x', 65);
	for (int size = 64; size <= 65; size++) {
		int length = snprintf(text, sizeof(text),
			"{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":\"%.*s\"}", size, id);

		assert_int_equal(
			flaw_of(text, (size_t)length), size == 64 ? MESSAGE_SOUND : MESSAGE_ID);
	}
}

static void test_batches(void **state)
{
	static const char two[] = "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"},2]";
	struct message message;
	char text[200];

	(void)state;
	message_parse(&message, two, strlen(two), &limits);
	assert_true(message.batch);
	assert_int_equal(message.count, 2);
	assert_int_equal(message.requests[0].flaw, MESSAGE_SOUND);
	assert_int_equal(message.requests[1].flaw, MESSAGE_NOT_OBJECT);
	message_done(&message);
	for (size_t i = 0; i < 51; i++)
		memcpy(text + 2 * i, i ? ",1" : "[1", 2);
	text[102] = ']';
	message_parse(&message, text, 103, &limits);
	assert_false(message.batch);
	assert_int_equal(message.requests[0].flaw, MESSAGE_LONG_BATCH);
	message_done(&message);
}

static void test_answers(void **state)
{
	struct buffer out = {0};
	json_t *data = json_pack("{s:s}", "kind", "x");

	(void)state;
	message_pack_result(&out, "\"a\"", "[1,\n2]", 6);
	buffer_add(&out, "", 1);
	assert_string_equal(
		buffer_data(&out), "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":[1, 2]}");
	buffer_done(&out);
	message_pack_error(&out, NULL, -32700, "d\xc3\xa9j\xc3\xa0 \"vu\"", data);
	buffer_add(&out, "", 1);
	assert_string_equal(buffer_data(&out),
		"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"
		"\"message\":\"d\xc3\xa9j\xc3\xa0 \\\"vu\\\"\",\"data\":{\"kind\":\"x\"}}}");
	buffer_done(&out);
	json_decref(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_a_request),
		cmocka_unit_test(test_ids_up_to_64_bytes),
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
