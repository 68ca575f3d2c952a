/* SPDX-License-Identifier: MIT */
/* What is printed: gathered in memory, then written at once in the terminal's own letters. */
#ifndef CLIENT_SCREEN_H
#define CLIENT_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct screen;

enum screen_style {
	SCREEN_PLAIN,
	SCREEN_BOLD,
	SCREEN_FAINT,
	SCREEN_RED,
	SCREEN_YELLOW,
	SCREEN_GREEN,
	SCREEN_CYAN,
};

/* `columns` is the width asked for, 0 for the terminal's own (no limit when it is none); colours
 * only when `colours`, on a terminal, and without NO_COLOR. Owned by the caller. */
struct screen *screen_new(unsigned columns, bool colours);
void screen_free(struct screen *screen);

/* The stream that gathers. */
FILE *screen_stream(struct screen *screen);

/* Columns that tables may take; 0 for any number. */
unsigned screen_columns(const struct screen *screen);

/* Columns that running text may take; never 0. */
unsigned screen_measure(const struct screen *screen);

/* Whether colours are wanted. */
bool screen_colours(const struct screen *screen);

/* What puts a terminal into that style; NULL for SCREEN_PLAIN. */
const char *screen_sequence(enum screen_style style);

void screen_print(struct screen *screen, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A text in that style, nothing after it. */
void screen_styled(struct screen *screen, enum screen_style style, const char *text);

/* A heading on a line of its own, a blank line before it unless it is the first line. */
void screen_heading(struct screen *screen, const char *text);

/* Text broken between words and set in by `indent` columns; its own line feeds stay. */
void screen_paragraph(struct screen *screen, unsigned indent, const char *text);

/* The same, but the first row goes on where the screen is (at column `indent`). */
void screen_hanging(struct screen *screen, unsigned indent, const char *text);

/* A label, then its text beside it from the same column whatever the label's width, which is at
 * most `width`. */
void screen_labelled(
	struct screen *screen, unsigned indent, const char *label, size_t width, const char *text);

/* Writes what was gathered to standard output; false (errno set) when it could not be written. A
 * reader that has gone away is no failure. */
bool screen_flush(struct screen *screen);

/* Writes one text to standard error in the terminal's own letters, with a line feed. */
void screen_complain(const char *text);

#endif
