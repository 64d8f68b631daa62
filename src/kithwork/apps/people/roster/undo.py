"""Taking an import back: only the last one, and only while nothing has been built on it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import RosterImport, Section
from kithwork.apps.people.roster.apply import BLOCK, MODELS
from kithwork.apps.people.roster.meetings import read_meetings
from kithwork.apps.schools.actions import roster as school_actions
from kithwork.apps.schools.models import School

# What an import itself makes under a row it adds; anything else was built on it.
OWN = {"enrolments", "teachings", "meetings", "guardianships", "terms"}
ROSTER_MODELS = {
    "people.enrolment",
    "people.teaching",
    "people.meeting",
    "people.guardianship",
    "people.section_terms",
}


def take_back(done: RosterImport, *, by: Viewer) -> None:
    """Undo every change of an import, last first. Belongs inside one transaction.

    Raises Problem, naming what, when something was built on it or changed since.
    """
    blocks = list(done.changes.order_by("-place"))
    _check_nothing_built(blocks)
    schools: set[int] = set()
    for block in blocks:
        if block.table in MODELS:
            _take_back_rows(block.table, block.rows, schools)
    for block in blocks:
        if block.table == "terms":
            _take_back_terms(block.rows, by)
    for block in blocks:
        if block.table == "schools":
            _take_back_schools(block.rows, by)
    for school in School.objects.filter(pk__in=schools):
        read_meetings(school)


def _check_nothing_built(blocks: list[Any]) -> None:
    for block in blocks:
        if block.table not in MODELS:
            continue
        model = MODELS[block.table]
        added = [pk for pk, before, after in block.rows if before is None]
        for relation in _outside(model):
            name = relation.field.name
            for i in range(0, len(added), BLOCK):
                built = relation.related_model.objects.filter(
                    **{f"{name}__in": added[i : i + BLOCK]}
                )
                if built.exists():
                    what = relation.related_model._meta.verbose_name_plural
                    raise Problem(
                        _("This import cannot be undone: there are %(what)s that build on it.")
                        % {"what": what}
                    )


def _outside(model: type[models.Model]) -> list[Any]:
    """Relations from tables an import does not fill itself."""
    return [
        relation
        for relation in model._meta.related_objects
        if relation.related_model._meta.label_lower not in ROSTER_MODELS
        and not relation.related_model._meta.auto_created
    ]


def _take_back_rows(table: str, rows: list[list[Any]], schools: set[int]) -> None:
    model = MODELS[table]
    added = [pk for pk, before, _after in rows if before is None]
    for i in range(0, len(added), BLOCK):
        model.objects.filter(pk__in=added[i : i + BLOCK]).delete()
    for pk, before, after in rows:
        if before is None:
            continue
        row = model.objects.filter(pk=pk).first()
        if row is None:
            raise Problem(_("This import cannot be undone: a row it changed is no longer there."))
        for name, value in after.items():
            if name != "terms" and not _is(getattr(row, name), value):
                raise Problem(
                    _("This import cannot be undone: %(row)s was changed since.") % {"row": row}
                )
        own = {name: value for name, value in before.items() if name != "terms"}
        if own:
            model.objects.filter(pk=pk).update(**own)
        if isinstance(row, Section):
            schools.add(row.school_id)
            if "terms" in before:
                row.terms.set(before["terms"])


def _is(held: Any, kept: Any) -> bool:
    """Is what stands what the import wrote? Dates were kept as text."""
    return held == kept or (held is not None and kept is not None and str(held) == str(kept))


def _take_back_terms(rows: list[list[Any]], by: Viewer) -> None:
    for school_id, _before, after in rows:
        school_actions.give_back_terms(
            School.objects.get(pk=school_id),
            added=after["added"],
            changed=[tuple(change) for change in after["changed"]],
            added_years=after["years"],
            by=by,
        )


def _take_back_schools(rows: list[list[Any]], by: Viewer) -> None:
    for school_id, before, _after in rows:
        school = School.objects.get(pk=school_id)
        if before is None:
            school_actions.drop_sister_school(school, by=by)
        else:
            school_actions.link_school(school, before["source_id"], by=by)
