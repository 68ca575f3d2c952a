/* SPDX-License-Identifier: MIT */
/* A server with the fake handler, and one peer of it in the test's hands. */
#ifndef TESTS_SERVER_ROOM_H
#define TESTS_SERVER_ROOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "fake_handler.h"
#include "rpc/server.h"
#include "socket_peer.h"

#define PING "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sum\",\"params\":[1,2]}"
#define PONG "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}"
#define HOLD "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hold\",\"params\":[0]}\n"

static const struct peer root = {.kind = PEER_LOCAL, .uid = 0, .address = "uid 0"};
static struct event_base *base;
static struct worker *worker;
static struct fake fake;
static struct server_settings settings;
static struct server *server;
static struct socket_peer peer;

static inline int prepare(void **state)
{
	(void)state;
	base = event_base_new();
	worker = worker_new(base, 2);
	fake_init(&fake);
	server_settings_default(&settings);
	settings.line_size = 1000;
	settings.locale = "en";
	server = server_new(base, worker, &settings, &fake.handler);
	peer.descriptor = -1;
	log_set_level(LOG_LEVEL_ERROR);
	return 0;
}

static inline int clean(void **state)
{
	(void)state;
	socket_peer_done(&peer);
	server_free(server);
	fake_release_all(&fake);
	worker_free(worker);
	event_base_free(base);
	return 0;
}

static inline void join(void)
{
	server_configure(server, &settings);
	server_adopt(server, socket_peer_init(&peer, base), &root);
}

/* The next line has the text in it. */
static inline void expect(const char *wanted)
{
	char *line = socket_peer_line(&peer);

	if (!line || !strstr(line, wanted))
		fail_msg("%s instead of %s", line ? line : "nothing", wanted);
	free(line);
}

#endif
