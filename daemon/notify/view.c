/* SPDX-License-Identifier: MIT */
/* Walks a view once. Its depth is what the daemon lets in from PostgreSQL; deeper than templates
 * can go nothing is added. */
#include "notify/view.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "notify/template.h"

static void value_count(json_t *value, unsigned depth);

/* Takes the value, unless the view says something of that name itself. */
static void say(json_t *object, const char *name, json_t *value)
{
	if (json_object_get(object, name))
		json_decref(value);
	else
		json_object_set_new(object, name, value);
}

static void say_of(json_t *object, const char *list, const char *what, json_t *value)
{
	char *name = alloc_format("%s_%s", list, what);

	say(object, name, value);
	free(name);
}

static void list_count(json_t *list, unsigned depth)
{
	size_t size = json_array_size(list), i;
	json_t *item;

	json_array_foreach (list, i, item) {
		value_count(item, depth + 1);
		if (json_is_object(item) && i == 0)
			say(item, "first", json_true());
		if (json_is_object(item) && i == size - 1)
			say(item, "last", json_true());
	}
}

static void object_count(json_t *object, unsigned depth)
{
	json_t *lists = json_object(), *value;
	const char *name;

	json_object_foreach (object, name, value) {
		value_count(value, depth + 1);
		if (json_array_size(value) > 0)
			json_object_set(lists, name, value);
	}
	json_object_foreach (lists, name, value) {
		say_of(object, name, "any", json_true());
		say_of(object, name, "count", json_integer((json_int_t)json_array_size(value)));
		if (json_array_size(value) > 1)
			say_of(object, name, "many", json_true());
	}
	json_decref(lists);
}

static void value_count(json_t *value, unsigned depth)
{
	if (depth > TEMPLATE_DEPTH_MAX)
		return;
	if (json_is_object(value))
		object_count(value, depth);
	else if (json_is_array(value))
		list_count(value, depth);
}

json_t *view_with_counts(const json_t *view)
{
	json_t *counted = json_deep_copy(view);

	value_count(counted, 0);
	return counted;
}
