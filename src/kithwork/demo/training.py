"""What the demo's peers and adults learned: most mastered it, some are due for a booster, some are on their way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits
from kithwork.apps.training.mastery import mastery_ends
from kithwork.apps.training.models import Certificate, Meeting, Progress, Rehearsal, Seat
from kithwork.apps.training.orientation import Piece, pieces_for
from kithwork.apps.training.subjects import rehearsed_for, role_subject
from kithwork.demo.plan import SEED

ON_THE_WAY, DUE = 0.1, 0.15
LEADS = (Role.COORDINATOR, Role.PARAPROFESSIONAL, Role.GENERAL_EDUCATOR)


class Training:
    """Writes down who went through the pieces, what was played, and what is on record."""

    def __init__(self, school: School, begins_on: date, today: date) -> None:
        self.school, self.begins_on, self.today = school, begins_on, today
        # A draw of its own: the rest of the demo stays the same people with or without it.
        self.draw = Random(f"{SEED} training {school.name}")
        self.limits = limits(school)

    def make(self, volunteers: list[Volunteer]) -> None:
        trained: dict[str, list[tuple[Student, date]]] = {}
        known: list[Student] = []
        for volunteer in volunteers:
            if self.draw.random() < ON_THE_WAY:
                self._begin(volunteer.student)
                continue
            known.append(volunteer.student)
            for role in volunteer.roles:
                day = self._day()
                trained.setdefault(role_subject(role), []).append((volunteer.student, day))
        _answer(known, pieces_for("peer"), self.begins_on)
        for subject, pairs in trained.items():
            self._master(subject, pairs)
        self._adults()
        self._meetings([one.student for one in volunteers[:8]])

    def master(self, students: Iterable[Student], practice: str) -> None:
        """Who takes part in a practice was trained for it in the days before it began."""
        before = self.begins_on - timedelta(days=3)
        people, subject = list(students), f"practice:{practice}"
        done = set(
            Progress.objects.filter(student__in=people, done_on__isnull=False).values_list(
                "student_id", flat=True
            )
        )
        new = [one for one in people if one.pk not in done]
        Progress.objects.filter(student__in=new).delete()
        _answer(new, pieces_for("peer"), before)
        held = set(
            Certificate.objects.filter(student__in=people, subject=subject).values_list(
                "student_id", flat=True
            )
        )
        self._master(subject, [(one, before) for one in people if one.pk not in held])

    def _day(self) -> date:
        """Within the last weeks; for some so long ago that a booster is due, and not yet over."""
        first = self.limits.booster_from_weeks * 7
        if self.draw.random() < DUE:
            return self._past(self.draw.randint(first, first + 12))
        return self._past(self.draw.randint(2, first - 5))

    def _past(self, days: int) -> date:
        return max(self.begins_on, self.today - timedelta(days=days))

    def _begin(self, student: Student) -> None:
        """Some pieces done, one begun."""
        pieces = pieces_for("peer")
        n = self.draw.randint(1, 6)
        _answer([student], pieces[:n], self._past(3))
        begun = pieces[n]
        Progress.objects.create(student=student, piece=begun.id, version=begun.version, step=2)

    def _master(self, subject: str, pairs: list[tuple[Student, date]]) -> None:
        checklists = rehearsed_for(subject, self.school.pk)
        rows = [
            self._rehearsal(subject, checklist.id, checklist.items, student, on)
            for student, on in pairs
            for checklist in checklists
            for _time in range(self.limits.training_in_a_row)
        ]
        made = Rehearsal.objects.bulk_create(rows)
        last = {row.student_id: row for row in made}
        Certificate.objects.bulk_create(
            Certificate(
                student=student,
                subject=subject,
                given_on=on,
                until=mastery_ends(on, self.limits),
                after=last[student.pk],
            )
            for student, on in pairs
        )

    def _rehearsal(
        self, subject: str, lesson: str, items: tuple[str, ...], student: Student, on: date
    ) -> Rehearsal:
        """All steps shown, or all but one where one of them may be missed."""
        may_miss = 100 * (len(items) - 1) >= self.limits.training_role_play_pct * len(items)
        missed = self.draw.randrange(len(items)) if may_miss and self.draw.random() < 0.4 else -1
        marks = [
            {"text": text, "said": "no" if n == missed else "yes"} for n, text in enumerate(items)
        ]
        no = int(missed >= 0)
        return Rehearsal(
            student=student, subject=subject, lesson=lesson, items=marks,
            yes=len(items) - no, no=no, on=on,
        )  # fmt: skip

    def _adults(self) -> None:
        """Most of those who lead are trained; one's training has ended."""
        users = Membership.objects.filter(
            school=self.school, role__in=[role.value for role in LEADS]
        ).values("user_id")
        days = self.limits.staff_training_days
        rows, ended = [], False
        for staff in Staff.objects.filter(school=self.school, user_id__in=users).order_by("pk"):
            if self.draw.random() < 0.3:
                continue
            ago = 30 if ended else days + 10
            ended = True
            given = self.today - timedelta(days=ago)
            until = given + timedelta(days=days)
            rows.append(
                Certificate(staff=staff, subject="staff:facilitator", given_on=given, until=until)
            )
        Certificate.objects.bulk_create(rows)

    def _meetings(self, students: list[Student]) -> None:
        leader = Staff.objects.filter(school=self.school, user__isnull=False).order_by("pk").first()
        monday = self.today - timedelta(days=self.today.weekday())
        first = Meeting.objects.create(
            school=self.school, on=monday - timedelta(days=4), when=Meeting.When.LUNCH,
            place="Room 12", lesson="orientation/1", leader=leader,
        )  # fmt: skip
        second = Meeting.objects.create(
            school=self.school, on=monday + timedelta(days=10), when=Meeting.When.LUNCH,
            place="Room 12", lesson="orientation/2", leader=leader, follows=first,
        )  # fmt: skip
        Seat.objects.bulk_create(
            Seat(meeting=meeting, student=student, came=came)
            for student in students
            for meeting, came in ((first, self.draw.random() < 0.85), (second, None))
        )


def _answer(students: Iterable[Student], pieces: Iterable[Piece], on: date) -> None:
    Progress.objects.bulk_create(
        Progress(
            student=student,
            piece=piece.id,
            version=piece.version,
            step=piece.steps + len(piece.check),
            right=sorted(one.id for one in piece.check),
            done_on=on,
        )
        for student in students
        for piece in pieces
    )
