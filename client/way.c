/* SPDX-License-Identifier: MIT */
/* The ways in which phrases write a value, one row each. */
#include "way.h"

#include "act.h"
#include "base/alloc.h"
#include "date.h"
#include "figure.h"
#include "label.h"
#include "language.h"
#include "phrase.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAY_BAR_COLUMNS 10

static char *write_text(const json_t *value, const json_t *object)
{
	(void)object;
	if (json_is_string(value))
		return *json_string_value(value) ? alloc_text(json_string_value(value)) : NULL;
	if (json_is_integer(value))
		return alloc_format("%lld", (long long)json_integer_value(value));
	if (json_is_real(value))
		return figure_number(json_real_value(value));
	if (json_is_boolean(value))
		return alloc_text(json_is_true(value) ? _("yes") : _("no"));
	return NULL;
}

static char *write_date(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_string(value) ? date_words(json_string_value(value)) : NULL;
}

/* A day of each year, "08-01", as "1 August"; a date as a date. */
static char *write_yearly(const json_t *value, const json_t *object)
{
	const char *day = json_string_value(value);
	char *whole, *words, *year;

	if (!day || strlen(day) != 5)
		return write_date(value, object);
	whole = alloc_format("2000-%s", day);
	words = date_words(whole);
	year = strstr(words, "2000");
	while (year && year > words && (year[-1] == ' ' || year[-1] & 0x80))
		year--;
	if (year)
		*year = '\0';
	free(whole);
	return words;
}

static char *write_moment(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_string(value) ? date_moment_words(json_string_value(value)) : NULL;
}

static char *write_due(const json_t *value, const json_t *object)
{
	(void)object;
	return date_said(phrase_string(value, "said"), phrase_string(value, "last_day"));
}

/* When a meeting is: its date, or what was said with its last day. */
static char *write_when(const json_t *value, const json_t *object)
{
	(void)object;
	if (phrase_string(value, "date"))
		return date_words(phrase_string(value, "date"));
	return date_said(phrase_string(value, "said"), phrase_string(value, "latest"));
}

/* The same with its hours, if they are known. */
static char *write_hours(const json_t *value, const json_t *object)
{
	char *day = write_when(value, object);
	const char *starts = phrase_string(value, "starts");
	char *words;

	if (!starts)
		return day;
	words = date_hours(day ? day : _("date open"), starts, phrase_string(value, "ends"));
	free(day);
	return words;
}

static char *write_distance(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_integer(value) ? date_distance(json_integer_value(value)) : NULL;
}

static char *write_label(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_string(value) ? alloc_text(label_of(json_string_value(value))) : NULL;
}

/* By what a person is told, and how often at a glance; protocol words that are no such thing as
 * they are. */
static char *write_telling(const json_t *value, const json_t *object)
{
	static const struct {
		const char *word;
		const char *words;
	} tellings[] = {
		{"mail", N_("by mail")},
		{"webhook", N_("by webhook")},
		{"daily", N_("every working day")},
		{"weekly", N_("every week")},
		{"none", N_("never")},
	};
	const char *word = json_string_value(value);

	for (size_t i = 0; word && i < sizeof(tellings) / sizeof(*tellings); i++)
		if (!strcmp(tellings[i].word, word))
			return alloc_text(_(tellings[i].words));
	return write_text(value, object);
}

static char *write_party(const json_t *value, const json_t *object)
{
	const char *name = phrase_string(value, "name");

	if (json_is_string(value))
		return write_text(value, object);
	return name ? alloc_text(name) : alloc_text(phrase_string(value, "key"));
}

static char *write_link(const json_t *value, const json_t *object)
{
	(void)object;
	if (!phrase_string(value, "ref"))
		return write_text(value, object);
	return phrase_fill("{ref}[ {title}]", value);
}

static char *write_euros(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_number(value) ? figure_euros(json_number_value(value)) : NULL;
}

static char *write_amount(const json_t *value, const json_t *object)
{
	const char *unit = phrase_string(object, "unit");

	return json_is_number(value) ? figure_amount(json_number_value(value), unit ? unit : "")
				     : NULL;
}

static char *write_percent(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_number(value) ? figure_amount(json_number_value(value), "%") : NULL;
}

static char *write_bar(const json_t *value, const json_t *object)
{
	(void)object;
	if (!json_is_number(value))
		return NULL;
	return figure_bar(json_number_value(value), WAY_BAR_COLUMNS);
}

/* A percentage that is neither nothing nor everything. */
static char *write_partial(const json_t *value, const json_t *object)
{
	double percent = json_number_value(value);

	return percent > 0 && percent < 100 ? write_percent(value, object) : NULL;
}

static char *write_some(const json_t *value, const json_t *object)
{
	return json_integer_value(value) ? write_text(value, object) : NULL;
}

/* How many are in a list, unless it is empty. */
static char *write_size(const json_t *value, const json_t *object)
{
	(void)object;
	return json_array_size(value) ? alloc_format("%zu", json_array_size(value)) : NULL;
}

static char *write_withdrawn(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_true(value) ? alloc_text(_("This was taken back.")) : NULL;
}

/* With whom it is shared; nothing for what is the committee's alone. */
static char *write_shared(const json_t *value, const json_t *object)
{
	const char *word = json_string_value(value);

	(void)object;
	return word && strcmp(word, "committee") != 0 ? alloc_text(label_of(word)) : NULL;
}

static char *write_ordinal(const json_t *value, const json_t *object)
{
	long long number = json_integer_value(value);

	(void)object;
	if (number == 1)
		return alloc_text(_("1st"));
	if (number == 2)
		return alloc_text(_("2nd"));
	if (number == 3)
		return alloc_text(_("3rd"));
	/* TRANSLATORS: an ordinal number from 4 on */
	return number > 0 ? alloc_format(_("%lldth"), number) : NULL;
}

static char *write_act(const json_t *value, const json_t *object)
{
	(void)object;
	return json_is_string(value) ? act_words(json_string_value(value)) : NULL;
}

static char *write_who(const json_t *value, const json_t *object)
{
	(void)object;
	return act_who(value);
}

static char *write_changes(const json_t *value, const json_t *object)
{
	(void)object;
	return act_changes(value);
}

/* Which step of the ladder a reminder is, by its working days; of other kinds the server's word. */
static char *write_reminder(const json_t *value, const json_t *object)
{
	json_int_t days = phrase_integer(value, "days");

	if (!json_is_integer(phrase_value(value, "days")))
		return write_text(phrase_value(value, "kind_label"), object);
	if (days == 0)
		return alloc_text(_("on the day"));
	if (days < 0)
		return alloc_format(ngettext("%lld working day before", "%lld working days before",
					    (unsigned long)-days),
			(long long)-days);
	return alloc_format(
		ngettext("%lld working day after", "%lld working days after", (unsigned long)days),
		(long long)days);
}

/* A server's last answer to a message: its code, unless its words begin with it or it has none. */
static char *write_answer(const json_t *value, const json_t *object)
{
	const char *text = phrase_string(value, "text");
	json_int_t code = phrase_integer(value, "code");
	char *number;
	char *words;

	(void)object;
	if (!text && !code)
		return NULL;
	number = alloc_format("%lld", (long long)code);
	if (!text)
		return number;
	words = code && strncmp(text, number, strlen(number)) != 0
			? alloc_format("%s %s", number, text)
			: alloc_text(text);
	free(number);
	return words;
}

static char *write_label_list(const json_t *value, const json_t *object);
static char *write_party_list(const json_t *value, const json_t *object);
static char *write_link_list(const json_t *value, const json_t *object);
static char *write_present(const json_t *value, const json_t *object);
static char *write_excused(const json_t *value, const json_t *object);

static const struct way ways[] = {
	{"", write_text},
	{"act", write_act},
	{"amount", write_amount},
	{"answer", write_answer},
	{"bar", write_bar},
	{"changes", write_changes},
	{"date", write_date},
	{"distance", write_distance},
	{"due", write_due},
	{"euros", write_euros},
	{"excused", write_excused},
	{"hours", write_hours},
	{"label", write_label},
	{"labels", write_label_list},
	{"link", write_link},
	{"links", write_link_list},
	{"moment", write_moment},
	{"ordinal", write_ordinal},
	{"partial", write_partial},
	{"parties", write_party_list},
	{"party", write_party},
	{"percent", write_percent},
	{"present", write_present},
	{"reminder", write_reminder},
	{"shared", write_shared},
	{"size", write_size},
	{"some", write_some},
	{"telling", write_telling},
	{"when", write_when},
	{"who", write_who},
	{"withdrawn", write_withdrawn},
	{"yearly", write_yearly},
};

static char *write_list(const json_t *list, const char *separator,
	char *(*write)(const json_t *value, const json_t *object))
{
	char *result = NULL;
	size_t size;
	size_t index;
	const json_t *item;
	FILE *stream;

	if (!json_array_size(list))
		return NULL;
	stream = text_stream(&result, &size);
	json_array_foreach (list, index, item) {
		char *words = write(item, list);

		fprintf(stream, "%s%s", index ? separator : "", words ? words : "");
		free(words);
	}
	fclose(stream);
	return result;
}

static char *write_party_list(const json_t *value, const json_t *object)
{
	(void)object;
	return write_list(value, ", ", write_party);
}

static char *write_label_list(const json_t *value, const json_t *object)
{
	(void)object;
	return write_list(value, ", ", write_label);
}

static char *write_link_list(const json_t *value, const json_t *object)
{
	(void)object;
	return write_list(
		value, json_is_object(json_array_get(value, 0)) ? "\n" : ", ", write_link);
}

/* Those of an attendance whose presence is that word. */
static char *write_attendance(const json_t *attendance, const char *presence)
{
	json_t *parties = json_array();
	size_t index;
	const json_t *row;
	char *words;

	json_array_foreach (attendance, index, row) {
		const char *word = phrase_string(row, "presence");

		if (word && !strcmp(word, presence))
			json_array_append(parties, json_object_get(row, "party"));
	}
	words = write_party_list(parties, attendance);
	json_decref(parties);
	return words;
}

static char *write_present(const json_t *value, const json_t *object)
{
	(void)object;
	return write_attendance(value, "present");
}

static char *write_excused(const json_t *value, const json_t *object)
{
	(void)object;
	return write_attendance(value, "excused");
}

const struct way *way_find(const char *name)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(ways[i].name, name))
			return &ways[i];
	return NULL;
}
