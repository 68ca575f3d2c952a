/* SPDX-License-Identifier: MIT */
/* Characters that would end a line of mail, or hide what stands there; pure. */
#ifndef NOTIFY_CONTROL_H
#define NOTIFY_CONTROL_H

#include <stddef.h>

/* How many bytes at `text`, which is UTF-8 and ends with NUL or with a whole character, are such a
 * character; 0 when none is. NUL is one of them. */
size_t control_size(const char *text);

#endif
