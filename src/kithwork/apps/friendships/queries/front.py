"""The front page of adults: classes that are asked, and for whom one may write an answer down."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import Verdict
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.friendships import policies
from kithwork.apps.friendships.models import Circle, Naming, Place, Round
from kithwork.apps.friendships.wording import questions
from kithwork.apps.people.models import Student


@dataclass(frozen=True, slots=True)
class CircleRow:
    circle: Circle
    question: str
    before: Round | None
    after: Round | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A student of one's own team in a round that is open."""

    round: Round
    student: Student
    has_permission: bool
    has_answered: bool


@dataclass(frozen=True, slots=True)
class OwnStudent:
    """A case manager's student in a class that was asked."""

    circle: Circle
    student: Student


@dataclass(frozen=True, slots=True)
class FrontPage:
    circles: tuple[CircleRow, ...]
    to_write: tuple[ToWrite, ...]
    own_students: tuple[OwnStudent, ...]
    may_ask: Verdict


def front_page(viewer: Viewer) -> FrontPage:
    today = clock.today_for(viewer)
    circles = []
    for circle in policies.visible_circles(viewer).prefetch_related("rounds"):
        by_kind = {one.kind: one for one in circle.rounds.all()}
        is_open = any(one.opens_on <= today <= one.due_on for one in by_kind.values())
        label = questions()[circle.question]["label"]
        circles.append(
            CircleRow(circle, label, by_kind.get("before"), by_kind.get("after"), is_open)
        )
    is_coordinator = viewer.role == Role.COORDINATOR
    return FrontPage(
        tuple(circles),
        () if is_coordinator else tuple(_to_write(viewer)),
        () if is_coordinator else tuple(_own_students(viewer)),
        policies.may_ask(viewer),
    )


def _to_write(viewer: Viewer) -> list[ToWrite]:
    places = Place.objects.filter(
        round__in=policies.open_rounds(viewer), student__in=policies.students_written_for(viewer)
    ).select_related("round__circle", "student")
    rows = list(places.order_by("student__last_name", "student__first_name", "pk"))
    permitted = live(policies.SURVEY, clock.today_for(viewer), [one.student_id for one in rows])
    said = Naming.objects.filter(round__in=[one.round_id for one in rows])
    done = set(said.exclude(said=Naming.Said.TAKEN_BACK).values_list("round_id", "student_id"))
    return [
        ToWrite(
            one.round, one.student, one.student_id in permitted,
            (one.round_id, one.student_id) in done,
        )
        for one in rows
    ]  # fmt: skip


def _own_students(viewer: Viewer) -> list[OwnStudent]:
    places = Place.objects.filter(student__in=policies.students_read(viewer))
    rows = places.select_related("round__circle", "student").order_by("student__last_name", "pk")
    found = {(one.round.circle_id, one.student_id): one for one in rows}
    return [OwnStudent(one.round.circle, one.student) for one in found.values()]


def groups_to_ask(viewer: Viewer) -> list[tuple[str, str]]:
    """Classes and practices that can be asked: key and name."""
    found = [(f"section:{one.pk}", one.title) for one in policies.sections_to_ask(viewer)]
    return found + [
        (f"run:{one.pk}", one.name) for one in policies.runs_to_ask(viewer).order_by("name", "pk")
    ]
