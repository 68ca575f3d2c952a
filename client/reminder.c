/* SPDX-License-Identifier: MIT */
/* Reminders as the server tells them: it has the words for kinds, states and reasons in the
 * caller's language. */
#include "reminder.h"

#include "change.h"
#include "language.h"
#include "list.h"
#include "phrase.h"
#include "table.h"

#include <stdlib.h>

#define REMINDER_INDENT 2

static enum screen_style style_why(const json_t *item)
{
	return phrase_string(item, "why") ? SCREEN_FAINT : SCREEN_PLAIN;
}

static const struct list coming = {
	"",
	{{N_("WHEN"), "{at:moment}", TABLE_LEFT, style_why},
		{N_("REF"), "{object}", TABLE_LEFT, style_why},
		{N_("WHAT"), "{:reminder}", TABLE_LEFT, style_why},
		{N_("WHO"), "{person:party}", TABLE_LESS, style_why},
		{N_("TITLE"), "[({why}) ]{title}", TABLE_FLEX, style_why}},
};

/* The same of one thing. */
static const struct list ahead = {
	"",
	{{N_("WHEN"), "{at:moment}", TABLE_LEFT, style_why},
		{N_("WHAT"), "{:reminder}", TABLE_LEFT, style_why},
		{N_("WHO"), "{person:party}", TABLE_LESS, style_why},
		{N_("WHY NOT"), "{why}", TABLE_FLEX, style_why}},
};

static const struct list ledger = {
	"",
	{{N_("WHEN"), "{due_at:moment}", TABLE_LEFT, style_why},
		{N_("WHAT"), "{:reminder}", TABLE_LEFT, style_why},
		{N_("WHO"), "{person:party}", TABLE_LESS, style_why},
		/* TRANSLATORS: a reminder's state and the reason for it */
		{N_("STATE"), N_("{state_label}[: {why}]"), TABLE_FLEX, style_why},
		{N_("MESSAGE"), "{message}", TABLE_RIGHT, style_why}},
};

static const struct list rungs = {
	"",
	{{"", "{:reminder}", TABLE_LEFT, NULL}, {"", "{told:labels}", TABLE_FLEX, NULL}},
};

static const struct list quiet = {
	"",
	{{"", "{first:yearly}", TABLE_LEFT, NULL}, {"", "– {last:yearly}", TABLE_LEFT, NULL},
		{"", "{label}", TABLE_FLEX, NULL}},
};

/* A line from a phrase, unless that comes out empty. */
static void print_line(struct client *client, const char *phrase, const json_t *object)
{
	char *line = phrase_fill(phrase, object);

	if (*line)
		screen_print(client->screen, "%s\n", line);
	free(line);
}

static void print_part(
	struct client *client, const char *heading, const struct list *list, const json_t *items)
{
	if (!json_array_size(items))
		return;
	screen_heading(client->screen, heading);
	list_print(client, list, items, REMINDER_INDENT);
}

static void print_preview(struct client *client, const json_t *preview)
{
	const json_t *items = json_object_get(preview, "items");

	if (!json_array_size(items))
		print_line(client, _("Nothing is to come until {until:date}."), preview);
	list_print(client, &coming, items, 0);
	if (json_is_true(json_object_get(preview, "more"))) {
		screen_styled(client->screen, SCREEN_FAINT, _("and more: --limit says how many"));
		screen_print(client->screen, "\n");
	}
}

static void print_explanation(struct client *client, const json_t *told)
{
	const json_t *items = json_object_get(told, "items");
	const json_t *to_come = json_object_get(told, "coming");

	if (phrase_string(told, "nothing_to_come"))
		print_line(client, _("{object}: nothing more is to come[: {why}]."), told);
	else if (!json_array_size(to_come) && !json_array_size(items))
		print_line(client, _("{object}: nobody is reminded."), told);
	print_line(client, _("[Received by {acknowledged:parties}.]"), told);
	print_part(client, _("To come"), &ahead, to_come);
	print_part(client, _("Until now"), &ledger, items);
	if (phrase_string(told, "next"))
		screen_print(client->screen, "  …\n");
}

enum outcome reminder_run(struct client *client, const struct command *command, json_t *params)
{
	const char *place = phrase_string(params, "plan");

	if (!place || !change_noun(place))
		return client_show(client, command->method, params, print_preview);
	json_object_set(params, "object", json_object_get(params, "plan"));
	json_object_del(params, "plan");
	json_object_del(params, "days");
	return client_show(client, "reminder.explain", params, print_explanation);
}

static void print_policy(struct client *client, const json_t *policy)
{
	const json_t *steps = json_object_get(policy, "rungs");

	print_line(client, _("{plan}: messages leave at {morning}, each person's local time."),
		policy);
	if (!json_is_true(json_object_get(policy, "own")))
		print_line(client, _("Hour and reminders are the default."), policy);
	if (!json_array_size(steps))
		print_line(client, _("It sends no reminders."), policy);
	print_part(client, _("Reminders"), &rungs, steps);
	print_part(client, _("Nothing is sent"), &quiet, json_object_get(policy, "quiet"));
}

enum outcome reminder_policy(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_policy);
}
