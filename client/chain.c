/* SPDX-License-Identifier: MIT */
/* What a thing is linked to, both ways, as one table in the order of its story: lead, decision,
 * action, what followed. */
#include "chain.h"

#include "label.h"
#include "language.h"
#include "phrase.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *key;
	const char *word;
	const char *phrase;
} links[] = {
	{"meeting", N_("meeting"), "[{committee.key} {sitting}, ][{:when}][, {place}]"},
	{"meetings", N_("meeting"), "[{committee.key} {sitting}, ][{:when}][, {place}]"},
	{"leads", N_("lead"), "{title}"},
	{"decision", N_("decision"), "{title}"},
	{"decisions", N_("decision"), "{title}"},
	{"supersedes", N_("supersedes"), "{title}"},
	{"superseded_by", N_("superseded by"), "{title}"},
	{"actions", N_("action"), "{title}"},
	{"depends_on", N_("waits for"), "{title}"},
	{"needed_by", N_("awaited by"), "{title}"},
	{"indicators", N_("indicator"), "{title}"},
	{"measures", N_("measure"), "{on:date}[: {value}][ ({source})]"},
	{"notes", N_("note"), "{text}"},
};

static bool add_one(struct table *table, size_t row, const json_t *thing, const char *self)
{
	const char *reference = phrase_string(thing, "ref");
	const char *state = phrase_string(thing, "state");
	char *words;

	if (!reference || !strcmp(reference, self))
		return false;
	words = phrase_fill(links[row].phrase, thing);
	table_row(table);
	table_cell(table, _(links[row].word), SCREEN_FAINT);
	table_cell(table, reference, SCREEN_CYAN);
	table_cell(table, state ? label_of(state) : "", state ? label_style(state) : SCREEN_PLAIN);
	table_cell(table, words, SCREEN_PLAIN);
	free(words);
	return true;
}

static bool add_links(struct table *table, size_t row, const json_t *things, const char *self)
{
	size_t index;
	const json_t *thing;

	bool any = json_is_object(things) && add_one(table, row, things, self);

	json_array_foreach (things, index, thing)
		any = add_one(table, row, thing, self) || any;
	return any;
}

void chain_print(struct client *client, const char *reference)
{
	struct table *table;
	json_t *chain;
	bool any = false;

	if (client_get(client, &chain, "chain.get", "{s:s}", "object", reference) != OUTCOME_DONE)
		return;
	table = table_new(client->screen, 2);
	for (int i = 0; i < 3; i++)
		table_column(table, "", TABLE_LEFT);
	table_column(table, "", TABLE_FLEX);
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (add_links(table, i, json_object_get(chain, links[i].key), reference))
			any = true;
	if (any) {
		screen_heading(client->screen, _("Linked to"));
		table_print(table);
	}
	table_free(table);
	json_decref(chain);
}
