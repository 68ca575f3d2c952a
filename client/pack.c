/* SPDX-License-Identifier: MIT */
/* The pack of a meeting, in the order in which a committee goes through it. Sections without items
 * are left out; the server sends the first of each, and how many there are. */
#include "pack.h"

#include "base/alloc.h"
#include "form.h"
#include "language.h"
#include "list.h"
#include "phrase.h"
#include "table.h"

#include <stdlib.h>

#define PACK_INDENT 2

static const struct list actions = {
	"",
	{{"", "{ref}", TABLE_LEFT, NULL}, {"", "{due.last_day:date}", TABLE_LEFT, NULL},
		{"", "{owner:party}", TABLE_LESS, NULL}, {"", "{title}", TABLE_FLEX, NULL}},
};

static const struct list postponed = {
	"",
	{{"", "{ref}", TABLE_LEFT, NULL}, {"", "{postponements}×", TABLE_RIGHT, NULL},
		{"", "{first_due:date}", TABLE_LEFT, NULL},
		{"", "→ {due.last_day:date}", TABLE_LEFT, NULL}, {"", "{title}", TABLE_FLEX, NULL}},
};

static const struct list done = {
	"",
	{{"", "{ref}", TABLE_LEFT, NULL}, {"", "{owner:party}", TABLE_LESS, NULL},
		{"", "{title}", TABLE_FLEX, NULL}},
};

static const struct list decisions = {
	"",
	{{"", "{ref}", TABLE_LEFT, NULL}, {"", "{title}", TABLE_FLEX, NULL}},
};

static const struct list gaps = {
	"",
	{{"", "{ref}", TABLE_LEFT, NULL}, {"", "{last:amount}", TABLE_RIGHT, NULL},
		{"", "→ {target:amount}", TABLE_LEFT, NULL}, {"", "{on:date}", TABLE_LEFT, NULL},
		{"", "{title}", TABLE_FLEX, NULL}},
};

static const struct section {
	const char *key;
	const char *one;
	const char *many;
	const struct list *list;
} sections[] = {
	{"overdue", PLURAL("{total} action late", "{total} actions late"), &actions},
	{"postponed", PLURAL("{total} action put off", "{total} actions put off"), &postponed},
	{"carried", PLURAL("{total} action carried over", "{total} actions carried over"),
		&actions},
	{"done", PLURAL("{total} action done since", "{total} actions done since"), &done},
	{"decisions", PLURAL("{total} decision without action", "{total} decisions without action"),
		&decisions},
	{"gaps",
		PLURAL("{total} indicator not at its target",
			"{total} indicators not at their target"),
		&gaps},
};

/* Whether there was anything to show. */
static bool print_section(
	struct client *client, const struct section *section, const json_t *content)
{
	json_int_t total = phrase_integer(content, "total");
	const json_t *items = json_object_get(content, "items");
	char *heading;

	if (total == 0)
		return false;
	heading = phrase_fill(ngettext(section->one, section->many, (unsigned long)total), content);
	screen_heading(client->screen, heading);
	list_print(client, section->list, items, PACK_INDENT);
	if (total > (json_int_t)json_array_size(items))
		screen_print(client->screen, "  …\n");
	free(heading);
	return true;
}

static void print_pack(struct client *client, const json_t *pack)
{
	char *since = phrase_fill(_("Compared with {since.ref}[ ({since:when})]"), pack);
	bool any = false;

	form_print(client->screen, "meeting", json_object_get(pack, "meeting"));
	if (*since) {
		screen_print(client->screen, "  ");
		screen_styled(client->screen, SCREEN_FAINT, since);
		screen_print(client->screen, "\n");
	}
	free(since);
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		any |= print_section(client, &sections[i], json_object_get(pack, sections[i].key));
	if (!any)
		screen_print(client->screen, "\n%s\n", _("Nothing is late, put off or pending."));
}

enum outcome pack_run(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_pack);
}
