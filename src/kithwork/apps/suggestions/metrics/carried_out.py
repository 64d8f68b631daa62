"""How it is carried out: planned steps, sessions held, training, where the adult stands, what is planned next."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from kithwork.apps.runs.models import Session
from kithwork.apps.schools.queries import limits
from kithwork.apps.suggestions.metrics.base import WHOLE_RUN, Found
from kithwork.apps.suggestions.metrics.pair_life import TERM_WEEKS
from kithwork.apps.suggestions.run_data import WEEK, RunData
from kithwork.apps.training.models import Certificate
from kithwork.evidence.decisions import Facts, Seen
from kithwork.playbooks.schema.quality import Condition

SPECIAL_ED = "Special education room"


def fidelity(data: RunData, ask: Condition) -> Found:
    """Per cent of planned steps in each look, oldest first. One's own looks count where nobody observed."""
    points = tuple(Seen(on, one.pct) for on, one in data.checks)
    return {WHOLE_RUN: Facts(points)} if points else {}


def critical_item_missed(data: RunData, ask: Condition) -> Found:
    """How often the key step that was missed most often was missed in the last looks."""
    looks = data.checks[-(ask.window.last or 1) :]
    if len(looks) < (ask.window.last or 1):
        return {}
    misses = Counter(item for _on, one in looks for item in one.missed)
    item, n = misses.most_common(1)[0] if misses else ("", 0)
    return {WHOLE_RUN: Facts((Seen(looks[-1][0], n, where=item),), "whole")}


def sessions_held_of_planned(data: RunData, ask: Condition) -> Found:
    """Of the planned times of these weeks that somebody told of, the share that was held."""
    held, told = held_of_told(data, ask.window.last or 1)
    if not told:
        return {}
    return {WHOLE_RUN: Facts((Seen(data.today, 100 * held / told),), "whole")}


def held_of_told(data: RunData, weeks: int | None) -> tuple[int, int]:
    """How many times were held, of those told of; of the last so many weeks, or since it began."""
    first = data.since(weeks) if weeks else data.run.starts_on
    told = [
        one for one in data.sessions if one.on >= first and one.status != Session.Status.PLANNED
    ]
    return sum(one.status == Session.Status.HELD for one in told), len(told)


def placement_log_missing(data: RunData, ask: Condition) -> Found:
    """Planned times of these weeks that are over and of which nobody has told."""
    first = data.since(ask.window.last or 1)
    past = [one for one in data.sessions if first <= one.on < data.today]
    missing = sum(one.status == Session.Status.PLANNED for one in past)
    return {WHOLE_RUN: Facts((Seen(data.today, missing),), "whole")} if past else {}


def weeks_since_training(data: RunData, ask: Condition) -> Found:
    """Weeks since the lessons of this practice were mastered, for whom it is longest ago."""
    people = {one.student_id for one in data.here}
    rows = Certificate.objects.filter(
        subject=f"practice:{data.playbook.based_on or data.playbook.id}",
        student_id__in=people,
        taken_back_at__isnull=True,
        given_on__lte=data.today,
    )
    newest = {row.student_id: row.given_on for row in rows.order_by("given_on", "pk")}
    if not newest:
        return {}
    oldest = min(newest.values())
    weeks = (data.today - oldest) // WEEK
    own = limits(data.run.school).booster_from_weeks
    return {WHOLE_RUN: Facts((Seen(data.today, weeks),), against=own)}


def adult_level(data: RunData, ask: Condition) -> Found:
    """Where the adult stood, week by week, up to today."""
    points = []
    for back in range(ask.window.last or 1):
        on = data.today - (back * WEEK)
        levels = [
            one.adult_level
            for one in data.phases
            if one.starts_on <= on and one.adult_level is not None
        ]
        points.append(Seen(on, levels[-1] if levels else None))
    return {WHOLE_RUN: Facts(tuple(reversed(points)))}


def weeks_at_level(data: RunData, ask: Condition) -> Found:
    """Weeks since the adult's level last changed."""
    since = level_since(data)
    if since is None:
        return {}
    return {WHOLE_RUN: Facts((Seen(data.today, (data.today - since[0]) // WEEK),), "whole")}


def level_since(data: RunData):  # type: ignore[no-untyped-def]
    """(day, level now, level before) of the last change of the adult's level; None before there is one."""
    told = [(one.starts_on, one.adult_level) for one in data.phases if one.adult_level is not None]
    if not told:
        return None
    now = told[-1][1]
    before = [place for place, (_on, level) in enumerate(told) if level != now]
    if not before:
        return told[0][0], now, None
    return told[before[-1] + 1][0], now, told[before[-1]][1]


def special_ed_room_minutes(data: RunData, ask: Condition) -> Found:
    """Minutes in the special education room in these months, of all minutes of the run."""
    first = data.today - timedelta(weeks=TERM_WEEKS)
    here = every = 0.0
    for session, log in data.told:
        if session.on < first or log is None:
            continue
        inside = data.answers(log, ["minutes_here"])
        outside = data.answers(log, ["minutes_outside"])
        if inside or outside:
            here += _number(inside)
            every += _number(inside) + _number(outside)
        elif log.minutes is not None and (where := data.answers(log, ["where"])):
            here += log.minutes if SPECIAL_ED in where else 0
            every += log.minutes
    if not every:
        return {}
    return {WHOLE_RUN: Facts((Seen(data.today, here),), "whole", against=every, is_relative=True)}


def _number(answers: list[object]) -> float:
    return sum(float(one) for one in answers if isinstance(one, int | float))


def inclusive_step(data: RunData, ask: Condition) -> Found:
    """Whether a next step towards an inclusive setting is planned, and its day is not over."""
    run = data.run
    planned = bool(run.next_inclusive_step) and (
        run.next_inclusive_on is not None and run.next_inclusive_on >= data.today
    )
    return {WHOLE_RUN: Facts((Seen(data.today, planned or None),))}
