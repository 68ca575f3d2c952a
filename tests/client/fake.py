# SPDX-License-Identifier: MIT
"""A server that plays recorded answers on a Unix socket: what copilctl's tests talk to."""

import json
import os
import socket
import threading


class Refusal(Exception):
    """An answer that is a JSON-RPC error."""

    def __init__(self, code, message, **data):
        super().__init__(message)
        self.error = {"code": code, "message": message, "data": data}


class Server:
    """`answers` maps a method to its result, to a function of its params, or to bytes sent as they are
    (after which the connection is closed)."""

    def __init__(self, path, answers):
        self.path = str(path)
        self.answers = answers
        self.piece = 0  # how many bytes are sent at a time; 0: all at once
        self.calls = []
        self.locales = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(16)
        self.acceptor = threading.Thread(target=self.accept, daemon=True)
        self.acceptor.start()

    def close(self):
        """Once this returns, nobody waits at the listener: a thread late into accept() with the number of a closed
        descriptor would take the callers of the next server that gets this number."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.acceptor.join()
        self.listener.close()
        os.unlink(self.path)

    def accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(peer,), daemon=True).start()

    def serve(self, peer):
        with peer, peer.makefile("rb") as lines:
            try:
                for line in lines:
                    if not self.answer(peer, json.loads(line)):
                        return
            except (BrokenPipeError, ConnectionResetError):
                return

    def answer(self, peer, request):
        """Sends what was recorded; False when the connection ends with it."""
        method, params = request["method"], request["params"]
        if method == "session.locale":
            self.locales.append(params["locale"])
            self.send(peer, request, result=params)
            return True
        self.calls.append((method, params))
        answer = self.answers.get(method, Refusal(-32601, "no such method", kind="method_not_found"))
        try:
            if callable(answer):
                answer = answer(params)
            if isinstance(answer, Refusal):
                raise answer
        except Refusal as refusal:
            self.send(peer, request, error=refusal.error)
            return True
        if isinstance(answer, bytes):
            peer.sendall(answer)
            return False
        self.send(peer, request, result=answer)
        return True

    def send(self, peer, request, **outcome):
        reply = {"jsonrpc": "2.0", "id": request["id"], **outcome}
        line = json.dumps(reply, ensure_ascii=False).encode() + b"\n"
        size = self.piece or len(line)
        for place in range(0, len(line), size):
            peer.sendall(line[place:place + size])
