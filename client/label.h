/* SPDX-License-Identifier: MIT */
/* The protocol's words (states, priorities, roles, kinds, verbs) as people say them. */
#ifndef CLIENT_LABEL_H
#define CLIENT_LABEL_H

#include "screen.h"

/* "in progress" for "in_progress"; the word itself when there is no better. Not to be freed. */
const char *label_of(const char *word);

/* The protocol's word that a person means by that text ("en cours" is "in_progress", case ignored),
 * or the text itself. Not to be freed. */
const char *label_parse(const char *text);

/* The style a state is shown in. */
enum screen_style label_style(const char *state);

#endif
