"""What the session runner needs, in one piece, so that it can go on without a network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.http import Http404

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.classwide import rules_of
from kithwork.apps.runs.fidelity import of_session
from kithwork.apps.runs.models import Absence, Participant, Session, SessionEvent
from kithwork.apps.runs.points import Seated, Tally, Tap, tally
from kithwork.apps.runs.policies import visible_run_sessions
from kithwork.apps.runs.queries.draws import draw_on, groups_on
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.sessions import Correction, Step
from kithwork.playbooks.schema.sessions import Session as Script

# The key of the one group of a practice that draws no pairs. Not a number, so it is no row of ours.
EVERYBODY = "all"


def run_session_or_404(viewer: Viewer, session_id: int) -> Session:
    """A session of a run this viewer sees, with its run and practice."""
    row = (
        visible_run_sessions(viewer)
        .filter(pk=session_id)
        .select_related("run__playbook", "run__section", "run__school", "run__facilitator")
        .first()
    )
    if row is None:
        raise Http404
    return row


def taps_of(session: Session) -> list[Tap]:
    """Every tap in the order it was made; one device after another where two were at the same moment."""
    rows = SessionEvent.objects.filter(session=session).order_by("at_ms", "device", "place")
    return [Tap(str(row.letter), row.kind, row.at_ms, row.body) for row in rows]


def tally_of(session: Session) -> Tally:
    """What the taps of a session add up to, with the teams of its day."""
    seats = seats_of(session)
    return tally(
        taps_of(session),
        seats.groups,
        trio=_trio(playbook_here(session.run)),
        away=seats.away,
        joins=seats.joins,
    )


@dataclass(frozen=True, slots=True)
class Seats:
    """Who was drawn together, and what is known of the day: their keys stay, whoever turns out to be absent."""

    teams: tuple[str, ...]
    groups: tuple[Seated, ...]
    people: dict[int, Student]
    away: tuple[int, ...]
    joins: dict[int, str]


def seats_of(session: Session) -> Seats:
    """The draw in force, by the keys of its groups, and where those without a partner go today."""
    drawn = draw_on(session.run, session.on)
    if drawn is None:
        return _everybody(session)
    day = groups_on(session.run, session.on, session.label)
    here = {one.pk: one for group in day.groups for one in group.people}
    people = here | {one.pk: one for one in (*day.away, *day.unplaced)}
    groups = []
    for group in drawn.groups.all():
        members = frozenset(
            seat.student_id for seat in group.seats.all() if seat.student_id in people
        )
        groups.append(Seated(str(group.pk), group.team.name if group.team else "", members))
    # By name: the order of a draw by rank would tell the rank to who looks over a shoulder.
    groups.sort(key=lambda one: sorted(people[pk].called.casefold() for pk in one.members))
    home = {pk: group.key for group in groups for pk in group.members}
    joins = {}
    for together in day.groups:
        homes = [home[one.pk] for one in together.people if one.pk in home]
        # Whoever sits at home keeps the group's key; the others join it there.
        stays = max(homes, key=homes.count) if homes else ""
        joins |= {one.pk: stays for one in together.people if stays and home.get(one.pk) != stays}
    teams = tuple(sorted({group.team for group in groups if group.team}))
    return Seats(teams, tuple(groups), people, tuple(one.pk for one in day.away), joins)


def _everybody(session: Session) -> Seats:
    """Where nobody is drawn, all who take part are one group; none where pairs are still to be drawn."""
    if rules_of(playbook_here(session.run)) is not None:
        return Seats((), (), {}, (), {})
    rows = Participant.objects.filter(run=session.run, joined_on__lte=session.on, is_paused=False)
    rows = rows.exclude(left_on__lte=session.on).select_related("student")
    people = {one.student_id: one.student for one in rows}
    if not people:
        return Seats((), (), {}, (), {})
    gone = Absence.objects.filter(
        student_id__in=people, on=session.on, label__in={"", session.label}
    )
    away = tuple(gone.values_list("student_id", flat=True).distinct())
    return Seats((), (Seated(EVERYBODY, "", frozenset(people)),), people, away, {})


def _trio(playbook: Playbook) -> Fraction:
    """What a trio's points count: as the practice says, else the same as everybody's."""
    triad = playbook.group.triad
    if triad is None or not triad.points_times or not triad.points_over:
        return Fraction(1)
    return Fraction(triad.points_times, triad.points_over)


def runner_page(viewer: Viewer, session: Session) -> dict[str, Any]:
    """Everything the runner shows: steps, words, pairs by first name, and the taps that arrived."""
    run = session.run
    playbook = playbook_here(run)
    seats, trio = seats_of(session), _trio(playbook)
    return {
        "session": session.pk,
        "name": run.name,
        "practice": playbook.name,
        "where": _where(session),
        "on": session.on.isoformat(),
        "scripts": [_script(playbook, one, _week(session)) for one in playbook.sessions],
        "cues": {one.id: _cue(playbook, one) for one in playbook.cue_cards},
        "corrections": {one.id: _correction(one) for one in playbook.corrections},
        "awards": {
            one.id: {"name": one.name, "points": one.points, "aim": one.aim}
            for one in playbook.scoring.awards
        },
        "bonus": _bonus(playbook),
        "has_points": playbook.scoring.kind != "none",
        "teams": [{"key": name, "name": name} for name in seats.teams],
        "groups": [
            {"key": one.key, "team": one.team, "students": sorted(one.members)}
            for one in seats.groups
        ],
        "people": [
            {"pk": one.pk, "name": one.called, "tint": [one.avatar_tint, one.avatar_shape]}
            for one in seats.people.values()
        ],
        "away": list(seats.away),
        "joins": seats.joins,
        "trio": [trio.numerator, trio.denominator],
        "ticks": [
            {
                "id": item.id,
                "text": item.text,
                "is_critical": item.critical,
                "about": about(playbook, item.who),
            }
            for item in of_session(playbook.fidelity)
        ],
        "taps": list(_arrived(session)),
        "age_ms": _age_ms(session),
    }


def about(playbook: Playbook, who: str) -> str:
    """Whether an item is about a pair, or about the adult's own part."""
    students = {role.id for role in playbook.roles if role.who != "adult"}
    return "pair" if who in {"pair", "group", *students} else "adult"


def _arrived(session: Session) -> Iterable[dict[str, Any]]:
    rows = SessionEvent.objects.filter(session=session).order_by("at_ms", "device", "place")
    for row in rows:
        yield {
            "letter": str(row.letter),
            "device": row.device,
            "place": row.place,
            "kind": row.kind,
            "at_ms": row.at_ms,
            "body": row.body,
        }


def _age_ms(session: Session) -> int:
    """How long ago it began: a letter cannot arrive before it was written, so the earliest guess is best."""
    rows = SessionEvent.objects.filter(session=session).values_list("kept_at", "at_ms")
    begun = [kept_at - timedelta(milliseconds=at_ms) for kept_at, at_ms in rows]
    return int((clock.now() - min(begun)).total_seconds() * 1000) if begun else 0


# What of a tap the board needs for its clock; nothing about a pair.
CLOCK_TAPS = frozenset({"step", "pause", "go", "plus", "end", "undo"})


# What of a step the class may read; what is said to the adult alone stays with the adult.
ON_THE_BOARD = ("id", "name", "say", "seconds")


def board_page(viewer: Viewer, session: Session) -> dict[str, Any]:
    """What a board may show: the step, its time, teams and their totals, and nobody's name."""
    page = runner_page(viewer, session)
    found = tally_of(session)
    return {
        "session": session.pk,
        "name": session.run.name,
        "scripts": [
            {"steps": [{key: step[key] for key in ON_THE_BOARD} for step in script["steps"]]}
            for script in page["scripts"]
        ],
        "teams": [{**team, "points": found.teams.get(team["key"], 0)} for team in page["teams"]],
        "taps": [tap for tap in page["taps"] if tap["kind"] in CLOCK_TAPS],
        "age_ms": page["age_ms"],
    }


def _where(session: Session) -> str:
    return session.section.title if session.section else session.label


def _week(session: Session) -> int:
    """Which week of the run this is, from 1."""
    begun = session.run.starts_on - timedelta(days=session.run.starts_on.weekday())
    return max(1, (session.on - begun).days // 7 + 1)


def _script(playbook: Playbook, script: Script, week: int) -> dict[str, Any]:
    steps = _steps_of(playbook, script, week)
    return {
        "id": script.id,
        "name": script.name,
        "steps": [_step(one) for one in steps if not one.during],
        "beside": [_step(one) for one in steps if one.during],
    }


def _steps_of(playbook: Playbook, script: Script, week: int) -> Iterable[Step]:
    """Classes that are still learning do fewer steps in their first weeks."""
    for stage in playbook.stages:
        is_now = stage.from_week <= week and (stage.to_week is None or week <= stage.to_week)
        if stage.session == script.id and is_now:
            return [step for step in script.steps if step.id in stage.steps]
    return script.steps


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "name": step.name,
        "seconds": (step.minutes or 0) * 60 if step.timer else 0,
        "say": step.say or "",
        "script": step.script or "",
        "signal": step.signal,
        "cues": list(step.cues),
        "correction": step.correction or "",
        "awards": list(step.awards),
        "is_optional": step.optional,
        "is_rove": bool(step.during),
        "has_roles": bool(step.first),
    }


def _cue(playbook: Playbook, card: Any) -> dict[str, Any]:
    roles = [one.id for one in playbook.roles if one.who != "adult"]
    return {
        "title": card.title,
        "lines": list(card.lines),
        "is_first": bool(roles) and card.role == roles[0],
    }


def _correction(machine: Correction) -> dict[str, Any]:
    return {
        "name": machine.name,
        "when": machine.when,
        "start": machine.start,
        "states": {
            state.id: {
                "actor": state.actor,
                "prompt": state.prompt,
                "example": state.example or "",
                "wait": state.wait_seconds or 0,
                "times": state.times or 0,
                "ends": state.ends,
                "go": [
                    {
                        "on": one.on,
                        "label": one.label,
                        "to": one.to,
                        "award": one.award or "",
                        "flag": one.flag or "",
                    }
                    for one in state.go
                ],
            }
            for state in machine.states
        },
    }


def _bonus(playbook: Playbook) -> dict[str, Any] | None:
    bonus = playbook.scoring.bonus
    if bonus is None:
        return None
    return {"name": bonus.name, "min": bonus.min, "max": bonus.max, "reasons": list(bonus.reasons)}
