/* SPDX-License-Identifier: MIT */
/* Texts as they meet a terminal: made harmless, measured, cut. All are UTF-8. */
#ifndef CLIENT_TEXT_H
#define CLIENT_TEXT_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/* A stream that writes into memory: the text is whole once the stream is closed, and then released
 * with free(). Dies rather than fails. */
FILE *text_stream(char **text, size_t *size) __attribute__((returns_nonnull));

/* A copy in which what could steer a terminal (control characters but line feed and tab, and marks
 * that turn the direction of writing) stands as an escape such as \x1b. Released with free(). */
char *text_clean(const char *text);

/* The same for every string inside the value, in place; the value must not be shared. */
void text_clean_json(json_t *value);

/* The value as one line of JSON, or indented when `pretty`; what could steer a terminal is written
 * as \uXXXX. Released with free(). */
char *text_json(const json_t *value, int pretty);

/* A copy on one line: white space of any kind is one space. Released with free(). */
char *text_line(const char *text);

/* A copy whose blanks do not break. Released with free(). */
char *text_unbroken(const char *text);

/* Columns that the text takes on a terminal. */
size_t text_width(const char *text);

/* Bytes of the longest beginning that takes at most `width` columns. */
size_t text_fit(const char *text, size_t width);

/* A copy that takes at most `width` columns, the cut marked by an ellipsis. Released with free().
 */
char *text_cut(const char *text, size_t width);

/* A copy in capitals (ASCII letters only). Released with free(). */
char *text_upper(const char *text);

/* How many letters one must change, add or leave out to make one text of the other. */
size_t text_distance(const char *one, const char *other);

#endif
