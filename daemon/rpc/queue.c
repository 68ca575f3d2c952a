/* SPDX-License-Identifier: MIT */
/* Order: a call starts when those before it have started and those in flight run on its track; it
 * is answered when those before it are. */
#include "rpc/queue.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "rpc/call_inner.h"

void queue_init(struct queue *queue)
{
	*queue = (struct queue){0};
	TAILQ_INIT(&queue->calls);
}

static void queue_remove(struct queue *queue, struct call *call)
{
	TAILQ_REMOVE(&queue->calls, call, next);
	queue->count--;
	queue->weight -= call->weight;
	queue->answered -= call->size;
}

/* ---- in ------------------------------------------------------------------------------------- */

static void queue_add(struct queue *queue, struct call *call)
{
	TAILQ_INSERT_TAIL(&queue->calls, call, next);
	queue->count++;
	queue->weight += call->weight;
	if (call->batch)
		call->batch->open++;
	if (!queue->waiting)
		queue->waiting = call;
}

void queue_push(struct queue *queue, struct caller *caller, struct message *message, size_t size)
{
	struct batch *batch = message->batch ? alloc_new(sizeof(*batch)) : NULL;

	for (size_t i = 0; i < message->count; i++) {
		struct call *call = call_new(queue, caller, &message->requests[i]);

		call->batch = batch;
		call->weight = i == 0 ? size : 0;
		queue_add(queue, call);
	}
}

/* ---- through -------------------------------------------------------------------------------- */

/* Asked only at the head of what waits, so that a call is routed after those before it had their
 * say. False when it is answered already. */
static bool queue_route(struct queue *queue, struct call *call)
{
	if (call->state == CALL_WAITING && call->request.flaw != MESSAGE_SOUND) {
		call_refuse_flaw(call);
	} else if (call->state == CALL_WAITING) {
		call->track = queue->handler->route(queue->handler->context, call);
		assert((call->track == CALL_ANSWERED) == (call->state == CALL_SETTLED));
		if (call->state == CALL_WAITING)
			call_set_state(call, CALL_ROUTED);
	}
	return call->state == CALL_ROUTED;
}

/* False when the first call that waits must go on waiting, or none does. */
static bool queue_step(struct queue *queue)
{
	struct call *call = queue->waiting;

	if (!call || queue->held)
		return false;
	if (queue_route(queue, call)) {
		if (queue->running > 0 && queue->track != call->track)
			return false;
		queue->track = call->track;
		queue->running++;
		call_set_state(call, CALL_STARTED);
		queue->waiting = TAILQ_NEXT(call, next);
		queue->handler->start(queue->handler->context, call);
		return true;
	}
	queue->waiting = TAILQ_NEXT(call, next);
	return true;
}

/* ---- out ------------------------------------------------------------------------------------ */

static void queue_send_batch(struct queue *queue, struct batch *batch)
{
	struct buffer line = {0};
	struct call *call;

	while ((call = TAILQ_FIRST(&queue->calls)) && call->batch == batch) {
		if (buffer_size(&call->answer) > 0) {
			buffer_add_text(&line, buffer_size(&line) ? "," : "[");
			buffer_add(&line, buffer_data(&call->answer), buffer_size(&call->answer));
		}
		queue_remove(queue, call);
		call_free(call);
	}
	if (buffer_size(&line) > 0) {
		buffer_add_text(&line, "]\n");
		queue->send(queue->context, buffer_data(&line), buffer_size(&line));
	}
	buffer_done(&line);
	free(batch);
}

static void queue_send_single(struct queue *queue, struct call *call)
{
	if (buffer_size(&call->answer) > 0) {
		buffer_add_text(&call->answer, "\n");
		queue->send(queue->context, buffer_data(&call->answer), buffer_size(&call->answer));
	}
	queue_remove(queue, call);
	call_free(call);
}

static void queue_flush(struct queue *queue)
{
	size_t before = queue->count;
	struct call *call;

	while ((call = TAILQ_FIRST(&queue->calls)) && call->state == CALL_SETTLED) {
		if (!call->batch)
			queue_send_single(queue, call);
		else if (call->batch->open == 0)
			queue_send_batch(queue, call->batch);
		else
			break;
	}
	if (queue->count != before || queue->answered > 0)
		queue->changed(queue->context);
}

void queue_advance(struct queue *queue)
{
	if (queue->advancing)
		return;
	queue->advancing = true;
	while (queue_step(queue))
		;
	queue->advancing = false;
	queue_flush(queue);
}

void queue_settle(struct queue *queue, struct call *call, enum call_state before)
{
	if (before == CALL_STARTED)
		queue->running--;
	call->size = buffer_size(&call->answer);
	queue->answered += call->size;
	if (call->batch) {
		call->batch->open--;
		call->batch->size += call->size + 1;
	}
	queue_advance(queue);
}

void queue_hold(struct queue *queue, bool held)
{
	bool released = queue->held && !held;

	queue->held = held;
	if (released)
		queue_advance(queue);
}

/* ---- the end -------------------------------------------------------------------------------- */

/* A batch goes with the last of its calls that are here; those that run on need it no more. */
static void queue_drop(struct queue *queue, struct call *call)
{
	struct call *following = TAILQ_NEXT(call, next);

	if (call->batch && (!following || following->batch != call->batch))
		free(call->batch);
	queue_remove(queue, call);
	call->queue = NULL;
	call->batch = NULL;
	if (call->state != CALL_STARTED)
		call_free(call);
}

void queue_done(struct queue *queue)
{
	struct call *call;

	assert(!queue->advancing);
	while ((call = TAILQ_FIRST(&queue->calls)))
		queue_drop(queue, call);
	queue->waiting = NULL;
}
