/* SPDX-License-Identifier: MIT */
/* Invitations: read back by libical, with its own checks of what each method asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libical/ical.h>
#include <string.h>

#include "notify/invitation.h"

static const struct contact secretary = {"Séc \"x\"", "sec@example.org"};
static const struct contact ann = {"Ann\r\nBEGIN:VEVENT", "ann@example.net"};

static bool make(struct invitation *invitation, const char *text, struct fault *fault)
{
	json_t *calendar = json_loads(text, 0, NULL);
	assert_non_null(calendar);
	bool made = invitation_init(invitation, calendar, &secretary, &ann, 1400000000, fault);
	json_decref(calendar);
	return made;
}

/* The one event, if the whole is good. */
static icalcomponent *event_of(const struct invitation *invitation, icalcomponent **whole)
{
	*whole = icalparser_parse_string(invitation->text);
	assert_non_null(*whole);
	assert_int_equal(icalrestriction_check(*whole), 1);
	assert_int_equal(icalcomponent_count_errors(*whole), 0);
	assert_int_equal(icalcomponent_count_components(*whole, ICAL_ANY_COMPONENT), 1);
	return icalcomponent_get_first_component(*whole, ICAL_VEVENT_COMPONENT);
}

static void an_hour_is_an_instant(void **state)
{
	(void)state;
	struct invitation invitation;
	struct fault fault;
	icalcomponent *whole;
	assert_true(make(&invitation,
		"{\"uid\": \"u-1\", \"sequence\": 2, \"method\": \"REQUEST\", \"date\": "
		"\"2014-06-24\", "
		"\"time\": \"14:30\", \"zone\": \"Europe/Paris\", \"minutes\": 90, \"summary\": "
		"\"COPIL; 3, é\", "
		"\"location\": \"Baillargues\", \"description\": \"LR-M3\\nTransformer\"}",
		&fault));
	icalcomponent *event = event_of(&invitation, &whole);
	assert_string_equal(
		icaltime_as_ical_string(icalcomponent_get_dtstart(event)), "20140624T123000Z");
	assert_string_equal(
		icaltime_as_ical_string(icalcomponent_get_dtend(event)), "20140624T140000Z");
	assert_string_equal(
		icaltime_as_ical_string(icalcomponent_get_dtstamp(event)), "20140513T165320Z");
	assert_string_equal(icalcomponent_get_summary(event), "COPIL; 3, é");
	assert_string_equal(icalcomponent_get_description(event), "LR-M3\nTransformer");
	assert_string_equal(icalcomponent_get_uid(event), "u-1");
	assert_int_equal(icalcomponent_get_sequence(event), 2);
	assert_int_equal(icalcomponent_get_method(whole), ICAL_METHOD_REQUEST);
	assert_string_equal(invitation.method, "REQUEST");
	icalcomponent_free(whole);
	invitation_done(&invitation);
}

static void without_an_hour_it_is_a_day(void **state)
{
	(void)state;
	struct invitation invitation;
	struct fault fault;
	icalcomponent *whole;
	assert_true(make(&invitation,
		"{\"uid\": \"u\", \"date\": \"2014-12-31\", \"location\": null}", &fault));
	icalcomponent *event = event_of(&invitation, &whole);
	assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtstart(event)), "20141231");
	assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtend(event)), "20150101");
	assert_null(icalcomponent_get_location(event));
	icalcomponent_free(whole);
	invitation_done(&invitation);
}

static void what_is_off_is_cancelled(void **state)
{
	(void)state;
	struct invitation invitation;
	struct fault fault;
	icalcomponent *whole;
	assert_true(make(&invitation,
		"{\"uid\": \"u\", \"date\": \"2014-06-24\", \"cancelled\": true}", &fault));
	icalcomponent *event = event_of(&invitation, &whole);
	assert_int_equal(icalcomponent_get_method(whole), ICAL_METHOD_CANCEL);
	assert_int_equal(icalcomponent_get_status(event), ICAL_STATUS_CANCELLED);
	assert_string_equal(invitation.method, "CANCEL");
	icalcomponent_free(whole);
	invitation_done(&invitation);
}

static void no_text_makes_a_property(void **state)
{
	(void)state;
	struct invitation invitation;
	struct fault fault;
	icalcomponent *whole;
	assert_true(make(&invitation,
		"{\"uid\": \"u\\r\\nX-A: 1\", \"date\": \"2014-06-24\", \"summary\": "
		"\"a\\r\\nATTENDEE:mailto:x@y\", "
		"\"location\": \"b\\nEND:VEVENT\\nBEGIN:VEVENT\", \"description\": "
		"\"\\u0007\\u000b\"}",
		&fault));
	icalcomponent *event = event_of(&invitation, &whole);
	assert_int_equal(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY), 1);
	assert_int_equal(icalcomponent_count_properties(event, ICAL_X_PROPERTY), 0);
	icalcomponent_free(whole);
	invitation_done(&invitation);
}

static void without_a_day_there_is_none(void **state)
{
	(void)state;
	static const char *const bad[] = {"{}", "{\"uid\": \"u\"}", "{\"date\": \"2014-06-24\"}",
		"{\"uid\": \"u\", \"date\": \"soon\"}",
		"{\"uid\": \"u\", \"date\": \"2014-13-45\"}"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct invitation invitation;
		struct fault fault;
		if (make(&invitation, bad[i], &fault))
			fail_msg("%s: %s", bad[i], invitation.text);
		invitation_done(&invitation);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_hour_is_an_instant),
		cmocka_unit_test(without_an_hour_it_is_a_day),
		cmocka_unit_test(what_is_off_is_cancelled),
		cmocka_unit_test(no_text_makes_a_property),
		cmocka_unit_test(without_a_day_there_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
