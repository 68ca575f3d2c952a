/* SPDX-License-Identifier: MIT */
/* What `copild bounce` does. */
#ifndef BOUNCE_H
#define BOUNCE_H

#include <stdio.h>

#include "base/config.h"

/* Reads a mail, and tells the database of the message that came back with it; any other mail is
 * passed over. Returns the exit code: COPILD_AGAIN when the database could not be told. */
int bounce_take(const struct config *config, FILE *mail);

#endif
