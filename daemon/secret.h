/* SPDX-License-Identifier: MIT */
/* What `copild webhook-secret` does. */
#ifndef SECRET_H
#define SECRET_H

#include <stdbool.h>

#include "base/config.h"
#include "base/fault.h"

/* Prints the secret that the newest signatures of a webhook are made with. False with the fault
 * when there is no key or no such webhook. */
bool secret_print(const struct config *config, const char *webhook, struct fault *fault);

#endif
