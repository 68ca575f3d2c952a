/* SPDX-License-Identifier: MIT */
/* The columns of each list, one row each; cells are phrases (phrase.h). */
#include "label.h"
#include "language.h"
#include "list.h"
#include "phrase.h"
#include "table.h"

#include <string.h>

static enum screen_style style_state(const json_t *item)
{
	const char *state = phrase_string(item, "state");

	if (!state && json_object_get(item, "superseded_by"))
		return json_is_null(json_object_get(item, "superseded_by")) ? SCREEN_PLAIN
									    : SCREEN_FAINT;
	return state ? label_style(state) : SCREEN_PLAIN;
}

static enum screen_style style_due(const json_t *item)
{
	if (json_is_true(phrase_value(item, "due.overdue")))
		return SCREEN_RED;
	return SCREEN_PLAIN;
}

static enum screen_style style_reference(const json_t *item)
{
	(void)item;
	return SCREEN_CYAN;
}

static enum screen_style style_bar(const json_t *item)
{
	(void)item;
	return SCREEN_GREEN;
}

#define REFERENCE                                                                                  \
	{                                                                                          \
		N_("REF"), "{ref}", TABLE_LEFT, style_reference                                    \
	}

const struct list list_actions = {
	N_("No actions here."),
	{REFERENCE, {N_("STATE"), "{state:label}[ {progress:partial}]", TABLE_LEFT, style_state},
		{N_("DUE"), "{due.last_day:date}", TABLE_LEFT, style_due},
		{N_("OWNER"), "{owner:party}", TABLE_LESS, NULL},
		{N_("TITLE"), "{title}", TABLE_FLEX, NULL}},
};

const struct list list_found = {
	N_("Nothing found."),
	{REFERENCE, {N_("STATE"), "{state:label}", TABLE_LEFT, style_state},
		{N_("TITLE"), "{title}", TABLE_FLEX, NULL},
		{N_("TEXT"), "{excerpt}", TABLE_LESS, NULL}},
};

const struct list list_late = {
	"",
	{{"", "{ref}", TABLE_LEFT, style_reference},
		{"", "{due.days_left:distance}", TABLE_LEFT, style_due},
		{"", "{owner:party}", TABLE_LESS, NULL}, {"", "{title}", TABLE_FLEX, NULL}},
};

const struct list list_messages = {
	N_("No messages here."),
	{{N_("NO"), "{message}", TABLE_RIGHT, style_reference},
		{N_("WHEN"), "{made_at:moment}", TABLE_LEFT, NULL},
		{N_("TO"), "{person:party}", TABLE_LESS, NULL},
		{N_("WHAT"), "{shape_label}", TABLE_LESS, NULL},
		{N_("STATE"), "{state_label}", TABLE_LEFT, style_state},
		{N_("SERVER"), "{:answer}", TABLE_FLEX, NULL}},
};

const struct list list_webhooks = {
	N_("No webhooks here."),
	{{N_("NO"), "{webhook}", TABLE_RIGHT, style_reference},
		{N_("WHOSE"), "{party:party}", TABLE_LESS, NULL},
		{N_("STATE"), "{state:label}", TABLE_LEFT, style_state},
		/* TRANSLATORS: whether the person is told by this webhook now */
		{N_("IN USE"), "{used}", TABLE_LEFT, NULL},
		{N_("ADDRESS"), "{url}", TABLE_FLEX, NULL}, {N_("WHY"), "{why}", TABLE_LESS, NULL}},
};

const struct list list_requests = {
	N_("Nobody has asked for a later deadline."),
	{REFERENCE, {N_("STATE"), "{state:label}", TABLE_LEFT, style_state},
		{N_("DUE"), "{due.last_day:date}", TABLE_LEFT, NULL},
		{N_("BY"), "{by:party}", TABLE_LESS, NULL},
		{N_("WHEN"), "{asked_at:moment}", TABLE_LEFT, NULL},
		{N_("WHY"), "{why}", TABLE_FLEX, NULL},
		{N_("ANSWER"), "{answer}", TABLE_LESS, NULL}},
};

const struct list list_leads = {
	N_("No leads here."),
	{REFERENCE, {N_("STATE"), "{state:label}", TABLE_LEFT, style_state},
		{N_("SECTORS"), "{sectors:links}", TABLE_LEFT, NULL},
		{N_("TITLE"), "{title}", TABLE_FLEX, NULL}},
};

const struct list list_decisions = {
	N_("No decisions here."),
	{REFERENCE, {N_("MEETING"), "{meeting.ref}", TABLE_LEFT, NULL},
		{N_("ACTIONS"), "{actions:size}", TABLE_RIGHT, NULL},
		{N_("SUPERSEDED BY"), "{superseded_by.ref}", TABLE_LEFT, NULL},
		{N_("TITLE"), "{title}", TABLE_FLEX, style_state}},
};

const struct list list_meetings = {
	N_("No meetings here."),
	{REFERENCE, {N_("STATE"), "{state:label}", TABLE_LEFT, style_state},
		{N_("COMMITTEE"), "{committee.key}[ {sitting}]", TABLE_LEFT, NULL},
		{N_("WHEN"), "{:hours}", TABLE_LEFT, NULL},
		{N_("PLACE"), "{place}", TABLE_LESS, NULL},
		{N_("OBJECTIVE"), "{objective}", TABLE_FLEX, NULL}},
};

const struct list list_indicators = {
	N_("No indicators here."),
	{REFERENCE, {N_("PROGRESS"), "{progress:bar}[ {progress:percent}]", TABLE_LEFT, style_bar},
		{N_("LAST"), "{last.value:amount}", TABLE_RIGHT, NULL},
		{N_("TARGET"), "{target:amount}", TABLE_RIGHT, NULL},
		{N_("DATE"), "{last.on:date}", TABLE_LEFT, NULL},
		{N_("TITLE"), "{title}", TABLE_FLEX, NULL}},
};

const struct list list_measures = {
	N_("No measures here."),
	{{N_("NO"), "{number}", TABLE_RIGHT, NULL}, {N_("DATE"), "{on:date}", TABLE_LEFT, NULL},
		{N_("VALUE"), "{value:amount}", TABLE_RIGHT, NULL},
		{N_("SOURCE"), "{source}", TABLE_LESS, NULL},
		{N_("NOTE"), "{note}", TABLE_FLEX, NULL}},
};

const struct list list_notes = {
	N_("No notes here."),
	{REFERENCE, {N_("ABOUT"), "{object}", TABLE_LEFT, NULL},
		{N_("WHEN"), "{created_at:moment}", TABLE_LEFT, NULL},
		{N_("BY"), "{by:party}", TABLE_LESS, NULL},
		{N_("TEXT"), "{text}", TABLE_FLEX, NULL}},
};

const struct list list_sectors = {
	N_("No sectors here."),
	{{N_("KEY"), "{key}", TABLE_LEFT, style_reference},
		{N_("PRIORITY"), "{priority}", TABLE_RIGHT, NULL},
		{N_("NAME"), "{name}", TABLE_FLEX, NULL}},
};

const struct list list_members = {
	N_("No members here."),
	{{N_("KEY"), "{party.key}", TABLE_LEFT, style_reference},
		{N_("ROLE"), "{role:label}", TABLE_LEFT, NULL},
		{N_("NAME"), "{party.name}", TABLE_FLEX, NULL},
		{N_("ORGANISATION"), "{party.organisation}", TABLE_LEFT, NULL}},
};

const struct list list_plans = {
	N_("You see no plan here."),
	{{N_("KEY"), "{key}", TABLE_LEFT, style_reference},
		{N_("LAUNCHED"), "{launched:date}", TABLE_LEFT, NULL},
		{N_("TITLE"), "{title}", TABLE_FLEX, NULL}},
};

const struct list list_own_plans = {
	"",
	{{"", "{plan}", TABLE_LEFT, style_reference}, {"", "{role:label}", TABLE_LEFT, NULL},
		{"", "{title}", TABLE_FLEX, NULL}},
};

const struct list list_people = {
	N_("You see nobody here."),
	{{N_("EMAIL"), "{email}", TABLE_LEFT, style_reference},
		{N_("NAME"), "{name}", TABLE_FLEX, NULL},
		{N_("ORGANISATION"), "{organisation:party}", TABLE_LESS, NULL},
		{N_("FUNCTION"), "{function}", TABLE_LESS, NULL}},
};

const struct list list_organisations = {
	N_("You see no organisation here."),
	{{N_("KEY"), "{key}", TABLE_LEFT, style_reference},
		{N_("KIND"), "{kind:label}", TABLE_LEFT, NULL},
		{N_("CITY"), "{city}", TABLE_FLEX, NULL}, {N_("NAME"), "{name}", TABLE_FLEX, NULL}},
};

const struct list list_journal = {
	N_("Nothing has happened here."),
	{{N_("NO"), "{revision}", TABLE_RIGHT, style_reference},
		{N_("WHEN"), "{recorded_at:moment}", TABLE_LEFT, NULL},
		{N_("WHO"), "{:who}", TABLE_LESS, NULL},
		{N_("ABOUT"), "{object}", TABLE_LEFT, NULL},
		{N_("WHAT"), N_("{method:act}[ of no. {undoes}][ ({why})][: {changes:changes}]"),
			TABLE_FLEX, NULL}},
};

const struct list list_history = {
	N_("Nothing has happened here."),
	{{N_("NO"), "{revision}", TABLE_RIGHT, style_reference},
		{N_("WHEN"), "{recorded_at:moment}", TABLE_LEFT, NULL},
		{N_("WHO"), "{:who}", TABLE_LESS, NULL},
		{N_("WHAT"), N_("{method:act}[ of no. {undoes}][ ({why})][: {changes:changes}]"),
			TABLE_FLEX, NULL}},
};
