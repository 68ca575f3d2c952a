/* SPDX-License-Identifier: MIT */
/* What became of an attempt: the table that was measured with libcurl and a scripted server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <string.h>

#include "notify/verdict.h"

enum { R = 1, H = 2, C = 4, A = 8 }; /* recipient, host, crowded, alarm */

/* clang-format off */
#define MAIL(how, number, where, ...) {.curl = how, .code = number, .stage = where, ##__VA_ARGS__}
#define HOOK(how, number, ...)        {.curl = how, .code = number, ##__VA_ARGS__}

static const struct {
	const char *server;
	struct mail_report report;
	enum verdict_kind kind;
	int flags;
} mails[] = {
	{"250 after the dot",
		MAIL(CURLE_OK, 250, MAIL_DATA, .body_done = true,
			.line = "250 ok"),
		VERDICT_SENT, 0},
	{"421 banner",
		MAIL(CURLE_WEIRD_SERVER_REPLY, 421, MAIL_CONNECT, .line = "421 busy"),
		VERDICT_RETRY, H | C},
	{"450 banner",
		MAIL(CURLE_WEIRD_SERVER_REPLY, 450, MAIL_CONNECT, .line = "450 too many"),
		VERDICT_RETRY, H | C},
	{"554 banner",
		MAIL(CURLE_WEIRD_SERVER_REPLY, 554, MAIL_CONNECT, .line = "554 no"),
		VERDICT_RETRY, H | A},
	{"refuses the connection",
		MAIL(CURLE_COULDNT_CONNECT, 0, MAIL_CONNECT),
		VERDICT_RETRY, H},
	{"no such host", MAIL(CURLE_COULDNT_RESOLVE_HOST, 0, MAIL_CONNECT), VERDICT_RETRY, H},
	{"closes before the banner", MAIL(CURLE_RECV_ERROR, 0, MAIL_CONNECT), VERDICT_RETRY, H},
	{"silent banner", MAIL(CURLE_OPERATION_TIMEDOUT, 0, MAIL_CONNECT), VERDICT_RETRY, H},
	{"no STARTTLS", MAIL(CURLE_USE_SSL_FAILED, 250, MAIL_HELLO), VERDICT_RETRY, H | A},
	{"bad certificate",
		MAIL(CURLE_PEER_FAILED_VERIFICATION, 220, MAIL_TLS),
		VERDICT_RETRY, H | A},
	{"words before TLS", MAIL(CURLE_WEIRD_SERVER_REPLY, 220, MAIL_TLS), VERDICT_RETRY, H | A},
	{"535 at AUTH",
		MAIL(CURLE_LOGIN_DENIED, 535, MAIL_AUTH, .line = "535 no"),
		VERDICT_RETRY, H | A},
	{"454 at AUTH",
		MAIL(CURLE_LOGIN_DENIED, 454, MAIL_AUTH, .line = "454 later"),
		VERDICT_RETRY, H | C | A},
	{"451 at MAIL",
		MAIL(CURLE_SEND_ERROR, 451, MAIL_SENDER, .line = "451 later"),
		VERDICT_RETRY, C},
	{"550 at MAIL",
		MAIL(CURLE_SEND_ERROR, 550, MAIL_SENDER, .line = "550 no"),
		VERDICT_REFUSED, 0},
	{"530 at MAIL",
		MAIL(CURLE_SEND_ERROR, 530, MAIL_SENDER, .line = "530 5.7.0 Log in first"),
		VERDICT_RETRY, H | A},
	{"538 at RCPT",
		MAIL(CURLE_SEND_ERROR, 538, MAIL_RECIPIENT, .line = "538 5.7.11 Encrypt first"),
		VERDICT_RETRY, H | A},
	{"greylisting",
		MAIL(CURLE_SEND_ERROR, 451, MAIL_RECIPIENT, .line = "451 4.7.1 later"),
		VERDICT_RETRY, 0},
	{"450 too many at RCPT",
		MAIL(CURLE_SEND_ERROR, 450, MAIL_RECIPIENT, .line = "450 Too many connections"),
		VERDICT_RETRY, C},
	{"421 at RCPT",
		MAIL(CURLE_SEND_ERROR, 421, MAIL_RECIPIENT, .line = "421 bye"),
		VERDICT_RETRY, H | C},
	{"550 at RCPT",
		MAIL(CURLE_SEND_ERROR, 550, MAIL_RECIPIENT, .line = "550 no"),
		VERDICT_REFUSED, R},
	{"550 5.1.1 at RCPT",
		MAIL(CURLE_SEND_ERROR, 550, MAIL_RECIPIENT, .line = "550 5.1.1 no"),
		VERDICT_REFUSED, R},
	{"550 5.7.1 at RCPT",
		MAIL(CURLE_SEND_ERROR, 550, MAIL_RECIPIENT, .line = "550 5.7.1 spam"),
		VERDICT_REFUSED, 0},
	{"552 full at RCPT",
		MAIL(CURLE_SEND_ERROR, 552, MAIL_RECIPIENT, .line = "552 5.2.2 full"),
		VERDICT_REFUSED, 0},
	{"452 at DATA",
		MAIL(CURLE_SEND_ERROR, 452, MAIL_DATA, .line = "452 full"),
		VERDICT_RETRY, 0},
	{"554 at DATA",
		MAIL(CURLE_SEND_ERROR, 554, MAIL_DATA, .line = "554 no"),
		VERDICT_REFUSED, 0},
	{"closes at DATA", MAIL(CURLE_RECV_ERROR, 250, MAIL_DATA), VERDICT_RETRY, H},
	{"closes in the body", MAIL(CURLE_SEND_ERROR, 354, MAIL_DATA), VERDICT_RETRY, H},
	{"451 after the dot",
		MAIL(CURLE_WEIRD_SERVER_REPLY, 451, MAIL_DATA, .body_done = true,
			.line = "451 later"),
		VERDICT_DEFERRED, 0},
	{"550 after the dot",
		MAIL(CURLE_WEIRD_SERVER_REPLY, 550, MAIL_DATA, .body_done = true,
			.line = "550 spam"),
		VERDICT_REFUSED, 0},
	{"530 after the dot",
		MAIL(CURLE_WEIRD_SERVER_REPLY, 530, MAIL_DATA, .body_done = true,
			.line = "530 no"),
		VERDICT_REFUSED, 0},
	{"421 after the dot",
		MAIL(CURLE_WEIRD_SERVER_REPLY, 421, MAIL_DATA, .body_done = true,
			.line = "421 bye"),
		VERDICT_DEFERRED, H | C},
	{"closes after the dot",
		MAIL(CURLE_RECV_ERROR, 354, MAIL_DATA, .body_done = true),
		VERDICT_AMBIGUOUS, H},
	{"silent after the dot",
		MAIL(CURLE_OPERATION_TIMEDOUT, 354, MAIL_DATA, .body_done = true),
		VERDICT_AMBIGUOUS, H},
	{"closes within 250",
		MAIL(CURLE_RECV_ERROR, 0, MAIL_DATA, .body_done = true),
		VERDICT_AMBIGUOUS, H},
	{"250, then an error",
		MAIL(CURLE_RECV_ERROR, 250, MAIL_DATA, .body_done = true),
		VERDICT_SENT, 0},
	{"no SMTPUTF8",
		MAIL(CURLE_WRITE_ERROR, 250, MAIL_SENDER, .utf8_missing = true),
		VERDICT_REFUSED, 0},
	{"given up before the end",
		MAIL(CURLE_ABORTED_BY_CALLBACK, 354, MAIL_DATA, .stopped = true),
		VERDICT_RETRY, 0},
	{"given up after the dot",
		MAIL(CURLE_ABORTED_BY_CALLBACK, 354, MAIL_DATA, .body_done = true, .stopped = true),
		VERDICT_AMBIGUOUS, H},
};

static const struct {
	const char *receiver;
	struct webhook_report report;
	enum verdict_kind kind;
	int flags;
} webhooks[] = {
	{"200", HOOK(CURLE_OK, 200, .sent = true), VERDICT_SENT, 0},
	{"204", HOOK(CURLE_OK, 204, .sent = true), VERDICT_SENT, 0},
	{"200, then too much", HOOK(CURLE_WRITE_ERROR, 200, .sent = true), VERDICT_SENT, 0},
	{"301", HOOK(CURLE_OK, 301, .sent = true), VERDICT_DEFERRED, 0},
	{"404", HOOK(CURLE_OK, 404, .sent = true), VERDICT_DEFERRED, 0},
	{"410", HOOK(CURLE_OK, 410, .sent = true), VERDICT_REFUSED, 0},
	{"429", HOOK(CURLE_OK, 429, .sent = true, .retry_after = 7), VERDICT_DEFERRED, H | C},
	{"500", HOOK(CURLE_OK, 500, .sent = true), VERDICT_DEFERRED, 0},
	{"502", HOOK(CURLE_OK, 502, .sent = true), VERDICT_DEFERRED, H | C},
	{"503", HOOK(CURLE_OK, 503, .sent = true), VERDICT_DEFERRED, H | C},
	{"504", HOOK(CURLE_OK, 504, .sent = true), VERDICT_DEFERRED, H | C},
	{"100 and no more",
		HOOK(CURLE_OPERATION_TIMEDOUT, 100, .sent = true),
		VERDICT_AMBIGUOUS, H},
	{"closes after the request",
		HOOK(CURLE_GOT_NOTHING, 0, .sent = true),
		VERDICT_AMBIGUOUS, H},
	{"silent", HOOK(CURLE_OPERATION_TIMEDOUT, 0, .sent = true), VERDICT_AMBIGUOUS, H},
	{"not there", HOOK(CURLE_COULDNT_CONNECT, 0), VERDICT_RETRY, H},
	{"no such host", HOOK(CURLE_COULDNT_RESOLVE_HOST, 0), VERDICT_RETRY, H},
	{"bad certificate", HOOK(CURLE_PEER_FAILED_VERIFICATION, 0), VERDICT_RETRY, H | A},
	{"private address", HOOK(CURLE_COULDNT_CONNECT, 0, .guarded = true), VERDICT_REFUSED, 0},
	{"no URL", HOOK(CURLE_URL_MALFORMAT, 0), VERDICT_REFUSED, 0},
	{"the lease is over",
		HOOK(CURLE_ABORTED_BY_CALLBACK, 0, .stopped = true),
		VERDICT_RETRY, 0},
};
/* clang-format on */

static int flags_of(const struct verdict *verdict)
{
	return (verdict->recipient ? R : 0) | (verdict->host ? H : 0) | (verdict->crowded ? C : 0) |
	       (verdict->alarm ? A : 0);
}

static void is_as_told(
	const char *what, const struct verdict *verdict, enum verdict_kind kind, int flags)
{
	if (verdict->kind != kind || flags_of(verdict) != flags)
		fail_msg("%s: %s, flags %d", what, verdict_word(verdict->kind), flags_of(verdict));
}

static void mail_is_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
		struct verdict verdict = verdict_of_mail(&mails[i].report);
		is_as_told(mails[i].server, &verdict, mails[i].kind, mails[i].flags);
		assert_int_equal(verdict.code, mails[i].report.code);
	}
}

static void webhooks_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof webhooks / sizeof webhooks[0]; i++) {
		struct verdict verdict = verdict_of_webhook(&webhooks[i].report);
		is_as_told(webhooks[i].receiver, &verdict, webhooks[i].kind, webhooks[i].flags);
	}
}

static void a_server_says_when_to_come_back(void **state)
{
	(void)state;
	const int64_t now = 1414800000; /* Sat, 01 Nov 2014 00:00:00 GMT */
	assert_int_equal(verdict_retry_after("120", now), 120);
	assert_int_equal(verdict_retry_after(" 120\r\n", now), 120);
	assert_int_equal(verdict_retry_after("Sat, 01 Nov 2014 00:05:00 GMT\r\n", now), 300);
	assert_int_equal(verdict_retry_after("Fri, 31 Oct 2014 23:00:00 GMT", now), 0);
	assert_int_equal(verdict_retry_after("99999999999999999999", now), 86400);
	assert_int_equal(verdict_retry_after("soon", now), 0);
	assert_int_equal(verdict_retry_after("-5", now), 0);
	assert_int_equal(verdict_retry_after("", now), 0);
}

static void words_are_one_line_of_whole_characters(void **state)
{
	(void)state;
	char text[2 * VERDICT_TEXT];
	assert_string_equal(
		verdict_new(VERDICT_RETRY, "451 a\r\nb\x1b[0m\r\n").text, "451 a  b [0m");
	assert_string_equal(verdict_new(VERDICT_REFUSED, "552 bo\xeete \"pleine\" \xc3").text,
		"552 bo\xef\xbf\xbdte \"pleine\" \xef\xbf\xbd");
	memset(text, 'x', sizeof text);
	memcpy(text + VERDICT_TEXT - 1, "é", 2);
	text[sizeof text - 1] = '\0';
	assert_int_equal(strlen(verdict_new(VERDICT_RETRY, text).text), VERDICT_TEXT - 1);
	assert_string_equal(verdict_new(VERDICT_RETRY, NULL).text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mail_is_judged),
		cmocka_unit_test(webhooks_are_judged),
		cmocka_unit_test(a_server_says_when_to_come_back),
		cmocka_unit_test(words_are_one_line_of_whole_characters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
