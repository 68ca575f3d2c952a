/* SPDX-License-Identifier: MIT */
/* All sessions and their limits; takes the peers that listeners accept. */
#ifndef RPC_SERVER_H
#define RPC_SERVER_H

#include <event2/event.h>
#include <stddef.h>

#include "base/worker.h"
#include "rpc/call.h"
#include "wire/listener.h"

/* Times in milliseconds, 0 for no limit; sizes in bytes. Texts are copied. */
struct server_settings {
	size_t line_size;    /* a request or batch on its line; 256 KiB, 1 MiB at most */
	size_t answer_size;  /* one answer; more is a too_large error; 1 MiB */
	size_t queue_size;   /* answers that wait for a slow reader, twice answer_size at least;
				more closes the session; 8 MiB */
	size_t memory;       /* requests not answered and answers not taken, of all sessions; more
				closes the one that holds most; 256 MiB */
	unsigned depth;      /* nested brackets in a line; 32 */
	unsigned values;     /* openings, commas and colons in a line; 32768 */
	unsigned batch;      /* requests in a batch; 50 */
	unsigned in_flight;  /* calls of a session; no more are read meanwhile; 64 */
	unsigned partial_ms; /* to end a line that was begun; 10 s */
	unsigned stall_ms;   /* to take something of what waits; 30 s */
	unsigned idle_ms;    /* without a line or an answer; no limit */
	unsigned sessions;   /* at a time; 1000 */
	unsigned sessions_of_peer; /* of one user, or one TCP address; 200 */
	const char *locale;        /* until somebody chooses; "fr" */
	const char *reader; /* the person or organisation that TCP peers read as; NULL: nobody */
};

/* The values named above. */
void server_settings_default(struct server_settings *settings);

struct server;

/* Owned by the caller; base, worker and handler outlive it. */
struct server *server_new(struct event_base *base, struct worker *worker,
	const struct server_settings *settings, const struct handler *handler);

/* Closes every session at once. Calls that run still have to be answered by their handler. */
void server_free(struct server *server);

/* New values, for the sessions that are there too, save their locale and who they are. */
void server_configure(struct server *server, const struct server_settings *settings);

/* A listener_accepted, whose context is the server: takes the descriptor. */
void server_adopt(void *server, int descriptor, const struct peer *peer);

/* Takes no more peers and no more lines, answers what was read, then calls done(context) once from
 * the loop; after deadline_ms what is left is closed. */
void server_drain(
	struct server *server, unsigned deadline_ms, void (*done)(void *context), void *context);

struct server_counts {
	unsigned sessions;      /* now */
	size_t calls;           /* now, read and not answered */
	unsigned long accepted; /* since the start, like those below */
	unsigned long refused;  /* peers beyond a limit */
	unsigned long expelled; /* sessions closed because they held most */
	unsigned long lines;
	unsigned long empty_lines;
};

void server_count(const struct server *server, struct server_counts *counts);

#endif
