"""How long partners and roles have lasted, who is missing in a pair, and whether a draw repeats one."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from kithwork.apps.runs.models import Draw, SessionEvent
from kithwork.apps.runs.queries.runner import tally_of
from kithwork.apps.suggestions.metrics.base import WHOLE_RUN, Found, Subject
from kithwork.apps.suggestions.run_data import WEEK, RunData
from kithwork.evidence.decisions import Facts, Seen
from kithwork.playbooks.schema.quality import Condition

# Taps of a session that say a pair was busy with something else, or with each other.
TROUBLE = frozenset({"off_task", "conflict"})
NEVER = 0.0


def weeks_in_pair(data: RunData, ask: Condition) -> Found:
    """School weeks of the newest draw; one that is drawn for later has none yet."""
    if not data.draws:
        return {}
    started = data.draws[-1].starts_on
    weeks = max((_monday(data.today) - _monday(started)) // WEEK, 0)
    return {WHOLE_RUN: Facts((Seen(started, weeks),), against=_pair_life(data, "week"))}


def sessions_in_pair(data: RunData, ask: Condition) -> Found:
    """Held sessions of the newest draw."""
    if not data.draws:
        return {}
    started = data.draws[-1].starts_on
    n = sum(one.on >= started for one in data.held)
    return {WHOLE_RUN: Facts((Seen(started, n),), against=_pair_life(data, "session"))}


def _pair_life(data: RunData, unit: str) -> float | None:
    """What the practice itself says, where it says it in the rule's unit."""
    life = data.playbook.pair_life()
    return float(life.every.min) if life is not None and life.every.unit == unit else None


def weeks_in_role(data: RunData, ask: Condition) -> Found:
    """The longest anybody here has held one role, beside how long that role may be held."""
    most = {
        role.id: role.max_weeks for role in data.playbook.roles if role.who in {"peer", "student"}
    }
    held = [
        ((data.today - (one.role_since or one.joined_on)) // WEEK, most[one.role])
        for one in data.here
        if one.role in most
    ]
    if not held or data.run.scope == data.run.Scope.CLASS:
        return {}
    weeks, may = max(held, key=lambda one: one[0])
    return {WHOLE_RUN: Facts((Seen(data.today, max(weeks, 0)),), against=may)}


def same_pairing(data: RunData, ask: Condition) -> Found:
    """For each pair of a draw that is still to come: whether the two sat together lately already."""
    coming = [draw for draw in data.draws if draw.starts_on > data.today]
    if not coming:
        return {}
    newest = coming[-1]
    since = newest.starts_on - (ask.window.last or 1) * WEEK
    earlier = {
        pair
        for draw in data.draws
        if since <= draw.starts_on < newest.starts_on
        for pair in _pairs(draw)
    }
    points = tuple(Seen(newest.starts_on, pair in earlier) for pair in _pairs(newest))
    return {WHOLE_RUN: Facts(points)}


def _pairs(draw: Draw) -> list[frozenset[int]]:
    return [frozenset(seat.student_id for seat in group.seats.all()) for group in draw.groups.all()]


def partner_absences(data: RunData, ask: Condition) -> Found:
    """For each pair: in which of its sessions one of the two was away. Of a pair, so that nobody is named."""
    found: dict[Subject, list[Seen]] = defaultdict(list)
    for session in data.held[-(ask.window.last or 1) :]:
        there = data.attendance.get(session.pk, {})
        for key, members in _together(data, session.on):
            told = [there[one].is_present for one in members if one in there]
            away = float(not all(told)) if len(told) == len(members) else None
            found[Subject(key)].append(Seen(session.on, away))
    return {subject: Facts(tuple(points), "sum") for subject, points in found.items()}


def _together(data: RunData, on: date) -> list[tuple[str, tuple[int, ...]]]:
    """Who belongs together on a day: the pairs of the draw in force today, or each peer of a small run."""
    now = _draw_on(data, data.today)
    if now is not None:
        if on < now.starts_on:
            return []
        return [
            (f"group:{group.pk}", tuple(seat.student_id for seat in group.seats.all()))
            for group in now.groups.all()
        ]
    peers = data.with_role_of("peer", "student")
    return [
        (f"participant:{one.pk}", (one.student_id,))
        for one in peers
        if one.left_on is None
        and one.joined_on <= on
        and one.student_id != data.run.focus_student_id
    ]


def _draw_on(data: RunData, on: date) -> Draw | None:
    current = [
        one
        for one in data.draws
        if one.starts_on <= on and (one.ends_on is None or on <= one.ends_on)
    ]
    return current[-1] if current else None


def off_task_or_conflict_flags(data: RunData, ask: Condition) -> Found:
    """By session: taps that say so, and what an adult told of that day. A session nobody tapped in is unknown."""
    rows = SessionEvent.objects.filter(session__run=data.run, kind="flag")
    flags = Counter(
        session
        for session, body in rows.values_list("session_id", "body")
        if str(body.get("item", "")).rpartition(":")[2] in TROUBLE
    )
    told = {row.on: row.value for row in data.facts_told["off_task_or_conflict_flags"]}
    points = tuple(
        Seen(one.on, flags[one.pk] + told.get(one.on, NEVER))
        if one.pk in data.tapped or one.on in told
        else Seen(one.on, None)
        for one in data.held
    )
    return {WHOLE_RUN: Facts(points, "sum")} if points else {}


def wins_of_same_team(data: RunData, ask: Condition) -> Found:
    """Of the last weeks with points: in how many the team that won most often won."""
    weeks: dict[date, Counter[str]] = defaultdict(Counter)
    first = _monday(data.today) - ((ask.window.last or 1) - 1) * WEEK
    for session in data.held:
        if session.on >= first and session.pk in data.tapped:
            teams = tally_of(session).teams
            weeks[_monday(session.on)].update({name: n for name, n in teams.items() if name})
    won = [
        name
        for week in weeks.values()
        if (best := max(week.values(), default=0)) > 0
        for name, n in week.items()
        if n == best and sum(other == best for other in week.values()) == 1
    ]
    if not weeks:
        return {}
    most = Counter(won).most_common(1)
    return {WHOLE_RUN: Facts((Seen(data.today, most[0][1] if most else 0),), "whole")}


def active_peers(data: RunData, ask: Condition) -> Found:
    """Peers who take part today; who is paused does not."""
    if data.run.focus_student_id is None:
        return {}
    n = sum(one.student_id != data.run.focus_student_id for one in data.here)
    return {WHOLE_RUN: Facts((Seen(data.today, n),))}


def peer_retention(data: RunData, ask: Condition) -> Found:
    """Of the peers who were there when these months began, the share who still are."""
    first = max(data.run.starts_on, data.today - timedelta(weeks=TERM_WEEKS))
    began = [one for one in data.with_role_of("peer", "student") if one.joined_on <= first]
    known = [one for one in began if one.left_on is None or one.left_on > first]
    if not known:
        return {}
    stayed = sum(one.left_on is None for one in known)
    return {WHOLE_RUN: Facts((Seen(data.today, 100 * stayed / len(known)),), "whole")}


# How long a term is where a rule looks at one: as rotations count it (runs.rotation).
TERM_WEEKS = 18


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
