/* SPDX-License-Identifier: MIT */
/* The reader that fills struct config by the option table. */
#include "base/config.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/options.h"

/* One run over a file: where it is, and what it has found. */
struct reading {
	struct config *config;
	const char *path;
	FILE *file;
	unsigned line;
	bool continued; /* the line began with a blank: more of the value above */
	bool seen[OPTION_MAX];
	struct fault *fault;
	bool failed;
};

static char **text_at(const struct config *config, const struct option *option)
{
	return (char **)((char *)config + option->offset);
}

static unsigned *number_at(const struct config *config, const struct option *option)
{
	return (unsigned *)((char *)config + option->offset);
}

static const struct option *option_find(const char *section, const char *name, struct fault *fault)
{
	bool known = false;
	for (size_t i = 0; i < option_total; i++) {
		if (strcmp(options[i].section, section) != 0)
			continue;
		known = true;
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	}
	if (known)
		fault_set(fault, ENOENT, "unknown option \"%s\" in section [%s]", name, section);
	else if (*section)
		fault_set(fault, ENOENT, "unknown section [%s]", section);
	else
		fault_set(fault, ENOENT, "option \"%s\" stands in no section", name);
	return NULL;
}

static bool assign(
	struct config *config, const struct option *option, const char *value, struct fault *fault)
{
	if (!option_is_text(option->type))
		return option_number(option, value, number_at(config, option), fault);
	if (!option_check(option, value, fault))
		return false;
	char **slot = text_at(config, option);
	free(*slot);
	*slot = alloc_text(value);
	return true;
}

/* A value may go on over lines that begin with a blank (a long conninfo does). */
static bool extend(
	struct config *config, const struct option *option, const char *value, struct fault *fault)
{
	if (option->type != OPTION_TEXT) {
		fault_set(fault, EINVAL, "\"%s\" takes one line", option->name);
		return false;
	}
	char *whole = alloc_format("%s %s", *text_at(config, option), value);
	bool assigned = assign(config, option, whole, fault);
	free(whole);
	return assigned;
}

static bool take(struct reading *reading, const char *section, const char *name, const char *value,
	struct fault *fault)
{
	const struct option *option = option_find(section, name, fault);
	if (!option)
		return false;
	bool *seen = &reading->seen[option - options];
	if (*seen && reading->continued)
		return extend(reading->config, option, value, fault);
	if (*seen) {
		fault_set(fault, EINVAL, "option \"%s\" is given twice", name);
		return false;
	}
	*seen = true;
	return assign(reading->config, option, value, fault);
}

/* Only the first fault is kept: what follows may be its consequence. */
static void reading_fail(struct reading *reading, const char *text)
{
	if (!reading->failed)
		fault_set(reading->fault, EINVAL, "%s:%u: %s", reading->path, reading->line, text);
	reading->failed = true;
}

static int reading_on_value(void *context, const char *section, const char *name, const char *value)
{
	struct reading *reading = context;
	struct fault fault;
	if (!reading->failed && !take(reading, section, name, value, &fault))
		reading_fail(reading, fault.text);
	return !reading->failed;
}

/* As fgets; counts lines and refuses those that the library would cut. */
static char *reading_on_line(char *buffer, int size, void *context)
{
	struct reading *reading = context;
	if (reading->failed || !fgets(buffer, size, reading->file))
		return NULL;
	reading->line++;
	reading->continued = buffer[0] == ' ' || buffer[0] == '\t';
	if (!strchr(buffer, '\n') && !feof(reading->file))
		reading_fail(
			reading, "line too long: continue it on a line that begins with a blank");
	return buffer;
}

/* A directory can be opened, but not read. */
static FILE *file_open(const char *path, struct fault *fault)
{
	FILE *file = fopen(path, "re");
	int first = file ? getc(file) : EOF;
	if (file && !ferror(file)) {
		ungetc(first, file);
		return file;
	}
	fault_set(fault, errno, "cannot read \"%s\": %s", path, strerror(errno));
	if (file)
		fclose(file);
	return NULL;
}

static bool read_file(struct config *config, const char *path, struct fault *fault)
{
	struct reading reading = {.config = config, .path = path, .fault = fault};
	reading.file = file_open(path, fault);
	if (!reading.file)
		return false;
	int bad_line = ini_parse_stream(reading_on_line, &reading, reading_on_value, &reading);
	if (ferror(reading.file))
		reading_fail(&reading, strerror(EIO));
	fclose(reading.file);
	/* The library tells its own complaints only at the end: the first one is what counts. */
	if (bad_line != 0 && (!reading.failed || (unsigned)bad_line < reading.line)) {
		reading.failed = false;
		reading.line = (unsigned)bad_line;
		reading_fail(&reading, "neither \"[section]\" nor \"name = value\"");
	}
	return !reading.failed;
}

static bool read_setting(struct config *config, const char *setting, struct fault *fault)
{
	const char *dot = strchr(setting, '.');
	const char *equals = dot ? strchr(dot, '=') : NULL;
	if (!equals) {
		fault_set(fault, EINVAL, "\"%s\" is not of the form section.name=value", setting);
		return false;
	}
	char *section = alloc_bytes(setting, (size_t)(dot - setting));
	char *name = alloc_bytes(dot + 1, (size_t)(equals - dot - 1));
	const struct option *option = option_find(section, name, fault);
	bool set = option && assign(config, option, equals + 1, fault);
	free(section);
	free(name);
	return set;
}

static struct config *config_new(void)
{
	struct config *config = alloc_new(sizeof *config);
	for (size_t i = 0; i < option_total; i++) {
		struct fault fault;
		if (!assign(config, &options[i], options[i].fallback, &fault))
			abort();
	}
	return config;
}

/* What no single option can tell. */
static bool config_agrees(const struct config *config, struct fault *fault)
{
	if (*config->tcp.listen && !*config->tcp.identity) {
		fault_set(fault, EINVAL,
			"[tcp] listen needs [tcp] identity: whose view shall TCP callers have?");
		return false;
	}
	if (!*config->socket.path) {
		fault_set(fault, EINVAL, "[socket] path is empty");
		return false;
	}
	if (*config->delivery.relay && !*config->delivery.from) {
		fault_set(fault, EINVAL,
			"[delivery] relay needs [delivery] from: who shall mail be from?");
		return false;
	}
	return true;
}

struct config *config_load(const struct config_source *source, struct fault *fault)
{
	struct config *config = config_new();
	bool good = !source->file || read_file(config, source->file, fault);
	for (size_t i = 0; good && i < source->setting_count; i++)
		good = read_setting(config, source->settings[i], fault);
	if (good && config_agrees(config, fault))
		return config;
	config_free(config);
	return NULL;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	for (size_t i = 0; i < option_total; i++)
		if (option_is_text(options[i].type))
			free(*text_at(config, &options[i]));
	free(config);
}

static bool differs(const struct option *option, const struct config *a, const struct config *b)
{
	if (option_is_text(option->type))
		return strcmp(*text_at(a, option), *text_at(b, option)) != 0;
	return *number_at(a, option) != *number_at(b, option);
}

static void carry(const struct option *option, struct config *fresh, const struct config *running)
{
	if (!option_is_text(option->type)) {
		*number_at(fresh, option) = *number_at(running, option);
		return;
	}
	free(*text_at(fresh, option));
	*text_at(fresh, option) = alloc_text(*text_at(running, option));
}

char *config_keep_frozen(struct config *fresh, const struct config *running)
{
	char *names = NULL;
	for (size_t i = 0; i < option_total; i++) {
		const struct option *option = &options[i];
		if (option->reloadable || !differs(option, fresh, running))
			continue;
		carry(option, fresh, running);
		char *longer = alloc_format("%s%s%s.%s", names ? names : "", names ? ", " : "",
			option->section, option->name);
		free(names);
		names = longer;
	}
	return names;
}

void config_print_options(FILE *file)
{
	for (size_t i = 0; i < option_total; i++)
		fprintf(file, "%s.%s\t%s\t%s\t%s\t%s\n", options[i].section, options[i].name,
			option_type_name(options[i].type), options[i].fallback,
			options[i].reloadable ? "reload" : "restart", options[i].help);
}
