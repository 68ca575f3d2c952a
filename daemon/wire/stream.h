/* SPDX-License-Identifier: MIT */
/* A socket that delivers frames and takes replies, within limits of size and time. Everything it
 * tells is told from the loop, never from within a function called here. */
#ifndef WIRE_STREAM_H
#define WIRE_STREAM_H

#include <event2/event.h>
#include <stdbool.h>
#include <stddef.h>

#include "wire/patience.h"

struct stream;

struct stream_limits {
	size_t frame_size; /* bytes of a line, without its end */
	size_t queue_size; /* bytes that may wait for a peer that does not read */
	struct patience_limits patience;
};

struct stream_events {
	/* A line that is not empty. The bytes are valid during the call. */
	void (*frame)(void *context, const char *bytes, size_t size);
	/* An empty line. */
	void (*empty)(void *context);
	/* A line over frame_size: no frame comes any more. */
	void (*oversized)(void *context);
	/* The peer has sent its last frame; it may still read. */
	void (*ended)(void *context);
	/* What waited for the peer has gone out so far that stream_is_full is false again. */
	void (*drained)(void *context);
	/* Idle for idle_ms: the owner may close; told again after as much time. */
	void (*idle)(void *context);
	/* The connection is closed: by its limits or the network, and then `reason` says why in
	 * lower case; by the peer or after stream_finish, and then it is NULL. The stream must not
	 * be used again. */
	void (*closed)(void *context, const char *reason);
};

/* Takes the connected, non-blocking descriptor. Starts paused: nothing is read before
 * stream_resume. Limits and events are borrowed and outlive the stream; limits may change. */
struct stream *stream_new(struct event_base *base, int descriptor,
	const struct stream_limits *limits, const struct stream_events *events, void *context);

/* Closes at once, without telling. NULL is fine. */
void stream_close(struct stream *stream);

/* Sends the bytes (copied) as soon as the peer takes them. Over queue_size the stream is closed. */
void stream_send(struct stream *stream, const char *bytes, size_t size);

/* Bytes that wait for the peer. */
size_t stream_queued(const struct stream *stream);

/* True while so much waits that asking for more work would be unwise. */
bool stream_is_full(const struct stream *stream);

/* Stops and starts reading and delivering frames. */
void stream_pause(struct stream *stream);
void stream_resume(struct stream *stream);

/* Delivers no more; closes when all that was sent has gone out. */
void stream_finish(struct stream *stream);

#endif
