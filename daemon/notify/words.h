/* SPDX-License-Identifier: MIT */
/* Any text as the words of one header line, RFC 2047; pure. */
#ifndef NOTIFY_WORDS_H
#define NOTIFY_WORDS_H

/* The text in ASCII on one line: a blank for each control character and each that would turn the
 * direction of writing; encoded words where it is not plain, looks encoded, or has words too long
 * to fold. NULL is "". The caller frees. */
char *words_encode(const char *text);

#endif
