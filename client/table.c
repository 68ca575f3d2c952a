/* SPDX-License-Identifier: MIT */
/* A table on the screen. The widths are settled here, so that a cut is marked and nothing wraps;
 * libsmartcols lays the cells out. */
#include "table.h"

#include "base/alloc.h"
#include "text.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_COLUMNS   12
#define TABLE_GAP       "  "
#define TABLE_NARROWEST 8
#define TABLE_MODEST    16

struct cell {
	char *text;
	enum screen_style style;
};

struct column {
	char *heading;
	int flags;
	size_t width;
	bool used;
};

struct table {
	struct screen *screen;
	unsigned indent;
	struct column columns[TABLE_COLUMNS];
	size_t column_count;
	struct cell *cells; /* row by row */
	size_t cell_count;
	size_t room;
};

struct table *table_new(struct screen *screen, unsigned indent)
{
	struct table *table = alloc_new(sizeof(*table));

	table->screen = screen;
	table->indent = indent;
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->cell_count; i++)
		free(table->cells[i].text);
	for (size_t i = 0; i < table->column_count; i++)
		free(table->columns[i].heading);
	free(table->cells);
	free(table);
}

void table_column(struct table *table, const char *heading, int flags)
{
	struct column *column = &table->columns[table->column_count];

	if (table->column_count == TABLE_COLUMNS)
		return;
	column->heading = alloc_text(heading);
	column->flags = flags;
	table->column_count++;
}

/* The next cell; rows that were left short are filled up. */
static void add_cell(struct table *table, char *text, enum screen_style style)
{
	if (table->cell_count == table->room) {
		table->room = table->room ? table->room * 2 : 64;
		table->cells = alloc_resize(table->cells, table->room * sizeof(*table->cells));
	}
	table->cells[table->cell_count++] = (struct cell){.text = text, .style = style};
}

void table_row(struct table *table)
{
	while (table->cell_count % table->column_count)
		add_cell(table, alloc_text(""), SCREEN_PLAIN);
}

void table_cell(struct table *table, const char *text, enum screen_style style)
{
	add_cell(table, text_line(text ? text : ""), style);
}

static void measure(struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++)
		table->columns[i].width = text_width(table->columns[i].heading);
	for (size_t i = 0; i < table->cell_count; i++) {
		struct column *column = &table->columns[i % table->column_count];
		size_t width = text_width(table->cells[i].text);

		if (width > column->width)
			column->width = width;
		if (width)
			column->used = true;
	}
}

static size_t whole_width(const struct table *table)
{
	size_t width = table->indent;

	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].used)
			width += table->columns[i].width + strlen(TABLE_GAP);
	return width > strlen(TABLE_GAP) ? width - strlen(TABLE_GAP) : width;
}

/* The widest column that has these flags and is wider than that, or NULL. */
static struct column *widest(struct table *table, int flags, size_t least)
{
	struct column *found = NULL;

	for (size_t i = 0; i < table->column_count; i++) {
		struct column *column = &table->columns[i];

		if ((column->flags & flags) != flags || !column->used || column->width <= least)
			continue;
		if (!found || column->width > found->width)
			found = column;
	}
	return found;
}

/* Which column gives way next. */
static struct column *next_to_narrow(struct table *table)
{
	struct column *modest = widest(table, TABLE_LESS, TABLE_MODEST);

	return modest ? modest : widest(table, TABLE_FLEX, TABLE_NARROWEST);
}

/* Narrows what may be cut until the table fits, then cuts the cells. */
static void narrow(struct table *table)
{
	size_t limit = screen_columns(table->screen);
	struct column *column;

	if (!limit)
		return;
	while (whole_width(table) > limit && (column = next_to_narrow(table)))
		column->width--;
	for (size_t i = 0; i < table->cell_count; i++) {
		struct cell *cell = &table->cells[i];
		char *cut = text_cut(cell->text, table->columns[i % table->column_count].width);

		free(cell->text);
		cell->text = cut;
	}
}

static bool has_headings(const struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (*table->columns[i].heading)
			return true;
	return false;
}

static void add_columns(const struct table *table, struct libscols_table *layout)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		struct libscols_column *made;

		if (!column->used)
			continue;
		made = scols_table_new_column(layout, column->heading, 0,
			column->flags & TABLE_RIGHT ? SCOLS_FL_RIGHT : 0);
		scols_cell_set_color(scols_column_get_header(made), screen_sequence(SCREEN_FAINT));
	}
}

static void add_lines(const struct table *table, struct libscols_table *layout)
{
	struct libscols_line *line = NULL;
	size_t place = 0;

	for (size_t i = 0; i < table->cell_count; i++) {
		struct libscols_cell *cell;

		if (i % table->column_count == 0) {
			line = scols_table_new_line(layout, NULL);
			place = 0;
		}
		if (!table->columns[i % table->column_count].used)
			continue;
		cell = scols_line_get_cell(line, place++);
		scols_cell_set_data(cell, table->cells[i].text);
		scols_cell_set_color(cell, screen_sequence(table->cells[i].style));
	}
}

/* Prints the laid-out text set in, without the blanks at the ends of its lines. */
static void print_lines(const struct table *table, const char *text)
{
	while (*text) {
		size_t line = strcspn(text, "\n");
		size_t end = line;

		while (end && text[end - 1] == ' ')
			end--;
		screen_print(table->screen, "%*s%.*s\n", end ? (int)table->indent : 0, "", (int)end,
			text);
		text += line + (text[line] == '\n');
	}
}

void table_print(struct table *table)
{
	struct libscols_table *layout = scols_new_table();
	char *text = NULL;

	table_row(table);
	measure(table);
	narrow(table);
	scols_table_set_column_separator(layout, TABLE_GAP);
	scols_table_enable_noheadings(layout, !has_headings(table));
	scols_table_enable_colors(layout, screen_colours(table->screen));
	scols_table_enable_noencoding(layout, 1);
	/* The widths are settled: the layout must not think of the terminal's again. */
	scols_table_set_termforce(layout, SCOLS_TERMFORCE_NEVER);
	add_columns(table, layout);
	add_lines(table, layout);
	if (!scols_print_table_to_string(layout, &text) && text)
		print_lines(table, text);
	free(text);
	scols_unref_table(layout);
}
