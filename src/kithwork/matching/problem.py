"""The question: who is where when, who needs company, who offers it.

Reads and writes `kithwork-matching/1`, and names every fault of a bad file with its
place and its mend, rather than the first one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

SCHEMA = "kithwork-matching/1"
FREE, LUNCH = "FREE", "LUNCH"
SETTINGS = ("class", "free", "lunch")
# A school of 3000 takes about 2 MB.
MOST_BYTES = 200_000_000


class BadProblem(ValueError):  # noqa: N818  said as the field says it
    """The file is not a problem we can solve. ``faults``: one sentence each, all of them."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody with a timetable. ``at``: for each slot a section id, FREE, LUNCH, or None (not in school)."""

    id: str
    grade: int
    at: tuple[str | None, ...]
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Peer:
    """A student who offers to partner. Limits are per week and per day; 0 means not at present.

    ``max_lunch_days``: on how many days a week they give up their lunch, however often on such a day;
    None means no such limit.
    """

    student: str
    roles: tuple[str, ...]
    max_sessions: int
    max_per_day: int
    max_partners: int
    max_lunch_days: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Company one student would like: where, when it may be, in which role, how often a week."""

    id: str
    student: str
    setting: str
    section: str
    slots: tuple[int, ...]
    role: str
    sessions: int
    min_peers: int
    max_peers: int
    team_max: int
    minutes: int = 30
    supervision: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One school's question. Slots count day * periods + period. Pairs are (focus student, peer)."""

    days: int
    periods: int
    students: tuple[Student, ...]
    peers: tuple[Peer, ...]
    needs: tuple[Need, ...]
    supervision: Mapping[str, int] = field(default_factory=dict)
    wants: tuple[tuple[str, str], ...] = ()
    avoids: tuple[tuple[str, str], ...] = ()
    do_not_pair: tuple[tuple[str, str], ...] = ()
    peer_wants: tuple[tuple[str, str], ...] = ()
    previous: tuple[tuple[str, str], ...] = ()
    locks: tuple[tuple[str, int, str], ...] = ()
    overlaps: tuple[tuple[int, int], ...] = ()
    name: str = "problem"

    @property
    def slots(self) -> int:
        return self.days * self.periods

    def with_changes(self, **changes: Any) -> Problem:
        """The same question with some parts replaced."""
        return replace(self, **changes)

    def digest(self) -> str:
        """sha256 of the canonical text: names the question a plan answers."""
        return sha256(json.dumps(as_json(self), sort_keys=True).encode()).hexdigest()


def as_json(problem: Problem) -> dict[str, Any]:
    """The problem in the format kithwork-matching/1, ready for json.dump."""
    body = asdict(problem)
    body["supervision"] = dict(problem.supervision)
    for peer in body["peers"]:
        if peer["max_lunch_days"] is None:
            del peer["max_lunch_days"]
    if not problem.locks:
        body.pop("locks")
    if not problem.overlaps:
        body.pop("overlaps")
    return {"schema": SCHEMA, **body}


def write_problem(problem: Problem, path: Path | str) -> None:
    Path(path).write_text(json.dumps(as_json(problem)), encoding="utf-8")


def read_problem(path: Path | str) -> Problem:
    """Read a file in format kithwork-matching/1.

    Raises
    ------
    BadProblem
        With one sentence for every fault, if the file cannot be read, is not JSON, or says
        something impossible.
    """
    text = _text_of(Path(path))
    try:
        body = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise BadProblem([f"{path}: is nested too deeply to be a problem."]) from None
    except json.JSONDecodeError as error:
        raise BadProblem([f"{path}: is not JSON: {error}."]) from None
    except ValueError as error:  # a constant or a number that no plan can use
        raise BadProblem([f"{path}: is not JSON: {str(error).partition(';')[0]}."]) from None
    return problem_from(body)


def _text_of(path: Path) -> str:
    """What a file holds; never more of it than a school's file can have, as a device has no end."""
    try:
        with path.open("rb") as file:
            held = file.read(MOST_BYTES + 1)
        if len(held) > MOST_BYTES:
            raise BadProblem(
                [f"{path}: is larger than {MOST_BYTES // 1_000_000} MB, more than a school's file."]
            )
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadProblem(
            [f"{path}: cannot be read as UTF-8 text. Save it as UTF-8 and try again."]
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, BadProblem):
            raise
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise BadProblem([f"{path}: cannot be read ({why})."]) from None


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number a plan can use")


def problem_from(body: object) -> Problem:
    """Build a problem from parsed JSON, checking everything.

    Raises BadProblem with one sentence for every fault. Unknown keys are ignored.
    """
    from kithwork.matching.reading import Reader

    return Reader(body).problem()
