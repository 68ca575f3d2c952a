/* SPDX-License-Identifier: MIT */
/* Options, configuration, then the command: serve, or something that is done at once. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/config.h"
#include "base/log.h"
#include "base/options.h"
#include "bounce.h"
#include "copild.h"
#include "db/schema.h"
#include "notify/terms.h"
#include "secret.h"

enum command {
	COMMAND_SERVE,
	COMMAND_CHECK,
	COMMAND_MIGRATE,
	COMMAND_SECRET,
	COMMAND_BOUNCE,
	COMMAND_OPTIONS,
	COMMAND_VERSION,
	COMMAND_HELP,
	COMMAND_NONE, /* the command line makes no sense, and that has been said */
};

struct invocation {
	enum command command;
	const char *file;
	char **settings;
	size_t setting_count;
	const char *webhook;
};

static void take_file(struct invocation *invocation, const char *value)
{
	invocation->file = value;
}

static void take_setting(struct invocation *invocation, const char *value)
{
	size_t size = (invocation->setting_count + 1) * sizeof *invocation->settings;
	invocation->settings = alloc_resize(invocation->settings, size);
	invocation->settings[invocation->setting_count++] = alloc_text(value);
}

static void take_directory(struct invocation *invocation, const char *value)
{
	char *setting = alloc_format("database.sql_dir=%s", value);
	take_setting(invocation, setting);
	free(setting);
}

static void take_webhook(struct invocation *invocation, const char *value)
{
	invocation->command = COMMAND_SECRET;
	invocation->webhook = value;
}

/* One option, one row. */
/* clang-format off */
static const struct flag {
	const char *name;
	const char *value;    /* what stands behind it, or NULL */
	void (*take)(struct invocation *invocation, const char *value);
	enum command command; /* of a flag without a value */
	const char *help;
} flags[] = {
	{"--config", "FILE", take_file, COMMAND_NONE,
		"read this configuration instead of " COPILD_CONFIG},
	{"--set", "SECTION.NAME=VALUE", take_setting, COMMAND_NONE,
		"set one option; wins over the file, may be repeated"},
	{"--sql", "DIR", take_directory, COMMAND_NONE,
		"with migrate: the directory of install.sql"},
	{"--check", NULL, NULL, COMMAND_CHECK,
		"check the configuration, say what is wrong with it, and end"},
	{"--print-options", NULL, NULL, COMMAND_OPTIONS,
		"list the options of the configuration, tabs between the fields"},
	{"--version", NULL, NULL, COMMAND_VERSION, "print the version"},
	{"--help", NULL, NULL, COMMAND_HELP, "print this text"},
	{"migrate", NULL, NULL, COMMAND_MIGRATE,
		"bring the database's schema to this version, and end"},
	{"webhook-secret", "NUMBER", take_webhook, COMMAND_NONE,
		"print the secret that a webhook's receiver checks signatures with, and end"},
	{"bounce", NULL, NULL, COMMAND_BOUNCE,
		"read a mail that says that a message could not be delivered, note it, and end"},
};
/* clang-format on */

enum { FLAG_COUNT = sizeof flags / sizeof flags[0] };

static const struct flag *flag_find(const char *word, size_t size)
{
	for (size_t i = 0; i < FLAG_COUNT; i++)
		if (strlen(flags[i].name) == size && memcmp(flags[i].name, word, size) == 0)
			return &flags[i];
	return NULL;
}

static void complain(struct invocation *invocation, const char *word, const char *why)
{
	fprintf(stderr, "copild: \"%s\" %s; see copild --help\n", word, why);
	invocation->command = COMMAND_NONE;
}

/* Takes one word, and the next one where it is a value; returns the first that was not taken. */
static char **take(struct invocation *invocation, char **words)
{
	const char *word = *words, *equals = strchr(word, '=');
	const struct flag *flag = flag_find(word, equals ? (size_t)(equals - word) : strlen(word));
	if (!flag || (equals && !flag->value)) {
		complain(invocation, word, "is not understood");
		return words + 1;
	}
	if (!flag->value) {
		invocation->command = flag->command;
		return words + 1;
	}
	const char *value = equals ? equals + 1 : words[1];
	if (!value) {
		complain(invocation, word, "needs a value");
		return words + 1;
	}
	flag->take(invocation, value);
	return words + (equals ? 1 : 2);
}

static struct invocation parse(char **words)
{
	struct invocation invocation = {.command = COMMAND_SERVE, .file = COPILD_CONFIG};
	while (*words && invocation.command != COMMAND_NONE)
		words = take(&invocation, words);
	return invocation;
}

static int print_help(void)
{
	puts("Usage: copild [--config FILE] [--set SECTION.NAME=VALUE]... [COMMAND]\n"
	     "Serves action plans over a Unix socket until SIGTERM, see copild(8).\n");
	for (size_t i = 0; i < FLAG_COUNT; i++)
		printf("  %s%s%s\n        %s\n", flags[i].name, flags[i].value ? " " : "",
			flags[i].value ? flags[i].value : "", flags[i].help);
	puts("\nOptions of the configuration with their defaults, see copild.conf(5):\n");
	for (size_t i = 0; i < option_total; i++)
		printf("  %s.%s=%s\n        %s\n", options[i].section, options[i].name,
			options[i].fallback, options[i].help);
	return 0;
}

static int print_options(void)
{
	config_print_options(stdout);
	return 0;
}

static int print_version(void)
{
	printf("copild %s, schema %d\n", COPILD_VERSION, COPILD_SCHEMA_VERSION);
	return 0;
}

static int migrate(struct config *config)
{
	struct fault fault;
	int code = 0;
	if (!schema_migrate(config->database.conninfo, config->database.migrate_user,
		    config->database.sql_dir, COPILD_SCHEMA_VERSION, &fault)) {
		log_error("%s", fault.text);
		code = COPILD_FAILED;
	}
	config_free(config);
	return code;
}

static int check(struct config *config)
{
	config_free(config);
	return 0;
}

static int print_secret(struct config *config, const char *webhook)
{
	struct fault fault;
	bool good = secret_print(config, webhook, &fault);
	if (!good)
		log_error("%s", fault.text);
	config_free(config);
	return good ? 0 : COPILD_FAILED;
}

static int take_bounce(struct config *config)
{
	int code = bounce_take(config, stdin);
	config_free(config);
	return code;
}

/* What needs the configuration. */
static int carry_out(const struct invocation *invocation, const struct config_source *source)
{
	struct fault fault;
	enum log_level level;
	struct config *config = config_load(source, &fault);
	if (!config) {
		log_error("%s", fault.text);
		return COPILD_MISCONFIGURED;
	}
	if (log_level_parse(config->daemon.log_level, &level))
		log_set_level(level);
	/* What is done at once can do without a relay's credentials, which systemd may keep. */
	bool delivers =
		invocation->command == COMMAND_SERVE || invocation->command == COMMAND_CHECK;
	if (delivers && !terms_check(config, &fault)) {
		log_error("%s", fault.text);
		config_free(config);
		return COPILD_MISCONFIGURED;
	}
	if (invocation->command == COMMAND_CHECK)
		return check(config);
	if (invocation->command == COMMAND_MIGRATE)
		return migrate(config);
	if (invocation->command == COMMAND_SECRET)
		return print_secret(config, invocation->webhook);
	if (invocation->command == COMMAND_BOUNCE)
		return take_bounce(config);
	return copild_run(config, source);
}

static int obey(const struct invocation *invocation)
{
	const struct config_source source = {.file = invocation->file,
		.settings = (const char *const *)invocation->settings,
		.setting_count = invocation->setting_count};
	switch (invocation->command) {
	case COMMAND_SERVE:
	case COMMAND_CHECK:
	case COMMAND_MIGRATE:
	case COMMAND_SECRET:
	case COMMAND_BOUNCE:
		return carry_out(invocation, &source);
	case COMMAND_OPTIONS:
		return print_options();
	case COMMAND_VERSION:
		return print_version();
	case COMMAND_HELP:
		return print_help();
	case COMMAND_NONE:
		break;
	}
	return COPILD_USAGE;
}

int main(int count, char **words)
{
	(void)count;
	alloc_install();
	signal(SIGPIPE, SIG_IGN);
	struct invocation invocation = parse(words + 1);
	int code = obey(&invocation);
	for (size_t i = 0; i < invocation.setting_count; i++)
		free(invocation.settings[i]);
	free(invocation.settings);
	return code;
}
