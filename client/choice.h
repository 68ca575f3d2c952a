/* SPDX-License-Identifier: MIT */
/* Asking the person which of several parties was meant. */
#ifndef CLIENT_CHOICE_H
#define CLIENT_CHOICE_H

#include <jansson.h>
#include <stdbool.h>

/* When the error says that a name is ambiguous and a person is at the terminal, asks which is meant
 * and puts the answer into the parameters; true when the call is worth trying again. */
bool choice_settle(const json_t *error, json_t *params);

#endif
