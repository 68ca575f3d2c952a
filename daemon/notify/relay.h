/* SPDX-License-Identifier: MIT */
/* The mail server that takes all mail, as the configuration names it: a value that does not change,
 * counted, since threads hold it. */
#ifndef NOTIFY_RELAY_H
#define NOTIFY_RELAY_H

#include <stdbool.h>

#include "base/config.h"
#include "base/fault.h"
#include "notify/credential.h"
#include "notify/mail.h"

struct relay {
	_Atomic unsigned references;
	char *url;           /* smtp://… or smtps://… */
	bool tls;            /* no mail without */
	char *ca_file;       /* NULL: the system's */
	char *sender;        /* of the envelope, between angle brackets */
	char *from_text;     /* what `from` points into */
	struct contact from; /* of the message */
	struct login login;
	unsigned connect_ms, answer_ms, total_ms;
};

/* The relay of the configuration's section; a NULL relay without a fault ("relay" is empty) is a
 * true. False with the fault when it makes no sense or its credentials cannot be had. */
bool relay_new(struct relay **relay, const struct config *config, struct fault *fault);

struct relay *relay_ref(struct relay *relay);
void relay_unref(struct relay *relay);

#endif
