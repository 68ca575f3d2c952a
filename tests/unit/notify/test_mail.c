/* SPDX-License-Identifier: MIT */
/* Mail as bytes: what it holds, that it is the same each time, and that no text makes a header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notify/mail.h"

static const struct contact secretary = {"Secrétaire", "sec@example.org"};

static struct mail sample(void)
{
	return (struct mail){.from = {"Plan d'action", "plan@example.org"},
		.to = {"Ann", "ann@example.net"},
		.reply_to = &secretary,
		.reply_to_count = 1,
		.uid = "0b2f",
		.date = 1400000000,
		.subject = "Échéance",
		.text = "Bonjour\n.\nFrom x\n",
		.html = "<p>Été</p>\n"};
}

/* Lines that end well and are short, bytes that are ASCII. */
static char *packed(const struct mail *mail)
{
	size_t size, column = 0;
	char *bytes = mail_pack(mail, &size);
	assert_int_equal(strlen(bytes), size);
	for (size_t i = 0; i < size; i++) {
		assert_true(bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == '\t' ||
			    (bytes[i] >= ' ' && bytes[i] < 0x7f));
		assert_int_equal(bytes[i] == '\r', bytes[i + 1] == '\n');
		column = bytes[i] == '\n' ? 0 : column + 1;
		assert_in_range(column, 0, 998);
	}
	return bytes;
}

static size_t headers_of(const char *bytes)
{
	size_t count = 0;
	for (const char *line = bytes; *line != '\r'; line = strchr(line, '\n') + 1)
		count += *line != ' ' && *line != '\t';
	return count;
}

static void holds(const char *bytes, const char *line)
{
	if (!strstr(bytes, line))
		fail_msg("%s lacks: %s", bytes, line);
}

static void says_what_it_was_given(void **state)
{
	(void)state;
	struct mail mail = sample();
	char *bytes = packed(&mail);
	holds(bytes, "From: Plan d'action <plan@example.org>\r\n");
	holds(bytes, "To: Ann <ann@example.net>\r\n");
	holds(bytes, "<sec@example.org>\r\n");
	holds(bytes, "Date: Tue, 13 May 2014 16:53:20 +0000\r\n");
	holds(bytes, "Message-Id: <0b2f@example.org>\r\n");
	holds(bytes, "Auto-Submitted: auto-generated\r\n");
	holds(bytes, "List-Unsubscribe: <mailto:sec@example.org?subject=unsubscribe>\r\n");
	holds(bytes, "Content-Type: multipart/alternative;");
	holds(bytes, "Content-Type: text/plain; charset=utf-8\r\n");
	holds(bytes, "Content-Type: text/html; charset=utf-8\r\n");
	assert_null(strstr(bytes, "Precedence"));
	assert_null(strstr(bytes, "References"));
	free(bytes);
}

static void is_the_same_each_time(void **state)
{
	(void)state;
	struct mail mail = sample();
	char *one = packed(&mail), *two = packed(&mail);
	assert_string_equal(one, two);
	free(one);
	free(two);
}

static void mail_of_one_action_belongs_together(void **state)
{
	(void)state;
	struct mail mail = sample();
	mail.thread = "LR-12";
	char *bytes = packed(&mail);
	holds(bytes, "In-Reply-To: <LR-12.thread@example.org>\r\n");
	holds(bytes, "References: <LR-12.thread@example.org>\r\n");
	free(bytes);
}

static void an_invitation_is_a_part(void **state)
{
	(void)state;
	struct mail mail = sample();
	mail.calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
	mail.calendar_method = "REQUEST";
	char *bytes = packed(&mail);
	holds(bytes, "Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n");
	free(bytes);
}

static void without_a_secretary_the_sender_is_asked(void **state)
{
	(void)state;
	struct mail mail = sample();
	mail.reply_to_count = 0;
	char *bytes = packed(&mail);
	holds(bytes, "<mailto:plan@example.org?subject=unsubscribe>");
	assert_null(strstr(bytes, "Reply-To"));
	free(bytes);
}

static void no_text_makes_a_header(void **state)
{
	(void)state;
	static const char *const hostile[] = {"a\r\nBcc: evil@example.com", "a\nBcc: x@y",
		"a\rBcc: x@y", "\r\n\r\nbody",
		"a\xe2\x80\xa8"
		"Bcc: x@y",
		"a\xc2\x85"
		"Bcc: x@y",
		"=?utf-8?q?a=0d=0aBcc:_x@y?=", "\"", "\\", "a\", <x@y>", "(", ")", "<",
		"a <x@y>, b", "\x01\x02", "", " ", ":", "Bcc: x@y"};
	struct mail mail = sample();
	char *bytes = packed(&mail);
	size_t count = headers_of(bytes);
	free(bytes);
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		const struct contact reader = {hostile[i], "sec@example.org"};
		mail.subject = mail.from.name = mail.to.name = hostile[i];
		mail.text = mail.html = hostile[i];
		mail.reply_to = &reader;
		bytes = packed(&mail);
		if (headers_of(bytes) != count)
			fail_msg("%s", bytes);
		holds(bytes, "ann@example.net");
		*strstr(bytes, "\r\n\r\n") = '\0';
		assert_null(strstr(bytes, "\r\nBcc"));
		free(bytes);
	}
}

static void a_sender_has_a_name_or_not(void **state)
{
	(void)state;
	struct contact contact;
	struct fault fault;
	char both[] = "Plan d'action <plan@example.org>", bare[] = "plan@example.org";
	char open[] = "Plan <plan@example.org", two[] = "<a@b> <c@d> x";
	assert_true(mail_contact_parse(both, &contact, &fault));
	assert_string_equal(contact.name, "Plan d'action");
	assert_string_equal(contact.address, "plan@example.org");
	assert_true(mail_contact_parse(bare, &contact, &fault));
	assert_null(contact.name);
	assert_false(mail_contact_parse(open, &contact, &fault));
	assert_false(mail_contact_parse(two, &contact, &fault));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_it_was_given),
		cmocka_unit_test(is_the_same_each_time),
		cmocka_unit_test(mail_of_one_action_belongs_together),
		cmocka_unit_test(an_invitation_is_a_part),
		cmocka_unit_test(without_a_secretary_the_sender_is_asked),
		cmocka_unit_test(no_text_makes_a_header),
		cmocka_unit_test(a_sender_has_a_name_or_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
