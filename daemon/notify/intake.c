/* SPDX-License-Identifier: MIT */
/* One channel at a time. The lease is reckoned from before the question. */
#include "notify/intake.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

struct intake {
	struct questions *questions;
	struct dispatch *dispatch;
	struct lease *lease;
	const char *instance;
	size_t ready[CHANNEL_COUNT];
	bool asking;
	enum channel channel; /* of the claim on its way */
	int64_t until;        /* of the same */
	void (*done)(void *context);
	void *context;
};

struct intake *intake_new(struct questions *questions, struct dispatch *dispatch,
	struct lease *lease, const char *instance, void (*done)(void *context), void *context)
{
	struct intake *intake = alloc_new(sizeof *intake);
	intake->questions = questions;
	intake->dispatch = dispatch;
	intake->lease = lease;
	intake->instance = instance;
	intake->done = done;
	intake->context = context;
	return intake;
}

void intake_free(struct intake *intake)
{
	free(intake);
}

void intake_expect(struct intake *intake, const json_t *ready)
{
	for (enum channel channel = 0; channel < CHANNEL_COUNT; channel++)
		intake->ready[channel] =
			(size_t)json_integer_value(json_object_get(ready, channel_name(channel)));
}

size_t intake_ready(const struct intake *intake, enum channel channel)
{
	return intake->ready[channel];
}

bool intake_is_asking(const struct intake *intake)
{
	return intake->asking;
}

static unsigned claim_room(const struct intake *intake, enum channel channel)
{
	return intake->ready[channel] > 0 ? dispatch_room(intake->dispatch, channel) : 0;
}

static void claims_take(struct intake *intake, const json_t *rows)
{
	size_t i;
	json_t *row;
	size_t count = json_array_size(rows), ready = intake->ready[intake->channel];
	/* Fewer than were ready may come: some had nothing left to say. */
	intake->ready[intake->channel] = count < ready && count > 0 ? ready - count : 0;
	if (count)
		lease_keep(intake->lease, intake->until);
	json_array_foreach (rows, i, row)
		dispatch_take(intake->dispatch, row, intake->until);
}

static void intake_on_claim(void *context, enum reply reply, const json_t *rows)
{
	struct intake *intake = context;
	intake->asking = false;
	if (reply == REPLY_VALUE)
		claims_take(intake, rows);
	else
		intake->ready[intake->channel] = 0;
	intake->done(intake->context);
}

static void claim_ask(struct intake *intake, enum channel channel, unsigned room)
{
	char lease[16], count[16];
	char *shut = dispatch_shut(intake->dispatch);
	snprintf(count, sizeof count, "%u", room);
	snprintf(lease, sizeof lease, "%u", lease_seconds(intake->lease));
	intake->until = lease_until(intake->lease);
	intake->channel = channel;
	intake->asking = true;
	question_ask(intake->questions, QUESTION_CLAIM,
		(const char *const[]){intake->instance, channel_name(channel), count, shut, lease},
		intake_on_claim, intake);
	free(shut);
}

bool intake_ask(struct intake *intake)
{
	assert(!intake->asking);
	for (enum channel channel = 0; channel < CHANNEL_COUNT; channel++) {
		unsigned room = claim_room(intake, channel);
		if (room) {
			claim_ask(intake, channel, room);
			return true;
		}
	}
	return false;
}
