/* SPDX-License-Identifier: MIT */
/* Days and instants as people write and read them. */
#ifndef CLIENT_DATE_H
#define CLIENT_DATE_H

#include <jansson.h>

/* "21 June 2014" for "2014-06-21"; a copy of what is no such day. Released with free(). */
char *date_words(const char *day);

/* Who is asked for the caller's zone ("Europe/Paris") when the first instant is to be shown, once,
 * and not at all where TZ says which zone is wanted. What is answered is released with free(); NULL
 * leaves the terminal's zone. */
void date_ask_zone(char *(*ask)(void *context), void *context);

/* Day and time of day, in the caller's zone, of an instant such as "2014-05-12T08:00:00Z"; a copy
 * of what is none. Released with free(). */
char *date_moment_words(const char *instant);

/* The zone that must be named since an instant was shown in it that is another hour for the
 * terminal; NULL when there is none. */
const char *date_foreign_zone(void);

/* How far a day is: "in 5 days", "today", "3 days late". Released with free(). */
char *date_distance(json_int_t days);

/* A day as the server wants it, from "2014-06-21" or "21/06/2014"; NULL for anything else. Released
 * with free(). */
char *date_parse(const char *text);

/* An hour as the server wants it ("14:30"), from "14:30", "14 h 30", "14h30", "14h" or "14"; NULL
 * for anything else. Released with free(). */
char *date_parse_hour(const char *text);

/* "14:30" as people write it; a copy of what is no such hour. Released with free(). */
char *date_hour_words(const char *hour);

/* A day in words with the hours of that day: "21 June 2014, 14:00–17:30". `ends` may be NULL.
 * Released with free(). */
char *date_hours(const char *day, const char *starts, const char *ends);

/* What was said and the last day reckoned from it: "by summer (30 June 2014)". Either may be NULL;
 * NULL when both are. Released with free(). */
char *date_said(const char *said, const char *last_day);

#endif
