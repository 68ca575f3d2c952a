/* SPDX-License-Identifier: MIT */
/* What is printed: gathered in memory, so that one place knows about widths, colours, character
 * sets and readers that go away. */
#include "screen.h"

#include "base/alloc.h"
#include "language.h"
#include "text.h"

#include <errno.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct screen {
	FILE *stream;
	char *memory;
	size_t size;
	unsigned columns;
	bool colours;
};

static const char *const styles[] = {
	[SCREEN_PLAIN] = NULL,
	[SCREEN_BOLD] = "\033[1m",
	[SCREEN_FAINT] = "\033[2m",
	[SCREEN_RED] = "\033[31m",
	[SCREEN_YELLOW] = "\033[33m",
	[SCREEN_GREEN] = "\033[32m",
	[SCREEN_CYAN] = "\033[36m",
};

static unsigned terminal_columns(void)
{
	struct winsize size = {0};
	const char *said = getenv("COLUMNS");

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return said && strtoul(said, NULL, 10) ? (unsigned)strtoul(said, NULL, 10) : 80;
}

static bool terminal_colours(void)
{
	const char *refused = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (!isatty(STDOUT_FILENO) || (refused && *refused))
		return false;
	return !terminal || strcmp(terminal, "dumb");
}

struct screen *screen_new(unsigned columns, bool colours)
{
	struct screen *screen = alloc_new(sizeof(*screen));

	screen->stream = text_stream(&screen->memory, &screen->size);
	screen->columns = columns ? columns : terminal_columns();
	screen->colours = colours && terminal_colours();
	return screen;
}

void screen_free(struct screen *screen)
{
	if (!screen)
		return;
	fclose(screen->stream);
	free(screen->memory);
	free(screen);
}

FILE *screen_stream(struct screen *screen)
{
	return screen->stream;
}

unsigned screen_columns(const struct screen *screen)
{
	return screen->columns;
}

unsigned screen_measure(const struct screen *screen)
{
	return screen->columns ? screen->columns : 80;
}

bool screen_colours(const struct screen *screen)
{
	return screen->colours;
}

const char *screen_sequence(enum screen_style style)
{
	return styles[style];
}

void screen_print(struct screen *screen, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(screen->stream, format, arguments);
	va_end(arguments);
}

void screen_styled(struct screen *screen, enum screen_style style, const char *text)
{
	bool dressed = screen->colours && style != SCREEN_PLAIN;

	fprintf(screen->stream, "%s%s%s", dressed ? styles[style] : "", text,
		dressed ? "\033[0m" : "");
}

void screen_heading(struct screen *screen, const char *text)
{
	fflush(screen->stream);
	if (screen->size)
		fputc('\n', screen->stream);
	screen_styled(screen, SCREEN_BOLD, text);
	fputc('\n', screen->stream);
}

/* Prints the first words of the line that fit, and returns where the next row begins. */
static const char *print_row(struct screen *screen, const char *text, size_t width)
{
	size_t line = strcspn(text, "\n");
	size_t fit = text_fit(text, width);
	size_t end;

	if (fit >= line) {
		fprintf(screen->stream, "%.*s\n", (int)line, text);
		return text + line + (text[line] == '\n');
	}
	end = fit;
	while (end && text[end] != ' ')
		end--;
	if (!end)
		end = fit ? fit : strlen(text);
	fprintf(screen->stream, "%.*s\n", (int)end, text);
	return text + end + strspn(text + end, " ");
}

static void print_rows(struct screen *screen, unsigned indent, const char *text, bool hanging)
{
	unsigned measure = screen_measure(screen);
	size_t width = measure > indent + 20 ? measure - indent : 20;

	while (*text) {
		if (*text != '\n' && !hanging)
			screen_print(screen, "%*s", (int)indent, "");
		text = print_row(screen, text, width);
		hanging = false;
	}
}

void screen_paragraph(struct screen *screen, unsigned indent, const char *text)
{
	print_rows(screen, indent, text, false);
}

void screen_hanging(struct screen *screen, unsigned indent, const char *text)
{
	print_rows(screen, indent, text, true);
}

void screen_labelled(
	struct screen *screen, unsigned indent, const char *label, size_t width, const char *text)
{
	screen_print(screen, "%*s", (int)indent, "");
	screen_styled(screen, SCREEN_FAINT, label);
	screen_print(screen, "%*s", (int)(width - text_width(label)) + 2, "");
	screen_hanging(screen, indent + (unsigned)width + 2, text);
}

/* The way from UTF-8 to the terminal's letters, near ones where it lacks some, opened once for the
 * program's life; (iconv_t)-1 when there is none. */
static iconv_t encoder(void)
{
	static iconv_t way;
	char *target;

	if (way)
		return way;
	target = alloc_format("%s//TRANSLIT", language_charset());
	way = iconv_open(target, "UTF-8");
	free(target);
	return way;
}

/* The text in the terminal's letters; what cannot be written is left out. Released with free(). */
static char *recode(const char *text, size_t size, size_t *result_size)
{
	size_t room = size * 4 + 1;
	char *from;
	char *start;
	char *result;
	char *to;

	*result_size = size;
	if (language_is_utf8() || encoder() == (iconv_t)-1)
		return alloc_bytes(text, size);
	from = start = alloc_bytes(text, size);
	to = result = alloc_array(room, 1);
	while (size && iconv(encoder(), &from, &size, &to, &room) == (size_t)-1 && errno != E2BIG) {
		from++;
		size--;
	}
	free(start);
	*result_size = (size_t)(to - result);
	return result;
}

static bool write_all(int file, const char *bytes, size_t size)
{
	while (size) {
		ssize_t written = write(file, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return errno == EPIPE;
		bytes += written;
		size -= (size_t)written;
	}
	return true;
}

bool screen_flush(struct screen *screen)
{
	size_t size;
	char *bytes;
	bool written;

	fflush(screen->stream);
	bytes = recode(screen->memory, screen->size, &size);
	written = write_all(STDOUT_FILENO, bytes, size);
	free(bytes);
	rewind(screen->stream);
	return written;
}

void screen_complain(const char *text)
{
	char *line = alloc_format("%s\n", text);
	size_t size;
	char *bytes = recode(line, strlen(line), &size);

	write_all(STDERR_FILENO, bytes, size);
	free(bytes);
	free(line);
}
