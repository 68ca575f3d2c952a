/* SPDX-License-Identifier: MIT */
/* The lines of each kind of sheet, one row each. */
#ifndef CLIENT_FORM_H
#define CLIENT_FORM_H

#include "screen.h"

#include <jansson.h>

/* Prints a thing by the form for its noun ("action", "decision" …): its title, then the lines that
 * have something to say. */
void form_print(struct screen *screen, const char *noun, const json_t *thing);

#endif
