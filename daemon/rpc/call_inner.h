/* SPDX-License-Identifier: MIT */
/* A call as its queue sees it; what a handler sees is call.h. */
#ifndef RPC_CALL_INNER_H
#define RPC_CALL_INNER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "base/buffer.h"
#include "rpc/call.h"
#include "rpc/caller.h"
#include "rpc/message.h"

struct queue;

enum call_state {
	CALL_WAITING, /* its route was not asked yet */
	CALL_ROUTED,  /* waits until the calls of another track are answered */
	CALL_STARTED, /* the handler runs it */
	CALL_SETTLED, /* has its answer, which waits for those before it */
};

/* The calls that came in one array are answered in one. */
struct batch {
	size_t open; /* calls without an answer */
	size_t size; /* bytes of the answers */
};

/* Owned by its queue; once that has gone, a started call is owned by its handler. */
struct call {
	TAILQ_ENTRY(call) next;
	struct queue *queue; /* NULL when its peer has gone */
	struct batch *batch; /* NULL for a call that came alone */
	struct caller *caller;
	const struct handler *handler;
	void *attached;
	struct request request;
	struct buffer answer; /* empty for a notification */
	size_t size;          /* of the answer, once settled */
	size_t weight;        /* of the line it came in; of a batch, the first call has it all */
	int track;
	enum call_state state;
};

/* A call of the queue, from a request whose content is taken. */
struct call *call_new(struct queue *queue, struct caller *caller, struct request *request);
void call_set_state(struct call *call, enum call_state state);
void call_free(struct call *call);

/* The error for a request that is none. */
void call_refuse_flaw(struct call *call);

#endif
