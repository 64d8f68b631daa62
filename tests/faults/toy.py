"""Products that keep letters well or badly, to see that the tester tells them apart."""

from __future__ import annotations

import hashlib
import threading
import time
from typing import Any

from tests.faults.storm import Letter


class Sound:
    """Keeps each letter once, before it answers."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def push(self, observer: Any, letters: list[Letter]) -> dict[str, str]:
        return {letter.id: self.keep(letter) for letter in letters}

    def keep(self, letter: Letter) -> str:
        with self.lock:
            if any(row["id"] == letter.id for row in self.rows):
                return "already"
            self.rows.append(row_of(letter))
            return "stored"


class WithoutKey(Sound):
    """Keeps whatever comes."""

    def keep(self, letter: Letter) -> str:
        self.rows.append(row_of(letter))
        return "stored"


class LooksFirst(Sound):
    """Looks whether it is there, and inserts a moment later."""

    def keep(self, letter: Letter) -> str:
        if any(row["id"] == letter.id for row in self.rows):
            return "already"
        time.sleep(0.001)
        self.rows.append(row_of(letter))
        return "stored"


class AnswersTooSoon(Sound):
    """Says stored, and forgets about every sixteenth before it is written down."""

    def keep(self, letter: Letter) -> str:
        return "stored" if letter.id.endswith("0") else super().keep(letter)


class Tidies(Sound):
    """Keeps the text a little neater than it came."""

    def keep(self, letter: Letter) -> str:
        return super().keep(Letter(letter.id, letter.text.replace("  ", " ").replace("ü", "u")))


def row_of(letter: Letter) -> dict[str, Any]:
    digest = hashlib.sha256(letter.text.encode()).hexdigest()
    return {"id": letter.id, "text": letter.text, "sha256": digest}


class Race:
    """The same request twice at the same instant, as a bad network sends it."""

    def __init__(self, product: Any) -> None:
        self.product = product

    def push(self, observer: Any, letters: list[Letter]) -> dict[str, str]:
        other = threading.Thread(target=self.product.push, args=(observer, letters))
        other.start()
        answers = self.product.push(observer, letters)
        other.join()
        return dict(answers)
