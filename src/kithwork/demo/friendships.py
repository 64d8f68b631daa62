"""A class of the demo's middle school that was asked for its friends before, and is asked again now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.friendships import actions
from kithwork.apps.friendships.models import Circle, Naming, Round
from kithwork.apps.people.models import Section, Student
from kithwork.demo.course import permit_questions
from kithwork.demo.plan import HARLOW, SEED

WEEKS_AGO, OPEN_WEEKS = 12, 2
NO_PERMISSION, AWAY = 2, 0.04
# How many a student names more in the round after, of those beside them in the list.
NEAR, LATER = 0.55, 0.75
MODES = (Naming.Mode.SPEECH, Naming.Mode.SPEECH, Naming.Mode.PAPER, Naming.Mode.SYMBOLS)


def ask_for_friends() -> Circle:
    """Asked as the coordinator asks; nearly everybody said it to an adult, and a visitor may answer as a student."""
    held = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school__name=HARLOW.name
    )
    return _Asking(viewer_of(held, held.user)).make()


class _Asking:
    def __init__(self, by: Viewer) -> None:
        self.by, self.draw = by, Random(f"{SEED} friendships")
        self.today = clock.today_for(by)

    def make(self) -> Circle:
        section, own = self._class()
        people = list(
            Student.objects.filter(enrolments__section=section, enrolments__ends_on__isnull=True)
            .select_related("school")
            .order_by("pk")
            .distinct()
        )
        asked = [*own, *(one for one in people if one not in own)][: len(people) - NO_PERMISSION]
        permit_questions(section.school, asked, self.by)
        due_on = self.today + timedelta(weeks=OPEN_WEEKS) - timedelta(days=1)
        frame = actions.CircleFrame("friends", section.title, due_on, section_id=section.pk)
        circle = actions.start_circle(frame, by=self.by)
        before = circle.rounds.get(kind=Round.Kind.BEFORE)
        self._answers(before, asked, NEAR)
        began = self.today - timedelta(weeks=WEEKS_AGO)
        circle.rounds.update(opens_on=began, due_on=began + timedelta(weeks=OPEN_WEEKS))
        actions.open_after(circle, due_on, by=self.by)
        rest = [one for one in asked if one not in own]
        self._answers(circle.rounds.get(kind=Round.Kind.AFTER), rest, LATER)
        return circle

    def _class(self) -> tuple[Section, list[Student]]:
        """The class of the first student who can sign in, and those of it who can."""
        own = Student.objects.filter(school_id=self.by.school_id, user__isnull=False)
        first = own.filter(user__memberships__role=Role.PEER.value).order_by("pk").first()
        assert first is not None, "the demo has peers who sign in"
        rows = Section.objects.filter(enrolments__student=first, is_homeroom=False)
        section = rows.select_related("school").order_by("title", "pk")[0]
        return section, list(own.filter(enrolments__section=section).distinct().order_by("pk"))

    def _answers(self, round_: Round, people: Sequence[Student], near: float) -> None:
        """Two or three beside oneself, and now and then somebody further away; one passes, the last are named by few."""
        for n, student in enumerate(people):
            if n == len(people) - 2:
                self._write(round_, student, set(), Naming.Said.PASS)
            elif self.draw.random() >= AWAY:
                around = [
                    people[n + step].pk
                    for step in (-2, -1, 1, 2)
                    if 0 <= n + step < len(people) - 1
                ]
                named = {pk for pk in around if self.draw.random() < near}
                said = Naming.Said.NAMES if named else Naming.Said.NOBODY
                self._write(round_, student, named, said)

    def _write(self, round_: Round, student: Student, named: set[int], said: str) -> None:
        mode = self.draw.choice(MODES)
        actions.write_down(round_, student, named, said=said, mode=mode, by=self.by)
