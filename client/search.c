/* SPDX-License-Identifier: MIT */
/* Words looked for in everything a plan has: one call for each kind of thing. */
#include "search.h"

#include "language.h"
#include "list.h"

static const struct {
	const char *method;
	const char *key; /* in the result for programs */
	const char *heading;
	const struct list *list;
} places[] = {
	{"action.list", "actions", N_("Actions"), &list_actions},
	{"decision.list", "decisions", N_("Decisions"), &list_decisions},
	{"lead.list", "leads", N_("Leads"), &list_leads},
	{"meeting.list", "meetings", N_("Meetings"), &list_meetings},
	{"indicator.list", "indicators", N_("Indicators"), &list_indicators},
};

static void show(struct client *client, const json_t *found)
{
	bool any = false;

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const json_t *items =
			json_object_get(json_object_get(found, places[i].key), "items");

		if (!json_array_size(items))
			continue;
		screen_heading(client->screen, _(places[i].heading));
		list_print(client, places[i].list, items, 2);
		any = true;
	}
	if (!any)
		screen_print(client->screen, "%s\n", _("Nothing found."));
}

enum outcome search_run(struct client *client, const struct command *command, json_t *params)
{
	json_t *found = json_object();
	enum outcome outcome = OUTCOME_DONE;

	(void)command;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places) && outcome == OUTCOME_DONE; i++) {
		json_t *result;

		outcome = client_ask(client, places[i].method, params, &result);
		if (outcome == OUTCOME_DONE)
			json_object_set_new(found, places[i].key, result);
	}
	if (outcome == OUTCOME_DONE && client->settings.json)
		client_print_json(client, found);
	else if (outcome == OUTCOME_DONE)
		show(client, found);
	json_decref(found);
	return outcome;
}
