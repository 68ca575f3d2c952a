/* SPDX-License-Identifier: MIT */
/* rpc/identity, through sessions: administrators, named and nameless users, TCP readers. */
#include <pwd.h>

#include "server_room.h"

static void test_who_asks(void **state)
{
	const struct peer network = {.kind = PEER_NETWORK, .address = "127.0.0.1"};
	const struct peer nameless = {.kind = PEER_LOCAL, .uid = 4000000, .address = "x"};
	struct passwd *nobody = getpwnam("nobody");
	struct peer named = {.kind = PEER_LOCAL, .address = "y"};
	const struct {
		const struct peer *peer;
		const char *answer;
	} cases[] = {
		{&root, "[\"administrator\",false,\"en\",false]"},
		{&network, "[\"reader:CCI-ALES\",true,\"en\",false]"},
		{&nameless, "[\"user:#4000000\",false,\"en\",false]"},
		{&named, "[\"user:nobody\",false,\"en\",false]"},
	};

	(void)state;
	assert_non_null(nobody);
	named.uid = nobody->pw_uid;
	settings.reader = "CCI-ALES";
	server_configure(server, &settings);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		server_adopt(server, socket_peer_init(&peer, base), cases[i].peer);
		socket_peer_say(&peer, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\"}\n");
		expect(cases[i].answer);
		socket_peer_done(&peer);
	}
}

static void test_peers_leave_while_they_are_looked_up(void **state)
{
	const struct peer nameless = {.kind = PEER_LOCAL, .uid = 4000000, .address = "x"};

	(void)state;
	for (int i = 0; i < 20; i++) {
		server_adopt(server, socket_peer_init(&peer, base), &nameless);
		socket_peer_done(&peer);
	}
	server_free(server);
	server = NULL;
	for (int i = 0; i < 20; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

static void test_tcp_peers_without_a_reader(void **state)
{
	const struct peer network = {.kind = PEER_NETWORK, .address = "127.0.0.1"};

	(void)state;
	server_adopt(server, socket_peer_init(&peer, base), &network);
	assert_true(socket_peer_sees_end(&peer));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_who_asks),
		TEST(test_peers_leave_while_they_are_looked_up),
		TEST(test_tcp_peers_without_a_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
