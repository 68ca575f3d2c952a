/* SPDX-License-Identifier: MIT */
/* Numbers, euros and bars as people write and read them. */
#include "figure.h"

#include "base/alloc.h"
#include "language.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Without the mathematics library, for which this would be all. */
static double magnitude(double number)
{
	return number < 0 ? -number : number;
}

static double rounded(double number)
{
	return magnitude(number) < 9e18 ? (double)(long long)(number + (number < 0 ? -0.5 : 0.5))
					: number;
}

char *figure_number(double number)
{
	/* TRANSLATORS: between thousands; then between whole and decimals */
	const char *thousands = _(",");
	const char *point = _(".");
	char plain[64];
	char *result = NULL;
	size_t size;
	size_t digits;
	FILE *stream = text_stream(&result, &size);

	snprintf(plain, sizeof(plain), "%.2f", magnitude(number) < 1e15 ? magnitude(number) : 1e15);
	digits = strcspn(plain, ".");
	fputs(number <= -0.005 ? "-" : "", stream);
	for (size_t i = 0; i < digits; i++)
		fprintf(stream, "%s%c", i && (digits - i) % 3 == 0 ? thousands : "", plain[i]);
	if (strcmp(plain + digits, ".00"))
		fprintf(stream, "%s%.*s", point, plain[digits + 2] == '0' ? 1 : 2,
			plain + digits + 1);
	fclose(stream);
	return result;
}

char *figure_euros(double euros)
{
	double millions = euros / 1e6;
	bool large = magnitude(millions) >= 1 &&
		     magnitude(millions * 100 - rounded(millions * 100)) < 1e-6;
	char *number = figure_number(large ? millions : euros);
	/* TRANSLATORS: millions of euros; then euros */
	char *words = large ? alloc_format(_("€%sM"), number) : alloc_format(_("€%s"), number);

	free(number);
	return words;
}

char *figure_amount(double number, const char *unit)
{
	char *plain;
	char *words;

	if (!strcmp(unit, "€") || !strcasecmp(unit, "eur") || !strcasecmp(unit, "euros"))
		return figure_euros(number);
	if (!strcmp(unit, "M€") || !strcasecmp(unit, "meur"))
		return figure_euros(number * 1e6);
	plain = figure_number(number);
	if (!strcmp(unit, "%"))
		/* TRANSLATORS: a percentage */
		words = alloc_format(_("%s%%"), plain);
	else
		words = alloc_format("%s %s", plain, unit);
	free(plain);
	return words;
}

char *figure_bar(double percent, unsigned width)
{
	double part = percent < 0 ? 0 : percent > 100 ? 100 : percent;
	unsigned filled = (unsigned)(part * width / 100 + 0.5);
	const char *full = language_is_utf8() ? "█" : "#";
	const char *empty = language_is_utf8() ? "░" : "-";
	char *bar = NULL;
	size_t size;
	FILE *stream = text_stream(&bar, &size);

	if (!filled && part > 0)
		filled = 1;
	if (filled == width && part < 100)
		filled = width - 1;
	for (unsigned i = 0; i < width; i++)
		fputs(i < filled ? full : empty, stream);
	fclose(stream);
	return bar;
}

/* Copies the text without blanks (no-break ones too) and euro signs, its comma a point. False when
 * it does not fit or when a comma may part thousands as well as decimals. */
static bool tidy(const char *text, char *tidied, size_t size)
{
	static const char *const passed[] = {" ", "\u00a0", "\u202f", "€"};
	const char *comma = strchr(text, ',');
	size_t filled = 0;

	if (comma && strspn(comma + 1, "0123456789") == 3)
		return false;
	while (*text) {
		size_t skipped = 0;

		for (size_t i = 0; i < sizeof(passed) / sizeof(*passed) && !skipped; i++)
			if (!strncmp(text, passed[i], strlen(passed[i])))
				skipped = strlen(passed[i]);
		if (!skipped) {
			tidied[filled++] = *text == ',' ? '.' : *text;
			skipped = 1;
		}
		text += skipped;
		if (filled == size)
			return false;
	}
	tidied[filled] = '\0';
	return filled;
}

/* Reads plain digits with an optional sign and decimals, and where they end. */
static bool read_digits(const char *text, double *number, const char **end)
{
	const char *first = text + (*text == '-' || *text == '+');
	size_t length = strspn(first, "0123456789.");

	if (!length || length > 20 || !strspn(first, "0123456789"))
		return false;
	*number = strtod(text, NULL);
	*end = first + length;
	return !memchr(first, '.', length) || !strchr(strchr(first, '.') + 1, '.');
}

bool figure_parse_number(const char *text, double *number)
{
	char tidied[64];
	const char *end;

	return tidy(text, tidied, sizeof(tidied)) && read_digits(tidied, number, &end) && !*end;
}

bool figure_parse_euros(const char *text, double *euros)
{
	static const struct {
		const char *name;
		double factor;
	} scales[] = {{"", 1}, {"k", 1e3}, {"M", 1e6}, {"m", 1e6}, {"Md", 1e9}, {"bn", 1e9}};
	char tidied[64];
	const char *end;

	if (!tidy(text, tidied, sizeof(tidied)) || !read_digits(tidied, euros, &end))
		return false;
	for (size_t i = 0; i < sizeof(scales) / sizeof(*scales); i++)
		if (!strcmp(end, scales[i].name)) {
			*euros = rounded(*euros * scales[i].factor * 100) / 100;
			return true;
		}
	return false;
}
