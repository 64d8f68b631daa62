"""What is wrong with data, said so that a person can mend it and a program can read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place.

    ``row`` is the line of the file (the header is line 1) or, for data given in Python, the
    place in the sequence counted from 1. None where the whole file is meant.
    """

    code: str
    sentence: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                f"row {self.row}" if self.row is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        return f"{place}: {self.sentence}" if place else self.sentence

    def to_json(self) -> dict[str, object]:
        return asdict(self)


class BadData(ValueError):  # noqa: N818  it is the data that are bad
    """Data that cannot be used as they are. ``faults`` names every place at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def refuse(
    code: str, sentence: str, *, row: int | None = None, column: str | None = None
) -> BadData:
    """One fault as an exception: ``raise refuse("empty_file", "…")``."""
    return BadData([Fault(code, sentence, row, column)])
