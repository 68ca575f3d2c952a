/* SPDX-License-Identifier: MIT */
/* A message's view with what Mustache cannot ask of a list: whether it has items, how many, and
 * which is the first. */
#ifndef NOTIFY_VIEW_H
#define NOTIFY_VIEW_H

#include <jansson.h>

/* A copy, which the caller releases, in which every list NAME that has items stands beside NAME_any
 * (true), NAME_count and, from two on, NAME_many (true); of its objects the first has "first" and
 * the last "last" (true). What the view says itself stays. */
json_t *view_with_counts(const json_t *view);

#endif
