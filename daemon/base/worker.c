/* SPDX-License-Identifier: MIT */
/* Threads for work that may block. A thread takes waiting jobs until there are none, then ends;
 * what it has finished stands in a list that an eventfd announces to the loop. The room is shared
 * by the worker and its threads and goes with the last of them, so freeing the worker waits for
 * nobody. */
#include "base/worker.h"

#include <assert.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/alloc.h"

#define STACK_SIZE (1024 * 1024) /* name service modules keep buffers on the stack */

struct job {
	void (*work)(void *argument);
	void (*done)(void *argument);
	void (*drop)(void *argument);
	void *argument;
	STAILQ_ENTRY(job) next;
};

STAILQ_HEAD(jobs, job);

/* Everything in it is under the lock. */
struct room {
	pthread_mutex_t lock;
	struct jobs waiting;
	struct jobs finished;
	unsigned threads;
	int bell;
	bool closed;
};

struct worker {
	struct room *room;
	struct event *event;
	unsigned limit;
	bool telling;
};

static void room_free(struct room *room)
{
	close(room->bell);
	pthread_mutex_destroy(&room->lock);
	free(room);
}

static struct job *jobs_take(struct jobs *jobs)
{
	struct job *job = STAILQ_FIRST(jobs);

	if (job)
		STAILQ_REMOVE_HEAD(jobs, next);
	return job;
}

static void job_drop(struct job *job)
{
	if (job->drop)
		job->drop(job->argument);
	free(job);
}

/* Called and left with the lock held. */
static void room_finish(struct room *room, struct job *job)
{
	uint64_t one = 1;
	ssize_t written;

	if (room->closed) {
		pthread_mutex_unlock(&room->lock);
		job_drop(job);
		pthread_mutex_lock(&room->lock);
		return;
	}
	STAILQ_INSERT_TAIL(&room->finished, job, next);
	written = write(room->bell, &one, sizeof(one));
	assert(written == sizeof(one));
	(void)written;
}

static void *room_thread(void *argument)
{
	struct room *room = argument;
	struct job *job;
	bool last;

	pthread_mutex_lock(&room->lock);
	while ((job = jobs_take(&room->waiting))) {
		pthread_mutex_unlock(&room->lock);
		job->work(job->argument);
		pthread_mutex_lock(&room->lock);
		room_finish(room, job);
	}
	last = --room->threads == 0 && room->closed;
	pthread_mutex_unlock(&room->lock);
	if (last)
		room_free(room);
	return NULL;
}

/* Signals are the loop's: a thread that took one would leave the loop asleep. */
static bool room_hire(struct room *room)
{
	pthread_attr_t attributes;
	pthread_t thread;
	sigset_t all;
	sigset_t before;
	int error;

	sigfillset(&all);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&thread, &attributes, room_thread, room);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	if (error == 0)
		room->threads++;
	return error == 0;
}

static void worker_tell(struct worker *worker)
{
	struct room *room = worker->room;
	struct job *job;
	uint64_t rung;
	ssize_t size = read(room->bell, &rung, sizeof(rung));

	(void)size;
	worker->telling = true;
	pthread_mutex_lock(&room->lock);
	while ((job = jobs_take(&room->finished))) {
		pthread_mutex_unlock(&room->lock);
		job->done(job->argument);
		free(job);
		pthread_mutex_lock(&room->lock);
	}
	pthread_mutex_unlock(&room->lock);
	worker->telling = false;
}

static void worker_on_bell(evutil_socket_t bell, short events, void *argument)
{
	(void)bell;
	(void)events;
	worker_tell(argument);
}

struct worker *worker_new(struct event_base *base, unsigned limit)
{
	struct worker *worker = alloc_new(sizeof(*worker));
	struct room *room = alloc_new(sizeof(*room));

	pthread_mutex_init(&room->lock, NULL);
	STAILQ_INIT(&room->waiting);
	STAILQ_INIT(&room->finished);
	room->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	worker->room = room;
	worker->limit = limit ? limit : 1;
	worker->event = event_new(base, room->bell, EV_READ | EV_PERSIST, worker_on_bell, worker);
	/* Without a descriptor nothing could be told: worker_run then says so, each time. */
	if (room->bell >= 0)
		event_add(worker->event, NULL);
	return worker;
}

void worker_free(struct worker *worker)
{
	struct room *room;
	struct job *job;
	bool last;

	if (!worker)
		return;
	assert(!worker->telling);
	room = worker->room;
	event_free(worker->event);
	free(worker);
	pthread_mutex_lock(&room->lock);
	room->closed = true;
	while ((job = jobs_take(&room->waiting)) || (job = jobs_take(&room->finished)))
		job_drop(job);
	last = room->threads == 0;
	pthread_mutex_unlock(&room->lock);
	if (last)
		room_free(room);
}

bool worker_run(struct worker *worker, void (*work)(void *argument), void (*done)(void *argument),
	void (*drop)(void *argument), void *argument)
{
	struct room *room = worker->room;
	struct job *job;
	bool hired;

	if (room->bell < 0)
		return false;
	job = alloc_new(sizeof(*job));
	*job = (struct job){.work = work, .done = done, .drop = drop, .argument = argument};
	pthread_mutex_lock(&room->lock);
	STAILQ_INSERT_TAIL(&room->waiting, job, next);
	/* A thread that is there takes the job too, so a failure matters only when there is none.
	 */
	hired = room->threads < worker->limit && room_hire(room);
	hired = hired || room->threads > 0;
	if (!hired)
		STAILQ_REMOVE(&room->waiting, job, job, next);
	pthread_mutex_unlock(&room->lock);
	if (!hired)
		free(job);
	return hired;
}
