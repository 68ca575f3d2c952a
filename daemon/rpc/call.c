/* SPDX-License-Identifier: MIT */
/* A request's life: what a handler may ask of it, and its one answer. */
#include "rpc/call.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "rpc/call_inner.h"
#include "rpc/queue.h"

#define ENVELOPE_SIZE 64 /* what a response has around its result and its id */

struct call *call_new(struct queue *queue, struct caller *caller, struct request *request)
{
	struct call *call = alloc_new(sizeof(*call));

	call->queue = queue;
	call->caller = caller_ref(caller);
	call->handler = queue->handler;
	call->request = *request;
	*request = (struct request){0};
	return call;
}

void call_free(struct call *call)
{
	if (call->attached)
		call->handler->forget(call->handler->context, call->attached);
	request_done(&call->request);
	buffer_done(&call->answer);
	caller_unref(call->caller);
	free(call);
}

void call_set_state(struct call *call, enum call_state state)
{
	static const char *const names[] = {"waiting", "routed", "started", "settled"};

	assert(state > call->state);
	log_debug("call %s: %s -> %s", call->request.method ? call->request.method : "(flawed)",
		names[call->state], names[state]);
	call->state = state;
}

const char *call_method(const struct call *call)
{
	return call->request.method;
}

json_t *call_params(const struct call *call)
{
	return call->request.params;
}

const char *call_actor(const struct call *call)
{
	return call->caller->actor;
}

bool call_read_only(const struct call *call)
{
	return call->caller->read_only;
}

const char *call_locale(const struct call *call)
{
	return call->caller->locale;
}

bool call_locale_set(const struct call *call)
{
	return call->caller->locale_set;
}

void call_set_locale(struct call *call, const char *locale)
{
	struct caller *caller = call->caller;

	snprintf(caller->locale, sizeof(caller->locale), "%s", locale);
	caller->locale_set = true;
}

void call_attach(struct call *call, void *value)
{
	call->attached = value;
}

void *call_attached(const struct call *call)
{
	return call->attached;
}

/* ---- the answer ----------------------------------------------------------------------------- */

/* A notification gets none, a flawed request always does; a peer that has gone needs none. */
static bool call_wants_answer(const struct call *call)
{
	return call->queue && (call->request.id || call->request.flaw != MESSAGE_SOUND);
}

/* Bytes that the answer may have; the answers of a batch share them. */
static size_t call_room(const struct call *call)
{
	size_t limit = *call->queue->answer_size;
	size_t used = call->batch ? call->batch->size : 0;

	return used < limit ? limit - used : 0;
}

/* Its params and their memory are not needed any more; its id and method may be. */
static void call_settle(struct call *call)
{
	enum call_state before = call->state;

	call_set_state(call, CALL_SETTLED);
	call->request.params = NULL;
	call->request.method = NULL;
	json_decref(call->request.value);
	call->request.value = NULL;
	if (call->queue)
		queue_settle(call->queue, call, before);
	else
		call_free(call);
}

static void call_pack_refusal(struct call *call, enum call_refusal refusal, json_t *data)
{
	const struct handler *handler = call->handler;

	buffer_done(&call->answer);
	message_pack_error(&call->answer, call->request.id, refusal,
		handler->wording(handler->context, refusal, call->caller->locale), data);
	json_decref(data);
}

static void call_pack_too_large(struct call *call, size_t size)
{
	call_pack_refusal(call, CALL_TOO_LARGE,
		json_pack("{s:s, s:I, s:I}", "kind", "too_large", "size", (json_int_t)size, "limit",
			(json_int_t)*call->queue->answer_size));
}

void call_result(struct call *call, const char *text, size_t size)
{
	if (call_wants_answer(call)) {
		if (size + strlen(call->request.id) + ENVELOPE_SIZE > call_room(call))
			call_pack_too_large(call, size);
		else
			message_pack_result(&call->answer, call->request.id, text, size);
	}
	call_settle(call);
}

void call_result_json(struct call *call, json_t *value)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

	assert(text);
	json_decref(value);
	call_result(call, text, strlen(text));
	free(text);
}

void call_error(struct call *call, int code, const char *message, json_t *data)
{
	if (call_wants_answer(call)) {
		message_pack_error(&call->answer, call->request.id, code, message, data);
		if (buffer_size(&call->answer) > call_room(call))
			call_pack_too_large(call, buffer_size(&call->answer));
	}
	json_decref(data);
	call_settle(call);
}

void call_refuse_flaw(struct call *call)
{
	enum message_flaw flaw = call->request.flaw;

	call_pack_refusal(call, (enum call_refusal)message_flaw_code(flaw),
		json_pack("{s:s, s:s}", "kind", message_flaw_kind(flaw), "reason",
			message_flaw_reason(flaw)));
	call_settle(call);
}
