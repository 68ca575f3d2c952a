/* SPDX-License-Identifier: MIT */
/* What the journal tells, in words. */
#ifndef CLIENT_ACT_H
#define CLIENT_ACT_H

#include <jansson.h>

/* "postponement" for "action.postpone"; the method's name where there is no word. Released with
 * free(). */
char *act_words(const char *method);

/* Who did it: a person's name, or the administrator. Released with free(). */
char *act_who(const json_t *act);

/* The fields that changed, "progress: 0 → 40"; NULL when there is nothing to tell. Released with
 * free(). */
char *act_changes(const json_t *changes);

#endif
