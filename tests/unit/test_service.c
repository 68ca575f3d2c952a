/* SPDX-License-Identifier: MIT */
/* What the service manager hands in, and what it hears. Each case runs in a child of its own: the
 * descriptors and the environment are the process's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/service.h"

static int listening_socket(int family)
{
	int descriptor = socket(family, SOCK_STREAM, 0);
	struct sockaddr_un address = {.sun_family = (sa_family_t)family};
	bind(descriptor, (struct sockaddr *)&address, sizeof(sa_family_t));
	listen(descriptor, 1);
	return descriptor;
}

static void set_number(const char *name, long number)
{
	char text[24];
	snprintf(text, sizeof text, "%ld", number);
	setenv(name, text, 1);
}

/* In the child: hands in sockets under the names and says what came of it. */
static int judge(const char *names, int count, int family, const char *why)
{
	int made[2], descriptor;
	struct fault fault = {0};
	for (int i = 0; i < count; i++)
		made[i] = fcntl(listening_socket(family), F_DUPFD, 10);
	for (int i = 0; i < count; i++)
		dup2(made[i], 3 + i);
	if (count > 0) {
		set_number("LISTEN_PID", getpid());
		set_number("LISTEN_FDS", count);
		setenv("LISTEN_FDNAMES", names, 1);
	}
	bool good = service_socket(&descriptor, &fault);
	if (why)
		return !good && descriptor == -1 && strstr(fault.text, why) &&
		       fcntl(3, F_GETFD) == -1;
	return good && descriptor == (count ? 3 : -1) &&
	       (count == 0 || (fcntl(3, F_GETFD) == FD_CLOEXEC && fcntl(3, F_GETFL) & O_NONBLOCK));
}

static void judges(const char *names, int count, int family, const char *why)
{
	pid_t child = fork();
	int status;
	if (child == 0)
		_exit(judge(names, count, family, why) ? 0 : 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void takes_the_socket_by_its_name(void **state)
{
	(void)state;
	judges("", 0, AF_UNIX, NULL);
	judges("rpc", 1, AF_UNIX, NULL);
}

static void refuses_what_it_does_not_expect(void **state)
{
	(void)state;
	judges("http", 1, AF_UNIX, "unexpected socket \"http\"");
	judges("rpc:http", 2, AF_UNIX, "unexpected socket \"http\"");
	judges("rpc:rpc", 2, AF_UNIX, "more than one socket \"rpc\"");
	judges("rpc", 1, AF_INET, "is not a listening Unix stream socket");
}

static void hears(int descriptor, const char *wanted)
{
	char text[256];
	ssize_t size = recv(descriptor, text, sizeof text - 1, 0);
	assert_true(size >= 0);
	text[size] = '\0';
	assert_string_equal(text, wanted);
}

static int notify_socket(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
	int length = snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "copild-test-%ld",
		(long)getpid());
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
	assert_int_equal(bind(descriptor, (struct sockaddr *)&address, size), 0);
	char name[sizeof address.sun_path + 1];
	snprintf(name, sizeof name, "@%s", address.sun_path + 1);
	setenv("NOTIFY_SOCKET", name, 1);
	return descriptor;
}

static void tells_its_life(void **state)
{
	(void)state;
	int descriptor = notify_socket();
	service_ready();
	hears(descriptor, "READY=1");
	service_status("%s\nREADY=0", "one line");
	hears(descriptor, "STATUS=one line READY=0");
	service_reloading();
	hears(descriptor, "RELOADING=1");
	service_stopping();
	hears(descriptor, "STOPPING=1");
	close(descriptor);
	unsetenv("NOTIFY_SOCKET");
}

static void pings_at_a_third_of_the_time(void **state)
{
	(void)state;
	int descriptor = notify_socket();
	struct event_base *base = event_base_new();
	assert_null(watchdog_new(base));
	setenv("WATCHDOG_USEC", "60000", 1);
	set_number("WATCHDOG_PID", getpid());
	struct watchdog *watchdog = watchdog_new(base);
	assert_non_null(watchdog);
	event_base_loop(base, EVLOOP_ONCE);
	hears(descriptor, "WATCHDOG=1");
	watchdog_free(watchdog);
	watchdog_free(NULL);
	event_base_free(base);
	close(descriptor);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_socket_by_its_name),
		cmocka_unit_test(refuses_what_it_does_not_expect),
		cmocka_unit_test(tells_its_life),
		cmocka_unit_test(pings_at_a_third_of_the_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
