/* SPDX-License-Identifier: MIT */
/* The prepared statements of one connection: a hash by statement, swept when it has doubled. */
#include "db/prepared.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "base/alloc.h"

enum {
	BUCKETS = 256,
	SWEEP_FIRST = 64, /* statements before the first sweep */
};

struct entry {
	SLIST_ENTRY(entry) next;
	struct statement *statement;
	unsigned long number;
	bool parsed;
};

struct closing {
	SLIST_ENTRY(closing) next;
	unsigned long number;
};

SLIST_HEAD(entry_list, entry);
SLIST_HEAD(closing_list, closing);

struct prepared {
	struct entry_list buckets[BUCKETS];
	struct closing_list closing;
	size_t count;
	size_t sweep_at;
	unsigned long last_number;
};

struct prepared *prepared_new(void)
{
	struct prepared *set = alloc_new(sizeof(*set));

	set->sweep_at = SWEEP_FIRST;
	return set;
}

static struct entry_list *bucket(struct prepared *set, const struct statement *statement)
{
	uintptr_t address = (uintptr_t)statement;

	return &set->buckets[(address >> 4 ^ address >> 12) % BUCKETS];
}

static struct entry *prepared_find(struct prepared *set, const struct statement *statement)
{
	struct entry *entry;

	SLIST_FOREACH(entry, bucket(set, statement), next)
	{
		if (entry->statement == statement)
			return entry;
	}
	return NULL;
}

static void prepared_close(struct prepared *set, unsigned long number)
{
	struct closing *closing = alloc_new(sizeof(*closing));

	closing->number = number;
	SLIST_INSERT_HEAD(&set->closing, closing, next);
}

static void prepared_remove(struct prepared *set, struct entry_list *list, struct entry *entry)
{
	SLIST_REMOVE(list, entry, entry, next);
	set->count--;
	statement_drop(entry->statement);
	free(entry);
}

static void prepared_sweep_bucket(struct prepared *set, struct entry_list *list)
{
	struct entry *entry = SLIST_FIRST(list);
	struct entry *following;

	for (; entry; entry = following) {
		following = SLIST_NEXT(entry, next);
		if (entry->statement->owners > 0)
			continue;
		if (entry->parsed)
			prepared_close(set, entry->number);
		prepared_remove(set, list, entry);
	}
}

static void prepared_sweep(struct prepared *set)
{
	for (size_t i = 0; i < BUCKETS; i++)
		prepared_sweep_bucket(set, &set->buckets[i]);
	set->sweep_at = set->count * 2 > SWEEP_FIRST ? set->count * 2 : SWEEP_FIRST;
}

static struct entry *prepared_add(struct prepared *set, struct statement *statement)
{
	struct entry *entry = alloc_new(sizeof(*entry));

	if (set->count >= set->sweep_at)
		prepared_sweep(set);
	entry->statement = statement;
	entry->number = ++set->last_number;
	statement_hold(statement);
	SLIST_INSERT_HEAD(bucket(set, statement), entry, next);
	set->count++;
	return entry;
}

unsigned long prepared_use(struct prepared *set, struct statement *statement, bool *parse)
{
	struct entry *entry = prepared_find(set, statement);

	if (!entry)
		entry = prepared_add(set, statement);
	*parse = !entry->parsed;
	entry->parsed = true;
	return entry->number;
}

void prepared_failed(struct prepared *set, struct statement *statement, unsigned long number)
{
	struct entry *entry = prepared_find(set, statement);

	if (entry && entry->number == number)
		entry->parsed = false;
}

void prepared_stale(
	struct prepared *set, struct statement *statement, unsigned long number, bool exists)
{
	struct entry *entry = prepared_find(set, statement);

	if (!entry || entry->number != number)
		return;
	if (exists && entry->parsed)
		prepared_close(set, number);
	prepared_remove(set, bucket(set, statement), entry);
}

bool prepared_has_closing(const struct prepared *set)
{
	return !SLIST_EMPTY(&set->closing);
}

bool prepared_take_closing(struct prepared *set, unsigned long *number)
{
	struct closing *closing = SLIST_FIRST(&set->closing);

	if (!closing)
		return false;
	*number = closing->number;
	SLIST_REMOVE_HEAD(&set->closing, next);
	free(closing);
	return true;
}

void prepared_name(unsigned long number, char name[PREPARED_NAME_SIZE])
{
	snprintf(name, PREPARED_NAME_SIZE, "s%lu", number);
}

size_t prepared_count(const struct prepared *set)
{
	return set->count;
}

void prepared_free(struct prepared *set)
{
	unsigned long number;

	if (!set)
		return;
	while (prepared_take_closing(set, &number))
		;
	for (size_t i = 0; i < BUCKETS; i++) {
		while (!SLIST_EMPTY(&set->buckets[i]))
			prepared_remove(set, &set->buckets[i], SLIST_FIRST(&set->buckets[i]));
	}
	free(set);
}
