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
	bool waits[CHANNEL_COUNT]; /* what is ready is for hosts without room */
	bool asking;
	/* of the claim on its way: */
	enum channel channel;
	int64_t until;
	bool full; /* some host had no room */
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
	for (enum channel channel = 0; channel < CHANNEL_COUNT; channel++) {
		intake->ready[channel] =
			(size_t)json_integer_value(json_object_get(ready, channel_name(channel)));
		intake->waits[channel] = false;
	}
}

void intake_ease(struct intake *intake)
{
	for (enum channel channel = 0; channel < CHANNEL_COUNT; channel++)
		intake->waits[channel] = false;
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
	bool wanted = intake->ready[channel] > 0 && !intake->waits[channel];
	return wanted ? dispatch_room(intake->dispatch, channel) : 0;
}

/* Fewer than were ready may come: some had nothing left to say, and some are for hosts without
 * room. There may have been room since the claim was asked for, which has ended the waiting
 * already. */
static void ready_reckon(struct intake *intake, size_t count)
{
	size_t *ready = &intake->ready[intake->channel];
	bool full = intake->full || dispatch_is_full(intake->dispatch, intake->channel);
	*ready = count < *ready && (count > 0 || full) ? *ready - count : 0;
	if (!full)
		intake->waits[intake->channel] = false;
}

static void claims_take(struct intake *intake, const json_t *rows)
{
	size_t i;
	json_t *row;
	if (json_array_size(rows))
		lease_keep(intake->lease, intake->until);
	json_array_foreach (rows, i, row)
		dispatch_take(intake->dispatch, row, intake->until);
	ready_reckon(intake, json_array_size(rows));
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
	char lease[16], count[16], each[16];
	unsigned most;
	char *hosts = dispatch_hosts(intake->dispatch, channel, &most);
	snprintf(count, sizeof count, "%u", room);
	snprintf(each, sizeof each, "%u", most);
	snprintf(lease, sizeof lease, "%u", lease_seconds(intake->lease));
	intake->until = lease_until(intake->lease);
	intake->channel = channel;
	intake->full = dispatch_is_full(intake->dispatch, channel);
	intake->waits[channel] = true;
	intake->asking = true;
	question_ask(intake->questions, QUESTION_CLAIM,
		(const char *const[]){
			intake->instance, channel_name(channel), count, each, hosts, lease},
		intake_on_claim, intake);
	free(hosts);
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
