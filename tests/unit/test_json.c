/* SPDX-License-Identifier: MIT */
/* rpc/message: which lines are JSON, by samples of our own in the classes of JSONTestSuite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "rpc/call.h"
#include "rpc/message.h"

static const struct message_limits limits = {.depth = 32, .values = 32768, .batch = 50};

#define BYTES(text)                                                                                \
	{                                                                                          \
		text, sizeof(text) - 1                                                             \
	}

struct sample {
	const char *bytes;
	size_t size;
};

static enum message_flaw flaw_of(const char *bytes, size_t size)
{
	struct message message;
	enum message_flaw flaw;

	message_parse(&message, bytes, size, &limits);
	flaw = message.requests[0].flaw;
	message_done(&message);
	return flaw;
}

/* Like the y_ class of JSONTestSuite: JSON, so that none is a parse error. */
static const struct sample accepted[] = {
	BYTES("[[]   ]"),
	BYTES("[\"\"]"),
	BYTES("[]"),
	BYTES("[\"a\"]"),
	BYTES("[false]"),
	BYTES("[null, 1, \"1\", {}]"),
	BYTES("[null]"),
	BYTES("[1\n]"),
	BYTES(" [1]"),
	BYTES("[1,null,null,null,2]"),
	BYTES("[2] "),
	BYTES("[123e65]"),
	BYTES("[0e+1]"),
	BYTES("[0e1]"),
	BYTES("[ 4]"),
	BYTES("[-0.000000000000000000000000000001]"),
	BYTES("[20e1]"),
	BYTES("[-0]"),
	BYTES("[-123]"),
	BYTES("[-1]"),
	BYTES("[1E22]"),
	BYTES("[1E-2]"),
	BYTES("[1E+2]"),
	BYTES("[123.456e78]"),
	BYTES("[123.456789]"),
	BYTES("{}"),
	BYTES("{\"\":0}"),
	BYTES("{\"asd\":\"sdf\", \"dfg\":\"fgh\"}"),
	BYTES("{\"min\": -1.0e+28, \"max\": 1.0e+28}"),
	BYTES("{\"a\":[]}"),
	BYTES("{\"title\":\"\\u041f\\u043e\"}"),
	BYTES("{\n\"a\": \"b\"\n}"),
	BYTES("[\"\\u0060\\u012a\\u12AB\"]"),
	BYTES("[\"\\uD801\\udc37\"]"),
	BYTES("[\"\\ud83d\\ude39\\ud83d\\udc8d\"]"),
	BYTES("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
	BYTES("[\"\\\\u0000\"]"),
	BYTES("[\"\\\"\"]"),
	BYTES("[\"a/*b*/c/*d//e\"]"),
	BYTES("[\"\\\\a\"]"),
	BYTES("[\"\\\\n\"]"),
	BYTES("[\"\\u0012\"]"),
	BYTES("[\"\\uFFFF\"]"),
	BYTES("[ \"asd\"]"),
	BYTES("[\"\xf0\x9b\xbf\xbf\"]"),
	BYTES("[\"new\\u00A0line\"]"),
	BYTES("[\"\xf4\x8f\xbf\xbf\"]"),
	BYTES("[\"\xef\xbf\xbf\"]"),
	BYTES("[\"\\u002c\"]"),
	BYTES("[\"\xcf\x80\"]"),
	BYTES("\" \""),
	BYTES("[\"\\uD834\\uDd1e\"]"),
	BYTES("[\"\\u0821\"]"),
	BYTES("[\"\\u0123\"]"),
	BYTES("[\"\xe2\x80\xa8\"]"),
	BYTES("[\"\xe2\x80\xa9\"]"),
	BYTES("[\"\\u0061\\u30af\\u30EA\"]"),
	BYTES("[\"new\\u000Aline\"]"),
	BYTES("[\"\x7f\"]"),
	BYTES("[\"\xe2\x8d\x82\xe3\x88\xb4\"]"),
	BYTES("[\"\\u005C\"]"),
	BYTES("[\"\\u0022\"]"),
	BYTES("[\"\\u200B\"]"),
	BYTES("[\"\\u2064\"]"),
	BYTES("[\"\\uFDD0\"]"),
	BYTES("false"),
	BYTES("42"),
	BYTES("-0.1"),
	BYTES("null"),
	BYTES("\"asd\""),
	BYTES("true"),
	BYTES("\"\""),
	BYTES("[\"a\"]\n"),
	BYTES("[true]"),
	BYTES(" [] "),
	BYTES("[9223372036854775807]"),
};

/* Like the n_ class, and those of the y_ class that copild refuses on purpose (the last four). */
static const struct sample refused[] = {
	BYTES("[1 true]"),
	BYTES("[a\xe5]"),
	BYTES("[\"\": 1]"),
	BYTES("[\"\"],"),
	BYTES("[,1]"),
	BYTES("[1,,2]"),
	BYTES("[\"x\",,]"),
	BYTES("[\"x\"]]"),
	BYTES("[\"\",]"),
	BYTES("[\"x\""),
	BYTES("[x"),
	BYTES("[3[4]]"),
	BYTES("[\xff]"),
	BYTES("[1:2]"),
	BYTES("[,]"),
	BYTES("[-]"),
	BYTES("[   , \"\"]"),
	BYTES("[\"a\",\n4\n,1,"),
	BYTES("[1,]"),
	BYTES("[1,,]"),
	BYTES("[\"\va\"\\f]"),
	BYTES("[*]"),
	BYTES("[\"\""),
	BYTES("[1,"),
	BYTES("[1,\n1\n,1"),
	BYTES("[{}"),
	BYTES("[fals]"),
	BYTES("[nul]"),
	BYTES("[tru]"),
	BYTES("[++1234]"),
	BYTES("[+1]"),
	BYTES("[+Inf]"),
	BYTES("[-01]"),
	BYTES("[-1.0.]"),
	BYTES("[-2.]"),
	BYTES("[-NaN]"),
	BYTES("[.-1]"),
	BYTES("[.2e-3]"),
	BYTES("[0.1.2]"),
	BYTES("[0.3e+]"),
	BYTES("[0.3e]"),
	BYTES("[0.e1]"),
	BYTES("[0E+]"),
	BYTES("[0E]"),
	BYTES("[0e+]"),
	BYTES("[1.0e+]"),
	BYTES("[1.0e-]"),
	BYTES("[1.0e]"),
	BYTES("[1 000.0]"),
	BYTES("[1eE2]"),
	BYTES("[2.e+3]"),
	BYTES("[2.e3]"),
	BYTES("[9.e+]"),
	BYTES("[Inf]"),
	BYTES("[NaN]"),
	BYTES("[\xef\xbc\x91]"),
	BYTES("[1+2]"),
	BYTES("[0x1]"),
	BYTES("[0x42]"),
	BYTES("[Infinity]"),
	BYTES("[0e+-1]"),
	BYTES("[-123.123foo]"),
	BYTES("[123\xe5]"),
	BYTES("[1e1\xe5]"),
	BYTES("[-Infinity]"),
	BYTES("[-foo]"),
	BYTES("[- 1]"),
	BYTES("[-012]"),
	BYTES("[-.123]"),
	BYTES("[-1x]"),
	BYTES("[1ea]"),
	BYTES("[1.]"),
	BYTES("[.123]"),
	BYTES("[1.2a-3]"),
	BYTES("[1.8011670033376514H-308]"),
	BYTES("[012]"),
	BYTES("123\0"),
	BYTES("[\"x\", truth]"),
	BYTES("{[: \"x\"}\n"),
	BYTES("{\"x\", null}"),
	BYTES("{\"x\"::\"b\"}"),
	BYTES("{\xf0\x9f\x87\xa8}"),
	BYTES("{\"a\":\"a\" 123}"),
	BYTES("{key: 'value'}"),
	BYTES("{\"\xb9\":\"0\",}"),
	BYTES("{\"a\" b}"),
	BYTES("{:\"b\"}"),
	BYTES("{\"a\" \"b\"}"),
	BYTES("{\"a\":"),
	BYTES("{\"a\""),
	BYTES("{1:1}"),
	BYTES("{null:null}"),
	BYTES("{\"id\":0,,,,,}"),
	BYTES("{'a':0}"),
	BYTES("{\"id\":0,}"),
	BYTES("{\"a\":\"b\"}/**/"),
	BYTES("{\"a\":\"b\"}//"),
	BYTES("{\"a\":\"b\"}/"),
	BYTES("{\"a\":\"b\",,\"c\":\"d\"}"),
	BYTES("{a: \"b\"}"),
	BYTES("{\"a\":\"a"),
	BYTES("{\"foo\":\"bar\", \"a\"}"),
	BYTES("{\"a\":\"b\"}#"),
	BYTES(" "),
	BYTES("[\"\\uD800\\\"]"),
	BYTES("[\"\\uD800\\u\"]"),
	BYTES("[\"\\uD800\\u1\"]"),
	BYTES("[\"\\uD800\\u1x\"]"),
	BYTES("[\xc3\xa9]"),
	BYTES("[\"\\x00\"]"),
	BYTES("[\"\\\\\\\"]"),
	BYTES("[\"\\\t\"]"),
	BYTES("[\"\\\xf0\x9f\x8c\x80\"]"),
	BYTES("[\"\\\"]"),
	BYTES("[\"\\u00A\"]"),
	BYTES("[\"\\uD834\\uDd\"]"),
	BYTES("[\"\\uD800\\uD800\\x\"]"),
	BYTES("[\"\\a\"]"),
	BYTES("[\"\\uqqqq\"]"),
	BYTES("[\"\\\xe5\"]"),
	BYTES("[\\u0020\"asd\"]"),
	BYTES("[\\n]"),
	BYTES("\""),
	BYTES("['single quote']"),
	BYTES("abc"),
	BYTES("[\"\\"),
	BYTES("[\"a\0a\"]"),
	BYTES("[\"new\nline\"]"),
	BYTES("[\"\t\"]"),
	BYTES("\"\\UA66D\""),
	BYTES("\"\"x"),
	BYTES("<.>"),
	BYTES("[<null>]"),
	BYTES("[1]x"),
	BYTES("[1]]"),
	BYTES("[\"asd]"),
	BYTES("a\xc3\xa5"),
	BYTES("[True]"),
	BYTES("1]"),
	BYTES("{\"x\": true,"),
	BYTES("[][]"),
	BYTES("]"),
	BYTES("\xef\xbb\xbf{}"),
	BYTES("\xe5"),
	BYTES("["),
	BYTES("\0"),
	BYTES("2@"),
	BYTES("{}}"),
	BYTES("{\"\":"),
	BYTES("{\"a\":/*comment*/\"b\"}"),
	BYTES("{\"a\": true} \"x\""),
	BYTES("['"),
	BYTES("[,"),
	BYTES("[{"),
	BYTES("[\"a"),
	BYTES("[\"a\""),
	BYTES("{"),
	BYTES("{]"),
	BYTES("{,"),
	BYTES("{["),
	BYTES("{\"a"),
	BYTES("{'a'"),
	BYTES("[\"\\{[\"\\{[\"\\{[\"\\{"),
	BYTES("\xe9"),
	BYTES("*"),
	BYTES("{\"a\":\"b\"}#{}"),
	BYTES("[\\u000A\"\"]"),
	BYTES("[1"),
	BYTES("[ false, nul"),
	BYTES("[ true, fals"),
	BYTES("[ false, tru"),
	BYTES("{\"asd\":\"asd\""),
	BYTES("\xe2\x81\xa0[]"),
	BYTES("[\f]"),
	BYTES("[\"\\ud800\"]"),
	BYTES("[\"\\udc00\"]"),
	BYTES("[\"\xed\xa0\x80\"]"),
	BYTES("[\"\xc0\xaf\"]"),
	BYTES("[9223372036854775808]"),
	BYTES("[1e400]"),
	BYTES("\xff\xfe[\0]\0"),
	BYTES("{\"a\":1,\"a\":2}"),
	BYTES("{\"a\":1,\"\\u0061\":1}"),
	BYTES("{\"x\\u0000y\":1}"),
	BYTES("[\"\\u0000\"]"),
};

static void test_what_is_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(accepted) / sizeof(*accepted); i++) {
		enum message_flaw flaw = flaw_of(accepted[i].bytes, accepted[i].size);

		if (message_flaw_code(flaw) == CALL_PARSE_ERROR)
			fail_msg("refused: %s", accepted[i].bytes);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		enum message_flaw flaw = flaw_of(refused[i].bytes, refused[i].size);

		if (message_flaw_code(flaw) != CALL_PARSE_ERROR)
			fail_msg("accepted: %s", refused[i].bytes);
	}
}

/* A cut text is never taken for a whole one. */
static void test_every_prefix_is_refused(void **state)
{
	static const char text[] = "{\"jsonrpc\":\"2.0\",\"id\":\"\\u00e9\",\"method\":\"a.b\","
				   "\"params\":{\"x\":[1,-2.5e3,\"\xc3\xa9\",null]}}";

	(void)state;
	assert_int_equal(flaw_of(text, sizeof(text) - 1), MESSAGE_SOUND);
	for (size_t size = 0; size < sizeof(text) - 1; size++) {
		char *copy = malloc(size + 1);

		memcpy(copy, text, size);
		assert_int_equal(message_flaw_code(flaw_of(copy, size)), CALL_PARSE_ERROR);
		free(copy);
	}
}

static void test_depth_and_density(void **state)
{
	char deep[67];
	char *dense = malloc(70000);

	(void)state;
	memset(deep, '[', 33);
	memset(deep + 33, ']', 33);
	assert_int_equal(flaw_of(deep, 66), MESSAGE_DEEP);
	assert_int_equal(flaw_of(deep + 1, 64), MESSAGE_NOT_OBJECT);
	memset(dense, '[', 70000);
	assert_int_equal(flaw_of(dense, 70000), MESSAGE_DEEP);
	for (size_t i = 1; i < 70000; i += 2)
		memcpy(dense + i - 1, "1,", 2);
	dense[0] = '[';
	dense[69999] = ']';
	assert_int_equal(flaw_of(dense, 70000), MESSAGE_DENSE);
	free(dense);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_json),
		cmocka_unit_test(test_every_prefix_is_refused),
		cmocka_unit_test(test_depth_and_density),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
