/* SPDX-License-Identifier: MIT */
/* Days and instants as people write and read them. */
#include "date.h"

#include "base/alloc.h"
#include "language.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Of the names of zones: none leads out of the folder. */
#define ZONE_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/"

static const char *const months[] = {
	N_("January"),
	N_("February"),
	N_("March"),
	N_("April"),
	N_("May"),
	N_("June"),
	N_("July"),
	N_("August"),
	N_("September"),
	N_("October"),
	N_("November"),
	N_("December"),
};

static bool possible(int year, int month, int day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool read_day(const char *text, int *year, int *month, int *day)
{
	int length = 0;

	return sscanf(text, "%4d-%2d-%2d%n", year, month, day, &length) == 3 && length == 10 &&
	       !text[10] && possible(*year, *month, *day);
}

static char *day_words(int year, int month, int day)
{
	const char *name = _(months[month - 1]);

	if (day == 1)
		/* TRANSLATORS: the first of a month: month, year */
		return alloc_format(_("1 %s %d"), name, year);
	/* TRANSLATORS: day, month, year */
	return alloc_format(_("%d %s %d"), day, name, year);
}

char *date_words(const char *day)
{
	int year;
	int month;
	int number;

	if (!read_day(day, &year, &month, &number))
		return alloc_text(day);
	return day_words(year, month, number);
}

/* Seconds since 1970 of a whole instant with its offset from UTC ("Z", "+02", "+02:00"). */
static bool read_instant(const char *text, time_t *result)
{
	struct tm broken = {0};
	const char *rest = strptime(text, "%Y-%m-%d", &broken);
	int hours = 0;
	int minutes = 0;
	char sign = '+';

	if (!rest || !strchr("T ", *rest) || !(rest = strptime(rest + 1, "%H:%M:%S", &broken)))
		return false;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (strcmp(rest, "Z") && sscanf(rest, "%c%2d:%2d", &sign, &hours, &minutes) < 2)
		return false;
	*result = timegm(&broken) - (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return true;
}

static struct {
	char *(*ask)(void *context);
	void *context;
	char *name;   /* NULL for the terminal's own */
	bool foreign; /* it made a difference */
} zone;

/* Whether this machine knows the zone; TZ takes any other word for a name of UTC. */
static bool known(const char *name)
{
	char *path = alloc_format("/usr/share/zoneinfo/%s", name);
	bool result = !name[strspn(name, ZONE_LETTERS)] && !access(path, R_OK);

	free(path);
	return result;
}

void date_ask_zone(char *(*ask)(void *context), void *context)
{
	zone.ask = getenv("TZ") ? NULL : ask;
	zone.context = context;
}

const char *date_foreign_zone(void)
{
	return zone.foreign ? zone.name : NULL;
}

/* The caller's zone; asks for it at the first instant. */
static const char *find_zone(void)
{
	if (zone.ask)
		zone.name = zone.ask(zone.context);
	zone.ask = NULL;
	if (zone.name && !known(zone.name)) {
		free(zone.name);
		zone.name = NULL;
	}
	return zone.name;
}

/* An instant as clocks show it where the caller is. */
static bool local_time(time_t seconds, struct tm *local)
{
	const char *name = find_zone();
	struct tm here;

	if (!localtime_r(&seconds, &here))
		return false;
	*local = here;
	if (!name)
		return true;
	setenv("TZ", name, 1);
	tzset();
	localtime_r(&seconds, local);
	unsetenv("TZ");
	tzset();
	zone.foreign = zone.foreign || local->tm_gmtoff != here.tm_gmtoff;
	return true;
}

char *date_moment_words(const char *instant)
{
	struct tm here;
	time_t seconds;
	char *day;
	char *words;

	if (!read_instant(instant, &seconds) || !local_time(seconds, &here))
		return date_words(instant);
	day = day_words(here.tm_year + 1900, here.tm_mon + 1, here.tm_mday);
	/* TRANSLATORS: a day, then hours and minutes */
	words = alloc_format(_("%s %02d:%02d"), day, here.tm_hour, here.tm_min);
	free(day);
	return words;
}

char *date_distance(json_int_t days)
{
	if (!days)
		return alloc_text(_("today"));
	if (days == 1)
		return alloc_text(_("tomorrow"));
	if (days > 0)
		return alloc_format(ngettext("in %lld day", "in %lld days", (unsigned long)days),
			(long long)days);
	return alloc_format(ngettext("%lld day late", "%lld days late", (unsigned long)-days),
		(long long)-days);
}

char *date_parse(const char *text)
{
	int year;
	int month;
	int day;
	int length = 0;

	if (read_day(text, &year, &month, &day))
		return alloc_text(text);
	if (sscanf(text, "%2d/%2d/%4d%n", &day, &month, &year, &length) != 3 || text[length] ||
		!possible(year, month, day))
		return NULL;
	return alloc_format("%04d-%02d-%02d", year, month, day);
}

/* Behind the blanks, the no-break ones of French too. */
static const char *past_blanks(const char *text)
{
	static const char *const blanks[] = {" ", "\u00a0", "\u202f"};
	size_t i = 0;

	while (i < sizeof(blanks) / sizeof(*blanks)) {
		size_t length = strlen(blanks[i]);
		bool here = !strncmp(text, blanks[i], length);

		text += here ? length : 0;
		i = here ? 0 : i + 1;
	}
	return text;
}

/* Steps over a number with so many digits, or two, and the blanks behind it; -1 for none. */
static int take_number(const char **text, size_t digits)
{
	size_t length = strspn(*text, "0123456789");
	int number = length >= digits && length <= 2 ? (int)strtol(*text, NULL, 10) : -1;

	*text = past_blanks(*text + length);
	return number;
}

char *date_parse_hour(const char *text)
{
	int hour = take_number(&text, 1);
	int minute = 0;
	bool letter = *text == 'h' || *text == 'H';

	if (letter || *text == ':') {
		text = past_blanks(text + 1);
		if (*text || !letter)
			minute = take_number(&text, 2);
	}
	if (*text || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return NULL;
	return alloc_format("%02d:%02d", hour, minute);
}

char *date_hour_words(const char *hour)
{
	int hours;
	int minutes;
	int length = 0;

	if (sscanf(hour, "%2d:%2d%n", &hours, &minutes, &length) != 2 || length != 5 ||
		hour[length])
		return alloc_text(hour);
	if (!minutes)
		/* TRANSLATORS: a full hour */
		return alloc_format(_("%d:00"), hours);
	/* TRANSLATORS: an hour and its minutes */
	return alloc_format(_("%d:%02d"), hours, minutes);
}

char *date_hours(const char *day, const char *starts, const char *ends)
{
	char *first = date_hour_words(starts);
	char *last = ends ? date_hour_words(ends) : NULL;
	/* TRANSLATORS: of a meeting: the day and the hour; the day, the hour, that of the end */
	char *words = ends ? alloc_format(_("%s, %s–%s"), day, first, last)
			   : alloc_format(_("%s, %s"), day, first);

	free(last);
	free(first);
	return words;
}

/* Whether the words say no more than the day does. */
static bool is_day(const char *said)
{
	char *day = date_parse(said);
	bool result = day;

	free(day);
	return result;
}

char *date_said(const char *said, const char *last_day)
{
	char *day = last_day ? date_words(last_day) : NULL;
	char *words;

	if (!said || (day && is_day(said)))
		return day;
	if (!day)
		return alloc_text(said);
	words = alloc_format("%s (%s)", said, day);
	free(day);
	return words;
}
