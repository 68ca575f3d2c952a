/* SPDX-License-Identifier: MIT */
/* Delivery status notifications (RFC 3464): mail by which a server says that it could not deliver a
 * message which it, or another one, had taken. Pure. */
#ifndef NOTIFY_DSN_H
#define NOTIFY_DSN_H

#include <stdbool.h>
#include <stddef.h>

#include "notify/verdict.h"

struct dsn {
	char *uid;              /* of the message that came back */
	char *final, *original; /* addresses: where it went, and where it was sent; or NULL */
	struct verdict verdict; /* refused, with the server's words */
};

/* False for any other mail, for notifications of delays and successes, and when the message that
 * came back has no identifier as copild gives them. */
bool dsn_init(struct dsn *dsn, const char *bytes, size_t size);
void dsn_done(struct dsn *dsn);

#endif
