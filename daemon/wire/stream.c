/* SPDX-License-Identifier: MIT */
/* Bytes from a socket into frames, replies out to it. Three events: readable, writable (also rung
 * by hand, so that replies of one turn of the loop leave together), and one timer for the nearest
 * deadline. Memory is held only while bytes wait. */
#include "wire/stream.h"

#include <assert.h>
#include <event2/event_struct.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "wire/inlet.h"
#include "wire/socket.h"

#define READ_SIZE     16384
#define FRAMES_A_TURN 32           /* then others are served before this one goes on */
#define FULL_SIZE     (256 * 1024) /* queued bytes from which stream_is_full says so */

enum stream_state {
	STREAM_OPEN,      /* frames are read and delivered */
	STREAM_DEAF,      /* a line was too long: nothing is read, replies still go out */
	STREAM_FINISHING, /* nothing is read; when the last reply is out the stream closes */
	STREAM_LINGERING, /* all is out, but the peer is still sending: what comes is thrown away
			     for a while, since closing now could destroy the last reply */
	STREAM_CLOSED,    /* detached; the memory goes when the stack has unwound */
};

struct stream {
	const struct stream_limits *limits;
	const struct stream_events *events;
	void *context;
	struct event readable;
	struct event writable;
	struct event timer;
	struct inlet input;
	struct buffer output;
	int64_t timer_at; /* when the timer rings; 0 when it is not set */
	struct patience patience;
	int descriptor;
	enum stream_state state;
	bool paused;
	bool told_end; /* the owner knows that the peer sends no more */
	bool backlog;  /* the input may hold more frames that could be delivered now */
	bool rung;     /* the writable event was rung by hand */
	bool overflow; /* more waits than may */
	bool cut;      /* bytes of the peer were refused unread */
	bool inside;   /* one of our events is being handled */
};

static void stream_set_state(struct stream *stream, enum stream_state state)
{
	static const char *const names[] = {"open", "deaf", "finishing", "lingering", "closed"};

	assert(state > stream->state);
	log_debug("stream %d: %s -> %s", stream->descriptor, names[stream->state], names[state]);
	stream->state = state;
}

static void stream_free(struct stream *stream)
{
	buffer_done(&stream->input.bytes);
	buffer_done(&stream->output);
	free(stream);
}

static void stream_detach(struct stream *stream)
{
	stream_set_state(stream, STREAM_CLOSED);
	event_del(&stream->readable);
	event_del(&stream->writable);
	event_del(&stream->timer);
	close(stream->descriptor);
	stream->descriptor = -1;
}

void stream_close(struct stream *stream)
{
	if (!stream || stream->state == STREAM_CLOSED)
		return;
	stream_detach(stream);
	if (!stream->inside)
		stream_free(stream);
}

static void stream_fail(struct stream *stream, const char *reason)
{
	assert(stream->inside);
	stream_detach(stream);
	stream->events->closed(stream->context, reason);
}

static void stream_ring_at(struct stream *stream, int64_t when, int64_t now)
{
	struct timeval delay = clock_interval(when - now);

	if (stream->timer_at && stream->timer_at <= when)
		return;
	stream->timer_at = when;
	event_add(&stream->timer, &delay);
}

static void stream_check_patience(struct stream *stream, int64_t now)
{
	enum patience_end end = patience_check(&stream->patience, &stream->limits->patience, now);

	if (end == PATIENCE_IDLE) {
		stream->patience.idle_since = now;
		stream->events->idle(stream->context);
	} else if (end != PATIENCE_LEFT) {
		stream_fail(stream, patience_reason(end));
	}
}

static bool stream_delivers(const struct stream *stream)
{
	return stream->state == STREAM_OPEN && !stream->paused;
}

static void stream_hand_over(struct stream *stream, const struct frame *frame)
{
	stream->patience.partial_since = 0;
	if (frame->size > 0)
		stream->events->frame(stream->context, frame->bytes, frame->size);
	else
		stream->events->empty(stream->context);
	inlet_drop(&stream->input, frame);
}

static void stream_refuse_line(struct stream *stream)
{
	stream_set_state(stream, STREAM_DEAF);
	stream->cut = true;
	stream->events->oversized(stream->context);
}

/* Delivers the next thing in the input; false when there is none. */
static bool stream_deliver(struct stream *stream)
{
	struct frame frame;

	switch (inlet_next(&stream->input, stream->limits->frame_size, &frame)) {
	case INLET_FRAME:
		stream_hand_over(stream, &frame);
		return true;
	case INLET_OVERSIZED:
		stream_refuse_line(stream);
		break;
	case INLET_ENDED:
		if (!stream->told_end)
			stream->events->ended(stream->context);
		stream->told_end = true;
		break;
	case INLET_WAITS:
		break;
	}
	return false;
}

/* A read callback is not repeated for bytes that are already here, so the loop goes on until the
 * input holds no whole frame; a turn is bounded for the sake of other peers. */
static void stream_take_turn(struct stream *stream)
{
	int left = FRAMES_A_TURN;

	stream->backlog = false;
	while (stream_delivers(stream)) {
		if (left-- == 0) {
			stream->backlog = true;
			return;
		}
		if (!stream_deliver(stream))
			return;
		stream->patience.idle_since = 0;
	}
}

/* The timer serves deadlines and the next turn alike. */
static void stream_wake(struct stream *stream)
{
	stream->timer_at = 0;
	stream_check_patience(stream, clock_steady());
	if (stream->backlog)
		stream_take_turn(stream);
}

static void stream_end_input(struct stream *stream)
{
	stream->input.ended = true;
	if (stream->state == STREAM_LINGERING || socket_has_gone(stream->descriptor))
		stream_fail(stream, NULL);
}

static void stream_read(struct stream *stream)
{
	struct fault fault;

	switch (socket_read(stream->descriptor, &stream->input.bytes, READ_SIZE, &fault)) {
	case SOCKET_FAILED:
		stream_fail(stream, fault.text);
		break;
	case SOCKET_GONE:
		stream_fail(stream, NULL);
		break;
	case SOCKET_ENDED:
		stream_end_input(stream);
		break;
	case SOCKET_MOVED:
	case SOCKET_BLOCKED:
		break;
	}
	if (stream->state == STREAM_LINGERING)
		buffer_done(&stream->input.bytes);
	stream_take_turn(stream);
}

/* Closing while the peer still sends could destroy the last reply on its way. */
static bool stream_has_unread(const struct stream *stream)
{
	return !stream->input.ended && (stream->cut || buffer_size(&stream->input.bytes) > 0 ||
					       socket_has_unread(stream->descriptor));
}

static void stream_end_output(struct stream *stream)
{
	if (!stream_has_unread(stream)) {
		stream_fail(stream, NULL);
		return;
	}
	stream_set_state(stream, STREAM_LINGERING);
	stream->patience.lingers_since = clock_steady();
	buffer_done(&stream->input.bytes);
	shutdown(stream->descriptor, SHUT_WR);
}

/* Gives the socket what it takes; false when the connection is lost. */
static bool stream_write(struct stream *stream)
{
	size_t before = stream_queued(stream);
	struct fault fault;
	enum socket_status status = socket_write(stream->descriptor, &stream->output, &fault);

	if (status == SOCKET_FAILED || status == SOCKET_GONE) {
		stream_fail(stream, status == SOCKET_FAILED ? fault.text : NULL);
		return false;
	}
	if (stream_queued(stream) < before) {
		stream->patience.stalled_since = 0;
		stream->patience.idle_since = 0;
	}
	return true;
}

static void stream_flush(struct stream *stream)
{
	bool was_full = stream_is_full(stream);

	stream->rung = false;
	if (stream->overflow) {
		stream_fail(stream, "more answers wait than the peer may leave unread");
		return;
	}
	if (!stream_write(stream))
		return;
	if (was_full && !stream_is_full(stream))
		stream->events->drained(stream->context);
	if (stream->state == STREAM_FINISHING && stream_queued(stream) == 0)
		stream_end_output(stream);
}

static void stream_ring_writable(struct stream *stream)
{
	if (stream->rung || stream->state == STREAM_CLOSED)
		return;
	stream->rung = true;
	event_active(&stream->writable, EV_WRITE, 0);
}

void stream_send(struct stream *stream, const char *bytes, size_t size)
{
	if (stream->state >= STREAM_LINGERING)
		return;
	if (buffer_size(&stream->output) + size > stream->limits->queue_size)
		stream->overflow = true;
	else
		buffer_add(&stream->output, bytes, size);
	stream_ring_writable(stream);
}

size_t stream_queued(const struct stream *stream)
{
	return buffer_size(&stream->output);
}

bool stream_is_full(const struct stream *stream)
{
	return stream_queued(stream) > FULL_SIZE ||
	       stream_queued(stream) > stream->limits->queue_size / 2;
}

/* After each event: asks the loop for exactly what can happen next, and keeps no memory without
 * need. */
static void stream_settle(struct stream *stream)
{
	bool waits = stream_delivers(stream) && !stream->input.ended && !stream->backlog;
	bool blocked = stream_queued(stream) > 0 && !stream->rung;
	struct patience *patience = &stream->patience;
	int64_t now = clock_steady();
	int64_t next;

	if (stream->state == STREAM_CLOSED)
		return;
	if (waits || stream->state == STREAM_LINGERING)
		event_add(&stream->readable, NULL);
	else
		event_del(&stream->readable);
	buffer_trim(&stream->input.bytes);
	buffer_trim(&stream->output);
	patience_note(
		&patience->partial_since, waits && buffer_size(&stream->input.bytes) > 0, now);
	patience_note(&patience->stalled_since, blocked, now);
	patience_note(&patience->idle_since,
		stream->state == STREAM_OPEN && stream_queued(stream) == 0, now);
	if (blocked)
		event_add(&stream->writable, NULL);
	next = stream->backlog ? now : patience_next(patience, &stream->limits->patience);
	if (next != INT64_MAX)
		stream_ring_at(stream, next, now);
}

static void stream_on_event(evutil_socket_t descriptor, short events, void *argument)
{
	struct stream *stream = argument;

	(void)descriptor;
	assert(!stream->inside);
	stream->inside = true;
	if (events & EV_READ)
		stream_read(stream);
	else if (events & EV_WRITE)
		stream_flush(stream);
	else
		stream_wake(stream);
	stream_settle(stream);
	stream->inside = false;
	if (stream->state == STREAM_CLOSED)
		stream_free(stream);
}

void stream_pause(struct stream *stream)
{
	stream->paused = true;
}

void stream_resume(struct stream *stream)
{
	int64_t now = clock_steady();

	if (!stream->paused || stream->state == STREAM_CLOSED)
		return;
	stream->paused = false;
	stream->backlog = true;
	stream_ring_at(stream, now, now);
}

void stream_finish(struct stream *stream)
{
	if (stream->state >= STREAM_FINISHING)
		return;
	stream_set_state(stream, STREAM_FINISHING);
	stream_ring_writable(stream);
}

struct stream *stream_new(struct event_base *base, int descriptor,
	const struct stream_limits *limits, const struct stream_events *events, void *context)
{
	struct stream *stream = alloc_new(sizeof(*stream));

	stream->limits = limits;
	stream->events = events;
	stream->context = context;
	stream->descriptor = descriptor;
	stream->paused = true;
	event_assign(
		&stream->readable, base, descriptor, EV_READ | EV_PERSIST, stream_on_event, stream);
	event_assign(&stream->writable, base, descriptor, EV_WRITE, stream_on_event, stream);
	evtimer_assign(&stream->timer, base, stream_on_event, stream);
	return stream;
}
