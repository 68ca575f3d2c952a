/* SPDX-License-Identifier: MIT */
/* What hangs loose in a plan. A kind that the server knows and this table does not is shown by its
 * own name, so that nothing loose is passed over. */
#include "loose.h"

#include "base/alloc.h"
#include "language.h"
#include "list.h"
#include "phrase.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *key;
	const char *one;
	const char *many;
} kinds[] = {
	{"leads_without_decision",
		PLURAL("{count} lead without decision", "{count} leads without decision")},
	{"decisions_without_action",
		PLURAL("{count} decision without action", "{count} decisions without action")},
	{"actions_without_owner",
		PLURAL("{count} action without owner", "{count} actions without owner")},
	{"actions_without_deadline",
		PLURAL("{count} action without deadline", "{count} actions without deadline")},
	{"actions_without_decision",
		PLURAL("{count} action without decision", "{count} actions without decision")},
	{"meetings_without_minutes",
		PLURAL("{count} meeting without minutes", "{count} meetings without minutes")},
	{"indicators_without_measure",
		PLURAL("{count} indicator without measure", "{count} indicators without measure")},
};

static const struct list list_loose = {
	"",
	{{"", "{ref}", TABLE_LEFT, NULL}, {"", "{title}", TABLE_FLEX, NULL}},
};

/* "3 leads without decision". Released with free(). */
static char *words_for(const char *key, json_int_t count)
{
	const char *template = "{count} {key}";
	json_t *object;
	char *words;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].key, key))
			template = ngettext(kinds[i].one, kinds[i].many, (unsigned long)count);
	object = json_pack("{s:I, s:s}", "count", count, "key", key);
	words = phrase_fill(template, object);
	json_decref(object);
	return words;
}

void loose_print_counts(struct client *client, const json_t *status)
{
	const char *key;
	json_t *value;
	char *advice = phrase_fill(_("see them: copilctl loose {plan.key}"), status);
	bool any = false;

	screen_heading(client->screen, _("Hanging loose"));
	json_object_foreach ((json_t *)phrase_value(status, "loose"), key, value) {
		char *words = words_for(key, json_integer_value(value));

		if (json_integer_value(value) > 0) {
			screen_print(client->screen, "  %s\n", words);
			any = true;
		}
		free(words);
	}
	if (any) {
		screen_print(client->screen, "  ");
		screen_styled(client->screen, SCREEN_FAINT, advice);
		screen_print(client->screen, "\n");
	} else {
		screen_print(client->screen, "  %s\n", _("nothing"));
	}
	free(advice);
}

/* One kind: how many there are in all, and the first of them. */
static void print_kind(
	struct client *client, const char *key, json_int_t count, const json_t *items)
{
	json_int_t shown = (json_int_t)json_array_size(items);
	char *heading = words_for(key, count > shown ? count : shown);

	screen_heading(client->screen, heading);
	list_print(client, &list_loose, items, 2);
	if (count > shown)
		screen_print(client->screen, "  …\n");
	free(heading);
}

static void print_all(struct client *client, const json_t *loose)
{
	const json_t *counts = json_object_get(loose, "counts");
	const char *key;
	json_t *items;
	bool any = false;

	json_object_foreach ((json_t *)loose, key, items) {
		if (!json_array_size(items))
			continue;
		print_kind(client, key, phrase_integer(counts, key), items);
		any = true;
	}
	if (!any)
		screen_print(client->screen, "%s\n", _("Nothing hangs loose."));
}

enum outcome loose_run(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_all);
}
