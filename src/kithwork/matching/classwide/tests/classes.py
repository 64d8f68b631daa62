"""Classes for tests: plain ones in rank order, and random ones with all that a year brings."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

from kithwork.matching.classwide import ClassQuestion, Past, Rules, Student
from kithwork.matching.classwide.question import DEALS, FIRSTS, RULES

MONDAY = date(2026, 3, 2)


def ranked(count: int, rules: Rules | None = None, **more) -> ClassQuestion:
    """Students "1" to "count", ranked as they are named."""
    students = tuple(Student(str(place), rank=place) for place in range(1, count + 1))
    return ClassQuestion(students, MONDAY, rules or Rules(), **more)


def groups(drawn) -> set[frozenset[str]]:
    return {frozenset(group.members) for group in drawn.groups}


def any_class(
    seed: int, low: int = 7, high: int = 36, *, apart: float | None = None
) -> ClassQuestion:
    """A random class: some away, some without a score, some apart, some locked, and a past."""
    r = Random(seed)
    count = r.randint(low, high)
    students = tuple(
        Student(
            f"s{number}",
            score=None if r.random() < 0.1 else r.randint(0, 100),
            is_here=r.random() < 0.92,
        )
        for number in range(count)
    )
    ids = [student.id for student in students]
    pairs = list(combinations(ids, 2))
    share = r.choice([0, 0.02, 0.1, 0.4]) if apart is None else apart
    never = tuple(pair for pair in pairs if r.random() < share)
    return ClassQuestion(
        students,
        MONDAY,
        Rules(
            rule=r.choice(RULES),
            teams=r.choice([0, 2, 2, 3]),
            deal=r.choice(DEALS),
            first=r.choice(FIRSTS),
            most_apart=r.choice([None, None, 30, 60]),
            no_repeat_days=r.choice([0, 28]),
        ),
        do_not_pair=never,
        rather_apart=tuple(pair for pair in pairs if r.random() < 0.03),
        locks=_locks(r, ids, never),
        past=_past(r, ids),
    )


def _locks(r: Random, ids: list[str], never) -> tuple[tuple[str, ...], ...]:
    free, found = r.sample(ids, len(ids)), []
    for _ in range(r.randint(0, 2)):
        lock = tuple(free.pop() for _ in range(r.choice([2, 2, 3])) if free)
        if len(lock) > 1 and not any(set(pair) <= set(lock) for pair in never):
            found.append(lock)
    return tuple(found)


def _past(r: Random, ids: list[str]) -> tuple[Past, ...]:
    found = []
    for week in range(r.randint(0, 8)):
        line = r.sample(ids, len(ids))
        end = len(line) - 3 * (len(line) % 2)
        day = MONDAY - timedelta(days=7 * week - 7 * (week == 0))
        cut = [line[at : at + 2] for at in range(0, end, 2)] + [line[end:]] * (end < len(line))
        found += [Past(tuple(members), day) for members in cut]
    return tuple(found)
