"""The program on paper: every decision in words, for the team to read and the principal to approve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices.queries import practices_of
from kithwork.apps.programs import wording
from kithwork.apps.programs.approvals import board
from kithwork.apps.programs.days import day_words
from kithwork.apps.programs.decisions import decisions
from kithwork.apps.programs.models import Program


@dataclass(frozen=True, slots=True)
class Part:
    """One decision: what was decided, and what is still open in it."""

    number: int
    title: str
    lines: tuple[str, ...]
    lacks: tuple[str, ...]


def definition(viewer: Viewer, program: Program) -> list[Part]:
    """All twelve, in words."""
    return [
        Part(
            one.number,
            one.title,
            tuple(line for line in _LINES[one.key](viewer, program) if line),
            one.lacks if one.key != "approvals" else (),
        )
        for one in decisions(program)
    ]


def _said(label: Any, text: Any) -> str:
    return f"{label}: {text}" if text else ""


def _listed(keys: Iterable[str], table: dict[str, Any]) -> str:
    return "; ".join(str(table[key]) for key in keys if key in table)


def _purpose(viewer: Viewer, program: Program) -> Iterator[str]:
    yield program.purpose
    yield _listed(program.purposes, wording.PURPOSES)


def _name(viewer: Viewer, program: Program) -> Iterator[str]:
    yield program.name
    yield program.name_chosen_how


def _form(viewer: Viewer, program: Program) -> Iterator[str]:
    yield str(wording.FORMS[program.form]) if program.form else ""
    known = {one.id: one.name for one in practices_of(viewer)}
    yield _said(_("Practices"), ", ".join(known[key] for key in program.practices if key in known))


def _who(viewer: Viewer, program: Program) -> Iterator[str]:
    yield _said(_("Grades"), ", ".join(one.lstrip("0") or one for one in program.grades))
    n = program.students_planned
    yield (
        ngettext("%(n)s student to begin with", "%(n)s students to begin with", n) % {"n": n}
        if n
        else ""
    )
    n = program.peers_planned
    yield (
        ngettext("%(n)s peer to begin with", "%(n)s peers to begin with", n) % {"n": n} if n else ""
    )
    yield program.who


def _time(viewer: Viewer, program: Program) -> Iterator[str]:
    for key, name in wording.SETTINGS.items():
        n = program.weeks.get(key) or 0
        words = ngettext("%(n)s week a term", "%(n)s weeks a term", n) % {"n": n}
        yield _said(name, words if n else "")
    yield program.time_note


def _staff(viewer: Viewer, program: Program) -> Iterator[str]:
    yield program.job_descriptions
    yield _said(_("Cover"), program.coverage)
    yield _said(
        _("Watches that it is done as planned"), program.monitor and program.monitor.full_name
    )
    yield _said(
        _("Keeps the schedule"), program.schedule_owner and program.schedule_owner.full_name
    )
    yield _said(_("Survey"), program.survey_on and day_words(program.survey_on))


def _resources(viewer: Viewer, program: Program) -> Iterator[str]:
    for one in program.resources.filter(dropped_at__isnull=True).select_related("owner"):
        more = [one.amount, one.answer, one.owner.full_name if one.owner else ""]
        yield _said(wording.KINDS[one.kind], ", ".join([one.what, *filter(None, more)]))
    yield _said(_("Budget line"), program.budget_line)


def _communication(viewer: Viewer, program: Program) -> Iterator[str]:
    yield _said(_("General educators"), program.tell_general)
    yield _said(_("Special educators"), program.tell_special)
    yield _said(_("School leaders"), program.tell_leaders)


def _measures(viewer: Viewer, program: Program) -> Iterator[str]:
    yield _listed(program.measures, wording.MEASURES)
    yield program.measures_note


def _recognition(viewer: Viewer, program: Program) -> Iterator[str]:
    yield _listed(program.recognition, wording.THANKS)
    yield program.recognition_note


def _faculty(viewer: Viewer, program: Program) -> Iterator[str]:
    for one in program.faculty_reviews.all():
        yield _said(day_words(one.on), one.feedback)
        yield _said(_("Changed"), one.changes)


def _approvals(viewer: Viewer, program: Program) -> Iterator[str]:
    for line in board(program):
        if line.is_needed:
            yield _said(line.item.title, wording.STATES[line.state])


_LINES: dict[str, Callable[[Viewer, Program], Iterator[str]]] = {
    "purpose": _purpose,
    "name": _name,
    "form": _form,
    "who": _who,
    "time": _time,
    "staff": _staff,
    "resources": _resources,
    "communication": _communication,
    "measures": _measures,
    "recognition": _recognition,
    "faculty": _faculty,
    "approvals": _approvals,
}
