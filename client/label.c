/* SPDX-License-Identifier: MIT */
/* The protocol's words as people say them, one row each. */
#include "label.h"

#include "language.h"

#include <string.h>
#include <strings.h>

static const struct label {
	const char *word;
	const char *words;
	enum screen_style style;
} labels[] = {
	{"proposed", N_("proposed"), SCREEN_CYAN},
	{"open", N_("open"), SCREEN_PLAIN},
	{"in_progress", N_("in progress"), SCREEN_PLAIN},
	{"blocked", N_("blocked"), SCREEN_RED},
	{"done", N_("done"), SCREEN_GREEN},
	{"cancelled", N_("cancelled"), SCREEN_FAINT},
	{"cancelled", N_("called off"), SCREEN_FAINT}, /* typed of a message */
	{"planned", N_("planned"), SCREEN_PLAIN},
	{"held", N_("held"), SCREEN_GREEN},
	{"approved", N_("approved"), SCREEN_GREEN},
	{"decided", N_("decided"), SCREEN_GREEN},
	{"dropped", N_("dropped"), SCREEN_FAINT},
	{"superseded", N_("superseded"), SCREEN_FAINT},
	{"asked", N_("asked for"), SCREEN_YELLOW},
	{"accepted", N_("accepted"), SCREEN_GREEN},
	{"refused", N_("refused"), SCREEN_RED},
	{"overtaken", N_("overtaken"), SCREEN_FAINT},
	{"mail", N_("mail"), SCREEN_PLAIN},
	{"webhook", N_("webhook"), SCREEN_PLAIN},
	{"none", N_("none"), SCREEN_FAINT},
	{"active", N_("active"), SCREEN_GREEN},
	{"disabled", N_("disabled"), SCREEN_RED},
	{"daily", N_("daily"), SCREEN_PLAIN},
	{"weekly", N_("weekly"), SCREEN_PLAIN},
	{"supports", N_("supports"), SCREEN_PLAIN},
	{"contact", N_("contact"), SCREEN_PLAIN},
	{"waiting", N_("waiting"), SCREEN_PLAIN},
	{"busy", N_("being sent"), SCREEN_PLAIN},
	{"sent", N_("sent"), SCREEN_GREEN},
	{"failed", N_("given up"), SCREEN_RED},
	{"void", N_("nothing left to say"), SCREEN_FAINT},
	{"low", N_("low"), SCREEN_FAINT},
	{"normal", N_("normal"), SCREEN_PLAIN},
	{"high", N_("high"), SCREEN_YELLOW},
	{"secretary", N_("secretary"), SCREEN_PLAIN},
	{"chair", N_("chair"), SCREEN_PLAIN},
	{"member", N_("member"), SCREEN_PLAIN},
	{"partner", N_("partner"), SCREEN_PLAIN},
	{"observer", N_("observer"), SCREEN_PLAIN},
	{"committee", N_("committee"), SCREEN_PLAIN},
	{"partners", N_("partners"), SCREEN_PLAIN},
	{"public", N_("public"), SCREEN_PLAIN},
	{"chamber", N_("chamber"), SCREEN_PLAIN},
	{"directorate", N_("directorate"), SCREEN_PLAIN},
	{"company", N_("company"), SCREEN_PLAIN},
	{"training_centre", N_("training centre"), SCREEN_PLAIN},
	{"federation", N_("federation"), SCREEN_PLAIN},
	{"other", N_("other"), SCREEN_PLAIN},
	{"present", N_("present"), SCREEN_PLAIN},
	{"excused", N_("excused"), SCREEN_FAINT},
	{"absent", N_("absent"), SCREEN_FAINT},
	{"administrator", N_("administrator"), SCREEN_PLAIN},
	{"person", N_("person"), SCREEN_PLAIN},
	{"organisation", N_("organisation"), SCREEN_PLAIN},
	{"everybody", N_("everybody"), SCREEN_PLAIN},
	{"self", N_("the person"), SCREEN_PLAIN},
	{"owner", N_("owner"), SCREEN_PLAIN},
	{"support", N_("support"), SCREEN_PLAIN},
	{"up", N_("up"), SCREEN_GREEN},
	{"down", N_("down"), SCREEN_RED},
	{"other_schema", N_("of another schema"), SCREEN_RED},
};

static const struct label *find(const char *word)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		if (!strcmp(labels[i].word, word))
			return &labels[i];
	return NULL;
}

const char *label_of(const char *word)
{
	const struct label *label = find(word);

	return label ? _(label->words) : word;
}

const char *label_parse(const char *text)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		if (!strcasecmp(labels[i].word, text) || !strcasecmp(labels[i].words, text) ||
			!strcasecmp(_(labels[i].words), text))
			return labels[i].word;
	return text;
}

enum screen_style label_style(const char *state)
{
	const struct label *label = find(state);

	return label ? label->style : SCREEN_PLAIN;
}
