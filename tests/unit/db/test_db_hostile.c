/* SPDX-License-Identifier: MIT */
/* Lanes against what is no PostgreSQL: name servers that are silent, servers that never answer,
 * answer half, or answer nonsense. */
#include "db/lane.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <event2/event.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/worker.h"

enum {
	PATIENCE_MS = 15000,
	SILENCE_MS = 700, /* how long the name server lets one wait */
};

#define MESSAGE(bytes)                                                                             \
	{                                                                                          \
		bytes, sizeof(bytes) - 1                                                           \
	}

struct message {
	const char *bytes;
	size_t size;
};

/* What is said to: the start of a session, the check of the schema, the first query. */
static const struct message hello = MESSAGE("R\0\0\0\10\0\0\0\0"
					    "S\0\0\0\26server_version\00015\0"
					    "S\0\0\0\46default_transaction_read_only\0off\0"
					    "S\0\0\0\27in_hot_standby\0off\0"
					    "Z\0\0\0\5I");
static const struct message version =
	MESSAGE("1\0\0\0\4"
		"2\0\0\0\4"
		"T\0\0\0\40\0\1version\0\0\0\0\0\0\0\0\0\0\27\0\4\377\377\377\377\0\0"
		"D\0\0\0\13\0\1\0\0\0\0011"
		"C\0\0\0\15SELECT 1\0"
		"Z\0\0\0\5I");

struct fake {
	const struct message *replies[4];
	bool closes; /* after the last reply */
	pid_t pid;
	unsigned port;
};

struct bench {
	struct event_base *base;
	struct worker *worker;
	struct event *tick;
	struct lane *lane;
	enum lane_state state;
	char reason[512];
	int64_t last_tick;
	int64_t longest_stall;
	unsigned answers;
	enum outcome_kind kind;
	char sqlstate[6];
};

static struct bench bench;

/* Stands in for the C library's: a name server that does not answer. Addresses it reads itself. */
int getaddrinfo(const char *restrict node, const char *restrict service,
	const struct addrinfo *restrict hints, struct addrinfo **restrict found)
{
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	if (hints && hints->ai_flags & AI_NUMERICHOST)
		return real(node, service, hints, found);
	poll(NULL, 0, SILENCE_MS);
	return EAI_AGAIN;
}

/* ---- a server that is none ------------------------------------------------------------------- */

static void fake_talk(const struct fake *fake, int peer)
{
	char buffer[65536];

	for (size_t i = 0; i < 4 && fake->replies[i]; i++) {
		if (read(peer, buffer, sizeof(buffer)) <= 0)
			return;
		if (write(peer, fake->replies[i]->bytes, fake->replies[i]->size) < 0)
			return;
	}
	while (!fake->closes && read(peer, buffer, sizeof(buffer)) > 0)
		;
}

static void fake_start(struct fake *fake)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int peer;

	assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(listener, 8), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	fake->port = ntohs(address.sin_port);
	fake->pid = fork();
	assert_true(fake->pid >= 0);
	if (fake->pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (fake->pid == 0) {
		peer = accept(listener, NULL, NULL);
		fake_talk(fake, peer);
		close(peer);
	}
	close(listener);
}

static void fake_stop(struct fake *fake)
{
	kill(fake->pid, SIGKILL);
	waitpid(fake->pid, NULL, 0);
}

/* ---- the bench ------------------------------------------------------------------------------- */

static void bench_on_changed(
	void *context, struct lane *lane, enum lane_state state, const char *reason)
{
	(void)context;
	(void)lane;
	bench.state = state;
	snprintf(bench.reason, sizeof(bench.reason), "%s", reason);
}

static void bench_on_done(void *context, const struct outcome *outcome)
{
	(void)context;
	bench.answers++;
	bench.kind = outcome->kind;
	if (outcome->kind == OUTCOME_REFUSED)
		snprintf(bench.sqlstate, sizeof(bench.sqlstate), "%s", outcome->sqlstate);
}

static void bench_on_tick(evutil_socket_t fd, short events, void *argument)
{
	int64_t now = clock_steady();

	(void)fd;
	(void)events;
	(void)argument;
	if (bench.last_tick && now - bench.last_tick > bench.longest_stall)
		bench.longest_stall = now - bench.last_tick;
	bench.last_tick = now;
}

#define UNTIL(condition)                                                                           \
	do {                                                                                       \
		int64_t began_ = clock_steady();                                                   \
		while (!(condition)) {                                                             \
			if (clock_steady() - began_ > PATIENCE_MS)                                 \
				fail_msg("waited in vain for " #condition);                        \
			event_base_loop(bench.base, EVLOOP_ONCE);                                  \
		}                                                                                  \
	} while (0)

static void bench_open(const char *conninfo)
{
	struct timeval often = {.tv_usec = 5000};
	struct lane_settings settings = {
		.name = "write",
		.conninfo = conninfo,
		.user = "copild_serve",
		.writes = true,
		.connections = 1,
		.group = 8,
		.waiting = 100,
		.statement_timeout_ms = 1,
		.schema_version = 1,
	};

	memset(&bench, 0, sizeof(bench));
	bench.base = event_base_new();
	bench.worker = worker_new(bench.base, 1);
	bench.tick = event_new(bench.base, -1, EV_PERSIST, bench_on_tick, NULL);
	event_add(bench.tick, &often);
	bench.lane = lane_new(bench.base, bench.worker, &settings, bench_on_changed, NULL);
}

static int bench_close(void **state)
{
	(void)state;
	if (!bench.base)
		return 0;
	lane_free(bench.lane);
	worker_free(bench.worker);
	event_free(bench.tick);
	event_base_free(bench.base);
	bench.base = NULL;
	return 0;
}

static void submit(void)
{
	struct statement *statement = statement_new("select 'x'", 0);

	lane_submit(bench.lane, 0, query_new(statement, bench_on_done, NULL));
	statement_unref(statement);
}

static void bench_open_fake(struct fake *fake, const char *more)
{
	char conninfo[160];

	fake_start(fake);
	snprintf(conninfo, sizeof(conninfo), "host=127.0.0.1 port=%u sslmode=disable %s",
		fake->port, more);
	bench_open(conninfo);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void fault_38_a_silent_name_server_stalls_nobody(void **state)
{
	int64_t began = clock_steady();

	(void)state;
	bench_open("host=db.example.org");
	submit();
	UNTIL(bench.answers == 1);
	assert_int_equal(bench.kind, OUTCOME_UNAVAILABLE);
	assert_true(clock_steady() - began < SILENCE_MS / 2);
	UNTIL(lane_tried(bench.lane));
	assert_true(clock_steady() - began >= SILENCE_MS);
	assert_true(bench.longest_stall < SILENCE_MS / 2);
	assert_non_null(strstr(bench.reason, "the host \"db.example.org\" cannot be found"));
}

static void freeing_does_not_wait_for_the_name_server(void **state)
{
	int64_t began = clock_steady();

	(void)state;
	bench_open("host=db.example.org");
	for (int i = 0; i < 5; i++)
		event_base_loop(bench.base, EVLOOP_ONCE);
	bench_close(NULL);
	assert_true(clock_steady() - began < SILENCE_MS / 2);
	poll(NULL, 0, SILENCE_MS);
}

static void a_server_that_never_answers_is_left(void **state)
{
	struct fake fake = {.closes = false};

	(void)state;
	bench_open_fake(&fake, "connect_timeout=1");
	UNTIL(lane_tried(bench.lane));
	assert_string_equal(
		bench.reason, "the database at \"127.0.0.1\" did not answer within 1000 ms");
	assert_true(bench.longest_stall < SILENCE_MS / 2);
	fake_stop(&fake);
}

static void a_silent_check_and_a_silent_query_end(void **state)
{
	struct fake fake = {.replies = {&hello}};
	struct fake later = {.replies = {&hello, &version}};

	(void)state;
	bench_open_fake(&fake, "");
	UNTIL(lane_tried(bench.lane));
	assert_int_equal(bench.state, LANE_DOWN);
	fake_stop(&fake);
	bench_close(NULL);
	bench_open_fake(&later, "");
	UNTIL(bench.state == LANE_UP);
	submit();
	UNTIL(bench.answers == 1);
	assert_int_equal(bench.kind, OUTCOME_UNKNOWN);
	assert_string_equal(bench.reason, "the server did not answer in time");
	fake_stop(&later);
}

static enum outcome_kind outcome_of(const struct message *reply, bool closes)
{
	struct fake fake = {.replies = {&hello, &version, reply}, .closes = closes};
	enum outcome_kind kind;

	bench_open_fake(&fake, "");
	UNTIL(bench.state == LANE_UP);
	submit();
	UNTIL(bench.answers == 1);
	kind = bench.kind;
	bench_close(NULL);
	fake_stop(&fake);
	return kind;
}

static void fault_50_nonsense_drops_the_connection(void **state)
{
	static const struct message garbage = MESSAGE("HTTP/1.1 400 Bad Request\r\n\r\n");
	static const struct message zeros = MESSAGE("\0\0\0\0\0\0\0\0\0\0\0\0");
	static const struct message short_length = MESSAGE("1\0\0\0\0");
	static const struct message huge = MESSAGE("1\177\377\377\377");
	static const struct message sync_first = MESSAGE("Z\0\0\0\5I");
	static const struct message copy = MESSAGE("1\0\0\0\0042\0\0\0\4G\0\0\0\7\0\0\0");
	static const struct message bare_error = MESSAGE("E\0\0\0\5\0");
	static const struct message half_row =
		MESSAGE("1\0\0\0\0042\0\0\0\4"
			"T\0\0\0\40\0\1version\0\0\0\0\0\0\0\0\0\0\31\0\4\377\377\377\377\0\0"
			"D\0\0\0\40\0\1\0\0");

	(void)state;
	assert_int_equal(outcome_of(&garbage, false), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&zeros, true), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&short_length, false), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&huge, true), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&sync_first, true), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&copy, true), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&bare_error, true), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&half_row, true), OUTCOME_UNKNOWN);
}

static void an_error_without_sqlstate_is_a_refusal(void **state)
{
	static const struct message error =
		MESSAGE("E\0\0\0\36SERROR\0VERROR\0Mno reason\0\0Z\0\0\0\5I");

	(void)state;
	assert_int_equal(outcome_of(&error, false), OUTCOME_REFUSED);
	assert_string_equal(bench.sqlstate, "XX000");
}

static void what_came_without_its_sync_is_not_an_answer(void **state)
{
	static const struct message row =
		MESSAGE("1\0\0\0\0042\0\0\0\4"
			"T\0\0\0\40\0\1version\0\0\0\0\0\0\0\0\0\0\31\0\4\377\377\377\377\0\0"
			"D\0\0\0\13\0\1\0\0\0\001x"
			"C\0\0\0\15SELECT 1\0");
	static const struct message row_and_sync =
		MESSAGE("1\0\0\0\0042\0\0\0\4"
			"T\0\0\0\40\0\1version\0\0\0\0\0\0\0\0\0\0\31\0\4\377\377\377\377\0\0"
			"D\0\0\0\13\0\1\0\0\0\001x"
			"C\0\0\0\15SELECT 1\0"
			"Z\0\0\0\5I");

	(void)state;
	assert_int_equal(outcome_of(&row, true), OUTCOME_UNKNOWN);
	assert_int_equal(outcome_of(&row_and_sync, true), OUTCOME_VALUE);
}

int main(void)
{
#define HOSTILE_TEST(name) cmocka_unit_test_teardown(name, bench_close)
	const struct CMUnitTest tests[] = {
		HOSTILE_TEST(fault_38_a_silent_name_server_stalls_nobody),
		HOSTILE_TEST(freeing_does_not_wait_for_the_name_server),
		HOSTILE_TEST(a_server_that_never_answers_is_left),
		HOSTILE_TEST(a_silent_check_and_a_silent_query_end),
		HOSTILE_TEST(fault_50_nonsense_drops_the_connection),
		HOSTILE_TEST(an_error_without_sqlstate_is_a_refusal),
		HOSTILE_TEST(what_came_without_its_sync_is_not_an_answer),
	};

	alloc_install();
	signal(SIGPIPE, SIG_IGN);
	log_set_level(getenv("DEBUG") ? LOG_LEVEL_DEBUG : LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("db/hostile", tests, NULL, NULL);
}
