/* SPDX-License-Identifier: MIT */
/* The shelf over a lane in the test's hands: what is asked, how seldom, and what becomes of a
 * catalogue that is broken or of another schema. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/queue.h>

#include "api/shelf.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/query_inner.h"

#define CATALOG(stamp, schema)                                                                     \
	"{\"stamp\": \"" stamp "\", \"schema\": " schema                                           \
	", \"clock_shift_ms\": 0, \"methods\": [], \"errors\": []}"
#define TEXT_OF(number) #number
#define VERSION(number) TEXT_OF(number)
#define OURS(stamp)     CATALOG(stamp, VERSION(COPILD_SCHEMA_VERSION))
#define NOBODY          ((enum shelf_outcome) - 1)

static struct shelf *shelf;
static struct query *asked; /* at most one, says the shelf */
static unsigned changes;
static enum shelf_outcome told[4];

/* Stands in for db/lane.c. */
void lane_submit(struct lane *lane, unsigned shard, struct query *query)
{
	(void)lane;
	(void)shard;
	assert_null(asked);
	asked = query;
}

static void on_changed(void *context)
{
	(void)context;
	changes++;
}

static void on_done(void *context, enum shelf_outcome outcome)
{
	enum shelf_outcome *place = context;
	*place = outcome;
}

static int set_up(void **state)
{
	(void)state;
	log_set_level(LOG_LEVEL_ERROR);
	changes = 0;
	asked = NULL;
	shelf = shelf_new(NULL, on_changed, NULL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	if (asked)
		query_free(asked);
	shelf_free(shelf);
	clock_set_shift(0);
	return 0;
}

static void refresh(size_t place)
{
	told[place] = NOBODY;
	shelf_refresh(shelf, on_done, &told[place]);
}

static void answer(const char *question, const struct outcome *outcome)
{
	struct query *query = asked;
	assert_non_null(query);
	assert_string_equal(query->statement->sql, question);
	asked = NULL;
	query->done(query->context, outcome);
	query_free(query);
}

static void answer_text(const char *question, const char *text)
{
	answer(question, &(struct outcome){.text = text, .size = strlen(text)});
}

static void stamp(const char *text)
{
	answer_text("select core.catalog_stamp()", text);
}

static void catalog(const char *text)
{
	answer_text("select core.catalog()", text);
}

static void reads_once_while_the_stamp_stays(void **state)
{
	(void)state;
	assert_null(shelf_catalog(shelf));
	refresh(0);
	stamp("a");
	catalog(OURS("a"));
	assert_int_equal(told[0], SHELF_FRESH);
	struct catalog *first = shelf_catalog(shelf);
	refresh(0);
	stamp("a");
	assert_int_equal(told[0], SHELF_FRESH);
	assert_ptr_equal(shelf_catalog(shelf), first);
	assert_null(asked);
	refresh(0);
	stamp("b");
	catalog(OURS("b"));
	assert_string_equal(shelf_catalog(shelf)->stamp, "b");
	assert_int_equal(changes, 0);
}

static void those_who_come_meanwhile_share_the_next(void **state)
{
	(void)state;
	refresh(0);
	refresh(1);
	refresh(2);
	stamp("a");
	catalog(OURS("a"));
	assert_int_equal(told[0], SHELF_FRESH);
	assert_int_equal(told[1], NOBODY);
	stamp("a");
	assert_int_equal(told[1], SHELF_FRESH);
	assert_int_equal(told[2], SHELF_FRESH);
	assert_null(asked);
}

static void a_broken_catalogue_is_not_read_again(void **state)
{
	(void)state;
	refresh(0);
	stamp("a");
	catalog(OURS("a"));
	refresh(0);
	stamp("b");
	catalog("{\"methods\": 7}");
	assert_int_equal(told[0], SHELF_KEPT);
	assert_string_equal(shelf_catalog(shelf)->stamp, "a");
	assert_non_null(shelf_trouble(shelf));
	refresh(0);
	stamp("b");
	assert_int_equal(told[0], SHELF_KEPT);
	assert_null(asked);
	assert_int_equal(changes, 1);
	refresh(0);
	stamp("a");
	assert_int_equal(told[0], SHELF_FRESH);
	assert_null(shelf_trouble(shelf));
	assert_int_equal(changes, 2);
}

static void another_schema_is_not_served(void **state)
{
	(void)state;
	refresh(0);
	stamp("a");
	catalog(OURS("a"));
	refresh(0);
	stamp("b");
	catalog(CATALOG("b", "9999"));
	assert_int_equal(told[0], SHELF_FOREIGN);
	assert_true(shelf_is_foreign(shelf));
	assert_non_null(strstr(shelf_trouble(shelf), "install the copild that goes with it"));
	refresh(0);
	stamp("b");
	assert_int_equal(told[0], SHELF_FOREIGN);
	refresh(0);
	answer("select core.catalog_stamp()", &(struct outcome){.kind = OUTCOME_UNAVAILABLE});
	assert_int_equal(told[0], SHELF_AWAY);
	assert_true(shelf_is_foreign(shelf));
	assert_int_equal(changes, 1);
	refresh(0);
	stamp("c");
	catalog(OURS("c"));
	assert_int_equal(told[0], SHELF_FRESH);
	assert_false(shelf_is_foreign(shelf));
	assert_int_equal(changes, 2);
}

static void what_postgresql_refuses_is_asked_again(void **state)
{
	(void)state;
	const struct outcome refused = {
		.kind = OUTCOME_REFUSED, .sqlstate = "57014", .message = "canceling statement"};
	refresh(0);
	answer("select core.catalog_stamp()", &refused);
	assert_int_equal(told[0], SHELF_KEPT);
	refresh(0);
	stamp("a");
	answer("select core.catalog()", &refused);
	assert_int_equal(told[0], SHELF_KEPT);
	refresh(0);
	stamp("a");
	catalog(OURS("a"));
	assert_int_equal(told[0], SHELF_FRESH);
	assert_null(shelf_trouble(shelf));
}

static void while_postgresql_is_away_nobody_waits(void **state)
{
	(void)state;
	refresh(0);
	refresh(1);
	answer("select core.catalog_stamp()", &(struct outcome){.kind = OUTCOME_UNAVAILABLE});
	assert_int_equal(told[0], SHELF_AWAY);
	assert_int_equal(told[1], SHELF_AWAY);
	assert_null(asked);
	assert_null(shelf_trouble(shelf));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_once_while_the_stamp_stays),
		TEST(those_who_come_meanwhile_share_the_next),
		TEST(a_broken_catalogue_is_not_read_again),
		TEST(another_schema_is_not_served),
		TEST(what_postgresql_refuses_is_asked_again),
		TEST(while_postgresql_is_away_nobody_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
