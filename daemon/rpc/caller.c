/* SPDX-License-Identifier: MIT */
/* A caller's life. */
#include "rpc/caller.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

struct caller *caller_new(const char *actor, bool read_only, const char *locale)
{
	struct caller *caller = alloc_new(sizeof(*caller));

	caller->references = 1;
	caller->actor = alloc_text(actor);
	caller->read_only = read_only;
	snprintf(caller->locale, sizeof(caller->locale), "%s", locale);
	return caller;
}

struct caller *caller_ref(struct caller *caller)
{
	caller->references++;
	return caller;
}

void caller_unref(struct caller *caller)
{
	if (!caller || --caller->references > 0)
		return;
	free(caller->actor);
	free(caller);
}
