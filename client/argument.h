/* SPDX-License-Identifier: MIT */
/* Words such as "plan=LR" as a method's parameters, by the types that the server gives them; pure.
 */
#ifndef CLIENT_ARGUMENT_H
#define CLIENT_ARGUMENT_H

#include "base/fault.h"

#include <jansson.h>

/* The parameters in the words (an array of strings, may be NULL); `descriptors` are the method's
 * params in OpenRPC's way (may be NULL: all are texts then). "name:=…" takes JSON as it is, a name
 * of an array may come again. The caller owns the result; NULL with a reason. */
json_t *argument_parse(const json_t *descriptors, const json_t *words, struct fault *fault);

#endif
