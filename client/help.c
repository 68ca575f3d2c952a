/* SPDX-License-Identifier: MIT */
/* Help, made from the rows of commands, kinds and settings; and what each option means. */
#include "help.h"

#include "base/alloc.h"
#include "complete.h"
#include "dispatch.h"
#include "language.h"
#include "phrase.h"
#include "table.h"
#include "usage.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *option;
	const char *help;
} options[] = {
	{"--action", N_("only of this action")},
	{"--after", N_("only from then on")},
	{"--all", N_("all pages, not the first alone")},
	{"--baseline", N_("the value at the beginning")},
	{"--baseline-label", N_("what that value is")},
	{"--before", N_("only until then")},
	{"--by", N_("the day the target is for")},
	{"--channel", N_("by which way")},
	{"--city", N_("where it is")},
	{"--clear", N_("empties a field, such as due or owner")},
	{"--committee", N_("the committee's key, such as COPIL")},
	{"--complete", N_("candidates for the shell")},
	{"--contact", N_("whom mail for it goes to")},
	{"--date", N_("the day it takes place")},
	{"--days", N_("how many days ahead, 14 unless given")},
	{"--decision", N_("the decision it comes from")},
	{"--digest", N_("how often there is a summary")},
	{"--due", N_("its deadline, as people say it")},
	{"--ends", N_("the hour at which it ends")},
	{"--evidence", N_("what shows that it is done")},
	{"--excused", N_("who was excused")},
	{"--expected", N_("the value hoped for")},
	{"--for", N_("the person it is for")},
	{"--from", N_("the first revision to check")},
	{"--function", N_("what the person does there")},
	{"--indicator", N_("a figure it is to move")},
	{"--json-params", N_("all parameters as one JSON object")},
	{"--kind", N_("what kind of organisation")},
	{"--launched", N_("the day it was launched")},
	{"--lead", N_("the lead it comes from")},
	{"--limit", N_("how many on a page, up to 200")},
	{"--locale", N_("the person's language, fr or en")},
	{"--login", N_("the person's system user on the server")},
	{"--meeting", N_("the meeting it comes from")},
	{"--minutes", N_("the minutes' text")},
	{"--morning", N_("the hour at which people are written to, such as 08:00")},
	{"--muted-until", N_("the last day on which nothing is sent")},
	{"--names", N_("names alone, one a line")},
	{"--note", N_("a remark, kept as a note")},
	{"--object", N_("only what happened to this")},
	{"--objective", N_("what it is to reach")},
	{"--on", N_("the day the value is of")},
	{"--organisation", N_("the organisation; in lists, its people too")},
	{"--overdue", N_("only what is late")},
	{"--owner", N_("who answers for it")},
	{"--percent", N_("how much of it is done")},
	{"--person", N_("only what this person did")},
	{"--place", N_("where it takes place")},
	{"--plan", N_("only what is about this plan")},
	{"--present", N_("who was there")},
	{"--priority", N_("how much it matters")},
	{"--quiet", N_("a quiet time; repeat it: the list replaces the old one")},
	{"--recovered", N_("the value won back so far")},
	{"--role", N_("what they are there")},
	{"--rung", N_("a step; repeat it: the list replaces the old one")},
	{"--said", N_("the date as it was said, such as \"by summer\"")},
	{"--search", N_("only what has these words")},
	{"--sector", N_("a sector's key")},
	{"--secured", N_("the value assured so far")},
	{"--since", N_("only from that day on")},
	{"--sort", N_("the order")},
	{"--source", N_("where it comes from")},
	{"--starts", N_("the hour at which it starts, by the plan's clock")},
	{"--state", N_("the state")},
	{"--summary", N_("what it is for, in a few lines")},
	{"--superseded", N_("only what another decision has replaced")},
	{"--supersedes", N_("the decision it replaces")},
	{"--support", N_("who helps")},
	{"--target", N_("the value to reach")},
	{"--text", N_("the whole text")},
	{"--title", N_("another title")},
	{"--to", N_("the last revision to check, such as that of a printed status")},
	{"--unit", N_("what it is counted in, such as M€")},
	{"--visibility", N_("who sees it")},
	{"--why", N_("the reason")},
};

const char *help_option(const char *option)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (!strcmp(options[i].option, option))
			return _(options[i].help);
	return NULL;
}

static void print_options(struct client *client, const struct slot *slots, size_t count)
{
	struct table *table = table_new(client->screen, 2);
	bool any = false;

	table_column(table, "", TABLE_LEFT);
	table_column(table, "", TABLE_FLEX);
	for (size_t i = 0; i < count; i++) {
		char *option;

		if (!*slots[i].option)
			continue;
		option = alloc_format(
			"%s %s", slots[i].option, slots[i].kind ? _(slots[i].kind->shown) : "");
		table_row(table);
		table_cell(table, option, SCREEN_CYAN);
		table_cell(table, help_option(slots[i].option), SCREEN_PLAIN);
		free(option);
		any = true;
	}
	if (any) {
		screen_heading(client->screen, _("Options"));
		table_print(table);
	}
	table_free(table);
}

/* What the words in capitals stand for, each once. */
static void print_kinds(struct client *client, const struct slot *slots, size_t count)
{
	bool any = false;

	for (size_t number = 0; kind_at(number); number++) {
		const struct kind *kind = kind_at(number);
		bool used = false;

		for (size_t i = 0; i < count; i++)
			used = used || slots[i].kind == kind;
		if (!used || !kind->help)
			continue;
		if (!any)
			screen_heading(client->screen, _("Words"));
		screen_print(client->screen, "  ");
		screen_styled(client->screen, SCREEN_CYAN, _(kind->shown));
		screen_print(client->screen, "\n");
		screen_paragraph(client->screen, 6, _(kind->help));
		any = true;
	}
}

/* The commands of two words whose first is this one. */
static void print_further(struct client *client, const char *name)
{
	size_t length = strlen(name);
	struct table *table = table_new(client->screen, 2);
	bool any = false;

	table_column(table, "", TABLE_LEFT);
	table_column(table, "", TABLE_FLEX);
	for (size_t i = 0; command_at(i); i++) {
		const char *other = command_at(i)->name;

		if (strncmp(other, name, length) != 0 || other[length] != ' ')
			continue;
		if (!any)
			screen_heading(client->screen, _("Commands"));
		any = true;
		table_row(table);
		table_cell(table, other, SCREEN_CYAN);
		table_cell(table, _(command_at(i)->help), SCREEN_PLAIN);
	}
	table_print(table);
	table_free(table);
}

enum outcome help_command(struct client *client, const struct command *command)
{
	struct slot slots[USAGE_SLOTS];
	size_t count = usage_slots(command->usage, slots);
	char *shown = usage_shown(command->usage);
	char *line = alloc_format("copilctl %s%s%s", command->name, *shown ? " " : "", shown);

	screen_paragraph(client->screen, 0, line);
	screen_paragraph(client->screen, 2, _(command->help));
	print_options(client, slots, count);
	print_kinds(client, slots, count);
	print_further(client, command->name);
	free(line);
	free(shown);
	return OUTCOME_DONE;
}

static void print_settings(struct client *client)
{
	struct table *table = table_new(client->screen, 2);

	screen_heading(client->screen, _("Everywhere"));
	table_column(table, "", TABLE_LEFT);
	table_column(table, "", TABLE_FLEX);
	for (size_t i = 0; settings_option(i); i++) {
		const struct settings_option *option = settings_option(i);
		char *shown =
			alloc_format("%s %s", option->name, option->value ? _(option->value) : "");

		table_row(table);
		table_cell(table, shown, SCREEN_CYAN);
		table_cell(table, _(option->help), SCREEN_PLAIN);
		free(shown);
	}
	table_print(table);
	table_free(table);
}

enum outcome help_all(struct client *client)
{
	struct table *table = table_new(client->screen, 2);

	screen_print(client->screen, "%s\n",
		_("copilctl COMMAND … – action plans of steering committees"));
	screen_heading(client->screen, _("Commands"));
	table_column(table, "", TABLE_LEFT);
	table_column(table, "", TABLE_FLEX);
	for (size_t i = 0; command_at(i); i++) {
		table_row(table);
		table_cell(table, command_at(i)->name, SCREEN_CYAN);
		table_cell(table, _(command_at(i)->help), SCREEN_PLAIN);
	}
	table_print(table);
	table_free(table);
	print_settings(client);
	screen_print(client->screen, "\n%s\n",
		_("More on one of them: copilctl help COMMAND. The manual: man copilctl."));
	return OUTCOME_DONE;
}

enum outcome help_run(struct client *client, const struct command *command, json_t *params)
{
	const json_t *words = json_object_get(params, "words");
	char *argv[2] = {NULL, NULL};
	int argc = json_array_size(words) > 1 ? 2 : (int)json_array_size(words);
	int taken;

	(void)command;
	if (json_is_true(json_object_get(params, "complete")))
		return complete_words(client, words);
	if (!argc)
		return help_all(client);
	for (int i = 0; i < argc; i++)
		argv[i] = (char *)json_string_value(json_array_get(words, (size_t)i));
	command = command_find(argc, argv, &taken);
	if (command)
		return help_command(client, command);
	return dispatch_unknown(argv[0]);
}
