/* SPDX-License-Identifier: MIT */
/* What the journal tells, in words: nouns for the verbs, so that they fit any object in any
 * language; and the fields that people know, each with its name. */
#include "act.h"

#include "base/alloc.h"
#include "date.h"
#include "label.h"
#include "language.h"
#include "phrase.h"
#include "text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word {
	const char *name;
	const char *words;
};

static const struct word verbs[] = {
	{"accept", N_("acceptance")},
	{"acknowledge", N_("acknowledgement")},
	{"add", N_("addition")},
	{"approve", N_("approval")},
	{"attend", N_("attendance")},
	{"block", N_("blocking")},
	{"cancel", N_("cancellation")},
	{"convene", N_("invitation")},
	{"create", N_("creation")},
	{"depend", N_("dependency")},
	{"done", N_("completion")},
	{"drop", N_("dropping")},
	{"edit", N_("correction")},
	{"hold", N_("holding")},
	{"link", N_("linking")},
	{"postpone", N_("postponement")},
	{"progress", N_("progress report")},
	{"refuse", N_("refusal")},
	{"remove", N_("removal")},
	{"reopen", N_("reopening")},
	{"request", N_("request")},
	{"resume", N_("resumption")},
	{"start", N_("start")},
	{"supersede", N_("replacement")},
	{"undepend", N_("end of dependency")},
	{"undo", N_("undoing")},
	{"unlink", N_("unlinking")},
};

/* Fields that are not here are bookkeeping, and are not told. */
static const struct word fields[] = {
	{"date", N_("date")},
	{"due_last_day", N_("deadline")},
	{"ends", N_("end")},
	{"evidence", N_("evidence")},
	{"expected", N_("value expected")},
	{"last_day", N_("deadline")},
	{"minutes", N_("minutes")},
	{"objective", N_("objective")},
	{"place", N_("place")},
	{"priority", N_("priority")},
	{"progress", N_("progress")},
	{"recovered", N_("value recovered")},
	{"role", N_("role")},
	{"said", N_("said")},
	{"secured", N_("value secured")},
	{"source", N_("source")},
	{"starts", N_("beginning")},
	{"state", N_("state")},
	{"target", N_("target")},
	{"text", N_("text")},
	{"title", N_("title")},
	{"value", N_("value")},
};

static const char *find(const struct word *words, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(words[i].name, name))
			return _(words[i].words);
	return NULL;
}

char *act_words(const char *method)
{
	const char *dot = strchr(method, '.');
	const char *words = dot ? find(verbs, sizeof(verbs) / sizeof(*verbs), dot + 1) : NULL;

	return alloc_text(words ? words : method);
}

char *act_who(const json_t *act)
{
	const char *name = phrase_string(act, "who.name");

	if (name)
		return alloc_text(name);
	return json_is_true(json_object_get(act, "administrator")) ? alloc_text(_("administrator"))
								   : NULL;
}

/* One side of a change. */
static char *side(const json_t *value)
{
	char *words;

	if (json_is_null(value))
		return alloc_text("–");
	if (json_is_string(value)) {
		char *hour = date_hour_words(label_of(json_string_value(value)));

		words = date_words(hour);
		free(hour);
		return words;
	}
	words = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(12));
	return words ? words : alloc_text("?");
}

/* Tells one row's fields; returns whether anything was told. */
static bool tell_fields(FILE *stream, const json_t *row, bool told)
{
	const char *name;
	json_t *field;

	json_object_foreach ((json_t *)phrase_value(row, "fields"), name, field) {
		const char *words = find(fields, sizeof(fields) / sizeof(*fields), name);
		char *before;
		char *after;

		if (!words)
			continue;
		before = side(json_object_get(field, "before"));
		after = side(json_object_get(field, "after"));
		fputs(told ? " · " : "", stream);
		/* TRANSLATORS: a field, what it was, what it is */
		fprintf(stream, _("%s: %s → %s"), words, before, after);
		free(before);
		free(after);
		told = true;
	}
	return told;
}

char *act_changes(const json_t *changes)
{
	char *words = NULL;
	size_t size;
	size_t index;
	const json_t *row;
	bool told = false;
	FILE *stream = text_stream(&words, &size);

	json_array_foreach (changes, index, row) {
		const char *change = phrase_string(row, "change");

		if (change && !strcmp(change, "changed"))
			told = tell_fields(stream, row, told);
	}
	fclose(stream);
	if (told)
		return words;
	free(words);
	return NULL;
}
