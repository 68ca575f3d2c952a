/* SPDX-License-Identifier: MIT */
/* One batch on its way at most. What PostgreSQL did not take is told again: its fence makes a
 * second time harmless. What raises an error is told one by one, so that one bad row keeps no
 * other; only what it refuses is not told again. */
#include "notify/receipt.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"

enum { BATCH = 100, AGAIN_MS = 1000 };

struct receipts {
	struct questions *questions;
	const char *instance;
	struct event *timer;
	json_t *waiting;
	json_t *telling; /* NULL: none on their way */
	bool singly;
	void (*told)(void *context);
	void *context;
};

static void receipts_tell(struct receipts *receipts);

static void receipts_on_timer(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	receipts_tell(context);
}

struct receipts *receipts_new(struct event_base *base, struct questions *questions,
	const char *instance, void (*told)(void *context), void *context)
{
	struct receipts *receipts = alloc_new(sizeof *receipts);
	receipts->questions = questions;
	receipts->instance = instance;
	receipts->timer = evtimer_new(base, receipts_on_timer, receipts);
	receipts->waiting = json_array();
	receipts->told = told;
	receipts->context = context;
	return receipts;
}

void receipts_free(struct receipts *receipts)
{
	if (!receipts)
		return;
	event_free(receipts->timer);
	json_decref(receipts->waiting);
	json_decref(receipts->telling);
	free(receipts);
}

size_t receipts_count(const struct receipts *receipts)
{
	return json_array_size(receipts->waiting) + json_array_size(receipts->telling);
}

/* What is to be told again stands before what came later. */
static void take_back(struct receipts *receipts)
{
	json_array_extend(receipts->telling, receipts->waiting);
	json_decref(receipts->waiting);
	receipts->waiting = receipts->telling;
	receipts->telling = NULL;
}

static void tell_later(struct receipts *receipts, int64_t milliseconds)
{
	struct timeval wait = clock_interval(milliseconds);
	event_add(receipts->timer, &wait);
}

static void batch_drop(struct receipts *receipts)
{
	json_decref(receipts->telling);
	receipts->telling = NULL;
}

/* What is hindered is told again after all others. */
static void batch_failed(struct receipts *receipts, bool passes)
{
	int64_t wait = 0;
	if (json_array_size(receipts->telling) > 1) {
		receipts->singly = true;
		take_back(receipts);
	} else if (passes) {
		json_array_extend(receipts->waiting, receipts->telling);
		wait = AGAIN_MS;
	}
	batch_drop(receipts);
	tell_later(receipts, wait);
}

static void receipts_on_reply(void *context, enum reply reply, const json_t *value)
{
	struct receipts *receipts = context;
	json_int_t stale = json_integer_value(json_object_get(value, "stale"));
	if (stale)
		log_info("delivery: %lld outcomes came too late and were not taken",
			(long long)stale);
	switch (reply) {
	case REPLY_AWAY:
	case REPLY_UNKNOWN:
		take_back(receipts);
		tell_later(receipts, AGAIN_MS);
		break;
	case REPLY_HINDERED:
	case REPLY_REFUSED:
		batch_failed(receipts, reply == REPLY_HINDERED);
		break;
	case REPLY_VALUE:
		batch_drop(receipts);
		receipts_tell(receipts);
	}
}

/* Takes the first of those that wait. */
static json_t *batch_take(struct receipts *receipts)
{
	size_t most = receipts->singly ? 1 : BATCH, size = json_array_size(receipts->waiting);
	json_t *batch = json_array();
	for (size_t i = 0; i < size && i < most; i++)
		json_array_append(batch, json_array_get(receipts->waiting, i));
	for (size_t i = json_array_size(batch); i > 0; i--)
		json_array_remove(receipts->waiting, i - 1);
	return batch;
}

static void receipts_tell(struct receipts *receipts)
{
	if (receipts->telling)
		return;
	if (json_array_size(receipts->waiting) == 0) {
		receipts->singly = false;
		receipts->told(receipts->context);
		return;
	}
	receipts->telling = batch_take(receipts);
	char *text = json_dumps(receipts->telling, JSON_COMPACT);
	question_ask(receipts->questions, QUESTION_FINISH,
		(const char *const[]){receipts->instance, text}, receipts_on_reply, receipts);
	free(text);
}

void receipts_add(
	struct receipts *receipts, const struct claim *claim, const struct verdict *verdict)
{
	const char *address = verdict->recipient ? claim->to.address : NULL;
	json_t *row = json_pack("{s:I, s:I, s:s, s:i, s:s, s:s*}", "id", claim->id, "token",
		claim->token, "outcome", verdict_word(verdict->kind), "code", verdict->code, "text",
		verdict->text, "address", address);

	if (verdict->retry_after)
		json_object_set_new(
			row, "retry_after", json_integer((json_int_t)verdict->retry_after));
	json_array_append_new(receipts->waiting, row);
	if (!receipts->telling && !event_pending(receipts->timer, EV_TIMEOUT, NULL))
		tell_later(receipts, 0);
}

static void claims_add(json_t *claims, const json_t *rows)
{
	size_t i;
	json_t *row;
	json_array_foreach (rows, i, row)
		json_array_append_new(
			claims, json_pack("{s:O, s:O}", "id", json_object_get(row, "id"), "token",
					json_object_get(row, "token")));
}

void receipts_claims(const struct receipts *receipts, json_t *claims)
{
	claims_add(claims, receipts->telling);
	claims_add(claims, receipts->waiting);
}

void receipts_retry(struct receipts *receipts)
{
	if (json_array_size(receipts->waiting))
		receipts_tell(receipts);
}
