/* SPDX-License-Identifier: MIT */
/* Lists: which columns each has, and how pages are fetched and shown. */
#ifndef CLIENT_LIST_H
#define CLIENT_LIST_H

#include "command.h"

#define LIST_COLUMNS 9

struct list_column {
	const char *heading;
	const char *cell; /* a phrase over the item */
	int flags;        /* of table.h */
	enum screen_style (*style)(const json_t *item);
};

struct list {
	const char *empty; /* what is said when there is none */
	struct list_column columns[LIST_COLUMNS];
};

extern const struct list list_actions, list_leads, list_decisions, list_meetings, list_indicators,
	list_notes, list_sectors, list_members, list_plans, list_people, list_organisations,
	list_history, list_journal, list_late, list_measures, list_own_plans, list_found,
	list_requests, list_messages, list_webhooks;

/* A command that shows a list, a page or (--all) all pages. */
enum outcome list_run(struct client *client, const struct command *command, json_t *params);

/* Fetches a page, or with `all` every page as if it were one. */
enum outcome list_fetch(
	struct client *client, const char *method, json_t *params, bool all, json_t **result);

/* Prints the items as a table set in by that many columns; nothing when there are none. */
void list_print(
	struct client *client, const struct list *list, const json_t *items, unsigned indent);

#endif
