"""What every action of this room asks first."""

from __future__ import annotations

from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff
from kithwork.apps.people.policies import visible_staff
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.policies import may_change_program


def to_change(program: Program, by: Viewer) -> Program:
    """The program, held against anybody else's change meanwhile.

    Raises Refused if `by` may not change it, Problem when it is closed.
    """
    require(may_change_program(by, program))
    program = Program.objects.select_for_update().get(pk=program.pk)
    if not program.is_open:
        raise Problem(_("This program is closed. Copy it to begin again."))
    return program


def words(text: str, most: int, missing: str) -> str:
    """What was typed, without blanks around it. Raises Problem with `missing` when nothing is left."""
    said = text.strip()[:most]
    if not said:
        raise Problem(missing)
    return said


def not_to_come(on: date, by: Viewer) -> date:
    """A day that has come. Raises Problem for a day in the future."""
    if on > clock.today_for(by):
        raise Problem(_("That day is still to come. Write it down once it has been."))
    return on


def of_this_school(one: Staff | None, by: Viewer) -> Staff | None:
    """Raises Problem when the adult is of another school."""
    if one is not None and not visible_staff(by).filter(pk=one.pk).exists():
        raise Problem(_("Choose an adult of this school."))
    return one


def longest(model: type[Model], column: str, otherwise: int = 4000) -> int:
    """How many letters a column holds."""
    field = model._meta.get_field(column)
    return getattr(field, "max_length", None) or otherwise
