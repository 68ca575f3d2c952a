/* SPDX-License-Identifier: MIT */
/* The configuration: values and units, files and their faults by line, what a reload may change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/options.h"

static char path[] = "/tmp/copild-config-XXXXXX";

static int set_up(void **state)
{
	(void)state;
	int descriptor = mkstemp(path);
	return descriptor < 0 || close(descriptor) ? -1 : 0;
}

static int tear_down(void **state)
{
	(void)state;
	return unlink(path);
}

static struct config *load(const char *text, const char *setting, struct fault *fault)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	struct config_source source = {
		.file = path, .settings = &setting, .setting_count = setting ? 1 : 0};
	return config_load(&source, fault);
}

static struct config *load_good(const char *text)
{
	struct fault fault;
	struct config *config = load(text, NULL, &fault);
	if (!config)
		fail_msg("%s", fault.text);
	return config;
}

static void refuses(const char *text, const char *setting, const char *why)
{
	struct fault fault;
	assert_null(load(text, setting, &fault));
	if (!strstr(fault.text, why))
		fail_msg("\"%s\" does not say \"%s\"", fault.text, why);
}

static void defaults_stand_without_a_file(void **state)
{
	(void)state;
	struct fault fault;
	struct config *config = config_load(&(struct config_source){0}, &fault);
	assert_non_null(config);
	assert_int_equal(config->limits.frame, 256 * 1024);
	assert_int_equal(config->limits.partial_frame, 10000);
	assert_int_equal(config->socket.mode, 0666);
	assert_string_equal(config->tcp.listen, "");
	assert_string_equal(config->database.serve_user, "copild_serve");
	config_free(config);
	config_free(NULL);
}

static void reads_values_with_units(void **state)
{
	(void)state;
	struct config *config =
		load_good("# a comment\n[limits]\nframe = 1 MiB\nidle=90min ; long\n"
			  "partial_frame = 500ms\n\n[socket]\nmode = 0640\n"
			  "[daemon]\nlocale: en\n");
	assert_int_equal(config->limits.frame, 1024 * 1024);
	assert_int_equal(config->limits.idle, 90 * 60 * 1000);
	assert_int_equal(config->limits.partial_frame, 500);
	assert_int_equal(config->socket.mode, 0640);
	assert_string_equal(config->daemon.locale, "en");
	config_free(config);
}

static void a_text_goes_on_over_lines(void **state)
{
	(void)state;
	struct config *config = load_good("[database]\nconninfo = host=10.0.0.1,10.0.0.2\n"
					  "  dbname=copild\n  sslmode=require\n");
	assert_string_equal(
		config->database.conninfo, "host=10.0.0.1,10.0.0.2 dbname=copild sslmode=require");
	config_free(config);
}

static void faults_name_file_and_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *why;
	} bad[] = {
		{"[limits]\nfram = 1\n", ":2: unknown option \"fram\" in section [limits]"},
		{"\n[limit]\nframe = 1\n", ":3: unknown section [limit]"},
		{"frame = 1\n", ":1: option \"frame\" stands in no section"},
		{"[limits]\n\nframe = big\n", ":3: \"big\" is not a size for \"frame\""},
		{"[limits]\nframe = 2MiB\n", ":2: \"2MiB\" is out of range"},
		{"[limits]\nframe = -1\n", ":2: \"-1\" is not a size"},
		{"[limits]\nframe = 99999999999\n", ":2: \"99999999999\" is not a size"},
		{"[limits]\nidle = 10\n", ":2: \"10\" is not a duration for \"idle\""},
		{"[limits]\nidle = 10 days\n", ":2: \"10 days\" is not a duration"},
		{"[limits]\ndepth = 3.5\n", ":2: \"3.5\" is not a number"},
		{"[limits]\ndepth =\n", ":2: \"\" is not a number"},
		{"[socket]\nmode = 0999\n", ":2: \"0999\" is not a mode"},
		{"[daemon]\nlocale = de\n", ":2: \"de\" is not a value of \"locale\""},
		{"[daemon]\nlocale = fr en\n", ":2: \"fr en\" is not a value of \"locale\""},
		{"[daemon]\nlocale = fr\nlocale = en\n", ":3: option \"locale\" is given twice"},
		{"[daemon]\nlocale = fr\n en\n", ":3: \"locale\" takes one line"},
		{"[limits\nframe = 1KiB\n", ":1: neither \"[section]\" nor \"name = value\""},
		{"[limits]\nframe\n", ":2: neither \"[section]\" nor \"name = value\""},
		{"[tcp]\nlisten = 0.0.0.0:80\n", ":2: \"0.0.0.0:80\" is not a loopback address"},
		{"[tcp]\nlisten = localhost:80\n", ":2: \"localhost:80\" is not a loopback"},
		{"[tcp]\nlisten = 127.0.0.1\n", ":2: \"127.0.0.1\" is not a loopback"},
		{"[tcp]\nlisten = 127.0.0.1:70000\n", ":2: \"127.0.0.1:70000\" is not"},
		{"[tcp]\nlisten = [::2]:80\n", ":2: \"[::2]:80\" is not a loopback"},
		{"[tcp]\nlisten = 127.0.0.1:8017\n", "[tcp] listen needs [tcp] identity"},
		{"[socket]\npath =\n", "[socket] path is empty"},
		{"[delivery]\nrelay = smtp://mx\n", "[delivery] relay needs [delivery] from"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		refuses(bad[i].text, NULL, bad[i].why);
}

static void a_line_that_would_be_cut_is_refused(void **state)
{
	(void)state;
	char text[1024] = "[database]\nconninfo = ";
	memset(text + strlen(text), 'x', 900);
	refuses(text, NULL, ":2: line too long");
}

static void a_file_that_is_not_there_is_named(void **state)
{
	(void)state;
	struct fault fault;
	struct config_source source = {.file = "/nowhere/copild.conf"};
	assert_null(config_load(&source, &fault));
	assert_string_equal(
		fault.text, "cannot read \"/nowhere/copild.conf\": No such file or directory");
	source.file = "/tmp";
	assert_null(config_load(&source, &fault));
	assert_string_equal(fault.text, "cannot read \"/tmp\": Is a directory");
}

static void settings_win_over_the_file(void **state)
{
	(void)state;
	struct fault fault;
	struct config *config = load("[limits]\ndepth = 8\n", "limits.depth=9", &fault);
	assert_int_equal(config->limits.depth, 9);
	config_free(config);
	refuses("", "limits.depth", "is not of the form section.name=value");
	refuses("", "limits.deep=1", "unknown option \"deep\" in section [limits]");
	refuses("", "limits.depth=x", "\"x\" is not a number");
}

static void takes_loopback_addresses(void **state)
{
	(void)state;
	char address[46];
	unsigned port;
	assert_true(option_loopback("127.0.0.1:8017", address, &port));
	assert_string_equal(address, "127.0.0.1");
	assert_int_equal(port, 8017);
	assert_true(option_loopback("[::1]:0", address, &port));
	assert_string_equal(address, "::1");
	struct config *config = load_good("[tcp]\nlisten = [::1]:8017\nidentity = DIRECCTE\n");
	assert_string_equal(config->tcp.identity, "DIRECCTE");
	config_free(config);
}

static void a_reload_keeps_what_needs_a_restart(void **state)
{
	(void)state;
	struct config *running = load_good("[limits]\ndepth = 8\n");
	struct config *fresh = load_good("[limits]\ndepth = 9\n[socket]\npath = /x\nmode = 0600\n");
	char *names = config_keep_frozen(fresh, running);
	assert_string_equal(names, "socket.path, socket.mode");
	assert_string_equal(fresh->socket.path, running->socket.path);
	assert_int_equal(fresh->socket.mode, running->socket.mode);
	assert_int_equal(fresh->limits.depth, 9);
	free(names);
	assert_null(config_keep_frozen(fresh, running));
	config_free(fresh);
	config_free(running);
}

static void every_option_is_told(void **state)
{
	(void)state;
	char *text;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	config_print_options(stream);
	fclose(stream);
	const char *line = text;
	for (size_t i = 0; i < option_total; i++) {
		assert_memory_equal(line, options[i].section, strlen(options[i].section));
		assert_true(strlen(options[i].help) > 10);
		line = strchr(line, '\n') + 1;
	}
	assert_string_equal(line, "");
	free(text);
}

/* A file of the source tree, from whose top the tests run. */
static char *file_text(const char *name)
{
	char *text = NULL;
	size_t capacity = 0;
	FILE *file = fopen(name, "r");
	if (!file || getdelim(&text, &capacity, '\0', file) < 0)
		fail_msg("cannot read %s", name);
	fclose(file);
	return text;
}

static void stands_in(const char *text, const char *name, const char *line)
{
	if (!strstr(text, line))
		fail_msg("%s lacks: %s", name, line);
}

/* Where SQL files and templates are is a matter of the installation. */
static const char *fallback_of(const struct option *option)
{
	if (strcmp(option->name, "templates") == 0)
		return "/etc/copild/templates";
	return strcmp(option->name, "sql_dir") == 0 ? "/usr/share/copild/sql" : option->fallback;
}

static void the_sample_holds_every_option(void **state)
{
	(void)state;
	char line[512];
	char *text = file_text("etc/copild.conf");
	for (size_t i = 0; i < option_total; i++) {
		const struct option *option = &options[i];
		const char *fallback = fallback_of(option);
		snprintf(line, sizeof line, "# %s%s\n;%s =%s%s\n", option->help,
			option->reloadable ? "" : " [restart]", option->name, *fallback ? " " : "",
			fallback);
		stands_in(text, "etc/copild.conf", line);
	}
	free(text);
}

static void the_manual_tells_every_option(void **state)
{
	(void)state;
	char line[512];
	char *text = file_text("docs/copild.conf.5");
	for (size_t i = 0; i < option_total; i++) {
		const struct option *option = &options[i];
		const char *fallback = fallback_of(option);
		snprintf(line, sizeof line, ".It Cm %s Pq %s\n%s\n", option->name,
			option_type_name(option->type), option->help);
		stands_in(text, "docs/copild.conf.5", line);
		const char *entry = strstr(text, line) + strlen(line);
		const char *end = strstr(entry + 1, option->reloadable ? "\n.It" : "At a restart.");
		snprintf(
			line, sizeof line, ".%s %s", strchr(fallback, ' ') ? "Dq" : "Li", fallback);
		const char *told = strstr(entry, *fallback ? line : "Empty by default.");
		if (!told || !end || told > end)
			fail_msg("the manual tells another default or reload of %s", option->name);
	}
	free(text);
}

/* Takes the semicolons away. */
static void uncomment(char *text)
{
	char *to = text;
	for (const char *from = text; *from; from++)
		if (*from != ';' || (from > text && from[-1] != '\n'))
			*to++ = *from;
	*to = '\0';
}

static void the_sample_shows_the_defaults(void **state)
{
	(void)state;
	char *text = file_text("etc/copild.conf");
	uncomment(text);
	struct config *sample = load_good(text);
	struct config *defaults = load_good("");
	char *names = config_keep_frozen(sample, defaults);
	if (names)
		assert_string_equal(names, "database.sql_dir");
	assert_int_equal(sample->limits.idle, defaults->limits.idle);
	free(names);
	free(text);
	config_free(sample);
	config_free(defaults);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_stand_without_a_file),
		cmocka_unit_test(reads_values_with_units),
		cmocka_unit_test(a_text_goes_on_over_lines),
		cmocka_unit_test(faults_name_file_and_line),
		cmocka_unit_test(a_line_that_would_be_cut_is_refused),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(settings_win_over_the_file),
		cmocka_unit_test(takes_loopback_addresses),
		cmocka_unit_test(a_reload_keeps_what_needs_a_restart),
		cmocka_unit_test(every_option_is_told),
		cmocka_unit_test(the_sample_holds_every_option),
		cmocka_unit_test(the_sample_shows_the_defaults),
		cmocka_unit_test(the_manual_tells_every_option),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
