/* SPDX-License-Identifier: MIT */
/* Checks a value against its parameter's row and writes it as PostgreSQL reads it. */
#include "api/value.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Beyond this a double does not tell neighbouring integers apart. */
#define EXACT_LIMIT 9007199254740992.0

bool value_is_date(const char *text)
{
	static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	static const char shape[] = "dddd-dd-dd";
	if (strlen(text) != sizeof shape - 1)
		return false;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != '-')
			return false;
	unsigned long year = strtoul(text, NULL, 10);
	unsigned long month = strtoul(text + 5, NULL, 10);
	unsigned long day = strtoul(text + 8, NULL, 10);
	if (year < 1 || month < 1 || month > 12)
		return false;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day >= 1 && day <= lengths[month - 1] + (month == 2 && leap);
}

static json_int_t characters(const char *text)
{
	json_int_t count = 0;
	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static bool is_choice(const json_t *choices, const char *text)
{
	size_t i;
	json_t *choice;
	json_array_foreach (choices, i, choice)
		if (json_is_string(choice) && strcmp(json_string_value(choice), text) == 0)
			return true;
	return false;
}

/* The text of a string that fits, borrowed from it; NULL when it does not. */
static const char *string_fit(const struct param *param, const json_t *value)
{
	const char *text = json_string_value(value);
	/* PostgreSQL's text cannot hold a NUL, and would end at it. */
	if (!text || strlen(text) != json_string_length(value))
		return NULL;
	if (param->max_length >= 0 && characters(text) > param->max_length)
		return NULL;
	if (param->choices && !is_choice(param->choices, text))
		return NULL;
	if (param->date && !value_is_date(text))
		return NULL;
	if (param->has_pattern && regexec(&param->pattern, text, 0, NULL, 0) != 0)
		return NULL;
	return text;
}

static bool in_range(const struct param *param, double number)
{
	return number >= param->minimum && number <= param->maximum;
}

static char *integer_text(const struct param *param, const json_t *value)
{
	double number = json_number_value(value);
	if (!json_is_number(value) || !in_range(param, number))
		return NULL;
	if (json_is_integer(value))
		return alloc_format("%" JSON_INTEGER_FORMAT, json_integer_value(value));
	if (number < -EXACT_LIMIT || number > EXACT_LIMIT || number != (double)(int64_t)number)
		return NULL;
	return alloc_format("%" PRId64, (int64_t)number);
}

/* The shortest digits that read back as the same number: 0.1 stays "0.1". */
static char *real_text(double number)
{
	char text[40];
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, number);
		if (strtod(text, NULL) == number)
			break;
	}
	return alloc_text(text);
}

static char *number_text(const struct param *param, const json_t *value)
{
	if (!json_is_number(value) || !in_range(param, json_number_value(value)))
		return NULL;
	if (json_is_integer(value))
		return alloc_format("%" JSON_INTEGER_FORMAT, json_integer_value(value));
	return real_text(json_real_value(value));
}

static char *dumped(const json_t *value)
{
	return json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
}

static char *single_text(const struct param *param, const json_t *value)
{
	switch (param->kind) {
	case PARAM_STRING:
		return alloc_text(string_fit(param, value));
	case PARAM_INTEGER:
		return integer_text(param, value);
	case PARAM_NUMBER:
		return number_text(param, value);
	case PARAM_BOOLEAN:
		return json_is_boolean(value) ? alloc_text(json_is_true(value) ? "true" : "false")
					      : NULL;
	case PARAM_OBJECT:
		return json_is_object(value) ? dumped(value) : NULL;
	case PARAM_ANY:
		return dumped(value);
	}
	return NULL;
}

/* Quoted always, so that neither `null`, blanks, braces nor commas mean anything. */
static void put_element(FILE *stream, const char *text)
{
	putc('"', stream);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putc('\\', stream);
		putc(*text, stream);
	}
	putc('"', stream);
}

static bool put_elements(FILE *stream, const struct param *param, const json_t *array)
{
	size_t i;
	json_t *item;
	json_array_foreach (array, i, item) {
		char *text = single_text(param, item);
		if (!text)
			return false;
		if (i > 0)
			putc(',', stream);
		put_element(stream, text);
		free(text);
	}
	return true;
}

static char *array_text(const struct param *param, const json_t *array)
{
	char *text;
	size_t size;
	if (!json_is_array(array))
		return NULL;
	FILE *stream = open_memstream(&text, &size);
	if (!stream)
		abort();
	putc('{', stream);
	bool fits = put_elements(stream, param, array);
	putc('}', stream);
	fclose(stream);
	if (fits)
		return text;
	free(text);
	return NULL;
}

char *value_text(const struct param *param, json_t *value)
{
	return param->array ? array_text(param, value) : single_text(param, value);
}
