"""How much of a study was scored twice, and how well the observers agreed, per case and phase."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import is_number


@dataclass(frozen=True, slots=True)
class Scored:
    """One session of a case and phase: scored by one observer, or by two with their agreement (0 to 1).

    ``warnings`` are those that came with the agreement, such as that the behaviour was rare.
    """

    case: str
    phase: str
    session: float
    twice: bool = False
    agreement: float | None = None
    outcome: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """One case, outcome and phase.

    ``share`` of its sessions scored twice; agreement as mean and range, 0 to 1, over the ``known``
    sessions in which it is defined; every warning once.
    """

    case: str
    outcome: str
    phase: str
    sessions: int
    twice: int
    share: float
    known: int
    mean: float | None
    lowest: float | None
    highest: float | None
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary: JSON writes it as it is."""
        return {**asdict(self), "warnings": list(self.warnings)}


def coverage(sessions: Iterable[Scored]) -> list[Coverage]:
    """Coverage and agreement for each case, outcome and phase, in the order they first come.

    Raises
    ------
    BadData
        For a session given twice or without a number, an agreement outside 0 to 1, or one for a session
        scored once.
    """
    groups: dict[tuple[str, str, str], dict[float, Scored]] = {}
    faults: list[Fault] = []
    for row, one in enumerate(sessions, start=1):
        group = groups.setdefault((one.case, one.outcome, one.phase), {})
        faults += _faults(one, row, group)
        group.setdefault(one.session, one)
    if faults:
        raise BadData(faults)
    return [_of_group(*key, list(group.values())) for key, group in groups.items()]


def _faults(one: Scored, row: int, before: dict[float, Scored]) -> Iterator[Fault]:
    if not is_number(one.session):
        yield Fault(
            "not_a_number", f"{one.session!r} is no session. Give its number.", row, "session"
        )
    elif one.session in before:
        said = f"Session {one.session:g} of {one.case}, {one.phase} is there twice. Keep one of the two."
        yield Fault("duplicate_session", said, row, "session")
    if one.agreement is None:
        return
    if not (one.twice and is_number(one.agreement) and 0 <= one.agreement <= 1):
        said = f"{one.agreement!r} is no agreement. Give a share from 0 to 1, for a session scored twice."
        yield Fault("bad_agreement", said, row, "agreement")


def _of_group(case: str, outcome: str, phase: str, sessions: list[Scored]) -> Coverage:
    twice = [one for one in sessions if one.twice]
    known = [float(one.agreement) for one in twice if one.agreement is not None]
    return Coverage(
        case,
        outcome,
        phase,
        len(sessions),
        len(twice),
        len(twice) / len(sessions),
        len(known),
        math.fsum(known) / len(known) if known else None,
        min(known, default=None),
        max(known, default=None),
        tuple(dict.fromkeys(said for one in twice for said in one.warnings)),
    )
