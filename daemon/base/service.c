/* SPDX-License-Identifier: MIT */
/* Talks to systemd: sockets handed in by name, readiness, state, watchdog. */
#include "base/service.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/alloc.h"

struct watchdog {
	struct event *timer;
};

/* One descriptor, judged by its name and by what it is. */
static bool judge(int descriptor, const char *name, bool taken, struct fault *fault)
{
	if (strcmp(name, SERVICE_SOCKET) != 0)
		fault_set(fault, EINVAL,
			"unexpected socket \"%s\" from the service manager: "
			"write FileDescriptorName=%s in the socket unit",
			name, SERVICE_SOCKET);
	else if (taken)
		fault_set(fault, EINVAL,
			"more than one socket \"%s\" from the service manager: keep one "
			"ListenStream= in the socket unit",
			name);
	else if (sd_is_socket(descriptor, AF_UNIX, SOCK_STREAM, 1) <= 0)
		fault_set(fault, EINVAL,
			"socket \"%s\" from the service manager is not a listening Unix stream "
			"socket",
			name);
	else
		return true;
	return false;
}

static bool judge_all(int count, char **names, int *descriptor, struct fault *fault)
{
	for (int i = 0; i < count; i++) {
		int handed = SD_LISTEN_FDS_START + i;
		if (!judge(handed, names ? names[i] : "", *descriptor >= 0, fault))
			return false;
		*descriptor = handed;
	}
	return *descriptor < 0 || evutil_make_socket_nonblocking(*descriptor) == 0;
}

static void names_free(char **names)
{
	for (char **name = names; name && *name; name++)
		free(*name);
	free(names);
}

bool service_socket(int *descriptor, struct fault *fault)
{
	char **names = NULL;
	*descriptor = -1;
	int count = sd_listen_fds_with_names(1, &names);
	if (count < 0) {
		fault_set(fault, -count, "cannot take the service manager's sockets: %s",
			strerror(-count));
		return false;
	}
	bool good = judge_all(count, names, descriptor, fault);
	names_free(names);
	if (good)
		return true;
	for (int i = 0; i < count; i++)
		close(SD_LISTEN_FDS_START + i);
	*descriptor = -1;
	return false;
}

void service_status(const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	/* A line feed would begin another assignment. */
	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = ' ';
	sd_notifyf(0, "STATUS=%s", text);
}

void service_ready(void)
{
	sd_notify(0, "READY=1");
}

void service_reloading(void)
{
	sd_notify(0, "RELOADING=1");
}

void service_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}

static void watchdog_on_time(evutil_socket_t descriptor, short events, void *context)
{
	(void)descriptor;
	(void)events;
	(void)context;
	sd_notify(0, "WATCHDOG=1");
}

struct watchdog *watchdog_new(struct event_base *base)
{
	uint64_t allowed;
	if (sd_watchdog_enabled(0, &allowed) <= 0)
		return NULL;
	struct watchdog *watchdog = alloc_new(sizeof *watchdog);
	uint64_t third = allowed / 3;
	struct timeval interval = {
		.tv_sec = (time_t)(third / 1000000), .tv_usec = (suseconds_t)(third % 1000000)};
	watchdog->timer = event_new(base, -1, EV_PERSIST, watchdog_on_time, watchdog);
	event_add(watchdog->timer, &interval);
	return watchdog;
}

void watchdog_free(struct watchdog *watchdog)
{
	if (!watchdog)
		return;
	event_free(watchdog->timer);
	free(watchdog);
}
