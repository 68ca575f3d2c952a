/* SPDX-License-Identifier: MIT */
/* From a claimed message to the bytes of its mail: texts, invitation, headers; pure. */
#ifndef NOTIFY_LETTER_H
#define NOTIFY_LETTER_H

#include <stdbool.h>
#include <stddef.h>

#include "notify/claim.h"
#include "notify/relay.h"
#include "notify/texts.h"

/* The bytes, which the caller frees; NULL with the fault when the templates cannot say it. */
char *letter_make(const struct claim *claim, const struct relay *relay, const struct texts *texts,
	size_t *size, struct fault *fault);

#endif
