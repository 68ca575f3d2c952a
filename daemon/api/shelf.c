/* SPDX-License-Identifier: MIT */
/* Asks for the stamp of PostgreSQL's catalogue, which is cheap, and reads the catalogue itself,
 * which is not, only for a stamp that was not met before; swaps it only for a whole one of our
 * version. One at a time. Both go over the lane of reads: behind a heavy read each unknown method
 * would wait as long as that takes, whereas a change of the schema costs the reads one short delay.
 */
#include "api/shelf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

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
	shelf_changed *changed;
	void *context;
	struct statement *ask_stamp;
	struct statement *ask_catalog;
	struct catalog *current;
	char *asked;          /* the stamp of the catalogue that is being read */
	char *rejected;       /* the stamp of one that cannot be put in force, or NULL */
	struct fault trouble; /* empty when there is none */
	bool foreign;
	bool reading;
	struct waiters now;  /* wait for the reading under way */
	struct waiters next; /* came after it began: what they look for may not be in it */
};

struct shelf *shelf_new(struct lane *lane, shelf_changed *changed, void *context)
{
	struct shelf *shelf = alloc_new(sizeof *shelf);
	shelf->lane = lane;
	shelf->changed = changed;
	shelf->context = context;
	shelf->ask_stamp = statement_new("select core.catalog_stamp()", 0);
	shelf->ask_catalog = statement_new("select core.catalog()", 0);
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

void shelf_free(struct shelf *shelf)
{
	if (!shelf)
		return;
	waiters_drop(&shelf->now);
	waiters_drop(&shelf->next);
	catalog_unref(shelf->current);
	statement_unref(shelf->ask_stamp);
	statement_unref(shelf->ask_catalog);
	free(shelf->asked);
	free(shelf->rejected);
	free(shelf);
}

struct catalog *shelf_catalog(const struct shelf *shelf)
{
	return shelf->current;
}

const char *shelf_trouble(const struct shelf *shelf)
{
	return *shelf->trouble.text ? shelf->trouble.text : NULL;
}

bool shelf_is_foreign(const struct shelf *shelf)
{
	return shelf->foreign;
}

/* ---- what is in force ------------------------------------------------------------------------ */

static void shelf_log(const struct shelf *shelf, bool was_foreign)
{
	if (shelf->foreign)
		log_error("no call is served: %s", shelf->trouble.text);
	else if (shelf_trouble(shelf))
		log_error("catalogue cannot be used, %s: %s",
			shelf->current ? "the one before stays" : "no method can be called",
			shelf->trouble.text);
	else if (was_foreign)
		log_info("calls are served again: the database's schema fits");
}

/* Trouble that lasts is met again at each unknown method; once in the log is enough. */
static void shelf_note(struct shelf *shelf, bool foreign, const char *trouble)
{
	bool was_foreign = shelf->foreign;
	if (foreign == was_foreign && strcmp(shelf->trouble.text, trouble) == 0)
		return;
	shelf->foreign = foreign;
	fault_set(&shelf->trouble, 0, "%s", trouble);
	shelf_log(shelf, was_foreign);
	if (shelf->changed)
		shelf->changed(shelf->context);
}

static enum shelf_outcome shelf_agree(struct shelf *shelf)
{
	shelf_note(shelf, false, "");
	return SHELF_FRESH;
}

static enum shelf_outcome shelf_disagree(const struct shelf *shelf)
{
	return shelf->foreign ? SHELF_FOREIGN : SHELF_KEPT;
}

/* It will be the same until its stamp changes. */
static enum shelf_outcome shelf_reject(struct shelf *shelf, const struct fault *why)
{
	free(shelf->rejected);
	shelf->rejected = alloc_text(shelf->asked);
	shelf_note(shelf, why->code == CATALOG_FOREIGN, why->text);
	return shelf_disagree(shelf);
}

static enum shelf_outcome shelf_put(struct shelf *shelf, const struct outcome *outcome)
{
	struct fault fault;
	struct catalog *fresh = catalog_parse(outcome->text, outcome->size, shelf->current, &fault);
	if (!fresh)
		return shelf_reject(shelf, &fault);
	catalog_unref(shelf->current);
	shelf->current = fresh;
	clock_set_shift(fresh->clock_shift);
	log_info("catalogue: %zu methods", fresh->method_count);
	return shelf_agree(shelf);
}

/* What came instead of a text. */
static enum shelf_outcome shelf_miss(struct shelf *shelf, const struct outcome *outcome)
{
	if (outcome->kind != OUTCOME_REFUSED && outcome->kind != OUTCOME_VALUE)
		return SHELF_AWAY;
	if (!shelf->foreign)
		shelf_note(shelf, false, outcome->message ? outcome->message : "it is null");
	return shelf_disagree(shelf);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void shelf_read(struct shelf *shelf);

static void shelf_settle(struct shelf *shelf, enum shelf_outcome judged)
{
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

static void shelf_on_catalog(void *context, const struct outcome *outcome)
{
	struct shelf *shelf = context;
	if (outcome->kind == OUTCOME_VALUE && outcome->text)
		shelf_settle(shelf, shelf_put(shelf, outcome));
	else
		shelf_settle(shelf, shelf_miss(shelf, outcome));
}

static void shelf_compare(struct shelf *shelf, const char *stamp)
{
	if (shelf->current && strcmp(shelf->current->stamp, stamp) == 0) {
		shelf_settle(shelf, shelf_agree(shelf));
	} else if (shelf->rejected && strcmp(shelf->rejected, stamp) == 0) {
		shelf_settle(shelf, shelf_disagree(shelf));
	} else {
		free(shelf->asked);
		shelf->asked = alloc_text(stamp);
		lane_submit(shelf->lane, 0, query_new(shelf->ask_catalog, shelf_on_catalog, shelf));
	}
}

static void shelf_on_stamp(void *context, const struct outcome *outcome)
{
	struct shelf *shelf = context;
	if (outcome->kind == OUTCOME_VALUE && outcome->text)
		shelf_compare(shelf, outcome->text);
	else
		shelf_settle(shelf, shelf_miss(shelf, outcome));
}

static void shelf_read(struct shelf *shelf)
{
	shelf->reading = true;
	lane_submit(shelf->lane, 0, query_new(shelf->ask_stamp, shelf_on_stamp, shelf));
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
