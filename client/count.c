/* SPDX-License-Identifier: MIT */
/* What a plan's totals are made of, in words with right plurals. */
#include "count.h"

#include "language.h"
#include "phrase.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>

struct part {
	const char *path;
	const char *one;
	const char *many;
};

static const struct part leads[] = {
	{"leads.open", PLURAL("{count} open", "{count} open")},
	{"leads.decided", PLURAL("{count} decided", "{count} decided")},
	{"leads.dropped", PLURAL("{count} dropped", "{count} dropped")},
	{NULL, NULL, NULL},
};

static const struct part decisions[] = {
	{"decisions.superseded", PLURAL("{count} superseded", "{count} superseded")},
	{NULL, NULL, NULL},
};

static const struct part actions[] = {
	{"actions.proposed", PLURAL("{count} proposed", "{count} proposed")},
	{"actions.open", PLURAL("{count} open", "{count} open")},
	{"actions.in_progress", PLURAL("{count} in progress", "{count} in progress")},
	{"actions.blocked", PLURAL("{count} blocked", "{count} blocked")},
	{"actions.done", PLURAL("{count} done", "{count} done")},
	{"actions.cancelled", PLURAL("{count} cancelled", "{count} cancelled")},
	{"postponed", PLURAL("{count} of them postponed", "{count} of them postponed")},
	{NULL, NULL, NULL},
};

static char *parts_words(const struct part *part, const json_t *status)
{
	char *words = NULL;
	size_t size;
	FILE *stream = text_stream(&words, &size);
	const char *gap = "";

	for (; part->path; part++) {
		json_int_t count = phrase_integer(status, part->path);
		json_t *object = json_pack("{s:I}", "count", count);
		char *filled =
			phrase_fill(ngettext(part->one, part->many, (unsigned long)count), object);
		char *unbroken = text_unbroken(filled);

		if (count)
			fprintf(stream, "%s%s", gap, unbroken);
		if (count)
			gap = ", ";
		free(unbroken);
		free(filled);
		json_decref(object);
	}
	fclose(stream);
	return words;
}

char *count_leads(const json_t *status)
{
	return parts_words(leads, status);
}

char *count_decisions(const json_t *status)
{
	return parts_words(decisions, status);
}

char *count_actions(const json_t *status)
{
	return parts_words(actions, status);
}
