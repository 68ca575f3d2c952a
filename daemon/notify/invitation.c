/* SPDX-License-Identifier: MIT */
/* One VEVENT by libical. Its instants are written in UTC, so that no zone has to go with them; a
 * meeting without an hour is a whole day. */
#include "notify/invitation.h"

#include <errno.h>
#include <libical/ical.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { MINUTES = 120, MINUTES_MAX = 7 * 24 * 60 }; /* of a meeting */

static const char *text_of(const json_t *calendar, const char *name)
{
	const char *text = json_string_value(json_object_get(calendar, name));
	return text && *text ? text : NULL;
}

/* What iCalendar forbids in a text: control characters but tabs and line ends. The caller frees. */
static char *cleaned(const char *text)
{
	char *copy = alloc_text(text), *to = copy;
	for (const char *from = copy; *from; from++)
		if ((unsigned char)*from >= ' ' || *from == '\n' || *from == '\t')
			*to++ = *from;
	*to = '\0';
	return copy;
}

static void text_add(icalcomponent *event, icalproperty *make(const char *), const char *text)
{
	if (!text)
		return;
	char *clean = cleaned(text);
	if (*clean)
		icalcomponent_add_property(event, make(clean));
	free(clean);
}

static bool is_day(const struct icaltimetype *day)
{
	return day->month >= 1 && day->month <= 12 && day->day >= 1 &&
	       day->day <= icaltime_days_in_month(day->month, day->year);
}

/* The beginning: a day alone, or an instant in UTC. Null when there is none. */
static icaltimetype start_of(const json_t *calendar)
{
	int hour, minute;
	const char *date = text_of(calendar, "date"), *time = text_of(calendar, "time");
	struct icaltimetype start = icaltime_null_date();
	if (!date || sscanf(date, "%4d-%2d-%2d", &start.year, &start.month, &start.day) != 3 ||
		!is_day(&start))
		return icaltime_null_time();
	if (!time || sscanf(time, "%2d:%2d", &hour, &minute) != 2)
		return start;
	start.is_date = 0;
	start.hour = hour;
	start.minute = minute;
	start.second = 0;
	icaltimezone *zone = icaltimezone_get_builtin_timezone(text_of(calendar, "zone"));
	icaltimezone_convert_time(&start, zone ? zone : icaltimezone_get_utc_timezone(),
		icaltimezone_get_utc_timezone());
	start.zone = icaltimezone_get_utc_timezone();
	return start;
}

static int minutes_of(const json_t *calendar)
{
	const json_t *told = json_object_get(calendar, "minutes");
	json_int_t minutes = json_is_integer(told) ? json_integer_value(told) : 0;
	return minutes > 0 && minutes <= MINUTES_MAX ? (int)minutes : MINUTES;
}

static void times_add(icalcomponent *event, const json_t *calendar, icaltimetype start)
{
	icaltimetype end = start;
	if (start.is_date)
		icaltime_adjust(&end, 1, 0, 0, 0);
	else
		icaltime_adjust(&end, 0, 0, minutes_of(calendar), 0);
	icalcomponent_add_property(event, icalproperty_new_dtstart(start));
	icalcomponent_add_property(event, icalproperty_new_dtend(end));
}

/* A parameter cannot hold a double quote. */
static char *parameter_of(const char *name)
{
	char *text = cleaned(name);
	for (char *byte = text; *byte; byte++)
		if (*byte == '"' || *byte == '\n' || *byte == '\t')
			*byte = *byte == '"' ? '\'' : ' ';
	return text;
}

static void contact_add(
	icalcomponent *event, icalproperty *make(const char *), const struct contact *contact)
{
	char *address = alloc_format("mailto:%s", contact->address);
	icalproperty *property = make(address);
	free(address);
	if (contact->name && *contact->name) {
		char *name = parameter_of(contact->name);
		icalproperty_add_parameter(property, icalparameter_new_cn(name));
		free(name);
	}
	icalcomponent_add_property(event, property);
}

static bool is_cancelled(const json_t *calendar)
{
	const char *method = text_of(calendar, "method");
	return json_is_true(json_object_get(calendar, "cancelled")) ||
	       (method && strcmp(method, "CANCEL") == 0);
}

static void event_describe(icalcomponent *event, const json_t *calendar, int64_t stamp)
{
	icaltimetype now =
		icaltime_from_timet_with_zone((time_t)stamp, 0, icaltimezone_get_utc_timezone());
	const char *summary = text_of(calendar, "summary");
	json_int_t sequence = json_integer_value(json_object_get(calendar, "sequence"));
	icalcomponent_add_property(event, icalproperty_new_dtstamp(now));
	icalcomponent_add_property(event, icalproperty_new_sequence((int)sequence));
	icalcomponent_add_property(event,
		icalproperty_new_status(
			is_cancelled(calendar) ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	text_add(event, icalproperty_new_uid, text_of(calendar, "uid"));
	text_add(event, icalproperty_new_summary, summary ? summary : text_of(calendar, "uid"));
	text_add(event, icalproperty_new_location, text_of(calendar, "location"));
	text_add(event, icalproperty_new_description, text_of(calendar, "description"));
}

static char *packed(icalcomponent *event, bool cancelled)
{
	icalcomponent *whole = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT,
		icalproperty_new_prodid("-//copild//copild " COPILD_VERSION "//EN"),
		icalproperty_new_version("2.0"),
		icalproperty_new_method(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST),
		event, NULL);
	char *text = icalcomponent_as_ical_string_r(whole);
	icalcomponent_free(whole);
	return text;
}

bool invitation_init(struct invitation *invitation, const json_t *calendar,
	const struct contact *organizer, const struct contact *attendee, int64_t stamp,
	struct fault *fault)
{
	icaltimetype start = start_of(calendar);
	bool cancelled = is_cancelled(calendar);
	*invitation = (struct invitation){0};
	if (icaltime_is_null_time(start) || !text_of(calendar, "uid")) {
		fault_set(fault, EINVAL, "an invitation needs a date and a uid");
		return false;
	}
	icalcomponent *event = icalcomponent_new_vevent();
	event_describe(event, calendar, stamp);
	times_add(event, calendar, start);
	contact_add(event, icalproperty_new_organizer, organizer);
	contact_add(event, icalproperty_new_attendee, attendee);
	invitation->text = packed(event, cancelled);
	invitation->method = cancelled ? "CANCEL" : "REQUEST";
	return true;
}

void invitation_done(struct invitation *invitation)
{
	free(invitation->text);
	*invitation = (struct invitation){0};
}
