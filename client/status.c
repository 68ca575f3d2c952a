/* SPDX-License-Identifier: MIT */
/* Where a plan stands, on one page: what a secretary reads out at the beginning of a meeting. */
#include "status.h"

#include "base/alloc.h"
#include "count.h"
#include "language.h"
#include "list.h"
#include "loose.h"
#include "phrase.h"
#include "table.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define STATUS_INDENT 2

static const struct list list_shares = {
	"",
	{{"", "{name}", TABLE_FLEX, NULL}, {N_("ACTIONS"), "{total}", TABLE_RIGHT, NULL},
		{N_("STILL OPEN"), "{open:some}", TABLE_RIGHT, NULL},
		{N_("DONE"), "{done:some}", TABLE_RIGHT, NULL},
		{N_("LATE"), "{overdue:some}", TABLE_RIGHT, NULL}},
};

/* The title at the left and the day at the right, or under it where there is no room. */
static void print_title(struct screen *screen, const json_t *status)
{
	char *title = phrase_fill("{plan.key} · {plan.title}", status);
	/* TRANSLATORS: the day of which a status is */
	char *day = phrase_fill(_("on {today:date}"), status);
	size_t taken = text_width(title) + text_width(day) + 2;
	unsigned measure = screen_measure(screen);

	if (taken <= measure) {
		screen_styled(screen, SCREEN_BOLD, title);
		screen_print(screen, "%*s%s\n", (int)(measure - taken) + 2, "", day);
	} else {
		screen_paragraph(screen, 0, title);
		screen_print(screen, "%s\n", day);
	}
	free(day);
	free(title);
}

/* One line made from a phrase, unless that comes out empty. */
static void print_line(
	struct screen *screen, enum screen_style style, const char *template, const json_t *object)
{
	char *line = phrase_fill(template, object);

	if (*line) {
		screen_print(screen, "%*s", STATUS_INDENT, "");
		screen_styled(screen, style, line);
		screen_print(screen, "\n");
	}
	free(line);
}

/* What vouches for all above: `copilctl verify` finds it again. */
static void print_fingerprint(struct screen *screen, const json_t *status)
{
	screen_print(screen, "\n");
	print_line(screen, SCREEN_FAINT, _("revision {revision}[ · fingerprint {fingerprint}]"),
		status);
}

/* One meeting: which, when, where, and below it what for. */
static void print_meeting(
	struct screen *screen, const char *label, size_t width, const json_t *meeting)
{
	char *reference;
	char *words;
	unsigned indent;

	if (!json_is_object(meeting))
		return;
	reference = phrase_fill("{ref}  ", meeting);
	words = phrase_fill(
		"[{committee.key} {sitting}, ]{:hours}[, {place}][\n{objective}]", meeting);
	indent = (unsigned)(STATUS_INDENT + width + text_width(reference));
	screen_print(
		screen, "%*s%s%*s", STATUS_INDENT, "", label, (int)(width - text_width(label)), "");
	screen_styled(screen, SCREEN_CYAN, reference);
	screen_hanging(screen, indent, words);
	free(words);
	free(reference);
}

static void print_meetings(struct screen *screen, const json_t *status)
{
	/* TRANSLATORS: of meetings: the last one held, the next one planned */
	const char *last = _("last");
	const char *next = _("next");
	size_t width = text_width(last) > text_width(next) ? text_width(last) : text_width(next);

	screen_heading(screen, _("Meetings"));
	print_meeting(screen, last, width + 2, json_object_get(status, "last_meeting"));
	print_meeting(screen, next, width + 2, json_object_get(status, "next_meeting"));
	if (!json_is_object(json_object_get(status, "next_meeting")))
		print_line(screen, SCREEN_YELLOW, _("no next meeting is planned"), status);
}

/* A row "Leads  6: 4 open, 2 decided". */
static void print_count(
	struct screen *screen, const char *name, size_t width, json_int_t total, char *parts)
{
	/* TRANSLATORS: a total and its parts */
	char *words = *parts ? alloc_format(_("%lld: %s"), (long long)total, parts)
			     : alloc_format("%lld", (long long)total);

	screen_labelled(screen, STATUS_INDENT, name, width, words);
	free(words);
	free(parts);
}

static void print_counts(struct screen *screen, const json_t *status)
{
	size_t width = text_width(_("Decisions"));

	screen_heading(screen, _("So far"));
	print_count(screen, _("Leads"), width, phrase_integer(status, "leads.total"),
		count_leads(status));
	print_count(screen, _("Decisions"), width, phrase_integer(status, "decisions.total"),
		count_decisions(status));
	print_count(screen, _("Actions"), width, phrase_integer(status, "actions.total"),
		count_actions(status));
}

/* The share of done among all actions that were not given up. */
static void print_progress(struct screen *screen, const json_t *status)
{
	json_int_t done = phrase_integer(status, "actions.done");
	json_int_t all = phrase_integer(status, "actions.total") -
			 phrase_integer(status, "actions.cancelled");
	json_t *share;

	if (all <= 0)
		return;
	share = json_pack("{s:f, s:I, s:I}", "done", (double)done * 100 / (double)all, "count",
		done, "all", all);
	print_line(screen, SCREEN_GREEN, _("{done:bar} {count} of {all} actions done"), share);
	json_decref(share);
}

/* Late or soon: how many, and the first of them. */
static void print_due(
	struct client *client, const char *heading, json_int_t count, const json_t *items)
{
	struct screen *screen = client->screen;
	size_t shown = json_array_size(items);
	char *line;

	if (!count && !shown)
		return;
	screen_heading(screen, heading);
	list_print(client, &list_late, items, STATUS_INDENT);
	if (count <= (json_int_t)shown)
		return;
	line = alloc_format(
		ngettext("and %lld more", "and %lld more", (unsigned long)count - shown),
		(long long)count - (long long)shown);
	screen_print(screen, "%*s%s\n", STATUS_INDENT, "", line);
	free(line);
}

static void print_deadlines(struct client *client, const json_t *status)
{
	json_int_t late = phrase_integer(status, "overdue");
	json_int_t soon = phrase_integer(status, "due_soon");
	char *heading =
		alloc_format(ngettext("%lld action late", "%lld actions late", (unsigned long)late),
			(long long)late);

	print_due(client, heading, late, json_object_get(status, "late"));
	free(heading);
	heading = alloc_format(
		ngettext("%lld action due soon", "%lld actions due soon", (unsigned long)soon),
		(long long)soon);
	print_due(client, heading, soon, json_object_get(status, "soon"));
	free(heading);
}

static void print_organisations(struct client *client, const json_t *status)
{
	const json_t *shares = json_object_get(status, "by_organisation");
	json_t *rows = json_array();
	size_t index;
	json_t *share;

	json_array_foreach (shares, index, share) {
		json_t *row = json_copy(share);
		const char *name = phrase_string(share, "organisation.name");

		json_object_set_new(row, "name", json_string(name ? name : _("nobody yet")));
		json_array_append_new(rows, row);
	}
	if (json_array_size(rows)) {
		screen_heading(client->screen, _("By organisation"));
		list_print(client, &list_shares, rows, STATUS_INDENT);
	}
	json_decref(rows);
}

static void print_sectors(struct client *client, const json_t *status)
{
	const json_t *shares = json_object_get(status, "by_sector");

	if (!json_array_size(shares))
		return;
	screen_heading(client->screen, _("By sector"));
	list_print(client, &list_shares, shares, STATUS_INDENT);
}

/* What is measured, and below it how far it has come. */
static void print_indicator(struct screen *screen, const json_t *indicator)
{
	const char *reference = phrase_string(indicator, "ref");
	size_t width = reference ? text_width(reference) : 0;
	const char *title = phrase_string(indicator, "title");
	char *words = phrase_fill(
		_("[{progress:bar} {progress:percent}  ][{last.value:amount} on {last.on:date}, "
		  "][from {baseline:amount} ][to {target:amount}]"),
		indicator);

	screen_print(screen, "%*s", STATUS_INDENT, "");
	screen_styled(screen, SCREEN_CYAN, reference ? reference : "");
	screen_print(screen, "  ");
	screen_hanging(screen, (unsigned)width + STATUS_INDENT + 2, title ? title : "");
	screen_paragraph(screen, (unsigned)width + STATUS_INDENT + 2, words);
	free(words);
}

static void print_indicators(struct client *client, const json_t *status)
{
	const json_t *indicators = json_object_get(status, "indicators");
	size_t index;
	const json_t *indicator;

	if (json_array_size(indicators))
		screen_heading(client->screen, _("Indicators"));
	json_array_foreach (indicators, index, indicator)
		print_indicator(client->screen, indicator);
	if (json_is_null(phrase_value(status, "value.expected")))
		return;
	screen_heading(client->screen, _("Value of the actions"));
	print_line(client->screen, SCREEN_PLAIN,
		_("expected {value.expected:euros}[   secured {value.secured:euros}][   recovered "
		  "{value.recovered:euros}]"),
		status);
}

static void print_status(struct client *client, const json_t *status)
{
	struct screen *screen = client->screen;

	print_title(screen, status);
	print_line(screen, SCREEN_PLAIN, _("[launched on {plan.launched:date}]"), status);
	print_meetings(screen, status);
	print_counts(screen, status);
	print_progress(screen, status);
	print_deadlines(client, status);
	print_organisations(client, status);
	print_sectors(client, status);
	print_indicators(client, status);
	loose_print_counts(client, status);
	print_fingerprint(screen, status);
}

enum outcome status_run(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_status);
}
