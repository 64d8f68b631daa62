"""What is wrong with a question, one sentence for each fault, all of them at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from kithwork.matching.classwide.question import (
    DEALS,
    FIRSTS,
    MEASURES,
    MOST_STUDENTS,
    MOST_TEAMS,
    RULES,
    ClassQuestion,
    Rules,
    Student,
)
from kithwork.matching.problem import BadProblem


def require_sound(question: ClassQuestion) -> None:
    """Raise BadProblem, with a sentence for every fault, unless the question can be drawn."""
    faults = list(faults_of(question))
    if faults:
        raise BadProblem(faults)


def faults_of(question: ClassQuestion) -> Iterator[str]:
    """One sentence for everything a person has to mend first."""
    if len(question.students) > MOST_STUDENTS:
        yield f"The class has {len(question.students)} students; one draw takes at most {MOST_STUDENTS}."
    times = Counter(student.id for student in question.students)
    for student, count in times.items():
        if count > 1:
            yield f"Student {student!r} is in the class {count} times. Keep one."
    for one in question.students:
        yield from _student(one)
    yield from _rules(question.rules)
    yield from _pairs("do_not_pair", question.do_not_pair, times)
    yield from _pairs("rather_apart", question.rather_apart, times)
    yield from _locks(question, times)
    for number, past in enumerate(question.past, 1):
        if len(past.members) not in (2, 3) or len(set(past.members)) != len(past.members):
            yield f"past, row {number}: must be two or three different students."


def _student(student: Student) -> Iterator[str]:
    if not student.id:
        yield "A student has no id."
    if student.rank is not None and student.rank < 1:
        yield f"Student {student.id!r} has rank {student.rank}; ranks begin at 1, the highest."
    for name, value in (("score", student.score), ("level", student.level)):
        if value is not None and not math.isfinite(value):
            yield f"Student {student.id!r} has a {name} that is not a number. Leave it empty instead."


def _rules(rules: Rules) -> Iterator[str]:
    choices = (
        ("rule", rules.rule, RULES),
        ("deal", rules.deal, DEALS),
        ("first", rules.first, FIRSTS),
        ("by", rules.by, ("", *MEASURES)),
    )
    for name, value, known in choices:
        if value not in known:
            yield f"{name} must be one of {', '.join(word for word in known if word)}, not {value!r}."
    if rules.teams == 1 or not 0 <= rules.teams <= MOST_TEAMS:
        yield f"teams must be 0, or 2 to {MOST_TEAMS}, not {rules.teams}."
    if rules.slack is not None and rules.rule != "rank_split":
        yield "slack is for rank_split only: it says how far a pair may lie from the plain cut."
    limits = (
        ("slack", rules.slack, 1000.0),
        ("most_apart", rules.most_apart, math.inf),
        ("no_repeat_days", rules.no_repeat_days, 1000.0),
        ("team_gap_pct", rules.team_gap_pct, 100.0),
    )
    for name, number, most in limits:
        if number is not None and not 0 <= number <= most:
            end = f" to {most:g}" if math.isfinite(most) else " or more"
            yield f"{name} must be 0{end}, not {number:g}."


def _pairs(name: str, pairs: Iterable[tuple[str, str]], known: Counter[str]) -> Iterator[str]:
    for number, (one, two) in enumerate(pairs, 1):
        yield from _unknown(f"{name}, row {number}", (one, two), known)
        if one == two:
            yield f"{name}, row {number}: names {one!r} twice. Name two students."


def _locks(question: ClassQuestion, known: Counter[str]) -> Iterator[str]:
    apart = {frozenset(pair) for pair in question.do_not_pair}
    places: Counter[str] = Counter()
    for number, lock in enumerate(question.locks, 1):
        where = f"locks, row {number}"
        yield from _unknown(where, lock, known)
        if len(lock) not in (2, 3) or len(set(lock)) != len(lock):
            yield f"{where}: must be two or three different students."
        for pair in apart:
            if pair <= set(lock) and len(pair) == 2:
                one, two = sorted(pair)
                yield f"{where}: {one!r} and {two!r} are on the do-not-pair list. Open the lock first."
        places.update(set(lock))
    for student, count in places.items():
        if count > 1:
            yield f"Student {student!r} is in {count} locks. Keep one."


def _unknown(where: str, students: Iterable[str], known: Counter[str]) -> Iterator[str]:
    for student in students:
        if student not in known:
            yield f"{where}: there is no student {student!r} in the class."
