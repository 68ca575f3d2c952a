/* SPDX-License-Identifier: MIT */
/* rpc/queue and rpc/call: answers in the order of the requests, tracks, batches, the answer's cap,
 * peers that go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_handler.h"
#include "rpc/queue.h"

static const struct message_limits limits = {.depth = 32, .values = 32768, .batch = 50};
static struct fake fake;
static struct queue queue;
static struct caller *caller;
static size_t answer_size;
static unsigned changes;
static char sent[65536];

static void on_send(void *context, const char *bytes, size_t size)
{
	(void)context;
	strncat(sent, bytes, size);
}

static void on_changed(void *context)
{
	(void)context;
	changes++;
}

static int prepare(void **state)
{
	(void)state;
	fake_init(&fake);
	queue_init(&queue);
	queue.handler = &fake.handler;
	queue.answer_size = &answer_size;
	queue.send = on_send;
	queue.changed = on_changed;
	answer_size = 10000;
	changes = 0;
	*sent = '\0';
	caller = caller_new("user:someone", false, "fr");
	return 0;
}

static int clean(void **state)
{
	(void)state;
	queue_done(&queue);
	caller_unref(caller);
	return 0;
}

static void ask(const char *line)
{
	struct message message;

	message_parse(&message, line, strlen(line), &limits);
	queue_push(&queue, caller, &message, strlen(line));
	message_done(&message);
	queue_advance(&queue);
}

static void ask_hold(int id, int track, const char *name)
{
	char line[200];

	snprintf(line, sizeof(line),
		"{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"hold\",\"params\":[%d,\"%s\"]}", id,
		track, name);
	ask(line);
}

/* The ids of the answers, in order, and clears them. */
static const char *ids(void)
{
	static char text[1000];
	int size = 0;

	*text = '\0';
	for (char *at = sent; (at = strstr(at, "\"id\":")); at++)
		size += snprintf(text + size, sizeof(text) - (size_t)size, "%.*s ",
			(int)strcspn(at + 5, ",}"), at + 5);
	*sent = '\0';
	return text;
}

static void test_answers_in_the_order_of_requests(void **state)
{
	(void)state;
	ask_hold(1, 0, "a");
	ask_hold(2, 0, "b");
	ask("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"subtract\",\"params\":[5,3]}");
	ask_hold(4, 0, "d");
	assert_string_equal(fake.trace, "abd");
	fake_release(&fake, 2);
	fake_release(&fake, 1);
	assert_string_equal(ids(), "");
	assert_int_equal(queue.count, 4);
	assert_true(queue.answered > 0);
	assert_true(changes > 0);
	fake_release(&fake, 0);
	assert_string_equal(ids(), "1 2 3 4 ");
	assert_int_equal(queue.count, 0);
	assert_int_equal(queue.weight, 0);
	assert_int_equal(queue.answered, 0);
	assert_int_equal(fake.forgotten, 4);
}

static void test_a_track_waits_for_the_other(void **state)
{
	(void)state;
	ask_hold(1, 0, "a");
	ask_hold(2, 0, "b");
	ask_hold(3, 1, "C");
	ask_hold(4, 1, "D");
	ask_hold(5, 0, "e");
	assert_string_equal(fake.trace, "ab");
	fake_release(&fake, 1);
	assert_string_equal(fake.trace, "ab");
	fake_release(&fake, 0);
	assert_string_equal(fake.trace, "abCD");
	fake_release(&fake, 3);
	assert_string_equal(fake.trace, "abCD");
	fake_release(&fake, 2);
	assert_string_equal(fake.trace, "abCDe");
	fake_release(&fake, 4);
	assert_string_equal(ids(), "1 2 3 4 5 ");
}

/* What a call's answer changes must be seen when the next one is routed. */
static void test_a_call_is_routed_at_the_head_of_what_waits(void **state)
{
	(void)state;
	ask_hold(1, 0, "a");
	ask_hold(2, 1, "b");
	ask_hold(3, 0, "c");
	assert_int_equal(fake.routed, 2);
	fake_release(&fake, 0);
	assert_int_equal(fake.routed, 3);
	fake_release(&fake, 1);
	fake_release(&fake, 2);
	ids();
	ask("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"locale\",\"params\":[\"en\"]},"
	    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"who\"}]");
	assert_string_equal(sent,
		"[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"en\"},{\"jsonrpc\":\"2.0\",\"id\":2,"
		"\"result\":[\"user:someone\",false,\"en\",true]}]\n");
}

static void test_a_batch_is_answered_whole_and_in_its_turn(void **state)
{
	(void)state;
	ask_hold(1, 0, "a");
	ask("[{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"hold\",\"params\":[0]},"
	    "{\"jsonrpc\":\"2.0\",\"method\":\"hold\",\"params\":[0]},7,"
	    "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"hold\",\"params\":[0]}]");
	ask_hold(5, 0, "e");
	assert_int_equal(fake.held_count, 5);
	fake_release(&fake, 3);
	fake_release(&fake, 0);
	fake_release(&fake, 1);
	fake_release(&fake, 4);
	assert_string_equal(ids(), "1 ");
	fake_release(&fake, 2);
	assert_string_equal(ids(), "2 null 4 5 ");
}

static void test_notifications_are_run_and_not_answered(void **state)
{
	(void)state;
	ask("{\"jsonrpc\":\"2.0\",\"method\":\"hold\",\"params\":[0]}");
	ask("{\"jsonrpc\":\"2.0\",\"method\":\"unknown\"}");
	ask("[{\"jsonrpc\":\"2.0\",\"method\":\"unknown\"},{\"jsonrpc\":\"2.0\",\"method\":\"sum\"}"
	    "]");
	fake_release(&fake, 0);
	assert_string_equal(sent, "");
	assert_int_equal(queue.count, 0);
	assert_int_equal(fake.forgotten, 4);
}

static void test_an_answer_over_the_cap(void **state)
{
	(void)state;
	ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"big\",\"params\":[9000]}");
	assert_true(strlen(sent) > 9000);
	*sent = '\0';
	ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"big\",\"params\":[11000]}");
	assert_non_null(strstr(sent, "\"id\":1,\"error\":{\"code\":-32005,"));
	assert_non_null(strstr(sent, "\"kind\":\"too_large\",\"size\":11000,\"limit\":10000"));
	*sent = '\0';
	ask("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"big\",\"params\":[9000]},"
	    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"big\",\"params\":[9000]}]");
	assert_true(strlen(sent) < 10000);
	assert_string_equal(ids(), "1 2 ");
}

static void test_flaws_are_answered_in_their_turn(void **state)
{
	(void)state;
	ask_hold(1, 0, "a");
	ask("{");
	assert_string_equal(sent, "");
	fake_release(&fake, 0);
	assert_non_null(strstr(sent,
		"\n{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":"
		"\"Erreur de "
		"syntaxe\",\"data\":{\"kind\":\"parse_error\",\"reason\":\"json\"}}}\n"));
}

static void test_nothing_starts_while_held(void **state)
{
	(void)state;
	queue_hold(&queue, true);
	ask_hold(1, 0, "a");
	assert_int_equal(fake.routed, 0);
	queue_hold(&queue, false);
	assert_int_equal(fake.held_count, 1);
	fake_release(&fake, 0);
	assert_string_equal(ids(), "1 ");
	assert_int_equal(changes, 1);
}

/* Those that wait are dropped, those that run end into nothing. */
static void test_the_peer_goes(void **state)
{
	(void)state;
	ask_hold(1, 0, "a");
	ask("[{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"hold\",\"params\":[0]},"
	    "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"hold\",\"params\":[1]},"
	    "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"hold\",\"params\":[1]}]");
	assert_int_equal(fake.held_count, 2);
	queue_done(&queue);
	assert_int_equal(fake.forgotten, 1);
	assert_string_equal(call_actor(fake.held[1]), "user:someone");
	assert_string_equal(call_method(fake.held[1]), "hold");
	fake_release(&fake, 0);
	call_error(fake.held[1], 1001, "x", json_object());
	assert_int_equal(fake.held_count, 2);
	assert_int_equal(fake.forgotten, 3);
	assert_string_equal(sent, "");
}

static void test_random_order_of_answers(void **state)
{
	unsigned next = 0;
	char wanted[16];

	(void)state;
	srandom(7);
	for (int i = 0; i < 400; i++) {
		ask_hold(i, (int)(random() % 3), "");
		while (random() % 3 == 0 && fake.held_count > 0) {
			size_t place = (size_t)random() % fake.held_count;

			if (fake.held[place])
				fake_release(&fake, place);
		}
		while (*sent && snprintf(wanted, sizeof(wanted), "\"id\":%u,", next) &&
			strstr(sent, wanted)) {
			next++;
			memmove(sent, strchr(sent, '\n') + 1, strlen(strchr(sent, '\n')));
		}
		assert_string_equal(sent, "");
	}
	while (queue.count > 0) {
		*sent = '\0';
		fake_release_all(&fake);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_answers_in_the_order_of_requests),
		TEST(test_a_track_waits_for_the_other),
		TEST(test_a_call_is_routed_at_the_head_of_what_waits),
		TEST(test_a_batch_is_answered_whole_and_in_its_turn),
		TEST(test_notifications_are_run_and_not_answered),
		TEST(test_an_answer_over_the_cap),
		TEST(test_flaws_are_answered_in_their_turn),
		TEST(test_nothing_starts_while_held),
		TEST(test_the_peer_goes),
		TEST(test_random_order_of_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
