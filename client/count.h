/* SPDX-License-Identifier: MIT */
/* What a plan's totals are made of, in words with right plurals: "4 open, 2 decided". */
#ifndef CLIENT_COUNT_H
#define CLIENT_COUNT_H

#include <jansson.h>

/* From the answer to plan.status; parts that are none are left out. Released with free(). */
char *count_leads(const json_t *status);
char *count_decisions(const json_t *status);
char *count_actions(const json_t *status);

#endif
