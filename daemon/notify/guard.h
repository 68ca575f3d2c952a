/* SPDX-License-Identifier: MIT */
/* Which addresses webhooks may connect to: public ones, and the private networks that the
 * configuration names; pure. */
#ifndef NOTIFY_GUARD_H
#define NOTIFY_GUARD_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/fault.h"

struct guard;

/* Networks between blanks: "10.1.0.0/16 fd00::/8"; empty names none. NULL with the fault when it is
 * not that. */
struct guard *guard_new(const char *networks, struct fault *fault);
void guard_free(struct guard *guard);

/* Whether the address, the very one that is about to be connected, may be. */
bool guard_allows(const struct guard *guard, const struct sockaddr *address);

#endif
