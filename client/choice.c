/* SPDX-License-Identifier: MIT */
/* Asking the person which of several parties was meant. */
#include "choice.h"

#include "base/alloc.h"
#include "failure.h"
#include "language.h"
#include "phrase.h"
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number typed, from 1 to limit; 0 for anything else. */
static size_t ask_number(size_t limit)
{
	char line[64];
	char *end;
	unsigned long number;

	if (!fgets(line, sizeof(line), stdin))
		return 0;
	number = strtoul(line, &end, 10);
	return end != line && number <= limit ? number : 0;
}

static const json_t *ask(const json_t *error, const json_t *candidates)
{
	const char *value = phrase_string(error, "data.value");
	char *question = alloc_format(_("\"%s\" may mean:"), value ? value : "?");
	size_t number;

	screen_complain(question);
	free(question);
	failure_candidates(candidates, true);
	screen_complain(_("Which number? (anything else stops)"));
	number = ask_number(json_array_size(candidates));
	return number ? json_array_get(candidates, number - 1) : NULL;
}

/* Replaces the value, or the member of the list, that was ambiguous. */
static bool replace(json_t *params, const char *name, const char *value, const char *chosen)
{
	json_t *present = json_object_get(params, name);
	size_t index;
	json_t *item;

	if (!json_is_array(present))
		return present && !json_object_set_new(params, name, json_string(chosen));
	json_array_foreach (present, index, item)
		if (json_array_size(present) == 1 ||
			(value && json_is_string(item) && !strcmp(json_string_value(item), value)))
			return !json_array_set_new(present, index, json_string(chosen));
	return false;
}

bool choice_settle(const json_t *error, json_t *params)
{
	const char *kind = phrase_string(error, "data.kind");
	const char *name = phrase_string(error, "data.param");
	const json_t *candidates = phrase_value(error, "data.candidates");
	const char *chosen;

	if (!kind || strcmp(kind, "ambiguous") || !name || !json_array_size(candidates))
		return false;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return false;
	chosen = phrase_string(ask(error, candidates), "ref");
	return chosen && replace(params, name, phrase_string(error, "data.value"), chosen);
}
