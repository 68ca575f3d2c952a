/* SPDX-License-Identifier: MIT */
/* The sessions of all peers, how many each peer may have, and their common end. */
#include "rpc/server.h"

#include <assert.h>
#include <event2/event_struct.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "rpc/session.h"
#include "wire/socket.h"

#define LINE_SIZE_MAX (1024 * 1024)
#define LINGER_MS     2000

/* How many sessions one peer has: a user, or an address. */
struct crowd {
	TAILQ_ENTRY(crowd) next;
	char *peer;
	unsigned sessions;
};

struct guest {
	TAILQ_ENTRY(guest) next;
	struct server *server;
	struct session *session;
	struct crowd *crowd;
};

TAILQ_HEAD(crowd_list, crowd);
TAILQ_HEAD(guest_list, guest);

struct server {
	struct session_host host;
	struct guest_list guests;
	struct crowd_list crowds;
	struct event drained; /* rings at the deadline, or at once when nobody is left */
	struct event relief;  /* rung by hand when all together hold too much */
	size_t memory;
	void (*done)(void *context);
	void *context;
	unsigned sessions_limit;
	unsigned crowd_limit;
	struct server_counts counts;
	bool draining;
	bool full; /* a peer was refused and the log knows */
};

void server_settings_default(struct server_settings *settings)
{
	*settings = (struct server_settings){
		.line_size = 256 * 1024,
		.answer_size = 1024 * 1024,
		.queue_size = 8 * 1024 * 1024,
		.memory = 256 * 1024 * 1024,
		.depth = 32,
		.values = 32768,
		.batch = 50,
		.in_flight = 64,
		.partial_ms = 10000,
		.stall_ms = 30000,
		.sessions = 1000,
		.sessions_of_peer = 200,
		.locale = "fr",
	};
}

/* ---- who is here ---------------------------------------------------------------------------- */

static struct crowd *server_find_crowd(struct server *server, const struct peer *peer)
{
	char name[sizeof(peer->address)];
	struct crowd *crowd;

	if (peer->kind == PEER_LOCAL)
		snprintf(name, sizeof(name), "uid %u", peer->uid);
	else
		memcpy(name, peer->address, sizeof(name));
	for (crowd = TAILQ_FIRST(&server->crowds); crowd; crowd = TAILQ_NEXT(crowd, next)) {
		if (strcmp(crowd->peer, name) == 0)
			return crowd;
	}
	crowd = alloc_new(sizeof(*crowd));
	crowd->peer = alloc_text(name);
	TAILQ_INSERT_TAIL(&server->crowds, crowd, next);
	return crowd;
}

static void server_leave_crowd(struct server *server, struct crowd *crowd)
{
	if (crowd->sessions > 0)
		return;
	TAILQ_REMOVE(&server->crowds, crowd, next);
	free(crowd->peer);
	free(crowd);
}

static void guest_free(struct guest *guest)
{
	struct server *server = guest->server;

	TAILQ_REMOVE(&server->guests, guest, next);
	server->counts.sessions--;
	server->full = false;
	guest->crowd->sessions--;
	server_leave_crowd(server, guest->crowd);
	free(guest);
}

static void server_on_closed(void *context)
{
	struct guest *guest = context;
	struct server *server = guest->server;
	struct timeval now = {0};

	guest_free(guest);
	if (server->draining && TAILQ_EMPTY(&server->guests))
		event_add(&server->drained, &now);
}

/* Says why in the protocol's words, as far as the socket takes them at once. */
static void server_refuse(struct server *server, int descriptor, const struct peer *peer)
{
	const struct handler *handler = server->host.handler;
	json_t *data = json_pack(
		"{s:s, s:s, s:b}", "kind", "busy", "reason", "connections", "retryable", 1);
	struct buffer line = {0};
	struct fault fault;

	if (!server->full)
		log_warning("peers are refused: %s has %u sessions of %u, all peers %u of %u",
			peer->address, server_find_crowd(server, peer)->sessions,
			server->crowd_limit, server->counts.sessions, server->sessions_limit);
	server->full = true;
	server->counts.refused++;
	message_pack_error(&line, NULL, CALL_BUSY,
		handler->wording(handler->context, CALL_BUSY, server->host.locale), data);
	json_decref(data);
	buffer_add_text(&line, "\n");
	socket_write(descriptor, &line, &fault);
	buffer_done(&line);
	close(descriptor);
}

static void server_admit(
	struct server *server, int descriptor, const struct peer *peer, struct crowd *crowd)
{
	struct guest *guest = alloc_new(sizeof(*guest));

	guest->server = server;
	guest->crowd = crowd;
	crowd->sessions++;
	server->counts.sessions++;
	server->counts.accepted++;
	TAILQ_INSERT_TAIL(&server->guests, guest, next);
	guest->session = session_new(&server->host, descriptor, peer, guest);
	if (!guest->session)
		guest_free(guest);
}

void server_adopt(void *context, int descriptor, const struct peer *peer)
{
	struct server *server = context;
	struct crowd *crowd;

	if (server->draining) {
		close(descriptor);
		return;
	}
	crowd = server_find_crowd(server, peer);
	if (server->counts.sessions < server->sessions_limit &&
		crowd->sessions < server->crowd_limit) {
		server_admit(server, descriptor, peer, crowd);
		return;
	}
	server_refuse(server, descriptor, peer);
	server_leave_crowd(server, crowd);
}

void server_count(const struct server *server, struct server_counts *counts)
{
	struct guest *guest;

	*counts = server->counts;
	counts->lines = server->host.lines;
	counts->empty_lines = server->host.empty_lines;
	for (guest = TAILQ_FIRST(&server->guests); guest; guest = TAILQ_NEXT(guest, next))
		counts->calls += session_pending(guest->session);
}

static size_t least(size_t one, size_t other)
{
	return one < other ? one : other;
}

static size_t most(size_t one, size_t other)
{
	return one > other ? one : other;
}

/* ---- what all hold together ------------------------------------------------------------------ */

static void server_on_grown(void *context)
{
	struct guest *guest = context;
	struct server *server = guest->server;

	if (server->host.held > server->memory)
		event_active(&server->relief, EV_TIMEOUT, 0);
}

/* Whoever holds most, all being weighed anew: answers go out without a word. */
static struct guest *server_find_heaviest(struct server *server)
{
	struct guest *heaviest = NULL;
	struct guest *guest;
	size_t most_held = 0;

	TAILQ_FOREACH (guest, &server->guests, next) {
		size_t held = session_weigh(guest->session);

		if (held > most_held)
			heaviest = guest;
		most_held = most(held, most_held);
	}
	return heaviest;
}

static void server_relieve(struct server *server)
{
	struct guest *heaviest;

	while ((heaviest = server_find_heaviest(server)) && server->host.held > server->memory) {
		log_warning("sessions hold %zu bytes of %zu: the one with %zu is closed",
			server->host.held, server->memory, session_weigh(heaviest->session));
		server->counts.expelled++;
		session_expel(
			heaviest->session, "it held most when all together held more than may be");
	}
}

static void server_on_relief(evutil_socket_t descriptor, short events, void *argument)
{
	(void)descriptor;
	(void)events;
	server_relieve(argument);
}

/* ---- life ----------------------------------------------------------------------------------- */

static void server_close_all(struct server *server)
{
	struct guest *guest = TAILQ_FIRST(&server->guests);

	while (guest) {
		struct guest *next = TAILQ_NEXT(guest, next);

		session_free(guest->session);
		guest_free(guest);
		guest = next;
	}
}

static void server_on_drained(evutil_socket_t descriptor, short events, void *argument)
{
	struct server *server = argument;

	(void)descriptor;
	(void)events;
	if (server->counts.sessions > 0)
		log_warning("%u sessions closed before all was answered", server->counts.sessions);
	server_close_all(server);
	server->done(server->context);
}

void server_drain(
	struct server *server, unsigned deadline_ms, void (*done)(void *context), void *context)
{
	struct timeval wait = clock_interval(deadline_ms);
	struct guest *guest;

	assert(!server->draining);
	server->draining = true;
	server->done = done;
	server->context = context;
	if (TAILQ_EMPTY(&server->guests))
		wait = (struct timeval){0};
	for (guest = TAILQ_FIRST(&server->guests); guest; guest = TAILQ_NEXT(guest, next))
		session_drain(guest->session);
	event_add(&server->drained, &wait);
}

void server_configure(struct server *server, const struct server_settings *settings)
{
	struct session_host *host = &server->host;

	host->message.depth = settings->depth;
	host->message.values = settings->values;
	host->message.batch = settings->batch;
	host->stream.frame_size = least(settings->line_size, LINE_SIZE_MAX);
	host->stream.queue_size = most(settings->queue_size, 2 * settings->answer_size);
	host->stream.patience.partial_ms = settings->partial_ms;
	host->stream.patience.stall_ms = settings->stall_ms;
	host->stream.patience.idle_ms = settings->idle_ms;
	host->stream.patience.linger_ms = LINGER_MS;
	host->answer_size = settings->answer_size;
	host->in_flight = settings->in_flight;
	snprintf(host->locale, sizeof(host->locale), "%s", settings->locale);
	free(host->reader);
	host->reader = alloc_text(settings->reader);
	server->memory = settings->memory;
	server->sessions_limit = settings->sessions;
	server->crowd_limit = settings->sessions_of_peer;
}

struct server *server_new(struct event_base *base, struct worker *worker,
	const struct server_settings *settings, const struct handler *handler)
{
	struct server *server = alloc_new(sizeof(*server));

	TAILQ_INIT(&server->guests);
	TAILQ_INIT(&server->crowds);
	server->host.base = base;
	server->host.worker = worker;
	server->host.handler = handler;
	server->host.closed = server_on_closed;
	server->host.grown = server_on_grown;
	evtimer_assign(&server->relief, base, server_on_relief, server);
	evtimer_assign(&server->drained, base, server_on_drained, server);
	server_configure(server, settings);
	return server;
}

void server_free(struct server *server)
{
	if (!server)
		return;
	event_del(&server->drained);
	event_del(&server->relief);
	server_close_all(server);
	free(server->host.reader);
	free(server);
}
