/* SPDX-License-Identifier: MIT */
/* Lists: fetching their pages and laying their items out. The columns are in columns.c. */
#include "list.h"

#include "base/alloc.h"
#include "change.h"
#include "language.h"
#include "phrase.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

#define LIST_LARGEST_PAGE 200

void list_print(
	struct client *client, const struct list *list, const json_t *items, unsigned indent)
{
	struct table *table;
	size_t index;
	const json_t *item;

	if (!json_array_size(items))
		return;
	table = table_new(client->screen, indent);
	for (size_t i = 0; i < LIST_COLUMNS && list->columns[i].cell; i++) {
		const char *heading = list->columns[i].heading;

		table_column(table, *heading ? _(heading) : "", list->columns[i].flags);
	}
	json_array_foreach (items, index, item) {
		table_row(table);
		for (size_t i = 0; i < LIST_COLUMNS && list->columns[i].cell; i++) {
			const struct list_column *column = &list->columns[i];
			char *cell = phrase_fill(_(column->cell), item);

			table_cell(table, cell, column->style ? column->style(item) : SCREEN_PLAIN);
			free(cell);
		}
	}
	table_print(table);
	table_free(table);
}

/* Appends the next pages to the list's items until there is none. */
static enum outcome fetch_rest(
	struct client *client, const char *method, json_t *params, json_t *list)
{
	while (json_is_string(json_object_get(list, "next"))) {
		json_t *page;
		enum outcome outcome;

		json_object_set(params, "cursor", json_object_get(list, "next"));
		outcome = client_ask(client, method, params, &page);
		if (outcome != OUTCOME_DONE)
			return outcome;
		json_array_extend(json_object_get(list, "items"), json_object_get(page, "items"));
		if (json_equal(json_object_get(list, "next"), json_object_get(page, "next")))
			json_object_set_new(page, "next", json_null());
		json_object_set(list, "next", json_object_get(page, "next"));
		json_decref(page);
	}
	return OUTCOME_DONE;
}

enum outcome list_fetch(
	struct client *client, const char *method, json_t *params, bool all, json_t **result)
{
	enum outcome outcome;

	if (all)
		json_object_set_new(params, "limit", json_integer(LIST_LARGEST_PAGE));
	outcome = client_ask(client, method, params, result);
	if (outcome == OUTCOME_DONE && all)
		outcome = fetch_rest(client, method, params, *result);
	if (outcome == OUTCOME_DONE)
		return outcome;
	json_decref(*result);
	*result = NULL;
	return outcome;
}

/* `copilctl notes LR-12` asks for one thing's notes, `copilctl notes LR` for the plan's. */
static void sort_out_place(json_t *params)
{
	const char *place = phrase_string(params, "plan");

	if (!place || !strchr(place, '-'))
		return;
	json_object_set_new(params, "object", json_string(place));
	json_object_del(params, "plan");
}

static void show(struct client *client, const struct list *list, const json_t *result)
{
	const json_t *items = json_object_get(result, "items");
	size_t shown = json_array_size(items);
	char *rest;

	list_print(client, list, items, 0);
	if (!shown)
		screen_print(client->screen, "%s\n", _(list->empty));
	if (!json_is_string(json_object_get(result, "next")))
		return;
	if (json_is_integer(json_object_get(result, "total")))
		rest = alloc_format(_("%zu of %lld; the rest with --all"), shown,
			(long long)phrase_integer(result, "total"));
	else
		rest = alloc_format(_("the first %zu; the rest with --all"), shown);
	screen_styled(client->screen, SCREEN_FAINT, rest);
	screen_print(client->screen, "\n");
	free(rest);
}

enum outcome list_run(struct client *client, const struct command *command, json_t *params)
{
	bool all = json_is_true(json_object_get(params, "all"));
	json_t *result;
	enum outcome outcome;

	json_object_del(params, "all");
	sort_out_place(params);
	outcome = list_fetch(client, command->method, params, all, &result);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (client->settings.json)
		client_print_json(client, result);
	else
		show(client, command->list, result);
	json_decref(result);
	return OUTCOME_DONE;
}
