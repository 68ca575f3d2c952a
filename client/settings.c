/* SPDX-License-Identifier: MIT */
/* The options that every command understands. They may stand before or after the command. */
#include "settings.h"

#include "language.h"

#include <stdlib.h>
#include <string.h>

#define SETTINGS_SOCKET "/run/copild/copild.sock"

static bool apply_socket(struct settings *settings, const char *value)
{
	settings->socket = value;
	return *value;
}

static bool apply_json(struct settings *settings, const char *value)
{
	(void)value;
	settings->json = true;
	return true;
}

static bool apply_language(struct settings *settings, const char *value)
{
	(void)settings;
	return language_choose(value);
}

static bool apply_columns(struct settings *settings, const char *value)
{
	char *end;
	unsigned long columns = strtoul(value, &end, 10);

	settings->columns = (unsigned)columns;
	return !*end && columns >= 20 && columns <= 10000;
}

static bool apply_no_color(struct settings *settings, const char *value)
{
	(void)value;
	settings->colours = false;
	return true;
}

static bool apply_help(struct settings *settings, const char *value)
{
	(void)value;
	settings->help = true;
	return true;
}

static bool apply_version(struct settings *settings, const char *value)
{
	(void)value;
	settings->version = true;
	return true;
}

static const struct settings_option options[] = {
	{"--socket", N_("PATH"), N_("where copild listens, instead of COPILD_SOCKET"),
		apply_socket},
	{"--json", NULL, N_("the raw result on one line, for programs"), apply_json},
	{"--lang", N_("fr|en"), N_("the language, instead of the locale's"), apply_language},
	{"--columns", N_("N"), N_("the width to fit into, from 20 on"), apply_columns},
	{"--no-color", NULL, N_("no colours (nor with NO_COLOR set, nor into a pipe)"),
		apply_no_color},
	{"--help", NULL, N_("help, also on one command"), apply_help},
	{"--version", NULL, N_("the version"), apply_version},
};

const struct settings_option *settings_option(size_t number)
{
	return number < sizeof(options) / sizeof(*options) ? &options[number] : NULL;
}

void settings_init(struct settings *settings)
{
	const char *socket = getenv("COPILD_SOCKET");
	const char *plan = getenv("COPILD_PLAN");

	*settings = (struct settings){
		.socket = socket && *socket ? socket : SETTINGS_SOCKET,
		.plan = plan && *plan ? plan : NULL,
		.colours = true,
	};
}

/* The row that the word names, alone or with "=value". */
static const struct settings_option *find(const char *word)
{
	size_t length = strcspn(word, "=");

	if (!strcmp(word, "-h"))
		return find("--help");
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (strlen(options[i].name) == length && !strncmp(options[i].name, word, length))
			return &options[i];
	return NULL;
}

/* Applies the option at *place and steps to its last word. */
static bool take(struct settings *settings, const struct settings_option *option, int argc,
	char **argv, int *place, struct fault *fault)
{
	const char *equals = strchr(argv[*place], '=');
	const char *value = "";

	if (option->value && equals) {
		value = equals + 1;
	} else if (option->value) {
		if (*place + 1 == argc) {
			fault_set(fault, 0, _("%s needs a value"), option->name);
			return false;
		}
		value = argv[++*place];
	}
	if (option->apply(settings, value))
		return true;
	fault_set(fault, 0, _("%s cannot be \"%s\""), option->name, value);
	return false;
}

bool settings_take(struct settings *settings, int *argc, char **argv, struct fault *fault)
{
	int kept = 0;
	bool ended = false;

	for (int i = 0; i < *argc; i++) {
		const struct settings_option *option = ended ? NULL : find(argv[i]);

		ended = ended || !strcmp(argv[i], "--");
		if (!option)
			argv[kept++] = argv[i];
		else if (!take(settings, option, *argc, argv, &i, fault))
			return false;
	}
	*argc = kept;
	argv[kept] = NULL;
	return true;
}
