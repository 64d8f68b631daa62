"""From planning to a whole district: what each gate asks, and what the data say about it.

The gate is opened by a person with a reason, also when a condition is not met; the data are kept beside the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.days import day_words
from kithwork.apps.programs.fidelity import newest_review, overall
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.readiness import ready_count
from kithwork.apps.programs.signs import sign_of
from kithwork.apps.schools.models import Term

Stage = Program.Stage
ORDER = [Stage.PLAN, Stage.PILOT, Stage.GRADE, Stage.SCHOOL, Stage.MODEL, Stage.DISTRICT]
# Our own defaults for when a stage is over (tag D in the practice file of this domain).
LEAST_PCT, PILOT_STUDENTS, YEAR_DAYS = 80, 5, 365


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a gate asks. ``is_met`` is None where only people can tell."""

    asks: str
    is_met: bool | None
    said: str = ""


def following(stage: str) -> str | None:
    """The stage after this one."""
    place = ORDER.index(Stage(stage))
    return ORDER[place + 1] if place + 1 < len(ORDER) else None


def before(stage: str) -> str | None:
    place = ORDER.index(Stage(stage))
    return ORDER[place - 1] if place else None


def conditions(viewer: Viewer, program: Program) -> list[Condition]:
    """What stands between this stage and the next: how this one ends, and how the next begins."""
    return list(_LEAVING[Stage(program.stage)](viewer, program))


def since(program: Program) -> date:
    """The day the program came to its stage."""
    newest = program.gates.first()
    return newest.on if newest else program.made_at.date()


def _leave_plan(viewer: Viewer, program: Program) -> Iterator[Condition]:
    for key, asks in (
        ("team", _("A team of three to five")),
        ("decided", _("The twelve decisions are made")),
        ("start_approved", _("Approvals to start are given")),
    ):
        sign = sign_of(key, viewer, program)
        yield Condition(asks, sign.is_met if sign else None, sign.sentence if sign else "")
    ready, every = ready_count(viewer, program)
    words = _("%(ready)s of %(all)s items of the readiness list.") % {"ready": ready, "all": every}
    yield Condition(_("Everything on the readiness list"), ready == every, words)
    n = program.students_planned
    small = (n is not None and n <= PILOT_STUDENTS) or len(program.grades) == 1
    words = ngettext("%(n)s student planned, ", "%(n)s students planned, ", n or 0) % {"n": n or 0}
    words += ngettext("%(n)s grade.", "%(n)s grades.", len(program.grades)) % {
        "n": len(program.grades)
    }
    yield Condition(_("A pilot is small: five students at most, or one grade"), small, words)


def _leave_pilot(viewer: Viewer, program: Program) -> Iterator[Condition]:
    yield _fidelity(program, terms=1)
    yield _wants_to_go_on()
    yield _terms(viewer, program, 1)


def _leave_grade(viewer: Viewer, program: Program) -> Iterator[Condition]:
    yield _fidelity(program, terms=2)
    yield _wants_to_go_on()
    yield _terms(viewer, program, 2)
    yield Condition(_("More classes take part, and more than one adult leads"), None)


def _leave_school(viewer: Viewer, program: Program) -> Iterator[Condition]:
    days = (clock.today_for(viewer) - since(program)).days
    words = ngettext("%(n)s day so far.", "%(n)s days so far.", days) % {"n": days}
    yield Condition(_("It has lasted a year as a whole school"), days >= YEAR_DAYS, words)
    yield Condition(_("Every student can join"), None)


def _leave_model(viewer: Viewer, program: Program) -> Iterator[Condition]:
    yield Condition(_("Two schools have visited"), None)
    yield Condition(_("Other schools commit themselves"), None)


def _stays(viewer: Viewer, program: Program) -> Iterator[Condition]:
    checked = program.year_checks.first()
    words = _("Last on %(on)s.") % {"on": day_words(checked.on)} if checked else ""
    yield Condition(_("Looked at once a year"), checked is not None, words)


def _fidelity(program: Program, *, terms: int) -> Condition:
    asks = ngettext(
        "At least 80 %% of the thirty questions, in %(n)s term",
        "At least 80 %% of the thirty questions, in %(n)s terms in a row",
        terms,
    ) % {"n": terms}
    newest = newest_review(program)
    if newest is None:
        return Condition(asks, False, _("Nobody has looked at the thirty questions yet."))
    found, skipped = [overall(newest.answers).pct], newest.term_id
    if terms > 1:
        earlier = newest_review(program, before=skipped)
        found += [overall(earlier.answers).pct] if earlier else []
    said = ", ".join(f"{pct} %" for pct in found)
    return Condition(asks, len(found) >= terms and all(pct >= LEAST_PCT for pct in found), said)


def _wants_to_go_on() -> Condition:
    return Condition(_("At least 80 % of students say they want to go on"), None)


def _terms(viewer: Viewer, program: Program, least: int) -> Condition:
    start, today = since(program), clock.today_for(viewer)
    whole = Term.objects.filter(
        year__school_id=program.school_id, starts_on__gte=start, ends_on__lte=today
    ).count()
    asks = ngettext("%(n)s whole term", "%(n)s whole terms", least) % {"n": least}
    said = ngettext("%(n)s whole term since then.", "%(n)s whole terms since then.", whole)
    return Condition(asks, whole >= least, said % {"n": whole})


_LEAVING: dict[str, Callable[[Viewer, Program], Iterator[Condition]]] = {
    Stage.PLAN: _leave_plan,
    Stage.PILOT: _leave_pilot,
    Stage.GRADE: _leave_grade,
    Stage.SCHOOL: _leave_school,
    Stage.MODEL: _leave_model,
    Stage.DISTRICT: _stays,
}
