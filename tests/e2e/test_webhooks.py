# SPDX-License-Identifier: MIT
"""Webhooks to receivers that do what they should not: rows 66 to 74 of docs/faults.md. What is signed is verified by
the npm package standardwebhooks."""
import json
import os
import signal
import ssl
import subprocess

import pytest

from hook import Hook, ScriptedHook, answer, bomb, close_after_body, giant, giant_header, informational, without_end
from hostile import URLS
from house import HOME, run, wait_for
from outbox import Post, delivery, memory
from peer import Refusal
from scripted import Authority, Gate, Scripted, drip, silence

LOCAL = "127.0.0.0/8 ::1/128"
TIMES = {"webhook_timeout": "3s", "connect_timeout": "2s"}


@pytest.fixture(scope="module")
def authority(place):
    return Authority(place / "authority of hooks")


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


@pytest.fixture(scope="module")
def key(place):
    path = place / "webhook.key"
    path.write_text("k" * 64, encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def deliver(brief_daemon, cluster, post, authority, key):
    """deliver([url]): a daemon, and for each URL a person whose channel it is, and one message that is due."""
    def start(urls, prefix=(), secretary=True, **options):
        options = {"webhook_private": LOCAL, "ca_file": authority.file, "webhook_key": key, **TIMES, **options}
        daemon = brief_daemon(cluster, post.database, prefix=prefix, **delivery(None, **options))
        with daemon.peer() as peer:
            post.begin(peer, len(urls), secretary)
            for email, url in zip(post.people, urls):
                hooked(peer, email, url)
                post.act(peer, email)
        post.fall_due()
        return daemon
    return start


def hooked(peer, email, url):
    number = peer.call("webhook.create", url=url, person=email)["webhook"]
    peer.call("preference.edit", person=email, channel="webhook")
    return number


def secret(daemon, number):
    return run(daemon.program, "--config", daemon.config, "webhook-secret", str(number)).strip()


def judge(*deliveries):
    """What standardwebhooks says against (secret, delivery, seconds since it was sent): None for each that is good."""
    asked = [{"secret": secret, "headers": delivery.headers, "body": delivery.body.decode(),
        "now": int(delivery.headers["webhook-timestamp"]) + after} for secret, delivery, after in deliveries]
    done = subprocess.run(["node", HOME / "tests/clients/webhook.js"], input=json.dumps(asked), capture_output=True,
        text=True, check=True)
    return json.loads(done.stdout)


def only(post, channel="webhook"):
    message, = [message for message in post.messages() if message.channel == channel]
    return message


def tried(post, number=1, states=("waiting",)):
    wait_for(lambda: [message for message in post.messages() if message.channel == "webhook"
        and message.attempt >= number and message.state in states], f"attempt {number} to be over")
    return only(post)


# ---- as it should be ---------------------------------------------------------------------------

@pytest.mark.asan
@pytest.mark.valgrind
def test_signed_and_true(deliver, post, authority):
    with Hook(authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/copild?x=1"])
        wait_for(lambda: len(hook.taken), "the delivery")
        taken, = hook.taken.all()
        assert judge((secret(daemon, 1), taken, 0)) == [None]
        assert taken.path == "/copild?x=1" and taken.headers["content-type"].startswith("application/json")
        assert taken.id == "msg_" + only(post).uid.replace("-", "")
        assert taken.json["type"] and taken.json["version"] and "accept-encoding" not in taken.headers
        assert "Personne" not in taken.headers["user-agent"]
        post.wait_for(lambda messages: messages[0].state == "sent", "it to be noted")


# ---- 66: what it may answer --------------------------------------------------------------------

@pytest.mark.parametrize("status", [500, 502, 503, 429, 404, 301, 400])
def test_fault_66_tried_again(deliver, post, authority, status):
    with Scripted() as trap, ScriptedHook([answer(status, Location=f"https://127.0.0.1:{trap.port}/")],
            authority.issue("127.0.0.1")) as hook:
        deliver([f"https://127.0.0.1:{hook.port}/"])
        assert tried(post).code == status
        post.pass_time("10 min")
        post.wait_for(lambda messages: only(post).state == "sent", "the second delivery")
        assert set(hook.taken.ids().values()) == {2} and trap.count == 0


@pytest.mark.parametrize("status", [503, 429])
def test_fault_66_retry_after(deliver, post, authority, status):
    with ScriptedHook([answer(status, Retry_After="7200")], authority.issue("127.0.0.1")) as hook:
        deliver([f"https://127.0.0.1:{hook.port}/"])
        tried(post)
        assert post.value("select next_at - core.now() between '1 hour 50 min' and '3 hours' from core.message")


def test_fault_66_retry_after_has_a_limit(deliver, post, authority):
    with ScriptedHook([answer(503, Retry_After="99999999")], authority.issue("127.0.0.1")) as hook:
        deliver([f"https://127.0.0.1:{hook.port}/"])
        tried(post)
        assert post.value("select next_at - core.now() <= '2 days' from core.message")


def test_fault_66_gone(deliver, post, authority):
    with ScriptedHook([answer(410)], authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"])
        assert tried(post, states=("failed",)).code == 410
        with daemon.peer() as peer:
            webhook, = peer.call("webhook.list")["items"]
            assert (webhook["state"], bool(webhook["why"])) == ("disabled", True)


def test_fault_66_interim_answers_without_end(deliver, post, authority):
    with ScriptedHook([informational], authority.issue("127.0.0.1")) as hook:
        deliver([f"https://127.0.0.1:{hook.port}/"])
        tried(post)
        post.pass_time("10 min")
        post.wait_for(lambda messages: only(post).state == "sent", "the second delivery")


# ---- 67: was it taken? -------------------------------------------------------------------------

@pytest.mark.parametrize("end", [close_after_body, silence], ids=["closes", "silent"])
def test_fault_67_ambiguous(deliver, post, authority, end):
    with ScriptedHook([end], authority.issue("127.0.0.1")) as hook:
        deliver([f"https://127.0.0.1:{hook.port}/"])
        assert tried(post).ambiguous == 1
        post.pass_time("10 min")
        post.wait_for(lambda messages: only(post).state == "sent", "the second delivery")
        first, second = hook.taken.all()
        assert (first.id, first.body) == (second.id, second.body)


# ---- 68: more than anybody wants to read -------------------------------------------------------

@pytest.mark.parametrize("act", [giant, bomb, without_end, giant_header, drip(answer(200, b"x" * 5000))],
    ids=["giant", "bomb", "without end", "giant header", "drip"])
def test_fault_68_endless_answers(deliver, post, authority, act):
    with ScriptedHook([act], authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"])
        wait_for(lambda: len(hook.taken), "the delivery")
        before = memory(daemon)
        tried(post, states=("waiting", "sent", "failed"))
        if act is bomb:  # it is small as it comes: the connection may be kept
            hook.cut()
        wait_for(lambda: hook.sent, "the connection to be closed")
        assert memory(daemon) - before < 16 << 10
        assert hook.sent[0] < 16 << 20


def test_fault_68_others_are_served(deliver, post, authority):
    with ScriptedHook(gate := Gate(answer(204)), authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"], webhook_timeout="1min")
        assert gate.reached.wait(60) and daemon.serves() and only(post).state == "busy"


# ---- 69: whom one cannot trust -----------------------------------------------------------------

def stranger(kind, authority, place):
    context = {"unknown": lambda: Authority(place / "other").issue("127.0.0.1"),
        "other name": lambda: authority.issue("hook.example.net"),
        "expired": lambda: authority.issue("127.0.0.1", expired=True)}.get(kind, lambda: authority.issue("127.0.0.1"))()
    if kind == "TLS 1.1":
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


@pytest.mark.parametrize("kind", ["unknown", "other name", "expired", "TLS 1.1"])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_fault_69_strangers(deliver, post, authority, place, kind):
    with ScriptedHook(None, stranger(kind, authority, place)) as hook:
        deliver([f"https://127.0.0.1:{hook.port}/"])
        assert tried(post).text
        assert hook.count and not len(hook.taken)


# ---- 70, 71: signatures ------------------------------------------------------------------------

def test_fault_70_replayed(deliver, post, authority):
    with Hook(authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"])
        wait_for(lambda: len(hook.taken), "the delivery")
        taken, = hook.taken.all()
        known = secret(daemon, 1)
        assert judge((known, taken, 290), (known, taken, 310), (known, taken, -310)) == [None,
            "Message timestamp too old", "Message timestamp too new"]


def test_fault_70_changed_on_the_way(deliver, post, authority):
    with Hook(authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"])
        wait_for(lambda: len(hook.taken), "the delivery")
        taken, = hook.taken.all()
        known = secret(daemon, 1)
        taken.body = taken.body.replace(b"annuaire", b"registre")
        assert judge((known, taken, 0)) == ["No matching signature found"]


def test_fault_71_rotated_while_it_waits(deliver, post, authority):
    with ScriptedHook([answer(503), answer(503)], authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"])
        tried(post)
        old = secret(daemon, 1)
        with daemon.peer() as peer:
            peer.call("webhook.rotate", webhook=1)
        new = secret(daemon, 1)
        assert old != new
        post.pass_time("10 min")
        tried(post, 2)
        post.pass_time("2 days")
        post.wait_for(lambda messages: only(post).state == "sent", "the third delivery")
        first, second, third = hook.taken.all()
        assert judge((old, first, 0), (new, first, 0)) == [None, "No matching signature found"]
        assert judge((old, second, 0), (new, second, 0)) == [None, None]
        assert judge((old, third, 0), (new, third, 0)) == ["No matching signature found", None]
        assert first.id == second.id == third.id


# ---- 72: where nobody may connect --------------------------------------------------------------

def test_fault_72_no_way_in(deliver, post):
    """Every way to write an address of this machine or of a private network: refused at once, or at the connection."""
    class Trap(Scripted):
        def converse(self, talk):
            silence(talk)

    with Trap() as trap, Trap("::1", trap.port) as six:
        daemon = deliver([], webhook_private="", secretary=False)
        with daemon.peer() as peer:
            refused = []
            for number, url in enumerate(URLS, 1):
                email, url = f"p{number}@example.org", url.format(port=trap.port)
                post.add_person(peer, email, f"Personne {number}")
                try:
                    hooked(peer, email, url)
                except Refusal:
                    refused.append(url)
                    hooked(peer, email, "https://hook.example.org/")
                    post.force("update core.webhook set url = %s where id = (select max(id) from core.webhook)", url)
                post.act(peer, email)
        post.fall_due()
        named = post.value("select count(*) from core.webhook where core.webhook_host(url) is not null")
        settled = post.wait_for(lambda messages: len(messages) >= named and all(message.attempt and
            message.state != "busy" for message in messages), "every one to be tried")
        assert (trap.count, six.count) == (0, 0)
        assert all(message.state != "sent" and message.text for message in settled)
        assert len(URLS) >= 60 and len(refused) < len(URLS)


in_own_network = pytest.mark.skipif(os.geteuid() != 0, reason="other names for a process need root")


def with_hosts(place, lines):
    """A prefix that starts a process with these names in /etc/hosts."""
    path = place / "hosts"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return ["unshare", "-m", "sh", "-c", f'mount --bind {path} /etc/hosts && exec "$@"', "sh"]


@in_own_network
def test_fault_72_a_name_for_this_machine(deliver, post, authority, place):
    """A name may say what it likes, and one thing after another: what counts is each address about to be connected."""
    names = [f"{name}.example.org" for name in ("hook", "meta", "both")]
    with ScriptedHook(None, authority.issue(*names)) as hook:
        prefix = with_hosts(place, ["127.0.0.1 hook.example.org", "::1 hook.example.org",
            "169.254.169.254 meta.example.org", "127.0.0.2 both.example.org", "127.0.0.3 both.example.org"])
        deliver([f"https://{name}:{hook.port}/" for name in names], prefix, webhook_private="127.0.0.2/32")
        ends = {names[0]: "failed", names[1]: "failed", names[2]: "waiting"}  # nobody listens where "both" may go
        post.wait_for(lambda messages: {message.host.split(":")[0]: message.state for message in messages
            if message.channel == "webhook" and message.attempt} == ends, "all to be tried")
        assert hook.count == 0


@in_own_network
def test_a_name_where_it_is_allowed(deliver, post, authority, place):
    with ScriptedHook(None, authority.issue("hook.example.org")) as hook:
        deliver([f"https://hook.example.org:{hook.port}/"], with_hosts(place, ["127.0.0.1 hook.example.org"]))
        wait_for(lambda: len(hook.taken), "the delivery")


def test_fault_72_a_redirect_inside(deliver, post, authority):
    with Scripted() as trap, ScriptedHook(answer(307, Location=f"http://127.0.0.1:{trap.port}/"),
            authority.issue("127.0.0.1")) as hook:
        deliver([f"https://127.0.0.1:{hook.port}/"])
        assert tried(post).code == 307
        assert trap.count == 0


def test_fault_72_a_connection_that_was_kept(deliver, post, authority, key):
    """A network that is named no longer is not sent to over a connection from before either."""
    with Hook(authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"])
        post.wait_for(lambda messages: only(post).state == "sent", "the first delivery")
        daemon.write(**delivery(None, webhook_private="", ca_file=authority.file, webhook_key=key, **TIMES))
        daemon.signal(signal.SIGHUP)
        wait_for(lambda: "configuration read again" in daemon.said(), "the configuration to be read again")
        with daemon.peer() as peer:
            post.act(peer, post.people[0])
        post.fall_due()
        post.wait_for(lambda messages: any(message.state == "failed" and "webhook_private" in message.text
            for message in messages), "the second to be refused")
        assert len(hook.taken) == 1


# ---- 73: one of many hangs ---------------------------------------------------------------------

def test_fault_73_one_of_fifty_hangs(deliver, post, authority):
    """The others have all of theirs while it still hangs."""
    addresses = [f"127.0.0.{number}" for number in range(2, 51)]
    with ScriptedHook(None, authority.issue(*addresses), "0.0.0.0") as good, \
            ScriptedHook(silence, authority.issue("127.0.0.1")) as bad:
        daemon = deliver([f"https://127.0.0.1:{bad.port}/"] + [f"https://{address}:{good.port}/"
            for address in addresses], webhook_timeout="10min")
        wait_for(lambda: len(good.taken) == len(addresses) and len(bad.taken), "all, and the one that hangs")
        assert bad.open_talks() == 1 and daemon.serves()
        bad.cut()


def test_many_for_one_host_in_one_pass(deliver, post, authority):
    """What is over the host's room is asked for as soon as it has some again, not when the outbox is next looked at."""
    with Hook(authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/{number}" for number in range(40)], poll="60s", connections=4)
        with daemon.peer() as peer:  # a write, so that the outbox is looked at
            peer.call("person.edit", person=post.people[0], name="Une autre")
        post.wait_for(lambda messages: sum(message.state == "sent" for message in messages
            if message.channel == "webhook") == 40, "all of them")
        assert set(hook.taken.ids().values()) == {1}
        assert {message.attempt for message in post.messages() if message.channel == "webhook"} == {1}


# ---- 74: a name service that says nothing ------------------------------------------------------

MUTE = """
import os, socket, sys
mute = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mute.bind(("127.0.0.1", 53))
mute.set_inheritable(True)
os.execvp(sys.argv[1], sys.argv[1:])
"""


def with_mute_names(place):
    """A prefix that starts a process in a network of its own, with a name server that never answers."""
    (place / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:30\n", encoding="utf-8")
    (place / "mute.py").write_text(MUTE, encoding="utf-8")
    return ["unshare", "-mn", "sh", "-c", f"ip link set lo up && mount --bind {place}/resolv.conf /etc/resolv.conf "
        f'&& exec {os.environ.get("PYTHON", "/usr/bin/python3")} {place}/mute.py "$@"', "sh"]


@in_own_network
def test_fault_74_silent_name_service(deliver, post, place):
    """Callers are answered all the while."""
    daemon = deliver([f"https://hook{number}.example.org/" for number in range(8)], with_mute_names(place))
    with daemon.peer() as peer:
        def all_tried():
            peer.call("system.ping")
            messages = [message for message in post.messages() if message.channel == "webhook"]
            return len(messages) == 8 and all(message.attempt for message in messages)
        wait_for(all_tried, "each to be tried", 60)


@in_own_network
def test_fault_74_two_hosts_that_nobody_knows(deliver, post, place):
    """Eight may look a name up at a time; those of two hosts that are not found leave places for the others."""
    silent = [f"https://hook{number % 2}.example.org/{number}" for number in range(8)]
    deliver(silent + ["https://127.0.0.1:9/"], with_mute_names(place), connections=4, connect_timeout="60s",
        webhook_timeout="60s")
    messages = post.wait_for(lambda messages: any(message.host == "127.0.0.1" and message.text for message in messages),
        "the host that needs no name to be tried")
    assert [message.state for message in messages if message.host.startswith("hook")] == ["busy"] * 8
