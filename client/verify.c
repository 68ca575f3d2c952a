/* SPDX-License-Identifier: MIT */
/* Tells what the server found when it read a plan's journal again: whole, up to which revision and
 * with which fingerprint, to compare with a printed status; or which row is wrong. */
#include "verify.h"

#include "language.h"
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

/* What is wrong with the first wrong row, as a phrase. */
static const char *wrong(const json_t *answer)
{
	const char *what = phrase_string(answer, "first_broken.what");

	if (what && !strcmp(what, "missing"))
		return _("{plan}@{first_broken.revision} is missing (row {first_broken.part})");
	if (what && !strcmp(what, "inserted"))
		return _("{plan}@{first_broken.revision} was inserted (row {first_broken.part})");
	return _("{plan}@{first_broken.revision} was changed (row {first_broken.part})");
}

static void print_phrase(
	struct screen *screen, enum screen_style style, const char *template, const json_t *answer)
{
	char *line = phrase_fill(template, answer);

	screen_styled(screen, style, line);
	screen_print(screen, "\n");
	free(line);
}

static void print_answer(struct screen *screen, const json_t *answer)
{
	if (json_is_true(json_object_get(answer, "ok"))) {
		print_phrase(screen, SCREEN_GREEN,
			_("The journal of {plan} is whole: {rows} rows."), answer);
		print_phrase(screen, SCREEN_PLAIN, _("revision {revision} · fingerprint {head}"),
			answer);
	} else {
		print_phrase(screen, SCREEN_RED,
			_("The journal of {plan} is not as it was written."), answer);
		print_phrase(screen, SCREEN_PLAIN, wrong(answer), answer);
	}
}

enum outcome verify_run(struct client *client, const struct command *command, json_t *params)
{
	json_t *answer;
	enum outcome outcome = client_ask(client, command->method, params, &answer);

	if (outcome != OUTCOME_DONE)
		return outcome;
	if (client->settings.json)
		client_print_json(client, answer);
	else
		print_answer(client->screen, answer);
	if (!json_is_true(json_object_get(answer, "ok")))
		outcome = OUTCOME_REFUSED;
	json_decref(answer);
	return outcome;
}
