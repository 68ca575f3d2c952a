/* SPDX-License-Identifier: MIT */
/* What the shell may complete: commands and options from their rows, references and keys from the
 * server. Nothing is said about failures: the person is in the middle of a line. */
#include "complete.h"

#include "base/alloc.h"
#include "command.h"
#include "phrase.h"
#include "text.h"
#include "usage.h"

#include <stdlib.h>
#include <string.h>

static void print_items(struct client *client, json_t *result, const char *array, const char *key)
{
	size_t index;
	const json_t *item;

	json_array_foreach (json_object_get(result, array), index, item)
		if (phrase_string(item, key))
			screen_print(client->screen, "%s\n", phrase_string(item, key));
		else if (phrase_integer(item, key))
			screen_print(
				client->screen, "%lld\n", (long long)phrase_integer(item, key));
	json_decref(result);
}

static void list_keys(struct client *client, const char *method, const char *key)
{
	print_items(client, client_ask_quietly(client, method, json_pack("{s:i}", "limit", 200)),
		"items", key);
}

/* Whether a parameter of that name takes references to things of that noun. */
static bool takes(const char *param, const char *noun)
{
	static const char *const of[][2] = {{"action", "action"}, {"on", "action"},
		{"decision", "decision"}, {"supersedes", "decision"}, {"lead", "lead"},
		{"leads", "lead"}, {"meeting", "meeting"}, {"indicator", "indicator"},
		{"indicators", "indicator"}};

	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++)
		if (!strcmp(param, of[i][0]))
			return !strcmp(noun, of[i][1]);
	return true;
}

/* The plan that the word begins with, or the only one; NULL when there are several. */
static char *plan_of(struct client *client, const char *word)
{
	size_t length = strcspn(word, "-");
	json_t *plans;
	const json_t *items;
	char *plan = NULL;

	if (word[length] == '-')
		return alloc_bytes(word, length);
	plans = client_ask_quietly(client, "plan.list", json_object());
	items = json_object_get(plans, "items");
	if (json_array_size(items) == 1)
		plan = alloc_text(phrase_string(json_array_get(items, 0), "key"));
	json_decref(plans);
	return plan;
}

static void list_references(struct client *client, const char *param, const char *word)
{
	static const char *const nouns[] = {"action", "decision", "lead", "meeting", "indicator"};
	char *plan = plan_of(client, word);

	for (size_t i = 0; plan && i < sizeof(nouns) / sizeof(*nouns); i++) {
		char *method = alloc_format("%s.list", nouns[i]);

		if (takes(param, nouns[i]))
			print_items(client,
				client_ask_quietly(client, method,
					json_pack("{s:s, s:i}", "plan", plan, "limit", 200)),
				"items", "ref");
		free(method);
	}
	free(plan);
}

/* The words of a text, one a line. */
static void list_words(struct client *client, const char *words)
{
	while (*words) {
		size_t length = strcspn(words, " ");

		screen_print(client->screen, "%.*s\n", (int)length, words);
		words += length + (words[length] == ' ');
	}
}

/* The commands; after the first word of some ("member"), their second words. */
static void list_commands(struct client *client, const char *first)
{
	size_t length = first ? strlen(first) : 0;

	for (size_t i = 0; command_at(i); i++) {
		const char *name = command_at(i)->name;

		if (!length)
			screen_print(client->screen, "%s\n", name);
		else if (!strncmp(name, first, length) && name[length] == ' ')
			screen_print(client->screen, "%s\n", name + length + 1);
	}
}

static void list_for(struct client *client, const struct slot *slot, const char *word)
{
	const char *what = slot->kind && slot->kind->completes ? slot->kind->completes : "";

	if (*what == '=')
		list_words(client, what + 1);
	else if (!strcmp(what, "plans"))
		list_keys(client, "plan.list", "key");
	else if (!strcmp(what, "refs"))
		list_references(client, slot->param, word);
	else if (!strcmp(what, "organisations") || !strcmp(what, "parties"))
		list_keys(client, "organisation.list", "key");
	else if (!strcmp(what, "messages"))
		list_keys(client, "message.list", "message");
	else if (!strcmp(what, "webhooks"))
		print_items(client, client_ask_quietly(client, "webhook.list", json_object()),
			"items", "webhook");
	else if (!strcmp(what, "methods"))
		print_items(client, client_ask_quietly(client, "rpc.discover", json_object()),
			"methods", "name");
	else if (!strcmp(what, "commands"))
		list_commands(client, NULL);
	if (!strcmp(what, "parties"))
		list_keys(client, "person.list", "email");
}

static void list_options(struct client *client, const struct slot *slots, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*slots[i].option)
			screen_print(client->screen, "%s\n", slots[i].option);
	for (size_t i = 0; settings_option(i); i++)
		screen_print(client->screen, "%s\n", settings_option(i)->name);
}

static void complete_for(
	struct client *client, const struct command *command, int argc, char **argv)
{
	struct slot slots[USAGE_SLOTS];
	size_t count = usage_slots(command->usage, slots);
	const char *word = argv[argc - 1];
	const struct slot *slot = usage_next(slots, count, argc - 1, argv);

	if (*word == '-')
		list_options(client, slots, count);
	else if (slot)
		list_for(client, slot, word);
}

enum outcome complete_words(struct client *client, const json_t *words)
{
	int argc = (int)json_array_size(words);
	char **argv = alloc_array((size_t)argc + 2, sizeof(*argv));
	struct fault fault;
	const struct command *command;
	int taken = 0;
	int before = argc - 1;

	for (int i = 0; i < argc; i++)
		argv[i] = (char *)json_string_value(json_array_get(words, (size_t)i));
	if (argc > 1 && settings_take(&client->settings, &before, argv, &fault)) {
		argv[before] = (char *)json_string_value(json_array_get(words, (size_t)argc - 1));
		argc = before + 1;
	}
	command = argc > 1 ? command_find(argc - 1, argv, &taken) : NULL;
	if (command && taken == 1 && argc == 2)
		list_commands(client, argv[0]);
	if (command)
		complete_for(client, command, argc - taken, argv + taken);
	else if (argc && *argv[argc - 1] == '-')
		list_options(client, NULL, 0);
	else
		list_commands(client, argc > 1 ? argv[argc - 2] : NULL);
	free(argv);
	return OUTCOME_DONE;
}
