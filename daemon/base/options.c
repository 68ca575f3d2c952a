/* SPDX-License-Identifier: MIT */
/* The option table. Help, the checks of the sample file and of the manual are made from it. */
#include "base/options.h"

#include "base/config.h"

#define HEAD(group, name, type, reloadable)                                                        \
#group, #name, type, reloadable, offsetof(struct config, group.name)
#define KIB    1024U
#define MIB    (1024U * 1024U)
#define SECOND 1000U
#define HOUR   (3600U * 1000U)

/* One option, one row. */
/* clang-format off */
const struct option options[] = {
	{HEAD(daemon, locale, OPTION_CHOICE, true), "fr", 0, 0, "fr en",
		"Language of messages for callers whose language is not known."},
	{HEAD(daemon, log_level, OPTION_CHOICE, true), "info", 0, 0, "error warning info debug",
		"What is less urgent than this is not logged."},
	{HEAD(socket, path, OPTION_TEXT, false), "/run/copild/copild.sock", 0, 0, NULL,
		"Unix socket to serve; ignored when systemd passes one."},
	{HEAD(socket, mode, OPTION_MODE, false), "0666", 0, 0777, NULL,
		"Permissions of the socket; who connects is known by system user in any case."},
	{HEAD(socket, group, OPTION_TEXT, false), "", 0, 0, NULL,
		"Group that owns the socket; empty leaves the daemon's own."},
	{HEAD(tcp, listen, OPTION_LOOPBACK, false), "", 0, 0, NULL,
		"Loopback address and port for plain TCP, read-only; empty is off."},
	{HEAD(tcp, identity, OPTION_TEXT, false), "", 0, 0, NULL,
		"E-mail of the person or key of the organisation whose view TCP callers have."},
	{HEAD(limits, frame, OPTION_SIZE, true), "256KiB", KIB, MIB, NULL,
		"Longest line taken from a client."},
	{HEAD(limits, depth, OPTION_COUNT, true), "32", 4, 512, NULL,
		"Deepest nesting of JSON taken from a client."},
	{HEAD(limits, batch, OPTION_COUNT, true), "50", 1, 1000, NULL,
		"Most calls in one batch."},
	{HEAD(limits, in_flight, OPTION_COUNT, true), "64", 1, 1024, NULL,
		"Most calls of one connection at work at a time; more wait unread."},
	{HEAD(limits, output, OPTION_SIZE, true), "1MiB", 64 * KIB, 64 * MIB, NULL,
		"Largest answer; what is larger is refused with advice on how to ask for less."},
	{HEAD(limits, queue, OPTION_SIZE, true), "8MiB", 64 * KIB, 256 * MIB, NULL,
		"Most bytes of answers that wait for a client; with more it is closed."},
	{HEAD(limits, memory, OPTION_SIZE, true), "256MiB", MIB, 1024 * MIB, NULL,
		"Most bytes of calls and answers under way with all clients; with more the one "
		"with most is closed."},
	{HEAD(limits, stall, OPTION_DURATION, true), "30s", SECOND / 10, HOUR, NULL,
		"A client that takes nothing of what waits for it is closed after this time."},
	{HEAD(limits, idle, OPTION_DURATION, true), "30min", 0, 24 * HOUR, NULL,
		"A connection without calls is closed after this time; 0 is never."},
	{HEAD(limits, partial_frame, OPTION_DURATION, true), "10s", SECOND / 10, HOUR, NULL,
		"A line that has begun must end within this time."},
	{HEAD(limits, connections, OPTION_COUNT, true), "1000", 1, 100000, NULL,
		"Most connections of all clients."},
	{HEAD(limits, connections_per_peer, OPTION_COUNT, true), "200", 1, 100000, NULL,
		"Most connections of one system user, or of one TCP address."},
	{HEAD(database, conninfo, OPTION_TEXT, false), "dbname=copild", 0, 0, NULL,
		"Where PostgreSQL is, in the words of libpq, without user."},
	{HEAD(database, serve_user, OPTION_TEXT, false), "copild_serve", 0, 0, NULL,
		"Role for writes."},
	{HEAD(database, read_user, OPTION_TEXT, false), "copild_read", 0, 0, NULL,
		"Role for reads."},
	{HEAD(database, migrate_user, OPTION_TEXT, false), "copild_migrate", 0, 0, NULL,
		"Role for copild migrate."},
	{HEAD(database, sql_dir, OPTION_TEXT, false), COPILD_SQL_DIR, 0, 0, NULL,
		"Directory of install.sql, for copild migrate."},
	{HEAD(database, write_connections, OPTION_COUNT, false), "1", 1, 64, NULL,
		"Connections for writes; all writes of one plan share one."},
	{HEAD(database, read_connections, OPTION_COUNT, false), "2", 1, 64, NULL,
		"Connections for reads."},
	{HEAD(database, heavy_connections, OPTION_COUNT, false), "1", 1, 64, NULL,
		"Connections for reads that are known to take long."},
	{HEAD(database, group, OPTION_COUNT, false), "32", 1, 1000, NULL,
		"Most statements that wait together and share a commit."},
	{HEAD(database, waiting, OPTION_COUNT, false), "1000", 1, 100000, NULL,
		"Most statements that wait for one connection; more are refused as busy."},
	{HEAD(database, statement_timeout, OPTION_DURATION, false), "10s", SECOND / 100, HOUR, NULL,
		"A write or a read that takes longer is ended."},
	{HEAD(database, heavy_timeout, OPTION_DURATION, false), "60s", SECOND / 100, HOUR, NULL,
		"A read that is known to take long is ended after this time."},
	{HEAD(database, lock_timeout, OPTION_DURATION, false), "3s", SECOND / 100, HOUR, NULL,
		"A statement that waits longer for a lock is refused as busy."},
	{HEAD(delivery, hold, OPTION_CHOICE, true), "no", 0, 0, "no yes",
		"With yes nothing is sent: for a backup that was restored, or a copy for tests."},
	{HEAD(delivery, relay, OPTION_TEXT, true), "", 0, 0, NULL,
		"Mail server that takes all mail, as smtp://host:port; empty leaves mail in the "
		"outbox."},
	{HEAD(delivery, tls, OPTION_CHOICE, true), "starttls", 0, 0, "starttls implicit none",
		"How the way to the relay is encrypted; none is for a relay on this machine."},
	{HEAD(delivery, from, OPTION_TEXT, true), "", 0, 0, NULL,
		"Sender of mail, an address or a name with an address in angle brackets."},
	{HEAD(delivery, sender, OPTION_TEXT, true), "", 0, 0, NULL,
		"Address that the relay returns mail to; empty is that of the sender."},
	{HEAD(delivery, credentials, OPTION_TEXT, true), "", 0, 0, NULL,
		"File with user and password for the relay, or the name of a systemd credential."},
	{HEAD(delivery, ca_file, OPTION_TEXT, true), "", 0, 0, NULL,
		"File of the authorities whose certificates are good; empty is the system's."},
	{HEAD(delivery, templates, OPTION_TEXT, true), COPILD_TEMPLATE_DIR, 0, 0, NULL,
		"Directory of the templates of mail."},
	{HEAD(delivery, connections, OPTION_COUNT, true), "4", 1, 16, NULL,
		"Most connections to the relay, and to each host of webhooks."},
	{HEAD(delivery, rate, OPTION_COUNT, true), "50", 0, 10000, NULL,
		"Most messages a second to the relay, and to each host of webhooks; 0 is no "
		"limit."},
	{HEAD(delivery, connect_timeout, OPTION_DURATION, true), "30s", SECOND / 10, HOUR, NULL,
		"A connection that takes longer to stand is given up."},
	{HEAD(delivery, answer_timeout, OPTION_DURATION, true), "10min", SECOND / 10, HOUR, NULL,
		"The relay must give each answer within this time; less makes duplicates."},
	{HEAD(delivery, mail_timeout, OPTION_DURATION, true), "20min", SECOND / 10, HOUR, NULL,
		"The relay must have taken a message within this time."},
	{HEAD(delivery, webhook_timeout, OPTION_DURATION, true), "20s", SECOND / 10, HOUR, NULL,
		"A webhook must have answered within this time."},
	{HEAD(delivery, webhook_key, OPTION_TEXT, true), "", 0, 0, NULL,
		"File with the key of webhooks, or the name of a systemd credential; empty sends "
		"none."},
	{HEAD(delivery, webhook_private, OPTION_TEXT, true), "", 0, 0, NULL,
		"Private networks that webhooks may go to, between blanks, like 10.1.0.0/16."},
	{HEAD(delivery, poll, OPTION_DURATION, true), "5s", SECOND / 10, 60 * SECOND, NULL,
		"The outbox is looked at at least this often."},
	{HEAD(delivery, lease, OPTION_DURATION, true), "60s", 3 * SECOND, HOUR, NULL,
		"Another daemon may take a message over when nothing was heard for this time."},
	{HEAD(delivery, instance, OPTION_TEXT, false), "", 0, 0, NULL,
		"Name of this daemon among those on the database, each its own; empty is host and "
		"socket."},
};
/* clang-format on */

const size_t option_total = sizeof options / sizeof options[0];
_Static_assert(sizeof options / sizeof options[0] <= OPTION_MAX, "too many options");
