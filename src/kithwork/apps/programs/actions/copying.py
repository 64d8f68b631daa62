"""The same program once more: in another year here, or in another school from a file. Nobody comes along."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs import wording
from kithwork.apps.programs.actions.program import start_program
from kithwork.apps.programs.actions.shared_checks import longest
from kithwork.apps.programs.blueprint import TEXTS, Blueprint, blueprint_of, read_blueprint
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.policies import may_start_program, visible_programs
from kithwork.apps.trail.actions import action, note
from kithwork.playbooks import shipped


@action("program.copy")
def copy_program(program: Program, *, name: str, take: Collection[str] = (), by: Viewer) -> Program:
    """Begin again from this program: its choices, and the texts that were read and taken along.

    Raises Problem when one of those texts names somebody.
    """
    _require_to_hand_over(program, by)
    made = _made_from(blueprint_of(program, take), name, by)
    made.copied_from = program.school.name
    made.save(update_fields=["copied_from"])
    note(copied=program.pk)
    return made


@action("program.hand_over")
def hand_over(program: Program, *, take: Collection[str] = (), by: Viewer) -> Blueprint:
    """The program as a file for another school. Raises Problem when a text names somebody."""
    _require_to_hand_over(program, by)
    found = blueprint_of(program, take)
    note(program=program.pk, texts=sorted(found.texts))
    return found


@action("program.take_in")
def take_in_program(text: str, *, name: str, by: Viewer) -> Program:
    """Begin a program from another school's file. Raises Problem when it cannot be read."""
    require(may_start_program(by))
    return _made_from(read_blueprint(text), name, by)


def _require_to_hand_over(program: Program, by: Viewer) -> None:
    require(may_start_program(by))
    if not visible_programs(by).filter(pk=program.pk).exists():
        raise Problem(_("This program is not one of your school's."))


def _made_from(found: Blueprint, name: str, by: Viewer) -> Program:
    made = start_program(name or found.texts.get("name", ""), by=by)
    made.form, made.rhythm = found.form, found.rhythm
    made.purposes = [key for key in wording.PURPOSES if key in found.purposes]
    made.practices = [key for key in found.practices if key in shipped()]
    made.weeks = {key: found.weeks.get(key, 0) for key in wording.SETTINGS}
    made.measures = [key for key in wording.MEASURES if key in found.measures]
    made.recognition = [key for key in wording.THANKS if key in found.recognition]
    for key in TEXTS:
        if key != "name" and key in found.texts:
            setattr(made, key, found.texts[key].strip()[: longest(Program, key)])
    made.save()
    return made
