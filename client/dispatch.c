/* SPDX-License-Identifier: MIT */
/* The way from typed words to a command's function. */
#include "dispatch.h"

#include "base/alloc.h"
#include "command.h"
#include "help.h"
#include "language.h"
#include "text.h"
#include "usage.h"

#include <stdlib.h>
#include <string.h>

enum outcome dispatch_unknown(const char *word)
{
	const char *nearest = NULL;
	size_t least = strlen(word) / 2 + 1;
	struct fault fault;

	for (size_t i = 0; command_at(i); i++) {
		size_t distance = text_distance(word, command_at(i)->name);

		if (distance >= least)
			continue;
		least = distance;
		nearest = command_at(i)->name;
	}
	if (nearest)
		fault_set(&fault, 0, _("there is no command \"%s\"; did you mean \"%s\"?"), word,
			nearest);
	else
		fault_set(&fault, 0, _("there is no command \"%s\""), word);
	return failure_usage(NULL, fault.text);
}

static bool needs_plan(const struct command *command, const json_t *params)
{
	struct slot slots[USAGE_SLOTS];

	return usage_slots(command->usage, slots) && !*slots[0].option && !slots[0].required &&
	       !strcmp(slots[0].param, "plan") && command->method &&
	       strcmp(command->method, "journal.undo") && !json_object_get(params, "plan");
}

/* Whether the second word was meant to be one of the first's, such as "shw" in "outbox shw": it is
 * followed by words and takes none by their place. */
static bool is_half(const struct command *command, int argc, char **argv, int taken)
{
	struct slot slots[USAGE_SLOTS];
	size_t count = usage_slots(command->usage, slots);
	size_t length = strlen(command->name);
	bool others = false;

	for (size_t i = 0; i < count; i++)
		if (!*slots[i].option)
			return false;
	for (size_t i = 0; command_at(i); i++)
		others = others || (!strncmp(command_at(i)->name, command->name, length) &&
					   command_at(i)->name[length] == ' ');
	return others && taken == 1 && argc > 1 && *argv[1] != '-';
}

static enum outcome half_unknown(const char *first, const char *second)
{
	char *words = alloc_format("%s %s", first, second);
	enum outcome outcome = dispatch_unknown(words);

	free(words);
	return outcome;
}

enum outcome dispatch_run(struct client *client, int argc, char **argv)
{
	struct fault fault = {0};
	int taken;
	const struct command *command = command_find(argc, argv, &taken);
	enum outcome outcome = OUTCOME_DONE;
	json_t *params;

	if (!command)
		return dispatch_unknown(argv[0]);
	if (client->settings.help)
		return help_command(client, command);
	if (is_half(command, argc, argv, taken))
		return half_unknown(argv[0], argv[1]);
	params = usage_match(command->usage, argc - taken, argv + taken, &fault);
	if (!params)
		return failure_usage(command->name, fault.text);
	if (needs_plan(command, params))
		outcome = client_choose_plan(client, params);
	if (outcome == OUTCOME_DONE)
		outcome = command->run(client, command, params);
	json_decref(params);
	return outcome;
}
