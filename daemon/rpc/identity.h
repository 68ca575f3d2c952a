/* SPDX-License-Identifier: MIT */
/* The actor behind a user number, in the words of core.act. The user data base may be on a network,
 * so it is asked off the loop. */
#ifndef RPC_IDENTITY_H
#define RPC_IDENTITY_H

#include <sys/types.h>

#include "base/worker.h"

/* "administrator" for root and for the user that the daemon runs as, NULL for all others. */
const char *identity_known(uid_t uid);

/* "user:NAME", or "user:#UID" for a number without a name; NULL when it could not be found out.
 * The text is valid during the call. */
typedef void identity_found(void *context, const char *actor);

struct identity;

/* Asks; `found` is called once from the loop, and the look-up is gone then. NULL when nobody could
 * be asked. */
struct identity *identity_find(
	struct worker *worker, uid_t uid, identity_found *found, void *context);

/* Its `found` will not be called. NULL is fine. */
void identity_forget(struct identity *identity);

#endif
