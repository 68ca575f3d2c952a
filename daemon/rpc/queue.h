/* SPDX-License-Identifier: MIT */
/* The calls of one session in the order of their arrival: which may start, which may be answered.
 * Knows neither sockets nor time. */
#ifndef RPC_QUEUE_H
#define RPC_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "rpc/call.h"
#include "rpc/call_inner.h"
#include "rpc/caller.h"
#include "rpc/message.h"

TAILQ_HEAD(call_list, call);

struct queue {
	struct call_list calls; /* in the order of their arrival */
	struct call *waiting;   /* the first that has not started; NULL when all have */
	const struct handler *handler;
	const size_t *answer_size; /* bytes of one answer at most; borrowed, may change */
	/* Sends a line, in the turn of the calls it answers. */
	void (*send)(void *context, const char *bytes, size_t size);
	/* Calls have left the queue, or an answer waits in it. */
	void (*changed)(void *context);
	void *context;
	size_t count;     /* calls without an answer sent */
	size_t weight;    /* bytes of the lines that they came in */
	size_t answered;  /* bytes of answers that wait for those before them */
	unsigned running; /* calls started and not answered, all of one track */
	int track;
	bool held;
	bool advancing;
};

/* The members that point outwards are set by the owner afterwards. */
void queue_init(struct queue *queue);

/* Drops what waits; what has started runs to its end, and its answer is thrown away. */
void queue_done(struct queue *queue);

/* Takes the requests out of the message, which was `size` bytes. */
void queue_push(struct queue *queue, struct caller *caller, struct message *message, size_t size);

/* Starts what may start, sends what may be sent. Does nothing within itself. */
void queue_advance(struct queue *queue);

/* While held, no call is routed or started. */
void queue_hold(struct queue *queue, bool held);

/* A call has got its answer; for call.c. */
void queue_settle(struct queue *queue, struct call *call, enum call_state before);

#endif
