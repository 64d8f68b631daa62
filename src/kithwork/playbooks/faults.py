"""What is wrong with a playbook, said so that a special educator can mend it and a program can read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place of one file.

    ``place`` counts from 1 and reads as words: ``"training 1, minutes"``. Empty where the whole file
    is meant.
    """

    code: str
    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.place) if part)
        return f"{place}: {self.sentence}"

    def to_json(self) -> dict[str, str]:
        return asdict(self)


class BadPlaybook(ValueError):  # noqa: N818  it is the playbook that is bad
    """A file that cannot be used as it is. ``faults`` names every place at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shown(value: object, most: int = 60) -> str:
    """What stood in the file, short and printable: ``"twenty"``, ``12.5``."""
    quoted = f'"{value}"' if isinstance(value, str) else str(value)
    text = f"{value:g}" if isinstance(value, float) else quoted
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
