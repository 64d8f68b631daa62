"""Observers who send in bad order, again and again, until each letter was acknowledged."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

SAFE = frozenset({"stored", "already"})
A_DAY = 24 * 3600
TIMEOUT = 8.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its device made it."""

    id: str
    text: str


class Product(Protocol):
    """What the storm needs of a product: which ids of a batch are safe now, by what it answered."""

    def push(self, observer: Any, letters: list[Letter]) -> dict[str, str]:
        """id -> answer. Raises OSError or http.client.HTTPException when there was none."""
        ...


@dataclass
class History:
    """What was made, and what the product said is safe."""

    made: dict[str, str] = field(default_factory=dict)
    safe: set[str] = field(default_factory=set)
    answers: dict[str, set[str]] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.Lock)

    def make(self, letters: Iterable[Letter]) -> None:
        with self.lock:
            self.made |= {letter.id: letter.text for letter in letters}

    def note(self, answers: dict[str, str]) -> None:
        with self.lock:
            self.safe |= {letter for letter, answer in answers.items() if answer in SAFE}
            for letter, answer in answers.items():
                self.answers.setdefault(letter, set()).add(answer)


def letter_of(observer: Any, draw: random.Random, **more: Any) -> Letter:
    """One observation with some taps; the device's clock is up to a day off."""
    began = datetime.now(UTC) + timedelta(seconds=draw.uniform(-A_DAY, A_DAY))
    taps = sorted(draw.randrange(600_000) for _ in range(draw.randrange(30)))
    said = {
        "made_with": 1,
        "observer": observer["user"],
        "student": observer["student"],
        "instrument": observer["instrument"],
        "phase": "baseline",
        "setting": "lunch",
        "began_at": began.isoformat(),
        "length_ms": 600_000,
        "taps": [{"at": at, "code": draw.choice("ab")} for at in taps],
        "note": f"{draw.random()} ünï {draw.getrandbits(64):x}",
        **more,
    }
    text = json.dumps(said, ensure_ascii=False)
    return Letter(str(uuid.UUID(int=draw.getrandbits(128), version=4)), text)


def storm(
    product: Product, observers: list[Any], letters: int, *, seed: int, seconds: float
) -> History:
    """Every observer sends so many letters at the same time as all others. Ends when all are safe, or at the limit."""
    history, end = History(), time.monotonic() + seconds
    with ThreadPoolExecutor(len(observers)) as pool:
        begun = [
            pool.submit(
                _send_all, product, one, letters, random.Random(f"{seed} {place}"), history, end
            )
            for place, one in enumerate(observers)
        ]
        for one in begun:
            one.result()
    return history


def _send_all(
    product: Product, observer: Any, count: int, draw: random.Random, history: History, end: float
) -> None:
    own = [letter_of(observer, draw, nth=nth) for nth in range(count)]
    history.make(own)
    draw.shuffle(own)
    waiting, tries = {letter.id: letter for letter in own}, 0
    while waiting and time.monotonic() < end:
        batch = _batch(list(waiting.values()), own, draw)
        try:
            answers = product.push(observer, batch)
        except (OSError, http.client.HTTPException):
            tries += 1
            time.sleep(draw.uniform(0, min(2.0, 0.05 * 2**tries)))
            continue
        tries = 0
        history.note(answers)
        for letter, answer in answers.items():
            if answer in SAFE:
                waiting.pop(letter, None)


def _batch(waiting: list[Letter], own: list[Letter], draw: random.Random) -> list[Letter]:
    """1 to 25 letters, mostly few; now and then old ones again, or the same one twice."""
    batch = waiting[: 1 + int(20 * draw.random() ** 3)]
    if draw.random() < 0.3:
        batch += draw.sample(own, min(3, len(own)))
    if draw.random() < 0.2:
        batch.append(batch[0])
    draw.shuffle(batch)
    return batch[:25]


@dataclass(frozen=True, slots=True)
class Kithwork:
    """The product through its documented door."""

    port: int

    def push(self, observer: Any, letters: list[Letter]) -> dict[str, str]:
        items = [{"id": one.id, "text": one.text} for one in letters]
        body = json.dumps({"items": items, "sent_at": datetime.now(UTC).isoformat()})
        status, answer = self.ask("POST", "observations", observer["token"], body)
        if status != 200:
            raise http.client.HTTPException(f"answered {status}")
        return {one["id"]: one["answer"] for one in answer["answers"]}

    def read_all(self, token: str) -> list[dict[str, Any]]:
        """Everything that is held, as the reader's token shows it."""
        found: list[dict[str, Any]] = []
        after: int | None = 0
        while after is not None:
            status, page = self.ask("GET", f"observations?after={after}", token)
            assert status == 200, page
            found += page["items"]
            after = page["next"]
        return found

    def ask(self, method: str, door: str, token: str, body: str | None = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Connection": "close"}  # fmt: skip
            connection.request(method, f"/api/v1/{door}", body, headers)
            answer = connection.getresponse()
            text = answer.read()
            assert b"Traceback" not in text, "a trace left the house"
            is_json = answer.headers.get("Content-Type", "").startswith("application/json")
            return answer.status, json.loads(text) if is_json else text
        finally:
            connection.close()
