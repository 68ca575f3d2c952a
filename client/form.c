/* SPDX-License-Identifier: MIT */
/* The lines of each kind of sheet. A line without label is running text; one whose phrase comes out
 * empty is left out. */
#include "form.h"

#include "language.h"
#include "phrase.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define FORM_LINES  16
#define FORM_INDENT 2

struct form_line {
	const char *label; /* NULL for running text */
	const char *phrase;
};

static const struct form {
	const char *noun;
	const char *title;
	struct form_line lines[FORM_LINES];
} forms[] = {
	{"action", "{ref} · {title}",
		{{NULL, "{text}"},
			{N_("State"), N_("{state:label}[, {progress:partial}][: {blocked_why}]")},
			{N_("Progress"), "{progress:bar} {progress:percent}"},
			{N_("Priority"), "{priority:label}"},
			{N_("Owner"), "{owner:party}[ ({owner.organisation})]"},
			{N_("Support"), "{supports:parties}"},
			{N_("Deadline"), "{due:due}[, {due.days_left:distance}]"},
			{N_("First deadline"),
				N_("{first_due:due}[, postponed {postponements:some}×]")},
			{N_("Decision"), "{decision:link}"}, {N_("Sectors"), "{sectors:links}"},
			{N_("Waits for"), "{depends_on:links}"},
			{N_("Indicators"), "{indicators:links}"},
			{N_("Value"), N_("[expected {expected:euros}][   secured {secured:euros}][ "
					 "  recovered "
					 "{recovered:euros}]")},
			{N_("Evidence"), "{evidence}"}, {N_("Closed"), "{closed_at:moment}"}}},
	{"decision", "{ref} · {title}",
		{{NULL, "{text}"}, {N_("Meeting"), "{meeting:link}"}, {N_("From"), "{leads:links}"},
			{N_("Sectors"), "{sectors:links}"}, {N_("Supersedes"), "{supersedes:link}"},
			{N_("Superseded by"), "{superseded_by:link}"}}},
	{"lead", "{ref} · {title}",
		{{NULL, "{text}"}, {N_("State"), "{state:label}[: {dropped_why}]"},
			{N_("Meeting"), "{meeting:link}"}, {N_("Source"), "{source}"},
			{N_("Sectors"), "{sectors:links}"}}},
	{"meeting", "{ref}[ · {committee.name}][ · {sitting:ordinal}]",
		{{N_("State"), "{state:label}"}, {N_("When"), "{:when}"}, {N_("Place"), "{place}"},
			{N_("Objective"), "{objective}"}, {N_("Present"), "{attendance:present}"},
			{N_("Excused"), "{attendance:excused}"}, {N_("Minutes"), "{minutes}"}}},
	{"indicator", "{ref} · {title}",
		{{NULL, "{text}"}, {N_("Progress"), "{progress:bar} {progress:percent}"},
			{N_("Last value"),
				"{last.value:amount}[ ({last.on:date}[, {last.source}])]"},
			{N_("Baseline"), "{baseline:amount}[ ({baseline_label})]"},
			{N_("Target"), "{target:amount}[, {by:due}]"}, {N_("Unit"), "{unit}"}}},
	{"note", N_("{ref}[ · on {object:link}]"),
		{{NULL, "{text}"}, {N_("By"), "{by:party}"}, {N_("When"), "{created_at:moment}"}}},
	{"plan", "{key} · {title}",
		{{NULL, "{summary}"}, {N_("Launched"), "{launched:date}"},
			{N_("Time zone"), "{zone}"}, {N_("Days off"), "{calendar}"}}},
	{"organisation", "{key} · {name}",
		{{N_("Kind"), "{kind:label}"}, {N_("City"), "{city}"},
			{N_("Contact"), "{contact:party}"}}},
	{"person", "{name}",
		{{N_("E-mail"), "{email}"}, {N_("Function"), "{function}"},
			{N_("Organisation"), "{organisation:party}"},
			{N_("System user"), "{login}"}, {N_("Language"), "{locale}"},
			{N_("Time zone"), "{zone}"}}},
	{"act", "{ref} · {method:act}[ · {object}]",
		{{N_("When"), "{recorded_at:moment}"}, {N_("Who"), "{:who}"}, {N_("Why"), "{why}"},
			{N_("Changes"), "{changes:changes}"}, {N_("Takes back"), "{undoes}"},
			{N_("Taken back by"), "{undone_by}"}}},
	{"self", N_("[{person:party}]"),
		{{N_("Known as"), "{actor}"}, {N_("E-mail"), "{person.key}"},
			{N_("Organisation"), "{person.organisation}"}, {N_("Language"), "{locale}"},
			{N_("Administrator"), "{administrator}"}}},
};

static const struct form *find(const char *noun)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (!strcmp(forms[i].noun, noun))
			return &forms[i];
	return NULL;
}

static bool is_line(const struct form *form, size_t number)
{
	return number < FORM_LINES && form->lines[number].phrase;
}

static size_t label_width(const struct form *form)
{
	size_t widest = 0;

	for (size_t i = 0; is_line(form, i); i++) {
		size_t width = form->lines[i].label ? text_width(_(form->lines[i].label)) : 0;

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* A label, then its value beside it, further rows of the value under its first. */
static void print_labelled(
	struct screen *screen, const char *label, const char *value, size_t width)
{
	screen_print(screen, "%*s", FORM_INDENT, "");
	screen_styled(screen, SCREEN_FAINT, label);
	screen_print(screen, "%*s", (int)(width - text_width(label)) + 2, "");
	screen_hanging(screen, (unsigned)(FORM_INDENT + width + 2), value);
}

void form_print(struct screen *screen, const char *noun, const json_t *thing)
{
	const struct form *form = find(noun);
	size_t width = label_width(form);
	char *title = phrase_fill(_(form->title), thing);

	screen_heading(screen, title);
	free(title);
	for (size_t i = 0; is_line(form, i); i++) {
		const struct form_line *line = &form->lines[i];
		char *value = phrase_fill(_(line->phrase), thing);

		if (*value && line->label)
			print_labelled(screen, _(line->label), value, width);
		else if (*value)
			screen_paragraph(screen, FORM_INDENT, value);
		free(value);
	}
}
