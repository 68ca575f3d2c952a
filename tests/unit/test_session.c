/* SPDX-License-Identifier: MIT */
/* rpc/session on wire/stream over a real socket: limits of size and time, half-closed peers, slow
 * readers, peers that go at any moment. */
#include <sys/socket.h>

#include "server_room.h"

static void wait_for_held(size_t count)
{
	int64_t end = clock_steady() + SOCKET_PEER_PATIENCE_MS;

	while (fake.held_count < count && clock_steady() < end)
		socket_peer_turn(&peer);
	assert_int_equal(fake.held_count, count);
}

#define OVERSIZED                                                                                  \
	"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid "       \
	"Request\","                                                                               \
	"\"data\":{\"kind\":\"invalid_request\",\"reason\":\"line_too_long\"}}}"

static void test_an_oversized_line_in_its_turn(void **state)
{
	char huge[5000];

	(void)state;
	memset(huge, 'x', sizeof(huge));
	join();
	socket_peer_say(&peer, HOLD PING "\n");
	assert_true(socket_peer_write(&peer, huge, sizeof(huge)));
	socket_peer_say(&peer, "\n" PING "\n");
	assert_true(socket_peer_hears_nothing(&peer));
	fake_release_all(&fake);
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":0}");
	expect(PONG);
	expect(OVERSIZED);
	assert_true(socket_peer_sees_end(&peer));
}

/* Who is still sending when we close would lose the error: the rest is read and thrown away. */
static void test_the_error_survives_what_follows_it(void **state)
{
	size_t size = 3000000;
	char *huge = malloc(size);

	(void)state;
	memset(huge, 'x', size);
	join();
	assert_true(socket_peer_write(&peer, huge, size));
	free(huge);
	expect(OVERSIZED);
	assert_true(socket_peer_sees_end(&peer));
}

static void test_life_goes_on_after_errors(void **state)
{
	static const char bad[] = "{\n[\n\xff\n\"\0\"\n}{\n";

	(void)state;
	join();
	socket_peer_write(&peer, bad, sizeof(bad) - 1);
	socket_peer_say(&peer, PING "\n");
	expect("\"reason\":\"json\"");
	expect("\"reason\":\"json\"");
	expect("\"reason\":\"utf8\"");
	expect("\"reason\":\"nul\"");
	expect("\"reason\":\"json\"");
	expect(PONG);
}

static void test_a_half_closed_peer_gets_its_answers(void **state)
{
	(void)state;
	join();
	socket_peer_say(&peer, HOLD PING "\n" PING);
	shutdown(peer.descriptor, SHUT_WR);
	wait_for_held(1);
	assert_true(socket_peer_hears_nothing(&peer));
	fake_release_all(&fake);
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":0}");
	expect(PONG);
	expect(PONG);
	assert_true(socket_peer_sees_end(&peer));
}

static void test_a_silent_peer_may_leave(void **state)
{
	struct server_counts counts;

	(void)state;
	join();
	shutdown(peer.descriptor, SHUT_WR);
	assert_true(socket_peer_sees_end(&peer));
	server_count(server, &counts);
	assert_int_equal(counts.sessions, 0);
}

/* The first waits for its peer; the second, on another track, was never started. */
static void test_a_peer_that_has_gone(void **state)
{
	struct server_counts counts;
	int64_t end = clock_steady() + SOCKET_PEER_PATIENCE_MS;

	(void)state;
	join();
	socket_peer_say(
		&peer, HOLD "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hold\",\"params\":[1]}\n");
	wait_for_held(1);
	close(peer.descriptor);
	do {
		socket_peer_turn(&peer);
		server_count(server, &counts);
	} while (counts.sessions > 0 && clock_steady() < end);
	assert_int_equal(counts.sessions, 0);
	assert_int_equal(fake.forgotten, 1);
	fake_release_all(&fake);
	assert_int_equal(fake.forgotten, 2);
	assert_int_equal(fake.held_count, 1);
	peer.descriptor = -1;
}

static void test_calls_in_flight_are_limited_by_not_reading(void **state)
{
	struct server_counts counts;

	(void)state;
	settings.in_flight = 8;
	join();
	for (int i = 0; i < 100; i++)
		socket_peer_say(&peer, HOLD);
	assert_true(socket_peer_hears_nothing(&peer));
	server_count(server, &counts);
	assert_int_equal(counts.calls, 8);
	assert_int_equal(fake.held_count, 8);
	for (int i = 0; i < 100; i++) {
		wait_for_held((size_t)(i + 8 < 100 ? i + 8 : 100));
		fake_release(&fake, (size_t)i);
		expect("\"result\":");
	}
}

static void test_a_line_that_is_not_ended_in_time(void **state)
{
	(void)state;
	settings.partial_ms = 30;
	join();
	socket_peer_say(&peer, PING "\n");
	expect(PONG);
	while (!peer.ended && socket_peer_write(&peer, " ", 1))
		socket_peer_read(&peer);
	assert_true(socket_peer_sees_end(&peer));
}

static void test_an_idle_peer(void **state)
{
	(void)state;
	settings.idle_ms = 30;
	join();
	socket_peer_say(&peer, HOLD);
	wait_for_held(1);
	for (int64_t end = clock_steady() + 100; clock_steady() < end;)
		assert_true(socket_peer_hears_nothing(&peer));
	fake_release_all(&fake);
	expect("\"result\":0");
	assert_true(socket_peer_sees_end(&peer));
}

static void ask_for_big_answers(int count, size_t size)
{
	char line[100];

	snprintf(line, sizeof(line),
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"big\",\"params\":[%zu]}\n", size);
	for (int i = 0; i < count; i++)
		socket_peer_say(&peer, line);
}

/* Reading stops and calls are not started while much waits, so the cap is never reached by a peer
 * that reads in the end. */
static void test_a_slow_reader_gets_all_its_answers(void **state)
{
	(void)state;
	join();
	ask_for_big_answers(200, 100000);
	assert_int_equal(buffer_size(&peer.seen), 0);
	for (int i = 0; i < 200; i++) {
		char *line = socket_peer_line(&peer);

		assert_non_null(line);
		assert_true(strlen(line) > 100000);
		free(line);
	}
	socket_peer_say(&peer, PING "\n");
	expect(PONG);
}

static void test_a_peer_that_does_not_read(void **state)
{
	struct server_counts counts;
	int64_t end = clock_steady() + SOCKET_PEER_PATIENCE_MS;

	(void)state;
	settings.stall_ms = 30;
	join();
	ask_for_big_answers(20, 500000);
	do {
		socket_peer_turn(&peer);
		server_count(server, &counts);
	} while (counts.sessions > 0 && clock_steady() < end);
	assert_int_equal(counts.sessions, 0);
}

static void test_answers_beyond_the_queue_close(void **state)
{
	struct server_counts counts;

	(void)state;
	settings.answer_size = 500000;
	settings.queue_size = 1000000;
	settings.stall_ms = 0;
	join();
	for (int i = 0; i < 64; i++)
		socket_peer_say(&peer, HOLD);
	wait_for_held(64);
	for (size_t i = 0; i < 64; i++) {
		char *text = malloc(400000);

		memset(text, '1', 400000);
		call_result(fake.held[i], text, 400000);
		fake.held[i] = NULL;
		free(text);
	}
	socket_peer_turn(&peer);
	server_count(server, &counts);
	assert_int_equal(counts.sessions, 0);
}

static void test_random_disconnects(void **state)
{
	static const char traffic[] = HOLD PING "\n{\n[" PING "," PING "]\n" HOLD
						"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"big\","
						"\"params\":[300000]}\n" PING "\n";
	struct server_counts counts;

	(void)state;
	srandom(3);
	for (int i = 0; i < 300; i++) {
		size_t size = (size_t)random() % sizeof(traffic);

		join();
		socket_peer_write(&peer, traffic, size);
		for (long turns = random() % 4; turns > 0; turns--)
			socket_peer_turn(&peer);
		if (random() % 2)
			fake_release_all(&fake);
		if (random() % 2)
			shutdown(peer.descriptor, random() % 2 ? SHUT_WR : SHUT_RDWR);
		for (long turns = random() % 4; turns > 0; turns--)
			socket_peer_turn(&peer);
		socket_peer_done(&peer);
		if (fake.held_count > FAKE_HELD - 10) {
			fake_release_all(&fake);
			fake.held_count = 0;
		}
	}
	fake_release_all(&fake);
	for (int i = 0; i < 10; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
	server_count(server, &counts);
	assert_int_equal(counts.sessions, 0);
	assert_int_equal(counts.calls, 0);
}

/* One peer's flood does not keep another from its answer. */
static void test_a_flood_leaves_room_for_others(void **state)
{
	struct socket_peer flooder;
	char *lines = malloc(200 * sizeof(PING "\n"));

	(void)state;
	for (size_t i = 0; i < 200; i++)
		memcpy(lines + i * strlen(PING "\n"), PING "\n", sizeof(PING "\n"));
	server_adopt(server, socket_peer_init(&flooder, base), &root);
	join();
	assert_int_equal(send(flooder.descriptor, lines, strlen(lines), 0), strlen(lines));
	assert_int_equal(send(peer.descriptor, PING "\n", strlen(PING) + 1, 0), strlen(PING) + 1);
	for (int i = 0; i < 4; i++)
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	socket_peer_read(&peer);
	socket_peer_read(&flooder);
	assert_int_equal(buffer_size(&peer.seen), sizeof(PONG));
	assert_in_range(buffer_size(&flooder.seen), 1, 199 * sizeof(PONG));
	expect(PONG);
	for (int i = 0; i < 200; i++) {
		char *line = socket_peer_line(&flooder);

		assert_string_equal(line, PONG);
		free(line);
	}
	socket_peer_done(&flooder);
	free(lines);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_an_oversized_line_in_its_turn),
		TEST(test_the_error_survives_what_follows_it),
		TEST(test_life_goes_on_after_errors),
		TEST(test_a_half_closed_peer_gets_its_answers),
		TEST(test_a_silent_peer_may_leave),
		TEST(test_a_peer_that_has_gone),
		TEST(test_calls_in_flight_are_limited_by_not_reading),
		TEST(test_a_line_that_is_not_ended_in_time),
		TEST(test_an_idle_peer),
		TEST(test_a_slow_reader_gets_all_its_answers),
		TEST(test_a_peer_that_does_not_read),
		TEST(test_answers_beyond_the_queue_close),
		TEST(test_random_disconnects),
		TEST(test_a_flood_leaves_room_for_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
