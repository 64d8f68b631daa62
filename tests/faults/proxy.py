"""A network that spoils every third request, in eight ways, by a seed."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
import time
from collections import Counter

RATE = 0.35
KINDS = ("lost_answer", "cut_request", "twice", "race", "late_twice", "slow", "reset", "busy")
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TIMEOUT = 20.0


class Proxy:
    """Listens on a port of its own and hands requests on to `upstream`."""

    def __init__(self, upstream: int, seed: int, rate: float = RATE) -> None:
        self.upstream, self.rate = upstream, rate
        self.draw = random.Random(seed)
        self.deck: list[str] = []
        self.done: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.socket.getsockname()[1]
        self.is_open = True
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self.is_open = False
        self.socket.close()

    def _listen(self) -> None:
        while self.is_open:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _next_fault(self) -> tuple[str, float]:
        with self.lock:
            kind = self._from_the_deck() if self.draw.random() < self.rate else "none"
            self.done[kind] += 1
            return kind, self.draw.random()

    def _from_the_deck(self) -> str:
        """In any order, and each as often as the others, also when few requests come."""
        if not self.deck:
            self.deck = self.draw.sample(KINDS, len(KINDS))
        return self.deck.pop()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(TIMEOUT)
        try:
            with client:
                request = read_message(client)
                kind, part = self._next_fault()
                getattr(self, f"_{kind}")(client, request, part)
        except OSError:
            pass  # the server is down just now, or the client went: the client tries again

    def _forward(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.upstream), timeout=TIMEOUT) as server:
            server.sendall(request)
            return read_message(server)

    def _none(self, client: socket.socket, request: bytes, part: float) -> None:
        client.sendall(self._forward(request))

    def _lost_answer(self, client: socket.socket, request: bytes, part: float) -> None:
        self._forward(request)

    def _cut_request(self, client: socket.socket, request: bytes, part: float) -> None:
        with socket.create_connection(("127.0.0.1", self.upstream), timeout=TIMEOUT) as server:
            server.sendall(request[: int(len(request) * part)])

    def _twice(self, client: socket.socket, request: bytes, part: float) -> None:
        self._forward(request)
        client.sendall(self._forward(request))

    def _race(self, client: socket.socket, request: bytes, part: float) -> None:
        """The same request on two connections at the same instant."""
        other = threading.Thread(target=self._in_vain, args=(request,), daemon=True)
        other.start()
        client.sendall(self._forward(request))
        other.join()

    def _late_twice(self, client: socket.socket, request: bytes, part: float) -> None:
        client.sendall(self._forward(request))
        client.shutdown(socket.SHUT_RDWR)
        time.sleep(part * 2)
        self._in_vain(request)

    def _slow(self, client: socket.socket, request: bytes, part: float) -> None:
        time.sleep(part)
        client.sendall(self._forward(request))

    def _reset(self, client: socket.socket, request: bytes, part: float) -> None:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _busy(self, client: socket.socket, request: bytes, part: float) -> None:
        client.sendall(BUSY)

    def _in_vain(self, request: bytes) -> None:
        with contextlib.suppress(OSError):
            self._forward(request)


def read_message(end: socket.socket) -> bytes:
    """One HTTP message with its body. Raises ConnectionError when it ends before it is whole."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += _more(end)
    head, _, body = found.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += _more(end)
    return head + b"\r\n\r\n" + body


def _more(end: socket.socket) -> bytes:
    more = end.recv(65536)
    if not more:
        raise ConnectionError("it ended before it was whole")
    return more
