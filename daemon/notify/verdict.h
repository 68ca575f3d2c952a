/* SPDX-License-Identifier: MIT */
/* What became of one attempt to deliver, from what the transfer saw; pure. */
#ifndef NOTIFY_VERDICT_H
#define NOTIFY_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum verdict_kind {
	VERDICT_SENT,       /* the other side has it */
	VERDICT_RELEASED,   /* never tried */
	VERDICT_UNWRITABLE, /* it cannot be written: nobody was asked to take it */
	VERDICT_RETRY,      /* tried; nothing was handed over */
	VERDICT_REFUSED,    /* for good */
	VERDICT_AMBIGUOUS,  /* handed over without an answer: it may have arrived */
	VERDICT_DEFERRED,   /* handed over and refused for now */
};

enum { VERDICT_TEXT = 500 };
struct verdict {
	enum verdict_kind kind;
	bool recipient;              /* the server refused the address itself */
	bool host;                   /* the host's fault: other messages to it would fare alike */
	bool crowded;                /* the host wants fewer connections or messages */
	bool alarm;                  /* an operator must act before it can go well */
	int code;                    /* the server's number, or 0 */
	unsigned retry_after;        /* seconds that the server asked for, or 0 */
	char text[VERDICT_TEXT + 1]; /* one line of UTF-8 for people, without secrets */
};

/* How far a dialogue with a mail server has come: the last command that was sent. */
enum mail_stage {
	MAIL_CONNECT, /* none yet */
	MAIL_HELLO,
	MAIL_TLS,
	MAIL_AUTH,
	MAIL_SENDER,
	MAIL_RECIPIENT,
	MAIL_DATA,
};

/* What the transfer of a mail saw. */
struct mail_report {
	int curl;  /* CURLcode */
	long code; /* the server's last number, or 0 */
	enum mail_stage stage;
	bool body_done;    /* the whole body was taken: the dot may have been sent */
	bool utf8_missing; /* given up, since the server does not take such an address */
	bool stopped;      /* given up by this daemon: it stops, or its lease passes */
	const char *line;  /* the server's last line, or curl's words */
};

/* What the transfer of a webhook saw. */
struct webhook_report {
	int curl;
	long code;    /* of the answer, or 0 */
	bool sent;    /* the request may have left */
	bool guarded; /* the address is one that webhooks must not reach */
	bool stopped;
	unsigned retry_after;
	const char *line;
};

/* The word for it in core.outbox_finish. */
const char *verdict_word(enum verdict_kind kind);

struct verdict verdict_of_mail(const struct mail_report *report);
struct verdict verdict_of_webhook(const struct webhook_report *report);

/* The verdict of something that went wrong without an attempt. */
struct verdict verdict_new(enum verdict_kind kind, const char *text);

/* True where an enhanced status code (RFC 3463, "5.1.1") says that the address is what is wrong. */
bool status_blames_recipient(const char *status);

/* Seconds of a Retry-After, a day at most: "120", or a date beside `now` (epoch); 0 for none. */
unsigned verdict_retry_after(const char *value, int64_t now);

#endif
