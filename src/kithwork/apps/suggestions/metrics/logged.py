"""What adults wrote after sessions: help given, contacts, ratings, who gave and who received."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from statistics import fmean

from kithwork.apps.runs.giving import balances
from kithwork.apps.runs.practice_log import log_forms
from kithwork.apps.suggestions.metrics.base import WHOLE_RUN, Found, Subject
from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Facts, Seen
from kithwork.playbooks.schema.quality import Condition
from kithwork.playbooks.schema.voice import FormField

# Ratings of a log that say how far the student does it themselves.
SUCCESS = frozenset({"on_task", "turns"})
ONE_SIDED = frozenset({"gives_little", "receives_little"})


def _fields(data: RunData, *ids: str) -> list[FormField]:
    return [field for form in log_forms(data.playbook) for field in form.fields if field.id in ids]


def _sessions(data: RunData, points: Iterable[Seen], gather: str = "each") -> Found:
    found = tuple(points)
    return {WHOLE_RUN: Facts(found, gather)} if found else {}  # type: ignore[arg-type]


def help_rung(data: RunData, ask: Condition) -> Found:
    """The most help used, as its place on the ladder from waiting to an adult, session by session."""
    fields = [one for one in _fields(data, "rung") if one.choices]
    if not fields:
        return {}
    places = {words: place for place, words in enumerate(fields[0].choices)}
    return _sessions(
        data,
        (Seen(session.on, _first(places.get(str(one)) for one in data.answers(log, ["rung"])))
         for session, log in data.told),
    )  # fmt: skip


def student_success(data: RunData, ask: Condition) -> Found:
    """How far the student does it, as the log's rating, in per cent of the most it can be."""
    fields = [one for one in _fields(data, *SUCCESS) if one.scale and one.scale.max]
    if not fields:
        return {}
    field = fields[0]
    most = float(field.scale.max or 1)  # type: ignore[union-attr]
    return _sessions(
        data,
        (
            Seen(session.on, _share(data.answers(log, [field.id]), most))
            for session, log in data.told
        ),
    )


def _share(answers: list[object], most: float) -> float | None:
    number = _number(answers)
    return None if number is None else 100 * number / most


def _number(answers: Iterable[object]) -> float | None:
    return _first(
        float(one) for one in answers if isinstance(one, int | float) and not isinstance(one, bool)
    )


def _first(values: Iterable[float | None]) -> float | None:
    return next(iter(values), None)


def behaviour_rating(data: RunData, ask: Condition) -> Found:
    """How a tutoring session went, as it was rated."""
    return _sessions(
        data, (Seen(session.on, _number(data.answers(log, ["how"]))) for session, log in data.told)
    )


def independent(data: RunData, ask: Condition) -> Found:
    """Of the chances of a session, the share done alone."""
    counts = ("alone", "after_model", "after_prompt", "not_yet")
    if not _fields(data, *counts):
        return {}
    points = []
    for session, log in data.told:
        told = [_number(data.answers(log, [one])) for one in counts]
        every = sum(one for one in told if one is not None)
        alone = told[0]
        points.append(
            Seen(session.on, 100 * alone / every if alone is not None and every else None)
        )
    return _sessions(data, points)


def contacts(data: RunData, ask: Condition) -> Found:
    """Times together between meetings, by week, as the log's table says."""
    if not any(form.grid for form in log_forms(data.playbook)):
        return {}

    def of_week(rows):  # type: ignore[no-untyped-def]
        told = [lines for _session, log in rows if (lines := data.lines(log)) is not None]
        return float(sum(len(lines) for lines in told)) if told else None

    return _sessions(data, data.by_week(of_week))


def peers_met(data: RunData, ask: Condition) -> Found:
    """Different peers met between meetings in these weeks."""
    first = data.since(ask.window.last or 1)
    told = [
        lines
        for session, log in data.told
        if session.on >= first and (lines := data.lines(log)) is not None
    ]
    if not told:
        return {}
    names = {
        line[0].strip().casefold() for lines in told for line in lines if line and line[0].strip()
    }
    return {WHOLE_RUN: Facts((Seen(data.today, len(names)),), "whole")}


def authorship_share(data: RunData, ask: Condition) -> Found:
    """Of the sections of each guide, the share one partner wrote; or of notes, how much was their own."""
    if _fields(data, "sections_a"):
        return {Subject(f"partner:{one}"): Facts(_written_by(data, one)) for one in ("a", "b")}
    if _fields(data, "own"):
        return {WHOLE_RUN: Facts(tuple(data.by_week(lambda rows: _mean_own(data, rows))))}
    return {}


def _written_by(data: RunData, partner: str) -> tuple[Seen, ...]:
    """What both wrote together counts half for each."""
    points = []
    for session, log in data.told:
        mine, both = (
            _number(data.answers(log, [one])) for one in (f"sections_{partner}", "sections_both")
        )
        other = _number(data.answers(log, ["sections_b" if partner == "a" else "sections_a"]))
        if mine is None or other is None:
            continue
        every = mine + other + (both or 0)
        points.append(Seen(session.on, 100 * (mine + (both or 0) / 2) / every if every else None))
    return tuple(points)


def _mean_own(data: RunData, rows) -> float | None:  # type: ignore[no-untyped-def]
    told = [n for _session, log in rows if (n := _number(data.answers(log, ["own"]))) is not None]
    return fmean(told) if told else None


def notes_same_day(data: RunData, ask: Condition) -> Found:
    """Of the lessons with notes in these weeks, the share whose notes came the same day."""
    first = data.since(ask.window.last or 1)
    told = [
        one
        for session, log in data.told
        if session.on >= first
        for one in data.answers(log, ["same_day"])
    ]
    if not told:
        return {}
    return {WHOLE_RUN: Facts((Seen(data.today, 100 * sum(map(bool, told)) / len(told)),), "whole")}


def adult_share_of_prompts(data: RunData, ask: Condition) -> Found:
    """Of all prompts of a session, the adult's. Peers' are known where somebody wrote them down too."""
    fields = {"prompts_full", "prompts_part", "prompts", "prompts_peers"}
    if not _fields(data, "prompts_peers"):
        return {}
    points = []
    for session, log in data.told:
        adult = [_number(data.answers(log, [one])) for one in fields - {"prompts_peers"}]
        peers = _number(data.answers(log, ["prompts_peers"]))
        known = sum(one for one in adult if one is not None)
        every = known + (peers or 0)
        points.append(
            Seen(session.on, 100 * known / every if peers is not None and every else None)
        )
    return _sessions(data, points)


def giver_minutes_share(data: RunData, ask: Condition) -> Found:
    """Of what a student gave and received in these weeks, the share they gave. Of each focus student."""
    people = [one.student_id for one in data.with_role_of("focus_student") if one.left_on is None]
    first = data.today - timedelta(weeks=ask.window.last or 1) + timedelta(days=1)
    found = {}
    state = balances(data.run, data.playbook, data.today, people)
    for pk in people:
        if state[pk].state in {"untold", "few"}:
            continue
        rows = [
            row
            for session in data.held
            if session.on >= first
            and (row := data.attendance.get(session.pk, {}).get(pk)) is not None
        ]
        gave = sum(row.minutes or 0 for row in rows if row.has_given)
        got = sum(row.minutes or 0 for row in rows if row.has_received)
        if gave + got:
            share = 100 * gave / (gave + got)
            found[Subject(f"student:{pk}", pk)] = Facts((Seen(data.today, share),), "whole")
    return found


def share_of_the_smaller_side(data: RunData, ask: Condition) -> Found:
    """Of the times a student gave or received, the share of the side that was there less."""
    people = [one.student_id for one in data.here]
    found = {}
    for pk, balance in balances(data.run, data.playbook, data.today, people).items():
        every = balance.gave + balance.received
        if not every or balance.state in {"untold", "few"}:
            continue
        share = 100 * min(balance.gave, balance.received) / every
        found[Subject(f"student:{pk}", pk)] = Facts((Seen(data.today, share),), "whole")
    return found
