/* SPDX-License-Identifier: MIT */
/* wire/listener and wire/endpoint: who may listen where, who comes, and what happens when
 * descriptors run out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "wire/listener.h"

static struct event_base *base;
static char folder[] = "/tmp/copild-listener-XXXXXX";
static char path[100];
static struct fault fault;
static struct peer last;
static unsigned accepted;
static int held[64];

static int prepare(void **state)
{
	(void)state;
	base = event_base_new();
	memcpy(strrchr(folder, '-'), "-XXXXXX", 7);
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/s", folder);
	accepted = 0;
	log_set_level(LOG_LEVEL_ERROR);
	return 0;
}

static int clean(void **state)
{
	(void)state;
	for (unsigned i = 0; i < accepted; i++)
		close(held[i]);
	unlink(path);
	rmdir(folder);
	event_base_free(base);
	return 0;
}

static void on_accepted(void *context, int descriptor, const struct peer *peer)
{
	assert_ptr_equal(context, base);
	assert_true(fcntl(descriptor, F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(descriptor, F_GETFD) & FD_CLOEXEC);
	last = *peer;
	held[accepted++] = descriptor;
}

static struct listener *open_unix(void)
{
	return listener_open_unix(base, path, 0660, on_accepted, base, &fault);
}

static int connect_unix(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	memcpy(address.sun_path, path, strlen(path));
	if (connect(descriptor, (struct sockaddr *)&address, sizeof(address)) == 0)
		return descriptor;
	close(descriptor);
	return -1;
}

static void turn(void)
{
	event_base_loop(base, EVLOOP_NONBLOCK);
}

static void test_a_unix_peer_with_its_credentials(void **state)
{
	struct listener *listener = open_unix();
	struct stat status;
	int client;

	(void)state;
	assert_non_null(listener);
	assert_string_equal(listener_name(listener), path);
	assert_int_equal(listener_port(listener), 0);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0660);
	client = connect_unix();
	turn();
	assert_int_equal(accepted, 1);
	assert_int_equal(last.kind, PEER_LOCAL);
	assert_int_equal(last.uid, geteuid());
	assert_int_equal(last.gid, getegid());
	assert_int_equal(last.pid, getpid());
	close(client);
	listener_close(listener);
	assert_int_equal(stat(path, &status), -1);
}

static void test_a_stale_file_is_replaced_and_a_served_one_is_not(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int stale = socket(AF_UNIX, SOCK_STREAM, 0);
	struct listener *listener;

	(void)state;
	memcpy(address.sun_path, path, strlen(path));
	assert_int_equal(bind(stale, (struct sockaddr *)&address, sizeof(address)), 0);
	close(stale);
	listener = open_unix();
	assert_non_null(listener);
	assert_null(open_unix());
	assert_non_null(strstr(fault.text, "another process serves"));
	assert_int_equal(close(connect_unix()), 0);
	listener_close(listener);
}

static void test_other_files_are_left_alone(void **state)
{
	int file = open(path, O_CREAT | O_WRONLY, 0600);

	(void)state;
	close(file);
	assert_null(open_unix());
	assert_non_null(strstr(fault.text, "not a socket"));
	assert_int_equal(access(path, F_OK), 0);
}

static void test_closing_leaves_a_successor_alone(void **state)
{
	struct listener *first = open_unix();
	struct listener *second;

	(void)state;
	unlink(path);
	second = open_unix();
	listener_close(first);
	assert_int_equal(close(connect_unix()), 0);
	listener_close(second);
}

static void test_bad_paths(void **state)
{
	char text[200];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[199] = '\0';
	assert_null(listener_open_unix(base, text, 0660, on_accepted, base, &fault));
	assert_null(listener_open_unix(base, "", 0660, on_accepted, base, &fault));
	assert_null(listener_open_unix(base, "/nowhere/s", 0660, on_accepted, base, &fault));
	assert_non_null(strstr(fault.text, "/nowhere/s"));
}

static int connect_port(unsigned port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int descriptor = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(connect(descriptor, (struct sockaddr *)&address, sizeof(address)), 0);
	return descriptor;
}

static void test_loopback_tcp(void **state)
{
	struct listener *listener =
		listener_open_tcp(base, "127.0.0.1:0", on_accepted, base, &fault);
	int client;

	(void)state;
	assert_non_null(listener);
	assert_true(listener_port(listener) > 0);
	client = connect_port(listener_port(listener));
	turn();
	assert_int_equal(accepted, 1);
	assert_int_equal(last.kind, PEER_NETWORK);
	assert_string_equal(last.address, "127.0.0.1");
	close(client);
	listener_close(listener);
}

static void test_loopback_tcp_6(void **state)
{
	struct listener *listener = listener_open_tcp(base, "[::1]:0", on_accepted, base, &fault);

	(void)state;
	if (!listener && (fault.code == EAFNOSUPPORT || fault.code == EADDRNOTAVAIL))
		skip(); /* a machine without IPv6 */
	assert_non_null(listener);
	assert_non_null(strstr(listener_name(listener), "[::1]:"));
	listener_close(listener);
}

static void test_addresses_that_are_not_loopback(void **state)
{
	static const char *const addresses[] = {"0.0.0.0:0", "192.0.2.1:1", "[::]:0",
		"[2001:db8::1]:1", "localhost:1", "", "x", ":1", "127.0.0.1:", "127.0.0.1:65536",
		"127.0.0.1:1x", "127.0.0.1:-1", "127.0.0.1", "[127.0.0.1]:1", "::1", "[]:1", "[:1"};

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
		assert_null(listener_open_tcp(base, addresses[i], on_accepted, base, &fault));
		assert_non_null(strstr(fault.text, "loopback"));
	}
}

static void test_passed_sockets(void **state)
{
	int plain = socket(AF_UNIX, SOCK_STREAM, 0);
	int everywhere = socket(AF_INET, SOCK_STREAM, 0);
	int good = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct listener *listener;

	(void)state;
	assert_null(listener_adopt(base, plain, on_accepted, base, &fault));
	assert_int_equal(listen(everywhere, 5), 0);
	assert_null(listener_adopt(base, everywhere, on_accepted, base, &fault));
	assert_null(listener_adopt(base, open("/dev/null", O_RDONLY), on_accepted, base, &fault));
	assert_non_null(strstr(fault.text, "not a socket"));
	assert_int_equal(bind(good, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(good, 5), 0);
	listener = listener_adopt(base, good, on_accepted, base, &fault);
	assert_non_null(listener);
	close(connect_port(listener_port(listener)));
	turn();
	assert_int_equal(accepted, 1);
	listener_close(listener);
}

static void test_pausing(void **state)
{
	struct listener *listener = open_unix();
	int client;

	(void)state;
	listener_pause(listener);
	client = connect_unix();
	turn();
	assert_int_equal(accepted, 0);
	listener_resume(listener);
	turn();
	assert_int_equal(accepted, 1);
	close(client);
	listener_close(listener);
}

/* Leaves no descriptor free but those the clients have. */
static void exhaust(struct rlimit *before)
{
	struct rlimit now;
	int next = dup(STDIN_FILENO);

	close(next);
	getrlimit(RLIMIT_NOFILE, before);
	now = *before;
	now.rlim_cur = (rlim_t)next;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &now), 0);
}

static void test_running_out_of_descriptors(void **state)
{
	struct listener *listener = open_unix();
	struct rlimit before;
	int clients[3];
	int64_t start;
	char byte;

	(void)state;
	/* Valgrind accepts the peer itself before it says that there is no room. */
	if (getenv("LD_PRELOAD") && strstr(getenv("LD_PRELOAD"), "vgpreload")) {
		listener_close(listener);
		skip();
	}
	for (int i = 0; i < 3; i++)
		clients[i] = connect_unix();
	log_set_level((enum log_level) - 1);
	exhaust(&before);
	start = clock_steady();
	turn();
	assert_int_equal(accepted, 0);
	assert_int_equal(recv(clients[0], &byte, 1, 0), 0);
	assert_int_equal(recv(clients[1], &byte, 1, MSG_DONTWAIT), -1);
	assert_int_equal(errno, EAGAIN);
	setrlimit(RLIMIT_NOFILE, &before);
	turn();
	assert_int_equal(accepted, 0);
	while (accepted < 2 && clock_steady() < start + 10000)
		event_base_loop(base, EVLOOP_ONCE);
	assert_int_equal(accepted, 2);
	assert_true(clock_steady() - start >= 90);
	for (int i = 0; i < 3; i++)
		close(clients[i]);
	listener_close(listener);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_unix_peer_with_its_credentials),
		TEST(test_a_stale_file_is_replaced_and_a_served_one_is_not),
		TEST(test_other_files_are_left_alone),
		TEST(test_closing_leaves_a_successor_alone),
		TEST(test_bad_paths),
		TEST(test_loopback_tcp),
		TEST(test_loopback_tcp_6),
		TEST(test_addresses_that_are_not_loopback),
		TEST(test_passed_sockets),
		TEST(test_pausing),
		TEST(test_running_out_of_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
