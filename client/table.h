/* SPDX-License-Identifier: MIT */
/* A table on the screen: columns as wide as needed, some cut when the screen is narrower. */
#ifndef CLIENT_TABLE_H
#define CLIENT_TABLE_H

#include "screen.h"

enum table_column {
	TABLE_LEFT = 0,
	TABLE_RIGHT = 1, /* for numbers */
	TABLE_FLEX = 2,  /* may be cut, the widest first */
	TABLE_LESS = 6,  /* may be cut, and is before the others */
};

struct table;

/* A table set in by `indent` columns, without heading line when no column has a heading. Owned by
 * the caller. */
struct table *table_new(struct screen *screen, unsigned indent);
void table_free(struct table *table);

/* A column more, before the first row; a heading may be "". */
void table_column(struct table *table, const char *heading, int flags);

/* A new row, and its cells in order; texts are copied, on one line, NULL being empty. */
void table_row(struct table *table);
void table_cell(struct table *table, const char *text, enum screen_style style);

/* Prints it; columns in which every cell is empty are left out. */
void table_print(struct table *table);

#endif
