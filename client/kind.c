/* SPDX-License-Identifier: MIT */
/* The kinds of words that commands take, one row each. */
#include "kind.h"

#include "base/alloc.h"
#include "date.h"
#include "figure.h"
#include "label.h"
#include "language.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *parse_text(const char *word)
{
	return json_string(word);
}

/* The words themselves, or for "-" all of standard input. */
static json_t *parse_prose(const char *word)
{
	char *text = NULL;
	size_t size = 0;
	json_t *value;

	if (strcmp(word, "-"))
		return json_string(word);
	if (getdelim(&text, &size, '\0', stdin) < 0) {
		free(text);
		return NULL;
	}
	value = json_string(text);
	free(text);
	return value;
}

static json_t *parse_upper(const char *word)
{
	char *upper = text_upper(word);
	json_t *value = json_string(upper);

	free(upper);
	return value;
}

/* A reference, a key or an e-mail address. */
static json_t *parse_thing(const char *word)
{
	return strchr(word, '@') ? json_string(word) : parse_upper(word);
}

static json_t *parse_label(const char *word)
{
	return json_string(label_parse(word));
}

static json_t *parse_day(const char *word)
{
	char *day = date_parse(word);
	json_t *value = day ? json_string(day) : NULL;

	free(day);
	return value;
}

static json_t *parse_hour(const char *word)
{
	char *hour = date_parse_hour(word);
	json_t *value = hour ? json_string(hour) : NULL;

	free(hour);
	return value;
}

static json_t *number_value(double number)
{
	json_int_t whole = (json_int_t)number;

	return (double)whole == number ? json_integer(whole) : json_real(number);
}

static json_t *parse_number(const char *word)
{
	double number;

	return figure_parse_number(word, &number) ? number_value(number) : NULL;
}

static json_t *parse_euros(const char *word)
{
	double euros;

	return figure_parse_euros(word, &euros) ? number_value(euros) : NULL;
}

static json_t *parse_percent(const char *word)
{
	char *plain = alloc_text(word);
	size_t length = strlen(plain);
	double number = -1;

	if (length && plain[length - 1] == '%')
		plain[length - 1] = '\0';
	if (!figure_parse_number(plain, &number) || number < 0 || number > 100)
		number = -1;
	free(plain);
	return number < 0 || number != (int)number ? NULL : json_integer((json_int_t)number);
}

static json_t *parse_count(const char *word)
{
	size_t length = strspn(word, "0123456789");

	return length && length < 10 && !word[length]
		       ? json_integer((json_int_t)strtoul(word, NULL, 10))
		       : NULL;
}

static const struct kind kinds[] = {
	{"PLAN", N_("PLAN"), N_("a plan's key, such as LR; needed only where there are several"),
		parse_upper, "plans"},
	{"SOME_PLAN", N_("PLAN"), NULL, parse_upper, "plans"},
	{"REF", N_("REF"),
		N_("a reference: LR-12, LR-D3 (decision), LR-L4 (lead), LR-M2 (meeting), "
		   "LR-I1 (indicator), LR-N1 (note)"),
		parse_upper, "refs"},
	{"THING", N_("REF"), NULL, parse_thing, "refs"},
	{"WHO", N_("WHO"),
		N_("an organisation's key, an e-mail address, or the beginning of a name"),
		parse_text, "parties"},
	{"ORGANISATION", N_("ORGANISATION"), N_("an organisation's key, such as CCI-ALES"),
		parse_upper, "organisations"},
	{"DATE", N_("DATE"),
		N_("a deadline as people say it: 2014-06-21, 21/06/2014, 2014-06, "
		   "2014-Q3, \"by summer\""),
		parse_text, NULL},
	{"DAY", N_("DAY"), N_("a day: 2014-06-21 or 21/06/2014"), parse_day, NULL},
	{"HOUR", N_("HOUR"), N_("an hour: 14:30, 14h30 or 14h"), parse_hour, NULL},
	{"TITLE", N_("TITLE"), N_("one line"), parse_text, NULL},
	{"NAME", N_("NAME"), NULL, parse_text, NULL},
	{"TEXT", N_("TEXT"), N_("a text, in quotation marks; - for what comes on standard input"),
		parse_prose, NULL},
	{"STATE", N_("STATE"),
		N_("proposed, open, in_progress, blocked, done or cancelled; of meetings: planned, "
		   "held, approved; of leads: open, decided, dropped"),
		parse_label,
		"=proposed open in_progress blocked done cancelled planned held approved decided "
		"dropped"},
	{"MESSAGE_STATE", N_("STATE"), N_("waiting, busy, sent, failed, void or cancelled"),
		parse_label, "=waiting busy sent failed void cancelled"},
	{"REQUEST_STATE", N_("STATE"), N_("asked, accepted, refused or overtaken"), parse_label,
		"=asked accepted refused overtaken"},
	{"CHANNEL", N_("CHANNEL"), N_("mail, webhook or none"), parse_label, "=mail webhook none"},
	{"RHYTHM", N_("RHYTHM"), N_("daily, weekly or none"), parse_label, "=daily weekly none"},
	{"LEVEL", N_("LEVEL"), N_("low, normal or high"), parse_label, "=low normal high"},
	{"ROLE", N_("ROLE"), N_("secretary, chair, member, partner or observer"), parse_label,
		"=secretary chair member partner observer"},
	{"VISIBILITY", N_("VISIBILITY"),
		N_("committee (who sees the plan whole), partners (its partners too) or public "
		   "(its observers too)"),
		parse_label, "=committee partners public"},
	{"SORT", N_("ORDER"), N_("what to sort by, such as due or -due (from the last)"),
		parse_text, "=due -due priority -priority number -number changed -changed"},
	{"ORG_KIND", N_("KIND"),
		N_("chamber, directorate, company, training_centre, federation or other"),
		parse_label, "=chamber directorate company training_centre federation other"},
	{"KEY", N_("KEY"), N_("a short key, such as NUC (sector) or COPIL (committee)"),
		parse_upper, NULL},
	{"NEW_KEY", N_("KEY"), NULL, parse_upper, NULL},
	{"EMAIL", N_("EMAIL"), NULL, parse_text, NULL},
	{"URL", N_("URL"), N_("an address that begins with https://"), parse_text, NULL},
	{"FIELD", N_("FIELD"), N_("the name of what to empty, such as due or owner"), parse_text,
		"=text owner supports decision priority sectors indicators expected secured "
		"recovered due said date starts ends place objective minutes muted_until morning "
		"rungs quiet policy"},
	{"RUNG", N_("STEP"),
		N_("working days before (-) or after the deadline and who is told, such as \"-3 "
		   "owner\""),
		parse_text, NULL},
	{"QUIET", N_("PERIOD"),
		N_("a time in which nothing is sent, such as \"08-01/08-31 summer\""), parse_text,
		NULL},
	{"NUMBER", N_("NUMBER"), N_("a number: 12, 6 500 or 1.5"), parse_number, NULL},
	{"PERCENT", N_("PERCENT"), N_("a whole number from 0 to 100"), parse_percent, NULL},
	{"EUROS", N_("EUROS"), N_("an amount: 350000, 350k, 1.2M"), parse_euros, NULL},
	{"COUNT", N_("N"), N_("a whole number"), parse_count, NULL},
	{"MESSAGE", N_("N"), NULL, parse_count, "messages"},
	{"HOOK", N_("N"), NULL, parse_count, "webhooks"},
	{"METHOD", N_("METHOD"), N_("a method of the protocol, such as action.list"), parse_text,
		"methods"},
	{"COMMAND", N_("COMMAND"), N_("a command of copilctl"), parse_text, "commands"},
	{"PAIR", N_("NAME=VALUE"), N_("a parameter; a name given twice makes a list"), parse_text,
		NULL},
	{"JSON", N_("JSON"), N_("all parameters as one JSON object"), parse_text, NULL},
	{"WORD", N_("WORD"), NULL, parse_text, NULL},
	{"VERB", N_("VERB"), N_("what one would do, such as postpone"), parse_text, NULL},
};

const struct kind *kind_find(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].name) == length && !strncmp(kinds[i].name, name, length))
			return &kinds[i];
	return NULL;
}

const struct kind *kind_at(size_t number)
{
	return number < sizeof(kinds) / sizeof(*kinds) ? &kinds[number] : NULL;
}
