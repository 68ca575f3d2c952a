/* SPDX-License-Identifier: MIT */
/* Between a peer's stream and its queue of calls: frames in, answers out, and reading only while
 * there is room for more. */
#include "rpc/session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "rpc/caller.h"
#include "rpc/identity.h"
#include "rpc/queue.h"

#define LINES_SIZE (1024 * 1024) /* lines in flight, in bytes; parsed they take many times that */

struct session {
	struct session_host *host;
	void *context;
	struct stream *stream;
	struct caller *caller;     /* NULL until it is known */
	struct identity *identity; /* the look-up under way */
	struct queue queue;
	size_t held;   /* what the host knows of */
	char *address; /* of the peer, for the log */
	bool ending;   /* no more frames will come: close when all is answered */
};

void session_free(struct session *session)
{
	if (!session)
		return;
	session->host->held -= session->held;
	stream_close(session->stream);
	identity_forget(session->identity);
	queue_done(&session->queue);
	caller_unref(session->caller);
	free(session->address);
	free(session);
}

static void session_end(struct session *session, const char *reason)
{
	void (*closed)(void *context) = session->host->closed;
	void *context = session->context;

	if (reason)
		log_info("session closed, %s (%s): %s", session->address,
			session->caller ? session->caller->actor : "not identified", reason);
	session_free(session);
	closed(context);
}

size_t session_weigh(struct session *session)
{
	const struct queue *queue = &session->queue;
	size_t held = queue->weight + queue->answered + stream_queued(session->stream);

	session->host->held += held - session->held;
	session->held = held;
	return held;
}

/* Reading, starting calls and closing all follow from how much is under way. */
static void session_regulate(struct session *session)
{
	struct queue *queue = &session->queue;
	size_t before = session->held;
	bool full = stream_is_full(session->stream);
	bool reads = session->caller && !session->ending && !full &&
		     queue->count < session->host->in_flight && queue->weight < LINES_SIZE;

	if (reads)
		stream_resume(session->stream);
	else
		stream_pause(session->stream);
	queue_hold(queue, full);
	if (session->ending && queue->count == 0)
		stream_finish(session->stream);
	if (session_weigh(session) > before)
		session->host->grown(session->context);
}

/* ---- from the queue ------------------------------------------------------------------------- */

static void session_on_send(void *context, const char *bytes, size_t size)
{
	struct session *session = context;

	stream_send(session->stream, bytes, size);
}

static void session_on_changed(void *context)
{
	session_regulate(context);
}

/* ---- from the stream ------------------------------------------------------------------------ */

static void session_push(struct session *session, struct message *message, size_t size)
{
	queue_push(&session->queue, session->caller, message, size);
	message_done(message);
	queue_advance(&session->queue);
	session_regulate(session);
}

static void session_on_frame(void *context, const char *bytes, size_t size)
{
	struct session *session = context;
	struct message message;

	session->host->lines++;
	message_parse(&message, bytes, size, &session->host->message);
	session_push(session, &message, size);
}

static void session_on_empty(void *context)
{
	struct session *session = context;

	session->host->empty_lines++;
}

static void session_on_oversized(void *context)
{
	struct session *session = context;
	struct message message;

	session->ending = true;
	message_refuse(&message, MESSAGE_OVERSIZED);
	session_push(session, &message, 0);
}

static void session_on_ended(void *context)
{
	struct session *session = context;

	session->ending = true;
	session_regulate(session);
}

static void session_on_drained(void *context)
{
	session_regulate(context);
}

static void session_on_idle(void *context)
{
	struct session *session = context;

	if (session->queue.count == 0)
		session_drain(session);
}

static void session_on_closed(void *context, const char *reason)
{
	struct session *session = context;

	session->stream = NULL;
	session_end(session, reason);
}

static const struct stream_events session_events = {
	.frame = session_on_frame,
	.empty = session_on_empty,
	.oversized = session_on_oversized,
	.ended = session_on_ended,
	.drained = session_on_drained,
	.idle = session_on_idle,
	.closed = session_on_closed,
};

/* ---- life ----------------------------------------------------------------------------------- */

static void session_on_identity(void *context, const char *actor)
{
	struct session *session = context;

	session->identity = NULL;
	if (!actor) {
		session_end(session, "the user data base did not answer");
		return;
	}
	session->caller = caller_new(actor, false, session->host->locale);
	session_regulate(session);
}

/* False when it cannot be found out who this is. */
static bool session_identify(struct session *session, const struct peer *peer)
{
	struct session_host *host = session->host;
	const char *known = peer->kind == PEER_LOCAL ? identity_known(peer->uid) : NULL;

	if (known) {
		session->caller = caller_new(known, false, host->locale);
	} else if (peer->kind == PEER_LOCAL) {
		session->identity =
			identity_find(host->worker, peer->uid, session_on_identity, session);
	} else if (host->reader) {
		char *actor = alloc_format("reader:%s", host->reader);

		session->caller = caller_new(actor, true, host->locale);
		free(actor);
	}
	return session->caller || session->identity;
}

struct session *session_new(
	struct session_host *host, int descriptor, const struct peer *peer, void *context)
{
	struct session *session = alloc_new(sizeof(*session));

	session->host = host;
	session->context = context;
	session->address = alloc_text(peer->address);
	queue_init(&session->queue);
	session->queue.handler = host->handler;
	session->queue.answer_size = &host->answer_size;
	session->queue.send = session_on_send;
	session->queue.changed = session_on_changed;
	session->queue.context = session;
	session->stream =
		stream_new(host->base, descriptor, &host->stream, &session_events, session);
	if (!session_identify(session, peer)) {
		log_warning("session refused, %s: nobody can say who this is", peer->address);
		session_free(session);
		return NULL;
	}
	session_regulate(session);
	return session;
}

void session_drain(struct session *session)
{
	session->ending = true;
	session_regulate(session);
}

void session_expel(struct session *session, const char *reason)
{
	session_end(session, reason);
}

size_t session_pending(const struct session *session)
{
	return session->queue.count;
}
