/* SPDX-License-Identifier: MIT */
/* Lines to stderr: for the journal with its `<N>` priority, for people with a word. A line is
 * written only when poll() says that it fits, since stderr may be a pipe nobody reads, and setting
 * O_NONBLOCK would change it for whoever shares it. */
#include "base/log.h"

#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Below PIPE_BUF, so that a pipe that says it is writable takes the line whole. */
#define LINE_SIZE 2048

static const struct {
	const char *name;
	char priority;
} levels[] = {
	[LOG_LEVEL_ERROR] = {"error", '3'},
	[LOG_LEVEL_WARNING] = {"warning", '4'},
	[LOG_LEVEL_INFO] = {"info", '6'},
	[LOG_LEVEL_DEBUG] = {"debug", '7'},
};

static atomic_int threshold = LOG_LEVEL_INFO;
static atomic_ulong dropped;

void log_set_level(enum log_level level)
{
	threshold = (int)level;
}

bool log_level_parse(const char *name, enum log_level *level)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		if (strcmp(levels[i].name, name) == 0) {
			*level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

unsigned long log_dropped(void)
{
	return dropped;
}

/* JOURNAL_STREAM is inherited by programs whose stderr was sent elsewhere, so it must also name
 * the very stream that stderr is. */
static bool log_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat status;
	char own[64];

	if (!stream || fstat(STDERR_FILENO, &status) != 0)
		return false;
	snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
	return strcmp(stream, own) == 0;
}

/* Appends the text with control characters (C0, DEL, and C1 in UTF-8) as \xNN. */
static size_t log_escape(char *line, size_t size, const char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (const unsigned char *byte = (const unsigned char *)text; *byte; byte++) {
		bool c1 = byte[0] == 0xc2 && byte[1] >= 0x80 && byte[1] <= 0x9f;

		if (size + 9 > LINE_SIZE)
			break;
		if (*byte >= 0x20 && *byte != 0x7f && !c1) {
			line[size++] = (char)*byte;
			continue;
		}
		byte += c1;
		line[size++] = '\\';
		line[size++] = 'x';
		line[size++] = digits[*byte >> 4];
		line[size++] = digits[*byte & 15];
	}
	return size;
}

static void log_write(const char *line, size_t size)
{
	struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};

	if (poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT) ||
		write(STDERR_FILENO, line, size) != (ssize_t)size)
		dropped++;
}

static void __attribute__((format(printf, 2, 0)))
log_line(enum log_level level, const char *format, va_list arguments)
{
	char text[LINE_SIZE];
	char line[LINE_SIZE];
	size_t size;

	if ((int)level > threshold)
		return;
	vsnprintf(text, sizeof(text), format, arguments);
	if (log_is_journal())
		size = (size_t)snprintf(line, sizeof(line), "<%c>", levels[level].priority);
	else
		size = (size_t)snprintf(line, sizeof(line), "copild: %s: ", levels[level].name);
	size = log_escape(line, size, text);
	line[size++] = '\n';
	log_write(line, size);
}

void log_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	log_line(LOG_LEVEL_ERROR, format, arguments);
	va_end(arguments);
}

void log_warning(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	log_line(LOG_LEVEL_WARNING, format, arguments);
	va_end(arguments);
}

void log_info(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	log_line(LOG_LEVEL_INFO, format, arguments);
	va_end(arguments);
}

void log_debug(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	log_line(LOG_LEVEL_DEBUG, format, arguments);
	va_end(arguments);
}
