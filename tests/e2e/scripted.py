# SPDX-License-Identifier: MIT
"""Servers that say byte by byte what a test tells them to, each connection on a thread of its own; and certificates."""
import datetime
import ipaddress
import socket
import ssl
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Talk:
    """One connection of a scripted server: what the peer says, and what it is told."""

    def __init__(self, server, connection, number):
        self.server, self.socket, self.number = server, connection, number
        self.buffer = b""
        self.sent = 0
        self.tls = None

    def secure(self, context):
        """TLS from now on; raises OSError when the peer does not want it."""
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.tls = self.socket.version()
        self.server.replace(self)

    def send(self, data):
        self.socket.sendall(data)
        self.sent += len(data)

    def fill(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise ConnectionError("the peer has gone")
        self.buffer += data

    def line(self):
        while b"\n" not in self.buffer:
            self.fill()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.removesuffix(b"\r")

    def until(self, end):
        """What comes up to and including the end."""
        while end not in self.buffer:
            self.fill()
        data, self.buffer = self.buffer.split(end, 1)
        return data + end

    def take(self, count):
        while len(self.buffer) < count:
            self.fill()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def close(self):
        for step in (lambda: self.socket.shutdown(socket.SHUT_RDWR), self.socket.close):
            try:
                step()
            except OSError:
                pass


class Scripted:
    """A listening server on loopback; who inherits says in `converse(talk)` how a conversation goes."""

    def __init__(self, address="127.0.0.1", port=0):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.listener = socket.create_server((address, port), family=family, backlog=512)
        self.address, self.port = self.listener.getsockname()[:2]
        self.lock = threading.Lock()
        self.talks, self.count, self.peak = {}, 0, 0
        self.wrong = None
        self.stopping = threading.Event()
        self.acceptor = threading.Thread(target=self.accept, daemon=True)
        self.acceptor.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def accept(self):
        while not self.stopping.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.count += 1
                talk = Talk(self, connection, self.count)
                self.talks[talk.number] = talk
                self.peak = max(self.peak, len(self.talks))
            threading.Thread(target=self.serve, args=(talk,), daemon=True).start()

    def serve(self, talk):
        try:
            self.converse(talk)
        except OSError:
            pass
        except Exception as wrong:  # pylint: disable=broad-exception-caught
            self.wrong = wrong
        finally:
            talk.close()
            with self.lock:
                self.talks.pop(talk.number, None)

    def converse(self, talk):
        raise NotImplementedError

    def replace(self, talk):
        with self.lock:
            self.talks[talk.number] = talk

    def open_talks(self):
        with self.lock:
            return len(self.talks)

    def cut(self):
        """Ends every conversation; new ones are taken."""
        with self.lock:
            talks = list(self.talks.values())
        for talk in talks:
            talk.close()

    def stop(self):
        self.stopping.set()
        # In this order: a thread still on its way into accept() would take the callers of whoever gets the number next.
        for step in (lambda: self.listener.shutdown(socket.SHUT_RDWR), self.acceptor.join, self.listener.close):
            try:
                step()
            except OSError:
                pass
        self.cut()
        assert self.wrong is None, self.wrong


# ---- what a script may hold in place of words --------------------------------------------------


def close(talk):
    """Ends the connection."""
    raise ConnectionError("the script closes")


def silence(talk):
    """Says nothing until the peer goes, or the server stops."""
    while True:
        talk.fill()
        talk.buffer = b""


def partly(data):
    """Says that much and closes."""
    def act(talk):
        talk.send(data)
        close(talk)
    return act


def raw(data):
    """Says the bytes as they are."""
    return lambda talk: talk.send(data)


def endless(data, pause=0.0):
    """Says it again and again until the peer goes; with a pause between, as slowly as that."""
    def act(talk):
        while not talk.server.stopping.wait(pause) if pause else not talk.server.stopping.is_set():
            talk.send(data)
    return act


def drip(data, pause=0.05):
    """Says it byte by byte."""
    def act(talk):
        for byte in data:
            if talk.server.stopping.wait(pause):
                close(talk)
            talk.send(bytes([byte]))
    return act


class Gate:
    """Tells that it was reached, waits until it is opened, then acts."""

    def __init__(self, action):
        self.action = action
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, talk):
        self.reached.set()
        while not self.opened.wait(0.05):
            if talk.server.stopping.is_set():
                close(talk)
        talk.server.perform(talk, self.action)


# ---- certificates ------------------------------------------------------------------------------


class Authority:
    """A certificate authority of the test's own; `file` is what a client is to trust."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.mkdir(exist_ok=True)
        self.directory.chmod(0o755)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "copild test authority")])
        now = datetime.datetime.utcnow()
        self.certificate = (x509.CertificateBuilder().subject_name(self.name).issuer_name(self.name)
            .public_key(self.key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=5000)).not_valid_after(now + datetime.timedelta(days=9999))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256()))
        self.file = self.directory / "ca.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        self.file.chmod(0o644)

    def issue(self, *names, expired=False):
        """A server context with a certificate for these names and addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.datetime.utcnow()
        end = now + datetime.timedelta(days=-2 if expired else 9000)
        alternatives = [x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() or ":" in name
            else x509.DNSName(name) for name in names]
        certificate = (x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])).issuer_name(self.name)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=4999)).not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
            .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256()))
        file = self.directory / f"{certificate.serial_number}.pem"
        file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()) + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context
