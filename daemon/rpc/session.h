/* SPDX-License-Identifier: MIT */
/* One peer: who it is, its connection, its calls in flight. */
#ifndef RPC_SESSION_H
#define RPC_SESSION_H

#include <event2/event.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/worker.h"
#include "rpc/call.h"
#include "rpc/message.h"
#include "wire/listener.h"
#include "wire/stream.h"

/* What all sessions share. Owned by the server, outlives them; its limits may change. */
struct session_host {
	struct event_base *base;
	struct worker *worker;
	const struct handler *handler;
	struct message_limits message;
	struct stream_limits stream;
	size_t answer_size; /* bytes of one answer */
	unsigned in_flight; /* calls of a session; no more are read meanwhile */
	char locale[3];     /* until somebody chooses */
	char *reader;       /* who peers on TCP are: an e-mail or organisation key; NULL: nobody */
	unsigned long lines;
	unsigned long empty_lines;
	size_t held; /* the sum of what all sessions were seen to hold; never too low */
	/* The session is over and has freed itself; told from the loop. */
	void (*closed)(void *context);
	/* More is held than before. */
	void (*grown)(void *context);
};

struct session;

/* Takes the descriptor, also on failure, which is NULL. `context` is for the host's `closed`. */
struct session *session_new(
	struct session_host *host, int descriptor, const struct peer *peer, void *context);

/* Closes at once, without telling. Calls that run go on, their answers are thrown away. */
void session_free(struct session *session);

/* Reads no more; closes, and tells, when the calls that were read are answered. */
void session_drain(struct session *session);

/* Calls that were read and not answered. */
size_t session_pending(const struct session *session);

/* Bytes of requests that are not answered and of answers that the peer has not taken, which the
 * host now knows. */
size_t session_weigh(struct session *session);

/* Closes at once, logs why, and tells. Only from the loop, not from within another call. */
void session_expel(struct session *session, const char *reason);

#endif
