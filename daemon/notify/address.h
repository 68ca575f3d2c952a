/* SPDX-License-Identifier: MIT */
/* Whether a mail address may be told to a mail server; pure. */
#ifndef NOTIFY_ADDRESS_H
#define NOTIFY_ADDRESS_H

#include <stdbool.h>

#include "base/fault.h"

/* A local part without quotes, "@", a domain name; nothing in it that could end a command or a
 * bracket. The fault says what is wrong, without the address. */
bool address_check(const char *address, struct fault *fault);

/* True when only a server with SMTPUTF8 can take it. Of a good address. */
bool address_needs_utf8(const char *address);

/* What stands behind the "@" of a good address. */
const char *address_domain(const char *address);

#endif
