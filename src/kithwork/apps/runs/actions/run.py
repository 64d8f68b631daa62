"""Beginning a run and saying what it is: who leads it, from when until when, how it is done here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Enrolment, Section, Staff, Student
from kithwork.apps.people.policies import open_on
from kithwork.apps.practices.models import ContentSet
from kithwork.apps.runs.actions.consequences import keep_access, keep_sessions
from kithwork.apps.runs.models import Participant, PlaybookCopy, Run, RunForm, RunTime
from kithwork.apps.runs.policies import (
    may_change_run,
    may_lead,
    may_read_team_part,
    may_start_with,
)
from kithwork.apps.runs.queries.practice import defaults_of, grade_of, playbook_of
from kithwork.apps.schools.models import SchoolYear
from kithwork.apps.trail.actions import action, note
from kithwork.playbooks import Playbook, adjusted
from kithwork.playbooks.adjust import Value


@dataclass(frozen=True, slots=True)
class Frame:
    """What a run is called, who leads it, and from which day to which."""

    name: str
    starts_on: date
    ends_on: date
    facilitator: Staff | None = None


@action("run.start")
def start_run(
    playbook: Playbook,
    *,
    frame: Frame,
    section: Section | None = None,
    focus_student: Student | None = None,
    language: str = "en",
    by: Viewer,
) -> Run:
    """Begin a draft with the practice as it is now. A class comes with its students, others are added.

    Raises Refused if `by` may not, Problem when it names nobody to be with, or days outside a school year.
    """
    scope = Run.Scope(playbook.scope)
    require(may_start_with(by, scope, section, focus_student))
    if scope == Run.Scope.CLASS and section is None:
        raise Problem(_("Choose the class it is for."))
    if scope == Run.Scope.FOCUS_STUDENT and focus_student is None:
        raise Problem(_("Choose the student it is for."))
    _check(frame, by, section)
    run = Run.objects.create(
        school_id=by.school_id,
        playbook=_copy_of(playbook),
        scope=scope,
        section=section,
        focus_student=focus_student if scope == Run.Scope.FOCUS_STUDENT else None,
        name=frame.name,
        facilitator=frame.facilitator,
        starts_on=frame.starts_on,
        ends_on=frame.ends_on,
        adult_level=playbook.fading.start,
        language=language,
    )
    _first_people(run, playbook)
    note(playbook=playbook.id, version=playbook.version)
    return run


def _copy_of(playbook: Playbook) -> PlaybookCopy:
    copy, _is_new = PlaybookCopy.objects.get_or_create(
        digest=playbook.digest,
        defaults={
            "playbook": playbook.id,
            "version": playbook.version,
            "name": playbook.name,
            "text": playbook.text,
        },
    )
    return copy


def _first_people(run: Run, playbook: Playbook) -> None:
    """Everybody in the class, whole and alike; or the one student whose arrangement it is."""
    joined = {"run": run, "joined_on": run.starts_on, "role_since": run.starts_on}
    if run.scope == Run.Scope.CLASS:
        enrolled = open_on(Enrolment.objects.filter(section=run.section), run.starts_on)
        here = Student.objects.filter(closed_on__isnull=True, pk__in=enrolled.values("student_id"))
        Participant.objects.bulk_create(Participant(student=one, **joined) for one in here)
    elif run.focus_student is not None:
        role = next((one.id for one in playbook.roles if one.who == "focus_student"), "")
        Participant.objects.create(student=run.focus_student, role=role, **joined)


@action("run.change")
def change_run(run: Run, *, frame: Frame, by: Viewer) -> Run:
    """Another name, leader or last day. Coming sessions and who may see whom follow at once.

    Raises Refused if `by` may not, Problem when the days do not fit or the run is over.
    """
    require(may_change_run(by, run))
    run = _open(run)
    if frame.facilitator != run.facilitator:
        require(may_lead(by, frame.facilitator, run.section))
    _check(frame, by, None)
    run.name, run.facilitator = frame.name, frame.facilitator
    run.starts_on, run.ends_on = frame.starts_on, frame.ends_on
    run.save(update_fields=["name", "facilitator", "starts_on", "ends_on"])
    keep_sessions(run)
    keep_access(run)
    return run


def _check(frame: Frame, by: Viewer, section: Section | None) -> None:
    if frame.ends_on < frame.starts_on:
        raise Problem(_("The last day is before the first day."))
    within = SchoolYear.objects.filter(
        school_id=by.school_id, starts_on__lte=frame.starts_on, ends_on__gte=frame.ends_on
    )
    if not within.exists():
        raise Problem(_("Both days must lie in one school year of the calendar."))
    if section is not None:
        require(may_lead(by, frame.facilitator, section))
    elif frame.facilitator is not None and frame.facilitator.school_id != by.school_id:
        raise Problem(_("Choose a colleague of this school."))


def _open(run: Run) -> Run:
    """The run as it stands now, held for this change."""
    run = Run.objects.select_for_update(of=("self",)).select_related("school").get(pk=run.pk)
    if run.status == Run.Status.CLOSED:
        raise Problem(_("This run is over. Start another one; what was recorded stays here."))
    return run


@action("run.set_times")
def set_times(run: Run, *, times: Sequence[tuple[str, list[str]]], by: Viewer) -> Run:
    """The periods it meets at, each with its days of the cycle (none: every day).

    Raises Refused if `by` may not, Problem for a period twice or when the run is over.
    """
    require(may_change_run(by, run))
    run = _open(run)
    labels = [label for label, _days in times]
    if len(set(labels)) < len(labels):
        raise Problem(_("A period stands there twice. Choose its days once."))
    run.times.all().delete()
    RunTime.objects.bulk_create(
        RunTime(run=run, label=label, cycle_days=days) for label, days in times
    )
    keep_sessions(run)
    note(times=len(times))
    return run


@dataclass(frozen=True, slots=True)
class Choices:
    """How a practice is done here: its version, where, with which numbers and which content."""

    variant: str = ""
    place: str = ""
    values: Mapping[str, Value] | None = None
    contents: ContentSet | None = None
    on_paper: bool = False
    next_inclusive_step: str = ""
    next_inclusive_on: date | None = None


@action("run.choose")
def choose(run: Run, *, choices: Choices, by: Viewer) -> Run:
    """Keep what was chosen in the practice for this run; what equals the default is not kept.

    Raises Refused if `by` may not, Problem when a number lies outside what the practice
    allows, or the next step behind us.
    """
    require(may_change_run(by, run))
    run, playbook = _open(run), playbook_of(run)
    if choices.contents is not None and choices.contents.school_id != run.school_id:
        raise Problem(_("Choose a list of this school."))
    if choices.variant and choices.variant not in {one.id for one in playbook.variants}:
        raise Problem(_("Choose one of the versions of this practice."))
    if choices.place and choices.place not in playbook.settings:
        raise Problem(_("Choose one of the places of this practice."))
    _require_to_come(run, choices, clock.today_for(by))
    run.choices = {
        "variant": choices.variant,
        "place": choices.place,
        "on_paper": choices.on_paper,
        "values": _own_values(run, playbook, choices.values or {}),
    }
    run.contents = choices.contents
    run.next_inclusive_step = choices.next_inclusive_step
    run.next_inclusive_on = choices.next_inclusive_on
    run.save(update_fields=["choices", "contents", "next_inclusive_step", "next_inclusive_on"])
    return run


def _require_to_come(run: Run, choices: Choices, today: date) -> None:
    """A next step lies ahead. One that stands and came due meanwhile does not hold up another change."""
    asked = (choices.next_inclusive_step, choices.next_inclusive_on)
    if asked == (run.next_inclusive_step, run.next_inclusive_on):
        return
    if choices.next_inclusive_on is not None and choices.next_inclusive_on < today:
        raise Problem(
            _("The next step is to come: choose today or a later day, or say what comes after it.")
        )


def _own_values(run: Run, playbook: Playbook, values: Mapping[str, Value]) -> dict[str, Value]:
    """Values inside the practice's limits that differ from its default for this grade."""
    try:
        adjusted(playbook, values)
    except ValueError as error:
        raise Problem(str(error)) from None
    defaults = defaults_of(playbook, grade_of(run))
    return {key: value for key, value in values.items() if value != defaults[key]}


@action("run.read_safety_note")
def read_safety_note(run: Run, *, by: Viewer) -> Run:
    """Somebody who answers for the run has read its safety note."""
    require(may_change_run(by, run))
    run = _open(run)
    run.safety_read_at, run.safety_read_by_id = clock.now(), by.user_id
    run.save(update_fields=["safety_read_at", "safety_read_by"])
    return run


@action("run.write_form")
def write_form(
    run: Run, *, form: str, answers: dict[str, object], team_answers: dict[str, object], by: Viewer
) -> RunForm:
    """Keep a filling of a form as a new row; earlier ones stay.

    `team_answers` is read and written by the student's team alone: from anybody else the last one goes on.
    """
    require(may_change_run(by, run))
    run = _open(run)
    if not may_read_team_part(by, run):
        last = RunForm.objects.filter(run=run, form=form).last()
        team_answers = last.team_answers if last else {}
    return RunForm.objects.create(
        run=run,
        form=form,
        answers=answers,
        team_answers=team_answers,
        written_by_id=by.user_id,
    )
