/* SPDX-License-Identifier: MIT */
/* Typed words → parameters, by the usage that help shows. */
#include "usage.h"

#include "base/alloc.h"
#include "language.h"
#include "text.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fill(char *field, size_t room, const char *text, size_t length)
{
	assert(length < room);
	memcpy(field, text, length);
	field[length] = '\0';
}

/* Reads "KIND=param..." and returns what follows. */
static const char *read_kind(const char *usage, struct slot *slot)
{
	size_t length = strspn(usage, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

	slot->kind = kind_find(usage, length);
	assert(slot->kind);
	usage += length;
	length = *usage == '=' ? strcspn(++usage, " ].") : 0;
	if (length) {
		fill(slot->param, sizeof(slot->param), usage, length);
	} else if (!*slot->param) {
		fill(slot->param, sizeof(slot->param), slot->kind->name, strlen(slot->kind->name));
		for (char *letter = slot->param; *letter; letter++)
			*letter = (char)tolower(*letter);
	}
	usage += length;
	slot->many = !strncmp(usage, "...", 3);
	return usage + (slot->many ? 3 : 0);
}

static const char *read_slot(const char *usage, struct slot *slot)
{
	*slot = (struct slot){.required = *usage != '['};
	usage += !slot->required;
	if (!strncmp(usage, "--", 2)) {
		size_t length = strcspn(usage, " ]=");

		fill(slot->option, sizeof(slot->option), usage, length);
		fill(slot->param, sizeof(slot->param), usage + 2, length - 2);
		for (char *dash = slot->param; *dash; dash++)
			*dash = *dash == '-' ? '_' : *dash;
		usage += length;
		if (*usage == ' ')
			usage++;
	}
	if (isupper((unsigned char)*usage) || *usage == '=')
		usage = read_kind(usage, slot);
	return usage + strspn(usage, "] ");
}

size_t usage_slots(const char *usage, struct slot slots[USAGE_SLOTS])
{
	size_t count = 0;

	while (*usage) {
		assert(count < USAGE_SLOTS);
		usage = read_slot(usage, &slots[count++]);
	}
	return count;
}

char *usage_shown(const char *usage)
{
	struct slot slots[USAGE_SLOTS];
	size_t count = usage_slots(usage, slots);
	char *shown = NULL;
	size_t size;
	FILE *stream = text_stream(&shown, &size);

	for (size_t i = 0; i < count; i++) {
		const struct slot *slot = &slots[i];

		fprintf(stream, "%s%s%s%s%s%s%s", i ? " " : "", slot->required ? "" : "[",
			slot->option, *slot->option && slot->kind ? " " : "",
			slot->kind ? _(slot->kind->shown) : "", slot->many ? "…" : "",
			slot->required ? "" : "]");
	}
	fclose(stream);
	return shown;
}

/* Puts the word where its slot says. */
static bool put(json_t *params, const struct slot *slot, const char *word, struct fault *fault)
{
	json_t *value = slot->kind ? slot->kind->parse(word) : json_true();

	if (!value && slot->kind) {
		const char *name = *slot->option ? slot->option : _(slot->kind->shown);

		fault_set(fault, 0, _("%s cannot be \"%s\": expected %s"), name, word,
			slot->kind->help ? _(slot->kind->help) : _("a text in UTF-8"));
		return false;
	}
	if (!slot->many) {
		json_object_set_new(params, slot->param, value);
		return true;
	}
	if (!json_object_get(params, slot->param))
		json_object_set_new(params, slot->param, json_array());
	json_array_append_new(json_object_get(params, slot->param), value);
	return true;
}

static const struct slot *find_option(const struct slot *slots, size_t count, const char *word)
{
	size_t length = strcspn(word, "=");

	for (size_t i = 0; i < count; i++)
		if (strlen(slots[i].option) == length && length &&
			!strncmp(slots[i].option, word, length))
			return &slots[i];
	return NULL;
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] && !isdigit((unsigned char)word[1]);
}

/* Takes the option at *place, and its value. */
static bool take_option(json_t *params, const struct slot *slots, size_t count, int argc,
	char **argv, int *place, struct fault *fault)
{
	const char *word = argv[*place];
	const struct slot *slot = find_option(slots, count, word);
	const char *equals = strchr(word, '=');

	if (!slot) {
		fault_set(fault, 0, _("there is no option \"%s\" here"), word);
		return false;
	}
	if (!slot->kind)
		return put(params, slot, NULL, fault);
	if (equals)
		return put(params, slot, equals + 1, fault);
	if (*place + 1 < argc)
		return put(params, slot, argv[++*place], fault);
	fault_set(fault, 0, _("%s needs a value"), slot->option);
	return false;
}

static bool looks_like_plan(const char *word)
{
	size_t length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return length && length <= 8 && !word[length];
}

/* Whether the plan, which comes first, was left out: there are words for all other places only. */
static bool plan_left_out(const struct slot *slots, size_t count, int words, const char *first)
{
	int places = 0;

	for (size_t i = 0; i < count; i++)
		places += !*slots[i].option;
	if (!count || slots[0].required || *slots[0].option || places < 2)
		return false;
	return words < places && words && !looks_like_plan(first);
}

static bool put_words(json_t *params, const struct slot *slots, size_t count, int words,
	char **word, struct fault *fault)
{
	size_t i = plan_left_out(slots, count, words, word[0]) ? 1 : 0;

	for (int taken = 0; taken < words; taken++) {
		while (i < count && *slots[i].option)
			i++;
		if (i == count) {
			fault_set(fault, 0,
				_("\"%s\" is one word too many (a text of several words goes in "
				  "quotation marks)"),
				word[taken]);
			return false;
		}
		if (!put(params, &slots[i], word[taken], fault))
			return false;
		i += !slots[i].many;
	}
	return true;
}

static bool complete(
	const json_t *params, const struct slot *slots, size_t count, struct fault *fault)
{
	for (size_t i = 0; i < count; i++) {
		const struct slot *slot = &slots[i];

		if (!slot->required || json_object_get(params, slot->param))
			continue;
		if (*slot->option)
			fault_set(fault, 0, _("%s %s is missing"), slot->option,
				_(slot->kind->shown));
		else
			fault_set(fault, 0, _("%s is missing"), _(slot->kind->shown));
		return false;
	}
	return true;
}

json_t *usage_match(const char *usage, int argc, char **argv, struct fault *fault)
{
	struct slot slots[USAGE_SLOTS] = {0};
	size_t count = usage_slots(usage, slots);
	char **words = alloc_array((size_t)argc + 1, sizeof(*words));
	json_t *params = json_object();
	int word_count = 0;
	bool ended = false;
	bool fine = true;

	for (int i = 0; i < argc && fine; i++) {
		if (!ended && !strcmp(argv[i], "--"))
			ended = true;
		else if (!ended && is_option(argv[i]))
			fine = take_option(params, slots, count, argc, argv, &i, fault);
		else
			words[word_count++] = argv[i];
	}
	fine = fine && put_words(params, slots, count, word_count, words, fault) &&
	       complete(params, slots, count, fault);
	free(words);
	if (fine)
		return params;
	json_decref(params);
	return NULL;
}

/* The n-th slot for a word by its place; the last one again when it takes many. */
static const struct slot *place_at(const struct slot *slots, size_t count, int number)
{
	const struct slot *last = NULL;

	for (size_t i = 0; i < count; i++) {
		if (*slots[i].option)
			continue;
		last = &slots[i];
		if (!number--)
			return last;
	}
	return last && last->many ? last : NULL;
}

const struct slot *usage_next(const struct slot *slots, size_t count, int argc, char **argv)
{
	const struct slot *waiting = NULL;
	int places = 0;

	for (int i = 0; i < argc; i++) {
		if (waiting) {
			waiting = NULL;
			continue;
		}
		if (!is_option(argv[i])) {
			places++;
			continue;
		}
		waiting = find_option(slots, count, argv[i]);
		if (waiting && (!waiting->kind || strchr(argv[i], '=')))
			waiting = NULL;
	}
	return waiting ? waiting : place_at(slots, count, places);
}
