/* SPDX-License-Identifier: MIT */
/* Notifications as mail servers write them, and mail that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "notify/dsn.h"

#define UID "0b2f3c4d-1e2f-4a5b-8c6d-7e8f9a0b1c2d"
#define HEAD                                                                                       \
	"From: MAILER-DAEMON@mail.example.org\nTo: plan@example.org\nSubject: Undelivered\n"       \
	"MIME-Version: 1.0\n"
#define REPORT                                                                                     \
	HEAD "Content-Type: multipart/report; report-type=\"delivery-status\"; boundary=b\n\n"     \
	     "--b\nContent-Type: text/plain\n\nSorry.\n\n"
#define STATUS                                                                                     \
	"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.org\n\n"
#define FAILED "Final-Recipient: rfc822; ann@example.net\nAction: failed\nStatus: 5.1.1\n"
#define WORDS  "Diagnostic-Code: smtp; 550 5.1.1 <ann@example.net>:\n    no such user\n"
#define RETURNED                                                                                   \
	"\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <" UID "@example.org>\n"               \
	"Subject: LR-2\n\nBonjour\n\n--b--\n"
#define HEADERS                                                                                    \
	"\n--b\nContent-Type: text/rfc822-headers\n\nSubject: LR-2\n"                              \
	"Message-Id: <" UID "@example.org>\n\n--b--\n"

static bool read_mail(const char *text, struct dsn *dsn)
{
	return dsn_init(dsn, text, strlen(text));
}

/* The same with the line ends of mail. */
static char *with_returns(const char *text)
{
	char *whole = alloc_array(2 * strlen(text) + 1, 1), *to = whole;
	for (; *text; *to++ = *text++)
		if (*text == '\n')
			*to++ = '\r';
	*to = '\0';
	return whole;
}

static void check_failed(const char *text)
{
	struct dsn dsn;
	assert_true(read_mail(text, &dsn));
	assert_string_equal(dsn.uid, UID);
	assert_string_equal(dsn.final, "ann@example.net");
	assert_string_equal(dsn.verdict.text, "550 5.1.1 <ann@example.net>: no such user");
	assert_int_equal(dsn.verdict.kind, VERDICT_REFUSED);
	assert_int_equal(dsn.verdict.code, 550);
	assert_true(dsn.verdict.recipient);
	dsn_done(&dsn);
}

static void what_came_back_is_known(void **state)
{
	(void)state;
	static const char *const mails[] = {
		REPORT STATUS FAILED WORDS RETURNED,
		REPORT STATUS FAILED WORDS HEADERS,
		REPORT STATUS WORDS FAILED
		"\nFinal-Recipient: rfc822; b@example.net\nAction: failed\n" RETURNED,
		REPORT STATUS
		"Final-Recipient: rfc822; c@example.net\nAction: delayed\n\n" FAILED WORDS HEADERS,
	};
	for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
		char *other = with_returns(mails[i]);
		check_failed(mails[i]);
		check_failed(other);
		free(other);
	}
}

static void addresses_beyond_ascii(void **state)
{
	(void)state;
	struct dsn dsn;
	assert_true(read_mail(REPORT
		"--b\nContent-Type: message/global-delivery-status\n\nReporting-MTA: dns; x\n\n"
		"Original-Recipient: utf-8; zoé@example.net\nAction: Failed\nStatus: 5.6.7\n"
		"\n--b\nContent-Type: message/global-headers\n\nMessage-ID: <" UID "@x>\n\n--b--\n",
		&dsn));
	assert_string_equal(dsn.original, "zoé@example.net");
	assert_null(dsn.final);
	assert_string_equal(dsn.verdict.text, "5.6.7");
	assert_false(dsn.verdict.recipient);
	assert_int_equal(dsn.verdict.code, 0);
	dsn_done(&dsn);
}

static void other_mail_is_none(void **state)
{
	(void)state;
	static const char *const mails[] = {
		"",
		"\n",
		"garbage",
		HEAD "\nI am away until Monday.\n",
		HEAD "Content-Type: multipart/report; report-type=disposition-notification; "
		     "boundary=b\n\n" STATUS FAILED RETURNED,
		REPORT STATUS
		"Final-Recipient: rfc822; a@b\nAction: delayed\nStatus: 4.4.1\n" RETURNED,
		REPORT STATUS
		"Final-Recipient: rfc822; a@b\nAction: delivered\nStatus: 2.0.0\n" RETURNED,
		REPORT STATUS FAILED "\n--b--\n",
		REPORT STATUS FAILED "\n--b\nContent-Type: message/rfc822\n\n\n--b--\n",
		REPORT STATUS FAILED "\n--b\nContent-Type: message/rfc822\n\n"
				     "Message-ID: <somebody@else.example.org>\n\nx\n--b--\n",
		REPORT STATUS FAILED
		"\n--b\nContent-Type: message/rfc822\n\n"
		"Message-ID: <0b2f3c4d-1e2f-4a5b-8c6d7-e8f9a0b1c2d@x>\n\nx\n--b--\n",
		REPORT "--b--\n",
	};
	struct dsn dsn;
	for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++)
		assert_false(read_mail(mails[i], &dsn));
}

/* Half of a mail is none, or the same. */
static void cut_anywhere(void **state)
{
	(void)state;
	static const char whole[] = REPORT STATUS FAILED WORDS RETURNED;
	struct dsn dsn;
	for (size_t size = 0; size < sizeof whole; size++) {
		char *part = alloc_bytes(whole, size);
		if (dsn_init(&dsn, part, size)) {
			assert_string_equal(dsn.uid, UID);
			dsn_done(&dsn);
		}
		free(part);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_came_back_is_known),
		cmocka_unit_test(addresses_beyond_ascii),
		cmocka_unit_test(other_mail_is_none),
		cmocka_unit_test(cut_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
