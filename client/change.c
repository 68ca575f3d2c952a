/* SPDX-License-Identifier: MIT */
/* Commands that change something: one call for each reference named, one line for each change. */
#include "change.h"

#include "base/alloc.h"
#include "language.h"
#include "phrase.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *change_noun(const char *reference)
{
	static const struct {
		char letter;
		const char *noun;
	} nouns[] = {{'D', "decision"}, {'I', "indicator"}, {'L', "lead"}, {'M', "meeting"},
		{'N', "note"}};
	const char *dash = strrchr(reference, '-');
	const char *digits = dash ? dash + 1 : "";
	const char *noun = "action";

	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++)
		if (*digits == nouns[i].letter) {
			noun = nouns[i].noun;
			digits++;
			break;
		}
	return *digits && !digits[strspn(digits, "0123456789")] ? noun : NULL;
}

/* The method with "*" made the noun, which also becomes the name of the parameter "ref". Released
 * with free(); NULL when the reference names no kind of thing. */
static char *resolve(const char *method, json_t *params)
{
	const char *reference = phrase_string(params, "ref");
	const char *noun = reference ? change_noun(reference) : NULL;

	if (*method != '*')
		return alloc_text(method);
	if (!noun)
		return NULL;
	json_object_set_new(params, noun, json_string(reference));
	json_object_del(params, "ref");
	return alloc_format("%s%s", noun, method + 1);
}

/* Whether `copilctl undo` can take it back: what changed a plan, not the register of everybody, nor
 * what is sent. */
static bool undoable(const char *method)
{
	static const char *const others[] = {"organisation.", "person.", "plan.create",
		"preference.", "message.", "delivery.", "webhook."};

	if (client_reads(method))
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strncmp(method, others[i], strlen(others[i])))
			return false;
	return true;
}

/* One line: what happened, and how to take it back. "given" in the phrase are the parameters. */
static void tell(
	struct client *client, const struct command *command, json_t *result, json_t *params)
{
	char *line;

	json_object_set(result, "given", params);
	line = phrase_fill(_(command->said), result);
	screen_print(client->screen, "%s", *line ? line : _("Done."));
	if (undoable(command->method))
		screen_styled(
			client->screen, SCREEN_FAINT, _("  (to take it back: copilctl undo)"));
	screen_print(client->screen, "\n");
	free(line);
}

static enum outcome change_one(struct client *client, const struct command *command, json_t *params)
{
	char *method = resolve(command->method, params);
	enum outcome outcome;
	json_t *result;

	if (!method)
		return failure_usage(
			command->name, _("this is no reference such as LR-12 or LR-D3"));
	outcome = client_ask(client, method, params, &result);
	free(method);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (client->settings.json)
		client_print_json(client, result);
	else
		tell(client, command, result, params);
	json_decref(result);
	return OUTCOME_DONE;
}

enum outcome change_run(struct client *client, const struct command *command, json_t *params)
{
	const char *name = json_object_get(params, "message") ? "message" : "action";
	json_t *references = json_incref(json_object_get(params, name));
	enum outcome worst = OUTCOME_DONE;
	size_t index;
	json_t *reference;

	if (!json_is_array(references)) {
		json_decref(references);
		return change_one(client, command, params);
	}
	json_array_foreach (references, index, reference) {
		json_t *own = json_deep_copy(params);
		enum outcome outcome;

		json_object_set(own, name, reference);
		outcome = change_one(client, command, own);
		json_decref(own);
		if (outcome != OUTCOME_DONE && worst == OUTCOME_DONE)
			worst = outcome;
	}
	json_decref(references);
	return worst;
}

static void print_undone(struct client *client, const json_t *result)
{
	char *line = phrase_fill(_("Taken back: {undone.method:act}[ of {undone.object}]"), result);

	screen_print(client->screen, "%s\n", line);
	free(line);
}

enum outcome change_undo(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_undone);
}
