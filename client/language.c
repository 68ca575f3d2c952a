/* SPDX-License-Identifier: MIT */
/* The language comes from the environment's names alone, never from the locales that happen to be
 * installed: inside, everything runs in C.UTF-8, which is always there, and LANGUAGE picks the
 * translation. */
#include "language.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static char language[3] = "en";
static char charset[64] = "UTF-8";

/* The first of the variables that says something, or "C". */
static const char *first_set(const char *const *names)
{
	for (; *names; names++) {
		const char *value = getenv(*names);

		if (value && *value)
			return value;
	}
	return "C";
}

static void find_charset(void)
{
	const char *name = first_set((const char *const[]){"LC_ALL", "LC_CTYPE", "LANG", NULL});
	const char *dot = strchr(name, '.');

	if (setlocale(LC_CTYPE, ""))
		snprintf(charset, sizeof(charset), "%s", nl_langinfo(CODESET));
	else if (dot && (!strncasecmp(dot, ".utf-8", 6) || !strncasecmp(dot, ".utf8", 5)))
		snprintf(charset, sizeof(charset), "UTF-8");
	else
		snprintf(charset, sizeof(charset), "ANSI_X3.4-1968");
}

/* Beside the program where it was built and not installed, as in build/. */
static const char *find_texts(void)
{
	static char beside[1024];
	const char *folder = getenv("COPILCTL_LOCALEDIR");
	ssize_t size = readlink("/proc/self/exe", beside, sizeof(beside) - sizeof("/locale"));

	if (folder && *folder)
		return folder;
	beside[size > 0 ? size : 0] = '\0';
	char *slash = strrchr(beside, '/');
	if (!slash)
		return COPILD_LOCALE_DIR;
	snprintf(slash, sizeof(beside) - (size_t)(slash - beside), "/locale");
	return access(beside, X_OK) ? COPILD_LOCALE_DIR : beside;
}

static void load_texts(void)
{
	setenv("LANGUAGE", language, 1);
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "en_US.UTF-8");
	setlocale(LC_NUMERIC, "C");
	bindtextdomain("copilctl", find_texts());
	bind_textdomain_codeset("copilctl", "UTF-8");
	textdomain("copilctl");
}

void language_init(void)
{
	const char *name = first_set((const char *const[]){"LC_ALL", "LC_MESSAGES", "LANG", NULL});

	find_charset();
	snprintf(language, sizeof(language), "%s", strncasecmp(name, "fr", 2) ? "en" : "fr");
	load_texts();
}

bool language_choose(const char *name)
{
	if (strcmp(name, "fr") && strcmp(name, "en"))
		return false;
	snprintf(language, sizeof(language), "%s", name);
	load_texts();
	return true;
}

const char *language_name(void)
{
	return language;
}

const char *language_charset(void)
{
	return charset;
}

bool language_is_utf8(void)
{
	return !strcasecmp(charset, "UTF-8");
}
