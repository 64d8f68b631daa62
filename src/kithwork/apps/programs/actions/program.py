"""A program begins, is defined decision by decision, and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff
from kithwork.apps.practices.queries import practices_of
from kithwork.apps.programs import wording
from kithwork.apps.programs.actions.shared_checks import (
    longest,
    not_to_come,
    of_this_school,
    to_change,
    words,
)
from kithwork.apps.programs.approvals import ITEMS
from kithwork.apps.programs.models import Approval, FacultyReview, Program, Resource
from kithwork.apps.programs.policies import may_start_program
from kithwork.apps.trail.actions import action, note

# Which columns each decision writes. What it does not name it does not touch.
COLUMNS: dict[str, tuple[str, ...]] = {
    "purpose": ("purposes", "purpose"),
    "name": ("name", "name_chosen_how", "is_name_decided"),
    "form": ("form", "practices"),
    "who": ("grades", "students_planned", "peers_planned", "who"),
    "time": ("weeks", "time_note"),
    "staff": ("job_descriptions", "coverage", "monitor", "schedule_owner", "survey_on"),
    "resources": ("budget_line",),
    "communication": ("tell_general", "tell_special", "tell_leaders"),
    "measures": ("measures", "measures_note"),
    "recognition": ("recognition", "recognition_note"),
}
# Columns with a list of keys, and where the keys come from.
KEYS: dict[str, Mapping[str, Any]] = {
    "purposes": wording.PURPOSES,
    "measures": wording.MEASURES,
    "recognition": wording.THANKS,
    "grades": dict.fromkeys(wording.GRADES),
}
MOST_WEEKS, MOST_PEOPLE, LONGEST = 52, 5000, 4000


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """One line of the table of what is needed."""

    kind: str
    what: str
    amount: str = ""
    answer: str = ""
    owner: Staff | None = None


@action("program.start")
def start_program(name: str, *, by: Viewer) -> Program:
    """Begin a program under a working name; every decision is still open, and every approval not asked.

    Raises Refused for anybody but the coordinator, Problem when an open program has that name.
    """
    require(may_start_program(by))
    program = Program.objects.create(
        school_id=by.school_id, name=_free_name(name, by, None), made_by_id=by.user_id
    )
    Approval.objects.bulk_create(Approval(program=program, key=key) for key in ITEMS)
    return program


@action("program.decide")
def decide(
    program: Program, key: str, values: Mapping[str, Any], *, version: int, by: Viewer
) -> Program:
    """Keep one decision, whole or half made; what is left out stays open and is named.

    Raises Conflict when somebody kept something since `version` was read; nothing is written over.
    """
    program = to_change(program, by)
    if key not in COLUMNS:
        raise Problem(_("Choose one of the decisions."))
    if program.version != version:
        raise Conflict(
            _("Somebody else changed this meanwhile. Look at it again, then make your change."),
            theirs=program,
            yours=dict(values),
        )
    columns = COLUMNS[key]
    for column in columns:
        setattr(program, column, _checked(column, values[column], program, by))
    program.version += 1
    program.save(update_fields=[*columns, "version"])
    note(decision=key)
    return program


@action("program.add_resource")
def add_resource(program: Program, line: ResourceLine, *, by: Viewer) -> Resource:
    """One more thing it needs, costs, or has to solve."""
    program = to_change(program, by)
    if line.kind not in Resource.Kind.values:
        raise Problem(_("Say what kind of line it is."))
    return Resource.objects.create(
        program=program,
        kind=line.kind,
        what=words(line.what, 200, _("Say what it is.")),
        amount=line.amount.strip()[:60],
        answer=line.answer.strip()[:200],
        owner=of_this_school(line.owner, by),
    )


@action("program.drop_resource")
def drop_resource(line: Resource, *, by: Viewer) -> Resource:
    """Settled, or not needed after all."""
    to_change(line.program, by)
    line.dropped_at = clock.now()
    line.save(update_fields=["dropped_at"])
    return line


@action("program.faculty_review")
def add_faculty_review(
    program: Program, *, on: date, feedback: str, changes: str = "", by: Viewer
) -> FacultyReview:
    """The program was shown to the faculty: what they said, and what was changed because of it."""
    program = to_change(program, by)
    return FacultyReview.objects.create(
        program=program,
        on=not_to_come(on, by),
        feedback=words(feedback, LONGEST, _("Write down what they said.")),
        changes=changes.strip()[:LONGEST],
        by_id=by.user_id,
    )


@action("program.close")
def close_program(program: Program, *, by: Viewer) -> Program:
    """It ends. What was decided stays to be read and copied."""
    program = to_change(program, by)
    program.closed_on = clock.today_for(by)
    program.save(update_fields=["closed_on"])
    return program


def _free_name(name: str, by: Viewer, own: Program | None) -> str:
    said = words(name, 80, _("Give it a name, a working name will do."))
    taken = Program.objects.filter(school_id=by.school_id, name=said, closed_on__isnull=True)
    if taken.exclude(pk=own.pk if own else None).exists():
        raise Problem(_("Another program of your school has this name. Choose one of its own."))
    return said


def _checked(column: str, value: Any, program: Program, by: Viewer) -> Any:
    """The value as it is kept. Raises Problem naming what to mend."""
    if column in KEYS:
        return [key for key in KEYS[column] if key in set(value)]
    if column == "practices":
        known = {one.id for one in practices_of(by)}
        return [key for key in value if key in known]
    if column == "weeks":
        return {where: _whole(value.get(where), MOST_WEEKS) or 0 for where in wording.SETTINGS}
    if column == "name":
        return _free_name(value, by, program)
    if column == "form":
        return _one_of(value, Program.Form.values)
    if column in {"students_planned", "peers_planned"}:
        return _whole(value, MOST_PEOPLE)
    if column in {"monitor", "schedule_owner"}:
        return of_this_school(value, by)
    if isinstance(value, str):
        return value.strip()[: longest(Program, column)]
    return value


def _one_of(value: str, known: list[str]) -> str:
    if value and value not in known:
        raise Problem(_("Choose one of the forms."))
    return value


def _whole(value: int | None, most: int) -> int | None:
    if value is not None and not 0 <= value <= most:
        raise Problem(_("Give a number from 0 to %(most)s.") % {"most": most})
    return value
