"""Which of the twelve decisions are made, and what each still lacks, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.programs.approvals import still_open
from kithwork.apps.programs.models import Program, Resource
from kithwork.apps.programs.wording import DECISIONS

SPECIAL_ED_ROOM = "special_ed_room"


@dataclass(frozen=True, slots=True)
class Decision:
    """One of the twelve: made, or what is still to decide."""

    key: str
    number: int
    title: str
    lacks: tuple[str, ...]

    @property
    def is_made(self) -> bool:
        return not self.lacks


def decisions(program: Program) -> list[Decision]:
    """All twelve, in order."""
    return [
        Decision(key, number, str(title), tuple(_OF[key](program)))
        for number, (key, title) in enumerate(DECISIONS.items(), 1)
    ]


def first_open(program: Program, after: str = "") -> Decision | None:
    """The next decision to make: after the one just kept, else from the beginning."""
    every = decisions(program)
    place = next((one.number for one in every if one.key == after), 0)
    turned = [*every[place:], *every[:place]]
    return next((one for one in turned if not one.is_made and one.key != after), None)


def _purpose(program: Program) -> Iterator[str]:
    if not program.purposes:
        yield _("Choose at least one purpose.")
    if not program.purpose:
        yield _("Write the purpose down in a sentence or two.")


def _name(program: Program) -> Iterator[str]:
    if not program.is_name_decided:
        yield _("Choose the name, best with students.")


def _form(program: Program) -> Iterator[str]:
    if not program.form:
        yield _("Choose a form: club, period, both or course.")
    if not program.practices:
        yield _("Choose at least one practice to begin with.")


def _who(program: Program) -> Iterator[str]:
    if not program.grades:
        yield _("Say which grades take part.")
    if not program.students_planned:
        yield _("Say how many students you begin with.")
    if not program.peers_planned:
        yield _("Say how many peers you begin with.")


def _time(program: Program) -> Iterator[str]:
    if not any(program.weeks.values()):
        yield _("Say how many weeks each place gets.")
    elif {where for where, weeks in program.weeks.items() if weeks} == {SPECIAL_ED_ROOM}:
        yield _("Add a place beside the special education room: that room is a start, not the aim.")


def _staff(program: Program) -> Iterator[str]:
    if not program.job_descriptions:
        yield _("Write who does what.")
    if not program.coverage:
        yield _("Say who covers for whom.")
    if program.monitor_id is None:
        yield _("Name who watches that it is done as planned.")
    if program.schedule_owner_id is None:
        yield _("Name who keeps the schedule.")
    if program.survey_on is None:
        yield _("Set the day of the survey.")


def _resources(program: Program) -> Iterator[str]:
    rows = Resource.objects.filter(program=program, dropped_at__isnull=True)
    if not rows.exists():
        yield _("Write down what it needs, costs, and what could get in the way.")
    if rows.filter(owner__isnull=True).exists():
        yield _("Give every line an owner.")
    if not program.budget_line:
        yield _("Name the budget line.")


def _communication(program: Program) -> Iterator[str]:
    if not program.tell_general:
        yield _("Say how general educators hear of it.")
    if not program.tell_special:
        yield _("Say how special educators hear of it.")
    if not program.tell_leaders:
        yield _("Say how school leaders hear of it.")


def _measures(program: Program) -> Iterator[str]:
    if not program.measures:
        yield _("Choose at least one thing to look at.")


def _recognition(program: Program) -> Iterator[str]:
    if not program.recognition:
        yield _("Choose at least one way to say thank you.")


def _faculty(program: Program) -> Iterator[str]:
    newest = program.faculty_reviews.first()
    if newest is None:
        yield _("Show it to the faculty, and write down what they said.")
    elif not newest.changes:
        yield _("Write what you changed because of it, or why nothing changed.")


def _approvals(program: Program) -> Iterator[str]:
    for one in still_open(program):
        yield one.blocks_in_words


_OF: dict[str, Callable[[Program], Iterator[str]]] = {
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
