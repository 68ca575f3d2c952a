/* SPDX-License-Identifier: MIT */
/* Everything about one thing, as a sheet of labelled lines: what it is, what it is linked to, what
 * happened to it. */
#include "sheet.h"

#include "base/alloc.h"
#include "chain.h"
#include "change.h"
#include "form.h"
#include "language.h"
#include "list.h"
#include "phrase.h"
#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SHEET_HISTORY 5

/* What the reference names, a noun with its method's parameter; what looks like nothing else is an
 * organisation's key. */
static const char *noun_of(const char *reference)
{
	const char *noun = change_noun(reference);

	if (strchr(reference, '@'))
		return "person";
	if (noun)
		return noun;
	if (strlen(reference) <= 8 && !strchr(reference, '-'))
		return "plan";
	return "organisation";
}

/* One act of the journal: "LR@118". */
static bool is_act(const char *reference)
{
	const char *at = strchr(reference, '@');

	return at && at != reference && at[1] && !at[1 + strspn(at + 1, "0123456789")];
}

static enum outcome ask_for(
	struct client *client, const char *reference, const char *noun, json_t **result)
{
	char *method = alloc_format("%s.get", noun);
	enum outcome outcome = client_get(client, result, method, "{s:s}", noun, reference);

	free(method);
	return outcome;
}

static void show_history(struct client *client, const char *reference)
{
	json_t *history;
	const json_t *items;

	if (client_get(client, &history, "history.list", "{s:s, s:i}", "object", reference, "limit",
		    SHEET_HISTORY) != OUTCOME_DONE)
		return;
	items = json_object_get(history, "items");
	if (json_array_size(items)) {
		screen_heading(client->screen, _("History"));
		list_print(client, &list_history, items, 2);
		if (json_is_string(json_object_get(history, "next")))
			screen_print(
				client->screen, _("  all of it: copilctl history %s\n"), reference);
	}
	json_decref(history);
}

/* The measures, each with its indicator's unit. */
static void show_measures(struct client *client, const char *reference, const json_t *indicator)
{
	json_t *measures;
	const json_t *items;
	size_t index;
	json_t *item;

	if (client_get(client, &measures, "measure.list", "{s:s}", "indicator", reference) !=
		OUTCOME_DONE)
		return;
	items = json_object_get(measures, "items");
	json_array_foreach (items, index, item)
		json_object_set(item, "unit", json_object_get(indicator, "unit"));
	if (json_array_size(items)) {
		screen_heading(client->screen, _("Measures"));
		list_print(client, &list_measures, items, 2);
	}
	json_decref(measures);
}

static void show_thing(
	struct client *client, const char *reference, const char *noun, const json_t *thing)
{
	form_print(client->screen, noun, thing);
	if (!change_noun(reference))
		return;
	if (!strcmp(noun, "indicator"))
		show_measures(client, reference, thing);
	if (strcmp(noun, "note") && !json_is_true(json_object_get(thing, "withdrawn")))
		chain_print(client, reference);
	show_history(client, reference);
}

static void print_act(struct client *client, const json_t *act)
{
	form_print(client->screen, "act", act);
}

static enum outcome show_act(struct client *client, char *reference)
{
	char *at = strchr(reference, '@');
	enum outcome outcome;
	json_t *params;

	assert(at);
	*at = '\0';
	params = json_pack("{s:s, s:I}", "plan", reference, "revision", (json_int_t)atoll(at + 1));
	outcome = client_show(client, "journal.get", params, print_act);
	json_decref(params);
	return outcome;
}

enum outcome sheet_run(struct client *client, const struct command *command, json_t *params)
{
	const char *reference = phrase_string(params, "ref");
	const char *noun = noun_of(reference);
	enum outcome outcome;
	json_t *thing;

	(void)command;
	if (is_act(reference)) {
		char *copy = text_upper(reference);

		outcome = show_act(client, copy);
		free(copy);
		return outcome;
	}
	outcome = ask_for(client, reference, noun, &thing);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (client->settings.json)
		client_print_json(client, thing);
	else
		show_thing(client, reference, noun, thing);
	json_decref(thing);
	return OUTCOME_DONE;
}

static void print_self(struct client *client, const json_t *self)
{
	const json_t *plans = json_object_get(self, "plans");

	form_print(client->screen, "self", self);
	list_print(client, &list_own_plans, plans, 2);
	if (!json_array_size(plans) && !json_is_true(json_object_get(self, "administrator")))
		screen_print(client->screen, "%s\n",
			_("You are a member of no plan: a plan's secretary can add you."));
}

enum outcome sheet_whoami(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_self);
}

static void print_preference(struct client *client, const json_t *preference)
{
	form_print(client->screen, "preference", preference);
}

enum outcome sheet_preferences(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_preference);
}
