"""From the series of a file to the panels of one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.series import Series

# What two parts of one series must agree in.
_FACTS = ("scale", "improvement", "session_minutes", "intervals", "goal")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The series to draw, those that hold probes, and sentences about what was left out."""

    series: tuple[Series, ...]
    probes: tuple[Series, ...]
    notes: tuple[str, ...]


def gather(
    series: Sequence[Series],
    *,
    outcomes: Sequence[str] = (),
    cases: Sequence[str] = (),
    probes: Sequence[str] = (),
) -> Gathered:
    """Choose the series of one figure, and put together what a file holds in parts.

    Parameters
    ----------
    series
        As a file gives them. Pairs of phases of one case and outcome become one series: A B and a
        later A B make A B A B.
    outcomes, cases
        Those to draw. Without ``outcomes`` the first one of the chosen cases, and the others are told.
    probes
        Outcomes that are probes of the drawn one; names that are no outcome are left to be phase labels.

    Raises
    ------
    BadData
        For an outcome or case that is not there, or parts of one series with the same sessions.
    """
    known = list(dict.fromkeys(one.case for one in series))
    strange = [case for case in cases if case not in known]
    if strange:
        raise _not_there("case", strange[0], known)
    people = [one for one in enumerate(series, start=1) if not cases or one[1].case in cases]
    found = list(dict.fromkeys(one.outcome for _, one in people))
    strange = [outcome for outcome in outcomes if outcome not in found]
    if strange:
        raise _not_there("outcome", strange[0], found)
    drawable = [outcome for outcome in found if outcome not in probes]
    if not drawable:
        raise refuse(
            "only_probes", "Every outcome is a probe. Leave one to draw.", column="outcome"
        )
    chosen = list(outcomes) or drawable[:1]
    return Gathered(
        _put_together(people, chosen),
        _put_together(people, [outcome for outcome in probes if outcome not in chosen]),
        () if outcomes else _left_out(chosen[0], drawable[1:]),
    )


def _left_out(chosen: str, others: Sequence[str]) -> tuple[str, ...]:
    if not others:
        return ()
    return (f"Outcome drawn: {chosen}. The file also has: {', '.join(others)}.",)


def _not_there(column: str, name: str, known: Sequence[str]) -> BadData:
    text = f"There is no {column} {name!r}. The file has: {', '.join(known)}."
    return refuse(f"no_such_{column}", text, column=column)


def _put_together(
    series: Sequence[tuple[int, Series]], outcomes: Sequence[str]
) -> tuple[Series, ...]:
    parts: dict[tuple[str, str], list[tuple[int, Series]]] = {}
    for place, one in series:
        if one.outcome in outcomes:
            parts.setdefault((one.case, one.outcome), []).append((place, one))
    return tuple(_joined(found) for found in parts.values())


def _joined(parts: Sequence[tuple[int, Series]]) -> Series:
    (_, first), *others = parts
    seen = set(first.sessions)
    for place, other in others:
        named = f"{first.case}, {first.outcome}" if first.outcome else first.case
        twice = sorted(seen & set(other.sessions))
        if twice:
            text = (
                f"{named} stands here again, with session {twice[0]:g} once more. Give another case its own name,"
                " and later phases their own session numbers."
            )
            raise BadData([Fault("duplicate_session", text, place, "sessions_A")])
        unlike = next((name for name in _FACTS if getattr(first, name) != getattr(other, name)), "")
        if unlike:
            text = f"{named} stands here again with another {unlike}. One case and outcome has one."
            raise BadData([Fault("changes_within_case", text, place, unlike)])
        seen |= set(other.sessions)
    every = [one for _, one in parts]
    return first if len(every) == 1 else _one(every)


def _one(parts: Sequence[Series]) -> Series:
    first = parts[0]
    points = [point for one in parts for point in one.points]
    dates = [point.on for point in points]
    return Series(
        case=first.case,
        outcome=first.outcome,
        sessions=[point.session for point in points],
        values=[point.value for point in points],
        phases=[point.phase for point in points],
        improvement=first.improvement,
        scale=first.scale,
        session_minutes=first.session_minutes,
        intervals=first.intervals,
        goal=first.goal,
        dates=dates if any(dates) else None,
    )
