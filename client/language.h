/* SPDX-License-Identifier: MIT */
/* Which language and which letters the person at the terminal reads. */
#ifndef CLIENT_LANGUAGE_H
#define CLIENT_LANGUAGE_H

#include <libintl.h>
#include <stdbool.h>

#define _(text)  gettext(text)
#define N_(text) (text)

/* Marks both forms of a phrase with a number for translation. */
#define PLURAL(one, many) one, many

/* Chooses the language ("fr" or "en") by LC_ALL, LC_MESSAGES or LANG, loads its texts and sets the
 * process to count in UTF-8. Called once, before anything is printed. */
void language_init(void);

/* Takes another language than the environment's; false when it is neither "fr" nor "en". */
bool language_choose(const char *name);

/* "fr" or "en". */
const char *language_name(void);

/* The name of the terminal's character set, such as "UTF-8" or "ANSI_X3.4-1968". */
const char *language_charset(void);

/* Whether the terminal's character set is UTF-8. */
bool language_is_utf8(void);

#endif
