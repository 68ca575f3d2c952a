/* SPDX-License-Identifier: MIT */
/* An invitation to a meeting as iCalendar; pure. */
#ifndef NOTIFY_INVITATION_H
#define NOTIFY_INVITATION_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "notify/mail.h"

struct invitation {
	char *text;         /* lines end with CRLF */
	const char *method; /* "REQUEST" or "CANCEL" */
};

/* Makes it from the calendar of a claim: "uid", "sequence", "method" or "cancelled", "date"
 * ("2014-06-24"), "time" ("14:30", none: the whole day), "zone", "minutes" (of duration),
 * "summary", "location", "description"; organiser and attendee are contacts. `stamp` is in epoch
 * seconds. False with the fault when there is no date or uid. The caller calls invitation_done. */
bool invitation_init(struct invitation *invitation, const json_t *calendar,
	const struct contact *organizer, const struct contact *attendee, int64_t stamp,
	struct fault *fault);
void invitation_done(struct invitation *invitation);

#endif
