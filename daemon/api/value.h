/* SPDX-License-Identifier: MIT */
/* One JSON value as PostgreSQL's text for it, if it is what the parameter's row asks for; pure. */
#ifndef API_VALUE_H
#define API_VALUE_H

#include <jansson.h>
#include <stdbool.h>

#include "api/method.h"

/* The text, which the caller frees, or NULL when the value does not fit. The value is not JSON
 * null. */
char *value_text(const struct param *param, json_t *value);

/* True for a day of the calendar, written "YYYY-MM-DD". */
bool value_is_date(const char *text);

#endif
