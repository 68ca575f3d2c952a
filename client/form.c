/* SPDX-License-Identifier: MIT */
/* The lines of each kind of sheet. A line without label is running text; one whose phrase comes out
 * empty is left out. */
#include "form.h"

#include "language.h"
#include "phrase.h"
#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define FORM_LINES  17
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
		{{NULL, "{withdrawn:withdrawn}"}, {NULL, "{text}"},
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
			{N_("Evidence"), "{evidence}"}, {N_("Closed"), "{closed_at:moment}"},
			{N_("Shared with"), "{visibility:shared}"}}},
	{"decision", "{ref} · {title}",
		{{NULL, "{withdrawn:withdrawn}"}, {NULL, "{text}"},
			{N_("Meeting"), "{meeting.ref}[ ({meeting:when})]"},
			{N_("From"), "{leads:links}"}, {N_("Sectors"), "{sectors:links}"},
			{N_("Supersedes"), "{supersedes:link}"},
			{N_("Superseded by"), "{superseded_by:link}"},
			{N_("Shared with"), "{visibility:shared}"}}},
	{"lead", "{ref} · {title}",
		{{NULL, "{withdrawn:withdrawn}"}, {NULL, "{text}"},
			{N_("State"), "{state:label}[: {dropped_why}]"},
			{N_("Meeting"), "{meeting.ref}[ ({meeting:when})]"},
			{N_("Source"), "{source}"}, {N_("Sectors"), "{sectors:links}"},
			{N_("Shared with"), "{visibility:shared}"}}},
	{"meeting", "{ref}[ · {committee.name}][ · {sitting:ordinal}]",
		{{NULL, "{withdrawn:withdrawn}"}, {N_("State"), "{state:label}"},
			{N_("When"), "{:hours}"}, {N_("Place"), "{place}"},
			{N_("Objective"), "{objective}"}, {N_("Present"), "{attendance:present}"},
			{N_("Excused"), "{attendance:excused}"}, {N_("Minutes"), "{minutes}"}}},
	{"indicator", "{ref} · {title}",
		{{NULL, "{withdrawn:withdrawn}"}, {NULL, "{text}"},
			{N_("Progress"), "{progress:bar} {progress:percent}"},
			{N_("Last value"),
				"{last.value:amount}[ ({last.on:date}[, {last.source}])]"},
			{N_("Baseline"), "{baseline:amount}[ ({baseline_label})]"},
			{N_("Target"), "{target:amount}[, {by:due}]"}, {N_("Unit"), "{unit}"},
			{N_("Shared with"), "{visibility:shared}"}}},
	{"note", N_("{ref}[ · on {object:link}]"),
		{{NULL, "{withdrawn:withdrawn}"}, {NULL, "{text}"}, {N_("By"), "{by:party}"},
			{N_("When"), "{created_at:moment}"},
			{N_("Shared with"), "{visibility:shared}"}}},
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
	{"message", N_("Message {message} · {shape_label}"),
		{{N_("To"), "{person:party}"}, {N_("By"), "{channel:label}[, {host}]"},
			{N_("Plans"), "{plans:links}"},
			{N_("State"), N_("{state_label}[, next try {next_at:moment}]")},
			{N_("Attempts"), N_("{attempts:some}[, of which {ambiguous:some} may have "
					    "arrived]")},
			{N_("Server"), "{:answer}"}, {N_("Made"), "{made_at:moment}"},
			{N_("Ended"), "{ended_at:moment}"}}},
	{"delivery", N_("Messages"),
		{{N_("Leaving"), "{leaving}"}, {N_("Webhooks"), "{webhooks}"},
			{N_("Waiting"), N_("{waiting}[, {ready:some} due now][, the oldest of "
					   "{oldest:moment}][, next try {next_try:moment}]")},
			{N_("Being sent"), "{busy}"},
			{N_("Sent"), N_("{sent} in seven days[, the last {last_sent:moment}]")},
			{N_("Given up"), N_("{failed} in seven days")},
			{N_("Next due"), "{to_come:moment}"}}},
	{"preference", "{person:party}",
		{{N_("Told"), "{channel:telling}"}, {N_("Summary"), "{digest:telling}"},
			{N_("Nothing until"), "{muted_until:date}"}, {N_("Language"), "{locale}"},
			{N_("Time zone"), "{zone}"}}},
	{"self", N_("[{person:party}]"),
		{{N_("Known as"), "{actor:label}"}, {N_("E-mail"), "{person.key}"},
			{N_("Organisation"), "{person.organisation}"},
			{N_("Acts for"), "{organisation.name}"}, {N_("Language"), "{locale}"},
			{N_("Time zone"), "{zone}"}, {N_("Administrator"), "{administrator}"}}},
};

static const struct form *find(const char *noun)
{
	size_t i = 0;

	while (strcmp(forms[i].noun, noun)) {
		i++;
		assert(i < sizeof(forms) / sizeof(*forms));
	}
	return &forms[i];
}

/* Prints what the lines say, labels as wide as the widest that says something. */
static void print_lines(
	struct screen *screen, const struct form_line *lines, char *const *values, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		const char *label = lines[i].label;

		if (label && *values[i] && text_width(_(label)) > width)
			width = text_width(_(label));
	}
	for (size_t i = 0; i < count; i++) {
		const char *label = lines[i].label;

		if (label && *values[i])
			screen_labelled(screen, FORM_INDENT, _(label), width, values[i]);
		else
			screen_paragraph(screen, FORM_INDENT, values[i]);
	}
}

void form_print(struct screen *screen, const char *noun, const json_t *thing)
{
	const struct form *form = find(noun);
	char *title = phrase_fill(_(form->title), thing);
	char *values[FORM_LINES];
	size_t count = 0;

	if (*title)
		screen_heading(screen, title);
	free(title);
	for (; count < FORM_LINES && form->lines[count].phrase; count++)
		values[count] = phrase_fill(_(form->lines[count].phrase), thing);
	print_lines(screen, form->lines, values, count);
	while (count)
		free(values[--count]);
}
