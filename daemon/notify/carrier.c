/* SPDX-License-Identifier: MIT */
/* libcurl's easy interface, since its multi interface blocks for SMTP: it waits for the answer to
 * the dot, and for that to QUIT, in one call (measured with 7.88.1). The commands that it sends are
 * watched to know how far the dialogue came: only after RCPT can a 550 be the recipient's. */
#include "notify/carrier.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "notify/address.h"

enum { ANSWERS_MAX = 64 * 1024, LINE_SIZE = 1024 };

struct carrier {
	struct relay *relay;
	CURL *easy;
	int socket;      /* the connection's, or -1 */
	bool takes_utf8; /* the server said so on this connection */
	/* of the mail under way */
	struct parcel *parcel;
	size_t taken;   /* bytes of the body */
	size_t answers; /* bytes of answers */
	bool leaving;   /* QUIT was sent: what comes now answers it */
	struct mail_report report;
	char line[LINE_SIZE];
	char error[CURL_ERROR_SIZE];
};

/* ---- what libcurl asks and tells ---- */

static bool must_stop(const struct carrier *carrier)
{
	return carrier->parcel->stop || clock_elapsed() >= carrier->parcel->until;
}

static size_t carrier_on_read(char *bytes, size_t size, size_t count, void *context)
{
	struct carrier *carrier = context;
	size_t left = carrier->parcel->size - carrier->taken;
	size_t room = size * count < left ? size * count : left;
	if (must_stop(carrier)) {
		carrier->report.stopped = true;
		return CURL_READFUNC_ABORT;
	}
	memcpy(bytes, carrier->parcel->bytes + carrier->taken, room);
	carrier->taken += room;
	carrier->report.body_done = room == 0;
	return room;
}

/* An answer's line. Returning less than its size ends the transfer. */
static size_t carrier_on_line(char *bytes, size_t size, size_t count, void *context)
{
	struct carrier *carrier = context;
	size_t whole = size * count, kept = whole < LINE_SIZE ? whole : LINE_SIZE - 1;
	if (carrier->leaving)
		return whole;
	memcpy(carrier->line, bytes, kept);
	carrier->line[kept] = '\0';
	carrier->answers += whole;
	if (carrier->report.stage == MAIL_HELLO && strcasestr(carrier->line, "SMTPUTF8"))
		carrier->takes_utf8 = true;
	if (carrier->report.stage == MAIL_SENDER && !carrier->takes_utf8 &&
		address_needs_utf8(carrier->parcel->recipient)) {
		carrier->report.utf8_missing = true;
		return 0;
	}
	return carrier->answers > ANSWERS_MAX ? 0 : whole;
}

static const struct {
	const char *command;
	enum mail_stage stage;
} commands[] = {
	{"EHLO ", MAIL_HELLO},
	{"HELO ", MAIL_HELLO},
	{"STARTTLS", MAIL_TLS},
	{"AUTH ", MAIL_AUTH},
	{"MAIL FROM:", MAIL_SENDER},
	{"RCPT TO:", MAIL_RECIPIENT},
	{"DATA", MAIL_DATA},
};

/* After QUIT libcurl waits for its answer: with no more to read it does not. */
static void command_note(struct carrier *carrier, const char *text, size_t size)
{
	if (size >= 4 && memcmp(text, "QUIT", 4) == 0) {
		carrier->leaving = true;
		shutdown(carrier->socket, SHUT_RD);
	}
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		size_t length = strlen(commands[i].command);
		if (size >= length && memcmp(text, commands[i].command, length) == 0)
			carrier->report.stage = commands[i].stage;
	}
}

/* Commands may hold secrets: they are looked at, and go nowhere. */
static int carrier_on_debug(CURL *easy, curl_infotype type, char *text, size_t size, void *context)
{
	(void)easy;
	if (type == CURLINFO_HEADER_OUT)
		command_note(context, text, size);
	return 0;
}

static int carrier_on_progress(
	void *context, curl_off_t all, curl_off_t now, curl_off_t up_all, curl_off_t up)
{
	(void)all;
	(void)now;
	(void)up_all;
	(void)up;
	struct carrier *carrier = context;
	if (!carrier->parcel || !carrier->parcel->stop)
		return 0;
	carrier->report.stopped = true;
	return 1;
}

static curl_socket_t carrier_on_open(
	void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)purpose;
	struct carrier *carrier = context;
	carrier->takes_utf8 = false;
	carrier->socket =
		socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	return carrier->socket;
}

static int carrier_on_close(void *context, curl_socket_t number)
{
	struct carrier *carrier = context;
	if (carrier->socket == number)
		carrier->socket = -1;
	return close(number);
}

/* ---- settings ---- */

static long seconds(unsigned milliseconds)
{
	return milliseconds < 1000 ? 1 : (long)(milliseconds / 1000);
}

static void callbacks_set(struct carrier *carrier)
{
	CURL *easy = carrier->easy;
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, carrier_on_read);
	curl_easy_setopt(easy, CURLOPT_READDATA, carrier);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, carrier_on_line);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, carrier);
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, carrier_on_debug);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, carrier);
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, carrier_on_progress);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, carrier);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, carrier_on_open);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, carrier);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, carrier_on_close);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, carrier);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, carrier->error);
}

static void relay_set(CURL *easy, const struct relay *relay)
{
	curl_easy_setopt(easy, CURLOPT_URL, relay->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(
		easy, CURLOPT_USE_SSL, (long)(relay->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (relay->ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, relay->ca_file);
	if (relay->login.user) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, relay->login.user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD, relay->login.password);
	}
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, relay->sender);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)relay->connect_ms);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds(relay->answer_ms));
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)relay->total_ms);
}

struct carrier *carrier_new(struct relay *relay)
{
	CURL *easy = curl_easy_init();
	if (!easy)
		return NULL;
	struct carrier *carrier = alloc_new(sizeof *carrier);
	carrier->relay = relay_ref(relay);
	carrier->easy = easy;
	carrier->socket = -1;
	relay_set(easy, relay);
	callbacks_set(carrier);
	return carrier;
}

void carrier_free(struct carrier *carrier)
{
	if (!carrier)
		return;
	if (carrier->socket >= 0)
		shutdown(carrier->socket, SHUT_RD);
	curl_easy_cleanup(carrier->easy);
	relay_unref(carrier->relay);
	free(carrier);
}

bool carrier_is_fit(const struct carrier *carrier, const struct relay *relay)
{
	return carrier->relay == relay && carrier->report.curl == CURLE_OK;
}

bool carrier_is_quiet(const struct carrier *carrier)
{
	char byte;
	return carrier->socket < 0 ||
	       (recv(carrier->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN);
}

/* ---- one mail ---- */

/* A refusal at the login without its words, which may repeat what the server was told. */
static void login_hush(char *line)
{
	size_t codes = strspn(line, "0123456789.- ");
	size_t kept = codes < LINE_SIZE / 2 ? codes : LINE_SIZE / 2;
	snprintf(line + kept, LINE_SIZE - kept, "at the login");
}

/* The server's words, if it was the server that said no. */
static void report_end(struct carrier *carrier, CURLcode curl)
{
	struct mail_report *report = &carrier->report;
	report->curl = (int)curl;
	curl_easy_getinfo(carrier->easy, CURLINFO_RESPONSE_CODE, &report->code);
	report->line = carrier->line;
	if (report->stage == MAIL_AUTH && carrier->line[0])
		login_hush(carrier->line);
	if (report->utf8_missing)
		report->line = "the mail server does not take addresses like this one (SMTPUTF8)";
	else if (report->stopped && !report->body_done)
		report->line = "given up by copild, nothing was sent";
	else if (curl != CURLE_OK && report->code < 400)
		report->line = *carrier->error ? carrier->error : curl_easy_strerror(curl);
}

struct verdict carrier_send(struct carrier *carrier, struct parcel *parcel)
{
	char *recipient = alloc_format("<%s>", parcel->recipient);
	struct curl_slist *recipients = curl_slist_append(NULL, recipient);
	carrier->parcel = parcel;
	carrier->taken = carrier->answers = 0;
	carrier->leaving = false;
	carrier->line[0] = carrier->error[0] = '\0';
	carrier->report = (struct mail_report){0};
	curl_easy_setopt(carrier->easy, CURLOPT_MAIL_RCPT, recipients);
	report_end(carrier, curl_easy_perform(carrier->easy));
	curl_easy_setopt(carrier->easy, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipients);
	free(recipient);
	carrier->parcel = NULL;
	return verdict_of_mail(&carrier->report);
}
