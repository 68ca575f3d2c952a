/* SPDX-License-Identifier: MIT */
/* The service manager: the socket it hands in, and what it is told. Without one, telling does
 * nothing. */
#ifndef BASE_SERVICE_H
#define BASE_SERVICE_H

#include <event2/event.h>
#include <stdbool.h>

#include "base/fault.h"

/* The name that systemd/copild.socket gives to the socket of the protocol. */
#define SERVICE_SOCKET "rpc"

/* The listening Unix socket that was handed in, with CLOEXEC set and not blocking, or -1 when none
 * was. False when something else was handed in; what was is closed then. Called once, before
 * other descriptors are opened. */
bool service_socket(int *descriptor, struct fault *fault);

/* One line that `systemctl status` shows. */
void service_status(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The sockets are open and the configuration is valid; also the end of a reload. */
void service_ready(void);
void service_reloading(void);
void service_stopping(void);

/* Tells the manager, as long as the loop turns, that it does: at a third of the time allowed.
 * NULL when nobody wants to know. Owned by the caller. */
struct watchdog;
struct watchdog *watchdog_new(struct event_base *base);
void watchdog_free(struct watchdog *watchdog);

#endif
