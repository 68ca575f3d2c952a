/* SPDX-License-Identifier: MIT */
/* Reads core.catalog(), one reading at a time, and swaps the catalogue only for a whole one. */
#include "api/shelf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "api/hash.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"

struct waiter {
	STAILQ_ENTRY(waiter) link;
	shelf_done *done;
	void *context;
};

STAILQ_HEAD(waiters, waiter);

struct shelf {
	struct lane *lane;
	struct statement *statement;
	struct catalog *current;
	bool reading;
	unsigned broken;     /* hash of the last broken text, so that it is logged once */
	struct waiters now;  /* wait for the reading under way */
	struct waiters next; /* came after it began: what they look for may not be in it */
};

struct shelf *shelf_new(struct lane *lane)
{
	struct shelf *shelf = alloc_new(sizeof *shelf);
	shelf->lane = lane;
	shelf->statement = statement_new("select core.catalog()", 0);
	STAILQ_INIT(&shelf->now);
	STAILQ_INIT(&shelf->next);
	return shelf;
}

static void waiters_drop(struct waiters *waiters)
{
	while (!STAILQ_EMPTY(waiters)) {
		struct waiter *waiter = STAILQ_FIRST(waiters);
		STAILQ_REMOVE_HEAD(waiters, link);
		free(waiter);
	}
}

void shelf_free(struct shelf *shelf)
{
	if (!shelf)
		return;
	waiters_drop(&shelf->now);
	waiters_drop(&shelf->next);
	catalog_unref(shelf->current);
	statement_unref(shelf->statement);
	free(shelf);
}

struct catalog *shelf_catalog(const struct shelf *shelf)
{
	return shelf->current;
}

static void waiters_tell(struct waiters *waiters, enum shelf_outcome outcome)
{
	while (!STAILQ_EMPTY(waiters)) {
		struct waiter *waiter = STAILQ_FIRST(waiters);
		STAILQ_REMOVE_HEAD(waiters, link);
		if (waiter->done)
			waiter->done(waiter->context, outcome);
		free(waiter);
	}
}

static bool is_same(const struct catalog *current, const char *text, size_t size)
{
	return current && !current->stale && current->size == size &&
	       memcmp(current->text, text, size) == 0;
}

/* A broken catalogue is read again at each unknown method; once in the log is enough. */
static void complain(struct shelf *shelf, const struct outcome *outcome, const char *why)
{
	const char *text = outcome->text ? outcome->text : why;
	unsigned hash = hash_bytes(text, strlen(text)) | 1;
	if (hash != shelf->broken)
		log_error("catalogue is broken, %s: %s",
			shelf->current ? "the one before stays" : "no method can be called", why);
	shelf->broken = hash;
}

static enum shelf_outcome shelf_put(struct shelf *shelf, const struct outcome *outcome)
{
	struct fault fault;
	if (is_same(shelf->current, outcome->text, outcome->size))
		return SHELF_FRESH;
	struct catalog *fresh = catalog_parse(outcome->text, outcome->size, shelf->current, &fault);
	if (!fresh) {
		complain(shelf, outcome, fault.text);
		return SHELF_KEPT;
	}
	catalog_unref(shelf->current);
	shelf->current = fresh;
	shelf->broken = 0;
	clock_set_shift(fresh->clock_shift);
	log_info("catalogue: %zu methods", fresh->method_count);
	return SHELF_FRESH;
}

static enum shelf_outcome shelf_judge(struct shelf *shelf, const struct outcome *outcome)
{
	if (outcome->kind == OUTCOME_VALUE && outcome->text)
		return shelf_put(shelf, outcome);
	if (outcome->kind != OUTCOME_REFUSED && outcome->kind != OUTCOME_VALUE)
		return SHELF_AWAY;
	complain(shelf, outcome, outcome->message ? outcome->message : "it is null");
	return SHELF_KEPT;
}

static void shelf_read(struct shelf *shelf);

static void shelf_on_outcome(void *context, const struct outcome *outcome)
{
	struct shelf *shelf = context;
	enum shelf_outcome judged = shelf_judge(shelf, outcome);
	struct waiters told = STAILQ_HEAD_INITIALIZER(told);
	STAILQ_CONCAT(&told, &shelf->now);
	STAILQ_CONCAT(&shelf->now, &shelf->next);
	shelf->reading = false;
	if (judged == SHELF_AWAY)
		STAILQ_CONCAT(&told, &shelf->now);
	else if (!STAILQ_EMPTY(&shelf->now))
		shelf_read(shelf);
	waiters_tell(&told, judged);
}

static void shelf_read(struct shelf *shelf)
{
	shelf->reading = true;
	lane_submit(shelf->lane, 0, query_new(shelf->statement, shelf_on_outcome, shelf));
}

void shelf_refresh(struct shelf *shelf, shelf_done *done, void *context)
{
	struct waiter *waiter = alloc_new(sizeof *waiter);
	waiter->done = done;
	waiter->context = context;
	STAILQ_INSERT_TAIL(shelf->reading ? &shelf->next : &shelf->now, waiter, link);
	if (!shelf->reading)
		shelf_read(shelf);
}
