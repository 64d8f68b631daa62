"""One student's progress: what they say, the graph, how the plan is running, goals and scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import AttainmentScale, Goal, Measure
from kithwork.apps.measures.policies import may_follow, may_set_iep_goal, visible_goals
from kithwork.apps.measures.queries import followed, measures_of, scales_of
from kithwork.apps.measures.readings import Reading
from kithwork.apps.observations.policies import may_arrange, may_observe
from kithwork.apps.people.models import Student
from kithwork.apps.progress.drawing import Drawing, Row, drawn, number, table
from kithwork.apps.progress.places import Place, places_of
from kithwork.apps.progress.words import in_short, told_apart
from kithwork.apps.runs.log_form import MODES
from kithwork.apps.runs.models import Run, Session, SessionLog
from kithwork.apps.runs.policies import visible_runs
from kithwork.apps.suggestions.queries.cards import Card, open_for

# Of the checklists the last few: enough to say how it goes now.
LAST_CHECKS = 4


@dataclass(frozen=True, slots=True)
class Voice:
    """What the student said, how, when. Shown to their team; shared further only if they said yes."""

    words: str
    mode: str
    on: date


@dataclass(frozen=True, slots=True)
class Stat:
    """One number with its unit and its "of"."""

    number: str
    of: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The measure that is open: its heading, its drawing, its table."""

    measure: Measure
    reading: Reading
    drawing: Drawing | None
    rows: list[Row]
    heading: str
    under: str
    short: str


@dataclass(frozen=True, slots=True)
class ProgressPage:
    student: Student
    subtitle: str
    measures: list[Measure]
    shown: Shown | None
    voices: list[Voice]
    stats: list[Stat]
    is_under: bool
    scales: list[AttainmentScale]
    may_follow: bool
    may_set_iep: bool
    may_observe: bool
    may_plan_looks: bool
    cards: list[Card]
    places: list[Place]

    @property
    def tabs(self) -> list[tuple[Measure, str]]:
        """Each measure with what tells it from the others."""
        names = told_apart(self.measures)
        return [(one, names[one.pk]) for one in self.measures]


def progress_page(viewer: Viewer, student: Student, measure_id: int | None) -> ProgressPage:
    """Everything the page shows. Raises Http404 for a measure that is not this student's."""
    measures = measures_of(viewer, student)
    chosen = _chosen(measures, measure_id)
    shown = _shown(followed(viewer, [chosen])[0].reading) if chosen is not None else None
    runs = runs_with(viewer, student)
    if chosen is not None and chosen.run in runs:
        runs = [chosen.run, *(run for run in runs if run != chosen.run)]
    seen = [one for one in shown.reading.fidelity if one.is_observed] if shown else []
    return ProgressPage(
        student=student,
        subtitle=_subtitle(viewer, student, runs),
        measures=measures,
        shown=shown,
        voices=voices_of(student, runs),
        stats=[*_stats(viewer, shown)] if shown else [],
        is_under=bool(seen) and not seen[-1].is_good,
        scales=scales_of(viewer, student),
        may_follow=bool(may_follow(viewer, student)),
        may_set_iep=bool(may_set_iep_goal(viewer, student)),
        may_observe=bool(may_observe(viewer)),
        may_plan_looks=bool(may_arrange(viewer)),
        cards=open_for(viewer, student, chosen),
        places=places_of(shown.reading) if shown else [],
    )


def holds_plan_goal(viewer: Viewer, student: Student) -> bool:
    """Whether what this viewer could take along of a student has a goal of the IEP in it."""
    return visible_goals(viewer).filter(measure__student=student, is_iep=True).exists()


def _chosen(measures: Sequence[Measure], measure_id: int | None) -> Measure | None:
    if measure_id is None:
        return measures[0] if measures else None
    for one in measures:
        if one.pk == measure_id:
            return one
    raise Http404


def _shown(reading: Reading) -> Shown:
    measure, goal = reading.measure, reading.goal
    drawing = drawn(reading)
    return Shown(
        measure=measure,
        reading=reading,
        drawing=drawing,
        rows=table(reading),
        heading=goal_words(measure, goal),
        under=_under(measure, goal),
        short=in_short(reading, drawing.figure) if drawing else "",
    )


def goal_words(measure: Measure, goal: Goal | None) -> str:
    """What is followed and how far it is hoped to go: "Starts or answers, 9 times in 10 minutes"."""
    if goal is None:
        return measure.name
    if goal.words:
        return goal.words
    return _("%(name)s, %(level)s %(unit)s") % {
        "name": measure.name,
        "level": number(goal.level),
        "unit": measure.unit,
    }


def _under(measure: Measure, goal: Goal | None) -> str:
    where = measure.get_setting_display() if measure.setting else ""
    if goal is None:
        return where or _("No goal yet")
    by = _("by %(day)s") % {"day": f"{goal.by_on:%B} {goal.by_on.day}"}
    return f"{where}, {by}" if where else by[:1].upper() + by[1:]


def runs_with(viewer: Viewer, student: Student) -> list[Run]:
    """Runs this viewer sees in which the student is, the newest first."""
    rows = visible_runs(viewer).filter(participants__student=student) | visible_runs(viewer).filter(
        focus_student=student
    )
    return list(rows.exclude(status=Run.Status.DRAFT).distinct().order_by("-starts_on"))


def _subtitle(viewer: Viewer, student: Student, runs: Sequence[Run]) -> str:
    grade = _("Grade %(grade)s.") % {"grade": student.grade} if student.grade else ""
    today = clock.today_for(viewer)
    now = next((run for run in runs if run.starts_on <= today <= run.ends_on), None)
    if now is None:
        return grade
    since = _("%(run)s since %(day)s.") % {
        "run": now.name,
        "day": f"{now.starts_on:%B} {now.starts_on.day}",
    }
    return f"{grade} {since}".strip()


def voices_of(student: Student, runs: Sequence[Run], most: int = 1) -> list[Voice]:
    """The student's latest own words, as an adult wrote them down with leave to share them."""
    rows = SessionLog.objects.filter(
        quote_of=student, may_share_quote=True, replaced_by__isnull=True, session__run__in=runs
    ).exclude(quote="")
    found = rows.order_by("-session__on", "-pk").values_list("quote", "quote_mode", "session__on")
    ways = {str(key): str(label) for key, label in MODES}
    return [Voice(words, ways.get(mode, ""), on) for words, mode, on in found[:most]]


def _stats(viewer: Viewer, shown: Shown):  # type: ignore[no-untyped-def]
    """At most four: steps done, adult level, sessions held. What nobody recorded is left out, not zero."""
    reading, measure = shown.reading, shown.measure
    seen = [one for one in reading.fidelity if one.is_observed][-LAST_CHECKS:]
    if seen:
        mean = sum(one.pct for one in seen) // len(seen)
        words = _("of planned steps done, last %(n)s checks") % {"n": len(seen)}
        yield Stat(
            f"{mean} %", "", words if len(seen) > 1 else _("of planned steps done, one check")
        )
    if len(reading.levels) > 1:
        (_before, was), (since, now) = reading.levels[-2:]
        yield Stat(
            str(was), _("to %(level)s") % {"level": now},
            _("adult level since %(day)s") % {"day": f"{since:%b} {since.day}"},
        )  # fmt: skip
    elif reading.levels:
        since, now = reading.levels[0]
        yield Stat(str(now), _("of 5"), _("adult level since %(day)s") % {"day": f"{since:%b} {since.day}"})  # fmt: skip
    if measure.run_id is not None:
        held, due = held_of(measure.run_id, clock.today_for(viewer))
        if due:
            yield Stat(str(held), _("of %(n)s") % {"n": due}, _("sessions held"))


def held_of(run_id: int, today: date) -> tuple[int, int]:
    """Sessions held, of those somebody told of."""
    rows = Session.objects.filter(run_id=run_id, on__lte=today)
    told = rows.filter(status__in=[Session.Status.HELD, Session.Status.NOT_HELD])
    return rows.filter(status=Session.Status.HELD).count(), told.count()
