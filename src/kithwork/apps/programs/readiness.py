"""What must be ready before the pilot begins: most of it ticks itself, the rest somebody ticks by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.models import Program, ReadinessTick
from kithwork.apps.programs.signs import SIGNS, Sign, sign_of

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One thing, the part it belongs to, and the page where it is mended (with the program's id, or by itself)."""

    title: Words
    part: str
    door: str = ""
    is_of_program: bool = True


PARTS = {
    "people": _("People"),
    "paper": _("On paper"),
    "students": _("Students and peers"),
    "school": _("The school's set-up"),
    "safe": _("Safe for everybody"),
}
# What a sign answers ticks itself. The rest is ticked by a named person; when another room can tell one day,
# its key goes into `signs_below.BELOW` and it ticks itself from then on.
ITEMS: dict[str, Item] = {
    "team": Item(_("A team of three to five"), "people", "programs:team"),
    "led_by_two": Item(_("A coordinator and a deputy"), "people", "programs:team"),
    "voices": Item(_("A student and a family member on the team"), "people", "programs:team"),
    "active_team": Item(_("The team meets"), "people", "programs:meetings"),
    "supervisor": Item(_("An adult watches over it"), "people", "programs:decide_staff"),
    "staff_trained": Item(
        _("Adults who take part were trained"), "people", "training:staff", False
    ),
    "decided": Item(_("The program is defined"), "paper", "programs:program"),
    "faculty": Item(_("The faculty was heard"), "paper", "programs:decide_faculty"),
    "start_approved": Item(_("Approvals to start"), "paper", "programs:approvals"),
    "kit": Item(_("Something to invite with"), "paper", "programs:kit"),
    "survey": Item(_("The day of the survey is set"), "paper", "programs:decide_staff"),
    "needs": Item(_("Students said when company would be good"), "students", "needs:needs", False),
    "preferences": Item(_("Each was asked what they like"), "students", "needs:needs", False),
    "two_ways": Item(_("Peers were invited in two ways"), "students", "programs:channels"),
    "peers": Item(_("Enough peers are ready"), "students", "peers:peers", False),
    "orientation_planned": Item(
        _("The orientation is planned, with all eight topics"),
        "students",
        "training:training",
        False,
    ),
    "peers_trained": Item(_("Peers have mastered a role"), "students", "training:training", False),
    "practices": Item(_("A practice is chosen"), "school", "programs:decide_form"),
    "calendar": Item(_("Calendar and terms"), "school", "schools:school", False),
    "timetables": Item(_("Classes and periods"), "school", "people:people", False),
    "permissions": Item(_("Families said yes, on file"), "safe", "consents:permissions", False),
    "own_yes": Item(
        _("Each student said yes, in their own way"), "safe", "consents:permissions", False
    ),
    "stop": Item(_("Everybody knows how to say stop"), "safe"),
    "adults_near": Item(_("An adult is named for each time together"), "safe"),
    "phone": Item(_("A number to call at once"), "safe", "schools:edit_school", False),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item with what the data say, or who ticked it."""

    key: str
    item: Item
    sign: Sign | None
    tick: ReadinessTick | None

    @property
    def is_ready(self) -> bool:
        return self.sign.is_met if self.sign is not None else self.tick is not None


def by_hand(key: str) -> bool:
    """Whether a person has to say so."""
    return key in ITEMS and key not in SIGNS


def readiness(viewer: Viewer, program: Program) -> list[tuple[Words, list[Line]]]:
    """Part by part, in the order people prepare."""
    ticks = {one.key: one for one in program.ticks.filter(taken_back_at__isnull=True)}
    lines = [
        Line(key, item, sign_of(key, viewer, program), ticks.get(key))
        for key, item in ITEMS.items()
    ]
    return [
        (title, [line for line in lines if line.item.part == part]) for part, title in PARTS.items()
    ]


def ready_count(viewer: Viewer, program: Program) -> tuple[int, int]:
    """How many are ready, of how many."""
    lines = [line for _title, part in readiness(viewer, program) for line in part]
    return sum(line.is_ready for line in lines), len(lines)
