/* SPDX-License-Identifier: MIT */
/* A mail as bytes; pure. */
#ifndef NOTIFY_MAIL_H
#define NOTIFY_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct contact {
	const char *name; /* NULL or empty: none */
	const char *address;
};

/* All borrowed; addresses have passed address_check. Other texts may be anything: none of them can
 * make a header. */
struct mail {
	struct contact from, to;
	const struct contact *reply_to;
	size_t reply_to_count;
	const char *uid;    /* Message-ID is <UID@DOMAIN> */
	const char *thread; /* mails with the same one belong together; NULL: alone */
	int64_t date;       /* epoch seconds */
	const char *subject;
	const char *text, *html;     /* UTF-8 */
	const char *calendar;        /* iCalendar, or NULL */
	const char *calendar_method; /* "REQUEST" or "CANCEL" */
};

/* The message with lines of at most 998 bytes that end with CRLF; the same values give the same
 * bytes. The caller frees. */
char *mail_pack(const struct mail *mail, size_t *size);

/* "Name <address>" or an address, cut in place; false with the fault when it is neither. */
bool mail_contact_parse(char *text, struct contact *contact, struct fault *fault);

#endif
