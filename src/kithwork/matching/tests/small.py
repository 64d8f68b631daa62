"""Problems small enough to know the answer by heart."""

from __future__ import annotations

from typing import Any

from kithwork.matching.problem import Need, Peer, Problem, Student


def student(name: str, *places: str | None, grade: int = 7) -> Student:
    return Student(id=name, grade=grade, at=places)


def peer(
    name: str,
    *,
    roles: tuple[str, ...] = ("buddy",),
    week: int = 5,
    day: int = 5,
    partners: int = 5,
    lunches: int | None = None,
) -> Peer:
    return Peer(name, roles, week, day, partners, lunches)


def need(name: str, of: str, *slots: int, sessions: int = 1, **more: Any) -> Need:
    values: dict[str, Any] = {
        "setting": "class", "section": "art", "role": "buddy", "min_peers": 1, "max_peers": 1, "team_max": 3, **more,
    }  # fmt: skip
    return Need(id=name, student=of, slots=slots, sessions=sessions, **values)


def two_in_art(**more: Any) -> Problem:
    """Ada would like company in art, twice; Ben and Sora are there both times."""
    return Problem(
        days=2,
        periods=1,
        students=(
            student("ada", "art", "art"),
            student("ben", "art", "art"),
            student("sora", "art", "art"),
        ),
        peers=(peer("ben"), peer("sora")),
        needs=(need("n1", "ada", 0, 1, sessions=2),),
        **more,
    )
