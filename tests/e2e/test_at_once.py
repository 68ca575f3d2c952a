# SPDX-License-Identifier: MIT
"""A call and a ring at one instant: neither sees what the other has not yet committed."""
from concurrent.futures import ThreadPoolExecutor

import pytest

from house import wait_for
from outbox import PLAN, Post, delivery

BEFORE, AFTER = "p1@example.org", "p2@example.org"


@pytest.fixture
def post(own_cluster):
    own_cluster.shift_clock("copild", "2014-05-12 10:00:00+02")
    return Post(own_cluster, "copild")


@pytest.fixture
def daemon(brief_daemon, own_cluster, post):
    """Who deliver nothing: an organisation whose contact is p1, and two more persons."""
    daemon = brief_daemon(own_cluster, "copild", **delivery(None))
    with daemon.peer() as peer:
        post.begin(peer, people=2)
        peer.call("organisation.create", key="CCI-ALES", name="CCI d’Alès", kind="chamber", plan=PLAN)
        peer.call("member.add", plan=PLAN, party="CCI-ALES", role="partner")
        peer.call("organisation.edit", organisation="CCI-ALES", contact=BEFORE)
    return daemon


def is_waiting(post):
    """True while a transaction waits for what another has locked."""
    return post.sql("select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")


def told(post, kind):
    """Whom the ledger tells of that kind, and why not if so."""
    return set(post.sql("""select p.email, r.reason from core.reminder as r join core.person as p on p.id = r.person
        where r.kind = %s""", kind))


@pytest.fixture
def edited(daemon, post, own_cluster):
    """edited(block): names another contact while the block's transaction is not over."""
    def edit():
        with daemon.peer() as peer:
            peer.call("organisation.edit", organisation="CCI-ALES", contact=AFTER)

    def beside(block):
        with ThreadPoolExecutor() as pool:
            with own_cluster.transaction() as other:
                block(other)
                call = pool.submit(edit)
                wait_for(lambda: call.done() or is_waiting(post), "the call")
            call.result()
    return beside


def test_a_rung_falls_while_its_contact_changes(daemon, post, edited):
    with daemon.peer() as peer:
        post.act(peer, "CCI-ALES", due="2014-06-20")

    def ring(other):
        other.execute("select from core.agenda for update")  # no other ring takes it
        post.pass_time("25 days")
        other.execute("select core.outbox_ring()")
    edited(ring)
    assert told(post, "rung") == {(BEFORE, "owner_changed"), (AFTER, None)}


def test_an_action_is_given_while_the_contact_changes(post, edited):
    def give(other):
        other.execute("set local search_path = core, pg_temp")
        other.execute("""select case when core.act('administrator', 'fr', null)
            then api.action_create(plan => 'P', title => 'Compter', owner => 'CCI-ALES') end""")
    edited(give)
    assert (AFTER, None) in told(post, "assigned")
