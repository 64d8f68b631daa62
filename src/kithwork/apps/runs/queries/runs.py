"""Runs: the list, one run's page, its times to come. Every read begins at what the viewer sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.http import Http404

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import Verdict
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.runs import policies
from kithwork.apps.runs.attention import Due, due_of, partners_due
from kithwork.apps.runs.classwide import rules_of
from kithwork.apps.runs.health import Sign, health_of
from kithwork.apps.runs.models import Participant, Phase, Run, Session
from kithwork.apps.runs.queries.draws import DayGroups, draws_of, groups_on
from kithwork.apps.runs.queries.practice import chosen, playbook_here
from kithwork.apps.runs.readiness import Readiness, readiness_of
from kithwork.apps.runs.required import forms_to_fill
from kithwork.apps.runs.wording import LEVELS, PHASES, STATUSES, period_words, place_words
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.voice import Form

COMING = 4
WEEKS_BACK = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class RunLine:
    """One dated time of a run, as Today and Sessions show it."""

    pk: int
    run_pk: int
    name: str
    practice: str
    on: date
    label: str
    period: str
    starts_at: time
    ends_at: time
    status: str
    place: str
    people: int
    may_start: bool
    has_pairs: bool


@dataclass(frozen=True, slots=True)
class RunCard:
    """One run in the list."""

    run: Run
    practice: str
    place: str
    people: int
    next: RunLine | None
    status: str
    due: Due | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes part, with the role in words where the viewer may know it."""

    participant: Participant
    role: str


@dataclass(frozen=True, slots=True)
class PhaseLine:
    phase: Phase
    words: str
    level: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """Everything the page of a run shows."""

    run: Run
    playbook: Playbook
    place: str
    status: str
    level: str
    may_change: Verdict
    may_see_scores: Verdict
    may_print: Verdict
    readiness: Readiness | None
    due: tuple[Due, ...]
    coming: tuple[RunLine, ...]
    to_log: tuple[RunLine, ...]
    people: tuple[Person, ...]
    hidden: int
    sees_roles: bool
    draws_pairs: bool
    day: DayGroups | None
    day_on: date | None
    has_draws: bool
    phases: tuple[PhaseLine, ...]
    health: tuple[Sign, ...]
    times: tuple[str, ...]
    written: tuple[Form, ...]


def run_or_404(viewer: Viewer, run_id: int) -> Run:
    row = (
        policies.visible_runs(viewer)
        .filter(pk=run_id)
        .select_related("school", "playbook", "section", "facilitator", "contents")
        .defer("playbook__text")
        .first()
    )
    if row is None:
        raise Http404
    return row


def participant_or_404(viewer: Viewer, participant_id: int) -> Participant:
    row = (
        Participant.objects.filter(pk=participant_id, run__in=policies.visible_runs(viewer))
        .select_related("run__playbook", "run__school", "run__facilitator", "student")
        .first()
    )
    if row is None:
        raise Http404
    return row


def runs_list(viewer: Viewer, status: str = "", section_id: int | None = None) -> list[RunCard]:
    """Runs of one state, or those that go on and get ready, of one class or all, by what comes next."""
    wanted = [status] if status else [Run.Status.ACTIVE, Run.Status.PAUSED, Run.Status.DRAFT]
    rows = (
        policies.visible_runs(viewer)
        .filter(status__in=wanted)
        .select_related("school", "playbook", "section", "facilitator")
        .defer("playbook__text")
    )
    if section_id is not None:
        rows = rows.filter(section_id=section_id)
    today = clock.today_for(viewer)
    runs = list(rows)
    upcoming, partners = _next_of(viewer, runs, today), partners_due(runs, today)
    cards = [_card(viewer, run, upcoming.get(run.pk), partners.get(run.pk), today) for run in runs]
    last = date.max
    return sorted(
        cards, key=lambda one: (one.next.on if one.next else last, one.run.name, one.run.pk)
    )


def _card(
    viewer: Viewer, run: Run, upcoming: Session | None, due: Due | None, today: date
) -> RunCard:
    return RunCard(
        run=run,
        practice=run.playbook.name,
        place=run.section.title if run.section else place_words(chosen(run).place),
        people=_present(run, today),
        next=_line(viewer, upcoming) if upcoming else None,
        status=str(STATUSES[run.status]),
        due=due,
        is_over=run.status == Run.Status.ACTIVE and run.ends_on < today,
    )


def _present(run: Run, today: date) -> int:
    rows = run.participants.filter(left_on__isnull=True, student__closed_on__isnull=True)
    return rows.count()


def _next_of(viewer: Viewer, runs: Iterable[Run], today: date) -> dict[int, Session]:
    rows = Session.objects.filter(run__in=runs, on__gte=today, status=Session.Status.PLANNED)
    found: dict[int, Session] = {}
    for row in (
        rows.select_related("run__playbook", "run__school", "section")
        .defer("run__playbook__text")
        .order_by("on", "starts_at")
    ):
        found.setdefault(row.run_id, row)
    return found


def run_sessions_between(viewer: Viewer, first: date, last: date) -> list[RunLine]:
    """Dated times of the runs this adult sees, cancelled ones left out, by time."""
    rows = policies.visible_run_sessions(viewer).filter(on__range=(first, last))
    rows = rows.exclude(status=Session.Status.CANCELLED)
    rows = rows.exclude(run__status=Run.Status.DRAFT)
    rows = rows.select_related("run__playbook", "run__school", "section").defer(
        "run__playbook__text"
    )
    return [_line(viewer, row) for row in rows.order_by("on", "starts_at", "label", "pk")]


def runs_without_partners(viewer: Viewer, today: date) -> list[tuple[Run, Due]]:
    """Class-wide runs this adult may change whose next time has no pairs, or whose partners are to change."""
    rows = policies.visible_runs(viewer).filter(status=Run.Status.ACTIVE, scope=Run.Scope.CLASS)
    runs = list(rows.select_related("school", "playbook").defer("playbook__text"))
    due = partners_due(runs, today)
    return [
        (run, due[run.pk]) for run in runs if run.pk in due and policies.may_change_run(viewer, run)
    ]


def run_sessions_on(viewer: Viewer, on: date) -> list[RunLine]:
    return run_sessions_between(viewer, on, on)


def _line(viewer: Viewer, row: Session) -> RunLine:
    run = row.run
    return RunLine(
        pk=row.pk,
        run_pk=run.pk,
        name=run.name,
        practice=run.playbook.name,
        on=row.on,
        label=row.label,
        period=period_words(row.label),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=row.status,
        place=row.section.title if row.section else place_words(run.choices.get("place", "")),
        people=_present(run, row.on),
        may_start=row.status == Session.Status.PLANNED and row.on == clock.today_for(viewer),
        has_pairs=run.scope == Run.Scope.CLASS,
    )


def participants_of(viewer: Viewer, run: Run, on: date) -> list[Participant]:
    """Who takes part on a day, of those this viewer may see; who is paused included, and marked."""
    seen = visible_students(viewer, depth=Depth.PARTICIPATION)
    rows = run.participants.filter(student__in=seen, student__closed_on__isnull=True)
    rows = rows.exclude(left_on__lte=on).select_related("student")
    found = list(rows.order_by("student__last_name", "student__first_name", "joined_on"))
    return list({row.student_id: row for row in found}.values())


def run_page(viewer: Viewer, run_id: int) -> RunPage:
    run = run_or_404(viewer, run_id)
    today = clock.today_for(viewer)
    playbook, may_change = playbook_here(run), policies.may_change_run(viewer, run)
    people = participants_of(viewer, run, min(max(today, run.starts_on), run.ends_on))
    is_draft = run.status == Run.Status.DRAFT
    coming = _coming(viewer, run, today)
    draws_pairs = rules_of(playbook) is not None
    day_on = coming[0].on if coming else None
    sees_scores = policies.may_see_scores(viewer, run)
    return RunPage(
        run=run,
        playbook=playbook,
        place=run.section.title if run.section else place_words(chosen(run).place),
        status=str(STATUSES[run.status]),
        level=str(LEVELS[run.adult_level]),
        may_change=may_change,
        may_see_scores=sees_scores,
        may_print=policies.may_print(viewer, run),
        readiness=readiness_of(run) if is_draft and may_change else None,
        due=tuple(due_of(run, today)) if may_change and not is_draft else (),
        coming=coming,
        to_log=_to_log(viewer, run, today),
        people=tuple(_person(one, playbook, bool(may_change)) for one in people),
        hidden=max(0, _present(run, today) - len(people)),
        sees_roles=bool(may_change) and run.scope != Run.Scope.CLASS,
        draws_pairs=draws_pairs,
        day=groups_on(run, day_on) if draws_pairs and day_on and may_change else None,
        day_on=day_on,
        has_draws=bool(draws_of(run)),
        phases=tuple(_phase(one) for one in run.phases.all()),
        health=tuple(health_of(run, playbook, today)) if sees_scores and not is_draft else (),
        times=tuple(_time_words(one.label, one.cycle_days) for one in run.times.all()),
        # What was written before it began is gone back to all the while.
        written=tuple(forms_to_fill(playbook)),
    )


def _person(one: Participant, playbook: Playbook, sees_role: bool) -> Person:
    role = next((role.name for role in playbook.roles if role.id == one.role), "")
    return Person(one, role if sees_role else "")


def _phase(one: Phase) -> PhaseLine:
    level = "" if one.adult_level is None else str(LEVELS[one.adult_level])
    return PhaseLine(one, str(PHASES[one.kind]), level)


def _time_words(label: str, days: list[str]) -> str:
    words = period_words(label)
    return f"{words}: {', '.join(days)}" if days else words


def _coming(viewer: Viewer, run: Run, today: date) -> tuple[RunLine, ...]:
    rows = run.sessions.filter(on__gte=today, status=Session.Status.PLANNED)
    rows = rows.select_related("run__playbook", "run__school", "section")
    return tuple(_line(viewer, row) for row in rows.order_by("on", "starts_at")[:COMING])


def _to_log(viewer: Viewer, run: Run, today: date) -> tuple[RunLine, ...]:
    """Times of the last two weeks about which nobody has said yet whether they happened."""
    rows = run.sessions.filter(
        on__lt=today, on__gte=today - WEEKS_BACK, status=Session.Status.PLANNED
    ).select_related("run__playbook", "run__school", "section")
    return tuple(_line(viewer, row) for row in rows.order_by("-on", "-starts_at"))


def students_of(viewer: Viewer, run: Run, on: date) -> list[Student]:
    return [one.student for one in participants_of(viewer, run, on)]
