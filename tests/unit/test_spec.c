/* SPDX-License-Identifier: MIT */
/* The examples of the JSON-RPC 2.0 specification over a connection, whole and in pieces of 1 to 31
 * bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_handler.h"
#include "rpc/server.h"
#include "socket_peer.h"

static struct event_base *base;
static struct worker *worker;
static struct fake fake;
static struct server *server;
static struct socket_peer peer;

static int prepare(void **state)
{
	const struct peer root = {.kind = PEER_LOCAL, .address = "uid 0"};
	struct server_settings settings;

	(void)state;
	base = event_base_new();
	worker = worker_new(base, 2);
	fake_init(&fake);
	server_settings_default(&settings);
	settings.locale = "en";
	server = server_new(base, worker, &settings, &fake.handler);
	server_adopt(server, socket_peer_init(&peer, base), &root);
	return 0;
}

static int clean(void **state)
{
	(void)state;
	socket_peer_done(&peer);
	server_free(server);
	worker_free(worker);
	event_base_free(base);
	return 0;
}

/* In the order of the specification's chapter 7; NULL: nothing is sent. */
static const struct {
	const char *request;
	const char *response;
} examples[] = {
	{"{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42, 23], \"id\": 1}",
		"{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 1}"},
	{"{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [23, 42], \"id\": 2}",
		"{\"jsonrpc\": \"2.0\", \"result\": -19, \"id\": 2}"},
	{"{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"subtrahend\": 23, "
	 "\"minuend\": 42}, \"id\": 3}",
		"{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 3}"},
	{"{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"minuend\": 42, "
	 "\"subtrahend\": 23}, \"id\": 4}",
		"{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 4}"},
	{"{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}", NULL},
	{"{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}", NULL},
	{"{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": \"1\"}",
		"{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32601, \"message\": \"Method not "
		"found\"}, \"id\": \"1\"}"},
	{"{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]",
		"{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32700, \"message\": \"Parse "
		"error\"}, "
		"\"id\": null}"},
	{"{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}",
		"{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid "
		"Request\"}, \"id\": null}"},
	{"[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
	 "{\"jsonrpc\": \"2.0\", \"method\"]",
		"{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32700, \"message\": \"Parse "
		"error\"}, "
		"\"id\": null}"},
	{"[]", "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid "
	       "Request\"}, \"id\": null}"},
	{"[1]", "[{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid "
		"Request\"}, \"id\": null}]"},
	{"[1,2,3]",
		"[{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid "
		"Request\"}, \"id\": null},{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, "
		"\"message\": \"Invalid Request\"}, \"id\": null},{\"jsonrpc\": \"2.0\", "
		"\"error\": "
		"{\"code\": -32600, \"message\": \"Invalid Request\"}, \"id\": null}]"},
	{"[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
	 "{\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]},"
	 "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42,23], \"id\": \"2\"},"
	 "{\"foo\": \"boo\"},"
	 "{\"jsonrpc\": \"2.0\", \"method\": \"foo.get\", \"params\": {\"name\": \"myself\"}, "
	 "\"id\": \"5\"},"
	 "{\"jsonrpc\": \"2.0\", \"method\": \"get_data\", \"id\": \"9\"}]",
		"[{\"jsonrpc\": \"2.0\", \"result\": 7, \"id\": \"1\"},"
		"{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": \"2\"},"
		"{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid "
		"Request\"}, \"id\": null},"
		"{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32601, \"message\": \"Method not "
		"found\"}, \"id\": \"5\"},"
		"{\"jsonrpc\": \"2.0\", \"result\": [\"hello\", 5], \"id\": \"9\"}]"},
	{"[{\"jsonrpc\": \"2.0\", \"method\": \"notify_sum\", \"params\": [1,2,4]},"
	 "{\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]}]",
		NULL},
};

#define EXAMPLES (sizeof(examples) / sizeof(*examples))

/* What we add to an error, the specification leaves to the server. */
static void strip(json_t *value)
{
	size_t index;
	json_t *item;

	json_object_del(json_object_get(value, "error"), "data");
	json_array_foreach (value, index, item)
		strip(item);
}

static void expect(const char *wanted)
{
	char *line = socket_peer_line(&peer);
	json_t *got;
	json_t *right = json_loads(wanted, 0, NULL);

	assert_non_null(line);
	got = json_loads(line, 0, NULL);
	strip(got);
	if (!json_equal(got, right))
		fail_msg("%s\ninstead of %s", line, wanted);
	json_decref(got);
	json_decref(right);
	free(line);
}

static void expect_all(void)
{
	for (size_t i = 0; i < EXAMPLES; i++) {
		if (examples[i].response)
			expect(examples[i].response);
	}
	assert_true(socket_peer_hears_nothing(&peer));
}

static void test_one_by_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < EXAMPLES; i++) {
		socket_peer_say(&peer, examples[i].request);
		socket_peer_say(&peer, i % 2 ? "\n" : "\r\n");
		if (examples[i].response)
			expect(examples[i].response);
		else
			assert_true(socket_peer_hears_nothing(&peer));
	}
}

static void test_in_one_piece_and_in_small_ones(void **state)
{
	struct buffer all = {0};

	(void)state;
	for (size_t i = 0; i < EXAMPLES; i++) {
		buffer_add_text(&all, examples[i].request);
		buffer_add_text(&all, i % 2 ? "\n" : "\n\r\n");
	}
	socket_peer_write(&peer, buffer_data(&all), buffer_size(&all));
	expect_all();
	for (size_t piece = 1; piece <= 31; piece++) {
		for (size_t at = 0; at < buffer_size(&all); at += piece) {
			size_t left = buffer_size(&all) - at;

			socket_peer_write(
				&peer, buffer_data(&all) + at, left < piece ? left : piece);
			socket_peer_turn(&peer);
		}
		expect_all();
	}
	buffer_done(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_one_by_one, prepare, clean),
		cmocka_unit_test_setup_teardown(
			test_in_one_piece_and_in_small_ones, prepare, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
