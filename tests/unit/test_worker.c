/* SPDX-License-Identifier: MIT */
/* base/worker: work happens off the loop, its end is told on it, at most `limit` at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "base/worker.h"

#define JOBS 50

static pthread_t loop_thread;
static atomic_int running;
static atomic_int most;
static atomic_int worked;
static atomic_int dropped;
static int done;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static struct event_base *base;

static int prepare(void **state)
{
	(void)state;
	loop_thread = pthread_self();
	running = most = worked = dropped = done = 0;
	base = event_base_new();
	return base ? 0 : -1;
}

static int clean(void **state)
{
	(void)state;
	event_base_free(base);
	return 0;
}

static void work(void *argument)
{
	int now = ++running;

	(void)argument;
	assert_false(pthread_equal(pthread_self(), loop_thread));
	if (now > most)
		most = now;
	pthread_mutex_lock(&gate);
	pthread_mutex_unlock(&gate);
	running--;
	worked++;
}

static void tell(void *argument)
{
	(void)argument;
	assert_true(pthread_equal(pthread_self(), loop_thread));
	done++;
}

static void drop(void *argument)
{
	(void)argument;
	dropped++;
}

static void test_all_jobs_are_done_within_the_limit(void **state)
{
	struct worker *worker = worker_new(base, 3);

	(void)state;
	for (int i = 0; i < JOBS; i++)
		assert_true(worker_run(worker, work, tell, drop, NULL));
	while (done < JOBS)
		event_base_loop(base, EVLOOP_ONCE);
	assert_int_equal(worked, JOBS);
	assert_in_range(most, 1, 3);
	assert_int_equal(dropped, 0);
	worker_free(worker);
}

static void test_freeing_waits_for_nobody(void **state)
{
	struct worker *worker = worker_new(base, 2);

	(void)state;
	pthread_mutex_lock(&gate);
	for (int i = 0; i < 5; i++)
		assert_true(worker_run(worker, work, tell, drop, NULL));
	while (running < 2)
		sched_yield();
	worker_free(worker);
	assert_int_equal(dropped, 3);
	pthread_mutex_unlock(&gate);
	while (dropped < 5)
		sched_yield();
	assert_int_equal(done, 0);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(done, 0);
}

static void test_freeing_nothing(void **state)
{
	(void)state;
	worker_free(NULL);
	worker_free(worker_new(base, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_all_jobs_are_done_within_the_limit, prepare, clean),
		cmocka_unit_test_setup_teardown(test_freeing_waits_for_nobody, prepare, clean),
		cmocka_unit_test_setup_teardown(test_freeing_nothing, prepare, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
