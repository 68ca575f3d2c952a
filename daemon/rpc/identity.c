/* SPDX-License-Identifier: MIT */
/* One look-up in the user data base, on a worker's thread. */
#include "rpc/identity.h"

#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"

#define SMALLEST_ENTRY 1024
#define LARGEST_ENTRY  (1024 * 1024)

struct identity {
	uid_t uid;
	char *actor; /* written on the thread, read on the loop after it has ended */
	identity_found *found;
	void *context;
};

const char *identity_known(uid_t uid)
{
	return uid == 0 || uid == geteuid() ? "administrator" : NULL;
}

/* getpwuid_r() says in several ways that there is no such user, see its manual. */
static bool errno_is_absence(int error)
{
	return error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM;
}

static char *identity_look_up(uid_t uid)
{
	size_t size = SMALLEST_ENTRY;
	char *room = alloc_new(size);
	char *actor = NULL;
	struct passwd entry;
	struct passwd *user;
	int error;

	while ((error = getpwuid_r(uid, &entry, room, size, &user)) == ERANGE &&
		size < LARGEST_ENTRY) {
		size *= 2;
		room = alloc_resize(room, size);
	}
	if (user)
		actor = alloc_format("user:%s", user->pw_name);
	else if (errno_is_absence(error))
		actor = alloc_format("user:#%u", uid);
	free(room);
	return actor;
}

static void identity_work(void *argument)
{
	struct identity *identity = argument;

	identity->actor = identity_look_up(identity->uid);
}

static void identity_drop(void *argument)
{
	struct identity *identity = argument;

	free(identity->actor);
	free(identity);
}

static void identity_done(void *argument)
{
	struct identity *identity = argument;

	if (identity->found)
		identity->found(identity->context, identity->actor);
	identity_drop(identity);
}

struct identity *identity_find(
	struct worker *worker, uid_t uid, identity_found *found, void *context)
{
	struct identity *identity = alloc_new(sizeof(*identity));

	identity->uid = uid;
	identity->found = found;
	identity->context = context;
	if (worker_run(worker, identity_work, identity_done, identity_drop, identity))
		return identity;
	free(identity);
	return NULL;
}

void identity_forget(struct identity *identity)
{
	if (identity)
		identity->found = NULL;
}
