"""The approvals a program may need: by whom each is given, what waits for it, and whether it applies here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.programs.models import Approval, Program

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of approval. ``applies`` says whether this program needs it as it is defined now."""

    title: Words
    by: Words
    blocks: Words
    applies: Callable[[Program], bool]
    not_needed: Words = ""
    # Asked of each family or student, one by one: the board says only whether the way to ask stands.
    is_each: bool = False


def _always(program: Program) -> bool:
    return True


def _has_credit(program: Program) -> bool:
    return program.form == Program.Form.COURSE or "credit" in program.recognition


def _leaves_school(program: Program) -> bool:
    return bool(program.weeks.get("community"))


NO_CREDIT = _("It gives no credit.")
ITEMS: dict[str, Item] = {
    "program_plan": Item(
        _("Program plan"), _("Principal"),
        _("The program does not start before the principal says yes to the plan."), _always,
    ),
    "course_proposal": Item(
        _("Course proposal"), _("Curriculum board or district"),
        _("No credit before the course is approved."), _has_credit, NO_CREDIT,
    ),
    "syllabus": Item(
        _("Syllabus"), _("Curriculum board or district"),
        _("No credit before the syllabus is approved."), _has_credit, NO_CREDIT,
    ),
    "catalogue": Item(
        _("Entry in the course catalog"), _("Curriculum board or district"),
        _("No credit before the course stands in the catalog."), _has_credit, NO_CREDIT,
    ),
    "grading": Item(
        _("Grading plan"), _("Curriculum board or district"),
        _("No credit before the grading plan is approved."), _has_credit, NO_CREDIT,
    ),
    "teacher_of_record": Item(
        _("Teacher of record"), _("Principal"),
        _("No credit before a teacher of record is named."), _has_credit, NO_CREDIT,
    ),
    "data_review": Item(
        _("Review of data and privacy"), _("District"),
        _("No names of students are used before the district has looked at privacy."), _always,
    ),
    "family_letter": Item(
        _("Information letter to families"), _("Coordinator"),
        _("Nobody is invited before families are informed."), _always,
    ),
    "consents": Item(
        _("Permission of each family"), _("Families"),
        _("Nobody is placed before their family says yes."), _always, is_each=True,
    ),
    "assent": Item(
        _("Each student's own yes"), _("Each student"),
        _("Nobody is placed anywhere without their own yes."), _always, is_each=True,
    ),
    "transport": Item(
        _("Rides and risks off school grounds"), _("Administrator"),
        _("Nothing takes place in the community before rides and risks are approved."),
        _leaves_school, _("Nothing is planned in the community."),
    ),
    "media": Item(
        _("Permission for photos and video"), _("Families"),
        _("No photo and no video before families say yes."), _always, is_each=True,
    ),
}  # fmt: skip
# Without these the program may not start; the others wait until what they block comes.
BEFORE_START = ("program_plan", "data_review", "family_letter")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board."""

    key: str
    item: Item
    row: Approval | None
    is_needed: bool

    @property
    def state(self) -> str:
        return self.row.state if self.row else Approval.State.NOT_ASKED

    @property
    def is_settled(self) -> bool:
        return not self.is_needed or self.state in (Approval.State.GIVEN, Approval.State.NOT_NEEDED)

    @property
    def blocks_in_words(self) -> str:
        return str(self.item.blocks)


def board(program: Program) -> list[Line]:
    """Every item, in the order of the board."""
    rows = {row.key: row for row in program.approvals.all()}
    return [Line(key, item, rows.get(key), item.applies(program)) for key, item in ITEMS.items()]


def still_open(program: Program) -> list[Line]:
    """What is needed here and has not been given."""
    return [line for line in board(program) if not line.is_settled]
