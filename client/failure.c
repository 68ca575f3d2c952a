/* SPDX-License-Identifier: MIT */
/* What went wrong, said so that one knows what to do next. The server's words come in the person's
 * language; here stands what they can do about it with this program. */
#include "failure.h"

#include "base/alloc.h"
#include "language.h"
#include "phrase.h"
#include "screen.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Advice may have places, filled from the error's data. */
static const struct refusal {
	const char *kind;
	enum outcome outcome;
	const char *advice;
} refusals[] = {
	{"not_found", OUTCOME_NOT_FOUND,
		N_("To see what exists: copilctl plans, then copilctl actions PLAN.")},
	{"method_not_found", OUTCOME_NOT_FOUND, N_("To see what exists: copilctl methods.")},
	{"forbidden", OUTCOME_FORBIDDEN,
		N_("To see who you are here: copilctl whoami. Ask the plan's secretary, or its "
		   "chair to approve minutes.")},
	{"unknown_user", OUTCOME_FORBIDDEN, NULL},
	{"read_only", OUTCOME_FORBIDDEN, NULL},
	{"bad_value", OUTCOME_USAGE, NULL},
	{"ambiguous", OUTCOME_USAGE, N_("Say which by its key or e-mail address.")},
	{"wrong_state", OUTCOME_REFUSED, N_("Its story so far[: copilctl history {object}].")},
	{"reason_missing", OUTCOME_USAGE, N_("Add --why \"the reason\".")},
	{"minutes_missing", OUTCOME_REFUSED,
		N_("Write them: copilctl edit {object} --minutes \"…\".")},
	{"moved_on", OUTCOME_REFUSED, N_("Look at it again[: copilctl show {object}].")},
	{"not_undoable", OUTCOME_REFUSED,
		N_("What happened[: copilctl history {object}]. Change it by hand instead.")},
	{"nothing_to_undo", OUTCOME_REFUSED, N_("What others did: copilctl journal PLAN.")},
	{"unavailable", OUTCOME_AWAY, N_("Try again in a moment.")},
	{"busy", OUTCOME_AWAY, N_("Try again in a moment.")},
	{"timeout", OUTCOME_AWAY, N_("Try again, or ask for less.")},
	{"full", OUTCOME_AWAY, NULL},
	{"too_large", OUTCOME_REFUSED, N_("Ask for less, with --limit or a filter.")},
	{"outcome_unknown", OUTCOME_UNKNOWN,
		N_("Look before you do it again: copilctl journal PLAN.")},
	{"internal", OUTCOME_REFUSED,
		N_("Tell the server's administrator; the daemon's log says more.")},
};

/* Where to look for what is missing, by the parameter that named it. */
static const struct {
	const char *param;
	const char *advice;
} missing[] = {
	{"attendance", N_("To see who is known: copilctl people, copilctl organisations.")},
	{"excused", N_("To see who is known: copilctl people, copilctl organisations.")},
	{"organisation", N_("To see what exists: copilctl organisations.")},
	{"owner", N_("To see who is known: copilctl people, copilctl organisations.")},
	{"party", N_("To see who is known: copilctl people, copilctl organisations.")},
	{"person", N_("To see who is known: copilctl people, copilctl organisations.")},
	{"present", N_("To see who is known: copilctl people, copilctl organisations.")},
	{"sector", N_("To see what exists: copilctl sectors.")},
	{"sectors", N_("To see what exists: copilctl sectors.")},
	{"supports", N_("To see who is known: copilctl people, copilctl organisations.")},
};

/* What has a number and no plan, by its reference: "message:118". */
static const struct {
	const char *prefix;
	const char *missing;
	const char *story; /* a phrase */
} counted[] = {
	{"message:", N_("To see what exists: copilctl outbox."),
		N_("What became of it: copilctl outbox show {number}.")},
	{"webhook:", N_("To see what exists: copilctl webhook."), NULL},
};

void failure_say(const char *sentence, const char *advice)
{
	/* TRANSLATORS: what is wrong, after the program's name */
	char *line = alloc_format(_("copilctl: %s"), sentence);

	screen_complain(line);
	if (advice)
		screen_complain(advice);
	free(line);
}

enum outcome failure_usage(const char *command, const char *reason)
{
	char *clean = text_clean(reason);
	char *advice = command ? alloc_format(_("For usage: copilctl help %s"), command)
			       : alloc_text(_("All commands: copilctl help"));

	failure_say(clean, advice);
	free(advice);
	free(clean);
	return OUTCOME_USAGE;
}

enum outcome failure_connect(const char *path, const struct fault *fault)
{
	const char *reason = fault->text;
	const char *advice = _("Another socket is named with --socket PATH or COPILD_SOCKET.");
	char *sentence;
	char *clean;

	if (fault->code == ENOENT) {
		reason = _("there is no such socket");
		advice = _("Is copild running? Another socket is named with --socket PATH or "
			   "COPILD_SOCKET.");
	} else if (fault->code == ECONNREFUSED) {
		reason = _("nobody answers there");
		advice = _("copild is not running any more: start it (systemctl start copild).");
	} else if (fault->code == EACCES || fault->code == EPERM) {
		reason = _("this socket is closed to you");
		advice = _("Ask the administrator to add you to the group of the socket.");
	}
	sentence = alloc_format(_("cannot reach copild at \"%s\": %s"), path, reason);
	clean = text_clean(sentence);
	failure_say(clean, advice);
	free(clean);
	free(sentence);
	return OUTCOME_AWAY;
}

enum outcome failure_silence(enum link_outcome how, bool writes, const struct fault *fault)
{
	if (how == LINK_LOST && writes) {
		char *sentence = alloc_format(
			_("%s before it answered: whether the change was made is not known"),
			fault->text);

		failure_say(sentence, _("Look before you do it again: copilctl journal PLAN."));
		free(sentence);
		return OUTCOME_UNKNOWN;
	}
	failure_say(fault->text, _("Nothing was changed. Try again in a moment."));
	return OUTCOME_AWAY;
}

static const struct refusal *find(const char *kind)
{
	for (size_t i = 0; kind && i < sizeof(refusals) / sizeof(*refusals); i++)
		if (!strcmp(refusals[i].kind, kind))
			return &refusals[i];
	return NULL;
}

static char *fill_number(const char *phrase, const char *number)
{
	json_t *places = json_pack("{s:s}", "number", number);
	char *words = phrase_fill(_(phrase), places);

	json_decref(places);
	return words;
}

/* Where to look for, or at, what has a number; NULL for anything else. */
static char *advise_counted(const char *object, enum outcome outcome)
{
	for (size_t i = 0; object && i < sizeof(counted) / sizeof(*counted); i++) {
		size_t length = strlen(counted[i].prefix);

		if (strncmp(object, counted[i].prefix, length) != 0)
			continue;
		if (outcome == OUTCOME_NOT_FOUND)
			return alloc_text(_(counted[i].missing));
		if (outcome == OUTCOME_REFUSED && counted[i].story)
			return fill_number(counted[i].story, object + length);
	}
	return NULL;
}

/* What to do next; NULL when there is nothing to say. Released with free(). */
static char *advise(const json_t *error, const struct refusal *refusal)
{
	const char *param = phrase_string(error, "data.param");
	char *advice;

	if (!refusal || !refusal->advice)
		return NULL;
	if (param && refusal->outcome == OUTCOME_NOT_FOUND)
		for (size_t i = 0; i < sizeof(missing) / sizeof(*missing); i++)
			if (!strcmp(missing[i].param, param))
				return alloc_text(_(missing[i].advice));
	advice = advise_counted(phrase_string(error, "data.object"), refusal->outcome);
	if (advice)
		return advice;
	return phrase_fill(_(refusal->advice), phrase_value(error, "data"));
}

/* By what the protocol says of errors that this program has no row for. */
static enum outcome judge(const json_t *error, const struct refusal *refusal)
{
	json_int_t code = phrase_integer(error, "code");

	if (refusal)
		return refusal->outcome;
	if (json_is_true(phrase_value(error, "data.retryable")))
		return OUTCOME_AWAY;
	if (code == -32601)
		return OUTCOME_NOT_FOUND;
	return code == -32602 ? OUTCOME_USAGE : OUTCOME_REFUSED;
}

/* Who may have been meant, one a line, keys as wide as the widest. */
void failure_candidates(const json_t *candidates, bool numbered)
{
	size_t width = 0;
	size_t index;
	const json_t *candidate;

	json_array_foreach (candidates, index, candidate) {
		const char *key = phrase_string(candidate, "ref");

		width = key && text_width(key) > width ? text_width(key) : width;
	}
	json_array_foreach (candidates, index, candidate) {
		const char *key = phrase_string(candidate, "ref");
		const char *name = phrase_string(candidate, "name");
		char *number = alloc_format("%zu", index + 1);
		char *line = alloc_format("  %s%s%s%*s  %s", numbered ? number : "",
			numbered ? "  " : "", key ? key : "",
			(int)(width - text_width(key ? key : "")), "", name ? name : "");

		screen_complain(line);
		free(line);
		free(number);
	}
}

/* "cci" may mean several: which, and what to do. */
static void tell_ambiguous(const json_t *error, const char *advice)
{
	const char *value = phrase_string(error, "data.value");
	char *sentence = alloc_format(_("\"%s\" may mean:"), value ? value : "?");

	failure_say(sentence, NULL);
	failure_candidates(phrase_value(error, "data.candidates"), false);
	screen_complain(advice);
	free(sentence);
}

enum outcome failure_refusal(const json_t *error, bool json)
{
	const struct refusal *refusal = find(phrase_string(error, "data.kind"));
	const char *message = phrase_string(error, "message");
	char *advice;

	if (json) {
		char *dump = text_json(error, 0);

		screen_complain(dump);
		free(dump);
		return judge(error, refusal);
	}
	advice = advise(error, refusal);
	if (advice && json_array_size(phrase_value(error, "data.candidates")))
		tell_ambiguous(error, advice);
	else
		failure_say(message ? message : _("the server refused without a word"), advice);
	free(advice);
	return judge(error, refusal);
}
