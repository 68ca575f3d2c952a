/* SPDX-License-Identifier: MIT */
/* rpc/server: how many sessions there may be, what is counted, and how it all ends. */
#include "server_room.h"

#define PEERS 5

static struct socket_peer peers[PEERS];
static unsigned drained;

static void on_drained(void *context)
{
	(void)context;
	drained++;
}

static int prepare_peers(void **state)
{
	drained = 0;
	memset(peers, 0, sizeof(peers));
	for (int i = 0; i < PEERS; i++)
		peers[i].descriptor = -1;
	return prepare(state);
}

static int clean_peers(void **state)
{
	for (int i = 0; i < PEERS; i++)
		socket_peer_done(&peers[i]);
	return clean(state);
}

static void adopt(int place, uid_t uid)
{
	struct peer who = {.kind = PEER_LOCAL, .uid = uid};

	snprintf(who.address, sizeof(who.address), "uid %u pid %d", uid, place);
	server_adopt(server, socket_peer_init(&peers[place], base), &who);
}

static void assert_answers(int place)
{
	char *line;

	socket_peer_say(&peers[place], PING "\n");
	line = socket_peer_line(&peers[place]);
	assert_non_null(line);
	assert_string_equal(line, PONG);
	free(line);
}

static void assert_refused(int place)
{
	char *line = socket_peer_line(&peers[place]);

	assert_non_null(line);
	assert_non_null(strstr(line, "\"code\":-32004"));
	assert_non_null(strstr(line, "\"retryable\":true"));
	free(line);
	assert_true(socket_peer_sees_end(&peers[place]));
}

static void wait_until_drained(void)
{
	int64_t end = clock_steady() + SOCKET_PEER_PATIENCE_MS;

	while (!drained && clock_steady() < end)
		event_base_loop(base, EVLOOP_ONCE);
	assert_int_equal(drained, 1);
}

static void test_sessions_of_one_peer(void **state)
{
	(void)state;
	settings.sessions_of_peer = 2;
	server_configure(server, &settings);
	adopt(0, 0);
	adopt(1, 0);
	adopt(2, 0);
	adopt(3, geteuid() ? geteuid() : 4000000);
	assert_refused(2);
	assert_answers(0);
	assert_answers(1);
	assert_answers(3);
	socket_peer_done(&peers[0]);
	assert_answers(1);
	adopt(4, 0);
	assert_answers(4);
}

static void test_sessions_of_all(void **state)
{
	struct server_counts counts;

	(void)state;
	settings.sessions = 3;
	server_configure(server, &settings);
	for (int i = 0; i < 4; i++)
		adopt(i, 0);
	assert_refused(3);
	for (int i = 0; i < 3; i++)
		assert_answers(i);
	server_count(server, &counts);
	assert_int_equal(counts.sessions, 3);
	assert_int_equal(counts.accepted, 3);
	assert_int_equal(counts.refused, 1);
	assert_int_equal(counts.lines, 3);
	assert_int_equal(counts.calls, 0);
}

static void test_limits_may_change_under_way(void **state)
{
	char line[200];
	char *answer;

	(void)state;
	adopt(0, 0);
	assert_answers(0);
	settings.line_size = 100;
	server_configure(server, &settings);
	assert_answers(0);
	memset(line, ' ', sizeof(line));
	line[199] = '\n';
	socket_peer_write(&peers[0], line, sizeof(line));
	answer = socket_peer_line(&peers[0]);
	assert_non_null(strstr(answer, "line_too_long"));
	free(answer);
}

/* A call that is not answered, on a line of that size. */
static void hold(int place, int size)
{
	char line[1000];

	snprintf(line, sizeof(line), "%-*s\n", size - 1,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hold\",\"params\":[0]}");
	socket_peer_say(&peers[place], line);
}

static void test_who_holds_most_pays_for_all(void **state)
{
	struct server_counts counts;
	char *line;

	(void)state;
	settings.memory = 1000;
	server_configure(server, &settings);
	for (int i = 0; i < 3; i++)
		adopt(i, 0);
	hold(0, 300);
	hold(1, 500);
	assert_true(socket_peer_hears_nothing(&peers[1]));
	hold(2, 300);
	assert_true(socket_peer_sees_end(&peers[1]));
	server_count(server, &counts);
	assert_int_equal(counts.expelled, 1);
	assert_int_equal(counts.sessions, 2);
	fake_release_all(&fake);
	line = socket_peer_line(&peers[0]);
	assert_non_null(strstr(line, "\"result\":0"));
	free(line);
	hold(0, 900);
	assert_true(socket_peer_hears_nothing(&peers[0]));
	server_count(server, &counts);
	assert_int_equal(counts.expelled, 1);
}

static void test_draining_answers_what_was_read(void **state)
{
	char *line;

	(void)state;
	adopt(0, 0);
	adopt(1, 0);
	socket_peer_say(&peers[0], HOLD);
	assert_answers(1);
	assert_int_equal(fake.held_count, 1);
	server_drain(server, 60000, on_drained, NULL);
	socket_peer_say(&peers[0], HOLD);
	assert_true(socket_peer_sees_end(&peers[1]));
	assert_true(socket_peer_hears_nothing(&peers[0]));
	assert_int_equal(fake.held_count, 1);
	adopt(2, 0);
	assert_true(socket_peer_sees_end(&peers[2]));
	assert_int_equal(drained, 0);
	fake_release_all(&fake);
	line = socket_peer_line(&peers[0]);
	assert_non_null(strstr(line, "\"result\":0"));
	free(line);
	socket_peer_done(&peers[0]);
	wait_until_drained();
}

static void test_draining_an_empty_server(void **state)
{
	(void)state;
	server_drain(server, 60000, on_drained, NULL);
	assert_int_equal(drained, 0);
	wait_until_drained();
}

static void test_the_deadline_of_draining(void **state)
{
	(void)state;
	adopt(0, 0);
	socket_peer_say(&peers[0], HOLD);
	socket_peer_hears_nothing(&peers[0]);
	assert_int_equal(fake.held_count, 1);
	server_drain(server, 20, on_drained, NULL);
	wait_until_drained();
	assert_true(socket_peer_sees_end(&peers[0]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare_peers, clean_peers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_sessions_of_one_peer),
		TEST(test_sessions_of_all),
		TEST(test_limits_may_change_under_way),
		TEST(test_who_holds_most_pays_for_all),
		TEST(test_draining_answers_what_was_read),
		TEST(test_draining_an_empty_server),
		TEST(test_the_deadline_of_draining),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
