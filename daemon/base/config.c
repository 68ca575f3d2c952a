/* SPDX-License-Identifier: MIT */
/* The option table and the reader that fills struct config by it. Help, the checks of the sample
 * file and of the manual are made from the table. */
#include "base/config.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define HEAD(group, name, type, reloadable)                                                        \
#group, #name, type, reloadable, offsetof(struct config, group.name)
#define KIB    1024U
#define MIB    (1024U * 1024U)
#define SECOND 1000U
#define HOUR   (3600U * 1000U)

/* One option, one row. */
/* clang-format off */
static const struct option options[] = {
	{HEAD(daemon, locale, OPTION_CHOICE, true), "fr", 0, 0, "fr en",
		"Language of messages for callers whose language is not known."},
	{HEAD(daemon, log_level, OPTION_CHOICE, true), "info", 0, 0, "error warning info debug",
		"What is less urgent than this is not logged."},
	{HEAD(socket, path, OPTION_TEXT, false), "/run/copild/copild.sock", 0, 0, NULL,
		"Unix socket to serve; ignored when systemd passes one."},
	{HEAD(socket, mode, OPTION_MODE, false), "0666", 0, 0777, NULL,
		"Permissions of the socket; who connects is known by system user in any case."},
	{HEAD(socket, group, OPTION_TEXT, false), "", 0, 0, NULL,
		"Group that owns the socket; empty leaves the daemon's own."},
	{HEAD(tcp, listen, OPTION_LOOPBACK, false), "", 0, 0, NULL,
		"Loopback address and port for plain TCP, read-only; empty is off."},
	{HEAD(tcp, identity, OPTION_TEXT, false), "", 0, 0, NULL,
		"E-mail of the person or key of the organisation whose view TCP callers have."},
	{HEAD(limits, frame, OPTION_SIZE, true), "256KiB", KIB, MIB, NULL,
		"Longest line taken from a client."},
	{HEAD(limits, depth, OPTION_COUNT, true), "32", 4, 512, NULL,
		"Deepest nesting of JSON taken from a client."},
	{HEAD(limits, batch, OPTION_COUNT, true), "50", 1, 1000, NULL,
		"Most calls in one batch."},
	{HEAD(limits, in_flight, OPTION_COUNT, true), "64", 1, 1024, NULL,
		"Most calls of one connection at work at a time; more wait unread."},
	{HEAD(limits, output, OPTION_SIZE, true), "1MiB", 64 * KIB, 64 * MIB, NULL,
		"Largest answer; what is larger is refused with advice on how to ask for less."},
	{HEAD(limits, queue, OPTION_SIZE, true), "8MiB", 64 * KIB, 256 * MIB, NULL,
		"Most bytes of answers that wait for a client; with more it is closed."},
	{HEAD(limits, memory, OPTION_SIZE, true), "256MiB", MIB, 1024 * MIB, NULL,
		"Most bytes of calls and answers under way with all clients; with more the one "
		"with most is closed."},
	{HEAD(limits, stall, OPTION_DURATION, true), "30s", SECOND / 10, HOUR, NULL,
		"A client that takes nothing of what waits for it is closed after this time."},
	{HEAD(limits, idle, OPTION_DURATION, true), "30min", 0, 24 * HOUR, NULL,
		"A connection without calls is closed after this time; 0 is never."},
	{HEAD(limits, partial_frame, OPTION_DURATION, true), "10s", SECOND / 10, HOUR, NULL,
		"A line that has begun must end within this time."},
	{HEAD(limits, connections, OPTION_COUNT, true), "1000", 1, 100000, NULL,
		"Most connections of all clients."},
	{HEAD(limits, connections_per_peer, OPTION_COUNT, true), "200", 1, 100000, NULL,
		"Most connections of one system user, or of one TCP address."},
	{HEAD(database, conninfo, OPTION_TEXT, false), "dbname=copild", 0, 0, NULL,
		"Where PostgreSQL is, in the words of libpq, without user."},
	{HEAD(database, serve_user, OPTION_TEXT, false), "copild_serve", 0, 0, NULL,
		"Role for writes."},
	{HEAD(database, read_user, OPTION_TEXT, false), "copild_read", 0, 0, NULL,
		"Role for reads."},
	{HEAD(database, migrate_user, OPTION_TEXT, false), "copild_migrate", 0, 0, NULL,
		"Role for copild migrate."},
	{HEAD(database, sql_dir, OPTION_TEXT, false), COPILD_SQL_DIR, 0, 0, NULL,
		"Directory of install.sql, for copild migrate."},
	{HEAD(database, write_connections, OPTION_COUNT, false), "1", 1, 64, NULL,
		"Connections for writes; all writes of one plan share one."},
	{HEAD(database, read_connections, OPTION_COUNT, false), "2", 1, 64, NULL,
		"Connections for reads."},
	{HEAD(database, heavy_connections, OPTION_COUNT, false), "1", 1, 64, NULL,
		"Connections for reads that are known to take long."},
	{HEAD(database, group, OPTION_COUNT, false), "32", 1, 1000, NULL,
		"Most statements that wait together and share a commit."},
	{HEAD(database, waiting, OPTION_COUNT, false), "1000", 1, 100000, NULL,
		"Most statements that wait for one connection; more are refused as busy."},
	{HEAD(database, statement_timeout, OPTION_DURATION, false), "10s", SECOND / 100, HOUR, NULL,
		"A write or a read that takes longer is ended."},
	{HEAD(database, heavy_timeout, OPTION_DURATION, false), "60s", SECOND / 100, HOUR, NULL,
		"A read that is known to take long is ended after this time."},
	{HEAD(database, lock_timeout, OPTION_DURATION, false), "3s", SECOND / 100, HOUR, NULL,
		"A statement that waits longer for a lock is refused as busy."},
};
/* clang-format on */

enum { OPTION_TOTAL = sizeof options / sizeof options[0] };

/* One run over a file: where it is, and what it has found. */
struct reading {
	struct config *config;
	const char *path;
	FILE *file;
	unsigned line;
	bool continued; /* the line began with a blank: more of the value above */
	bool seen[OPTION_TOTAL];
	struct fault *fault;
	bool failed;
};

const struct option *config_options(size_t *count)
{
	*count = OPTION_TOTAL;
	return options;
}

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
	for (size_t i = 0; i < OPTION_TOTAL; i++) {
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
	for (size_t i = 0; i < OPTION_TOTAL; i++) {
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
	for (size_t i = 0; i < OPTION_TOTAL; i++)
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
	for (size_t i = 0; i < OPTION_TOTAL; i++) {
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
	for (size_t i = 0; i < OPTION_TOTAL; i++)
		fprintf(file, "%s.%s\t%s\t%s\t%s\t%s\n", options[i].section, options[i].name,
			option_type_name(options[i].type), options[i].fallback,
			options[i].reloadable ? "reload" : "restart", options[i].help);
}
