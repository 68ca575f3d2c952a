/* SPDX-License-Identifier: MIT */
/* Four levels to stderr, with the `<N>` priority that journald reads; control characters are
 * escaped. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level {
	LOG_LEVEL_ERROR,   /* an operator must act now */
	LOG_LEVEL_WARNING, /* an operator should act soon */
	LOG_LEVEL_INFO,    /* the daemon's life */
	LOG_LEVEL_DEBUG,   /* everything else */
};

/* What is below the level is dropped; LOG_LEVEL_INFO until set. */
void log_set_level(enum log_level level);

/* The level of that name ("error", "warning", "info", "debug"); false when there is none. */
bool log_level_parse(const char *name, enum log_level *level);

/* One line each. Never blocks: what stderr does not take is dropped and counted. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Lines that stderr did not take, since the start. */
unsigned long log_dropped(void);

#endif
