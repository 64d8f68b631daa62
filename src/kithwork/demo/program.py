"""Needs, volunteers, wishes and lists of whom to keep apart, for one demo school."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

from kithwork.apps.foundation.viewer import Depth, Role
from kithwork.apps.needs.models import (
    DoNotPair,
    HowAsked,
    PeerRole,
    PreferenceCard,
    SupportNeed,
    Wish,
)
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.people.models import Access, Enrolment, Student
from kithwork.apps.schools.models import SchoolYear
from kithwork.demo.people import SchoolPeople
from kithwork.demo.permissions import Permissions
from kithwork.demo.training import Training

SUPPORTED_SHARE = 0.17
VOLUNTEER_SHARE = 0.23
BOTH_SHARE = 0.1
BRINGS = [
    "Knows every bus line in town.",
    "Tells good jokes.",
    "Draws comics and shares them.",
    "Remembers everybody's birthday.",
    "Can explain fractions with coins.",
    "Plays drums.",
]
LIKES = ["Going to lunch together.", "Someone to sit with in class.", "Playing a game outside."]
DOES_NOT_LIKE = ["Being told what to do.", "People who talk for me.", "Loud places."]


class Program:
    """Draws who takes part and how, and writes it down."""

    def __init__(self, people: SchoolPeople, year: SchoolYear, today: date, draw: Random) -> None:
        self.people, self.year, self.today, self.draw = people, year, today, draw
        self.sections_of: dict[int, list[int]] = defaultdict(list)
        self.classmates: dict[int, list[int]] = defaultdict(list)
        rows = Enrolment.objects.filter(student__in=people.students).values_list(
            "student_id", "section_id"
        )
        for student_id, section_id in rows:
            self.sections_of[student_id].append(section_id)
            self.classmates[section_id].append(student_id)

    def make(self) -> tuple[list[Student], list[Volunteer]]:
        students = list(self.people.students)
        self.draw.shuffle(students)
        supported = students[: round(len(students) * SUPPORTED_SHARE)]
        others = students[len(supported) :]
        offering = others[: round(len(students) * VOLUNTEER_SHARE)]
        offering += [student for student in supported if self.draw.random() < BOTH_SHARE]
        volunteers = self._volunteers(offering)
        self._needs(supported)
        self._wishes(supported, volunteers)
        self._keep_apart(supported, volunteers)
        self._teams(supported)
        permissions = Permissions(self.year, self.today, self.draw)
        permissions.make(supported, [volunteer.student for volunteer in volunteers])
        training = Training(self.year.school, self.year.starts_on, self.today)
        training.make(volunteers)
        return supported, volunteers

    def _volunteers(self, offering: list[Student]) -> list[Volunteer]:
        rows = []
        for student in offering:
            sessions = self.draw.choice([2, 3, 3, 4, 5])
            rows.append(
                Volunteer(
                    student=student,
                    status=Volunteer.Status.READY,
                    roles=self.draw.sample(PeerRole.values, self.draw.choice([1, 2, 2, 3])),
                    weekly_minutes=sessions * 30,
                    max_sessions=sessions,
                    max_per_day=self.draw.choice([1, 2]),
                    max_partners=self.draw.choice([1, 2]),
                    ready_on=self.year.starts_on,
                )
            )
        made = Volunteer.objects.bulk_create(rows)
        protected = [
            ProtectedClass(
                volunteer=volunteer,
                section_id=self.draw.choice(sorted(self.sections_of[volunteer.student_id])),
            )
            for volunteer in made
            if self.sections_of[volunteer.student_id] and self.draw.random() < 0.3
        ]
        ProtectedClass.objects.bulk_create(protected)
        return made

    def _needs(self, supported: list[Student]) -> None:
        rows, cards = [], []
        for student in supported:
            for place in self._places():
                rows.append(self._need(student, place))
            cards.append(
                PreferenceCard(
                    student=student,
                    how_asked=self.draw.choice(HowAsked.values[:-1]),
                    asked_on=self.year.starts_on,
                    help_i_like=self.draw.choice(LIKES),
                    help_i_do_not_like=self.draw.choice(DOES_NOT_LIKE),
                )
            )
        SupportNeed.objects.bulk_create(rows)
        PreferenceCard.objects.bulk_create(cards)

    def _places(self) -> list[str]:
        first = ["class"]
        return first + self.draw.sample(["class", "lunch", "free"], self.draw.choice([0, 1, 1, 2]))

    def _need(self, student: Student, place: str) -> SupportNeed:
        sections = sorted(self.sections_of[student.pk])
        if place == "class" and not sections:
            place = "lunch"
        role = PeerRole.BUDDY if place == "lunch" else self.draw.choice(PeerRole.values)
        return SupportNeed(
            student=student,
            place=place,
            section_id=self.draw.choice(sections) if place == "class" else None,
            role=role,
            times_a_week=self.draw.choice([1, 2, 2, 3]),
            max_peers=2 if place == "lunch" else self.draw.choice([1, 1, 2]),
            minutes=30,
            brings=self.draw.choice(BRINGS),
            starts_on=self.year.starts_on,
        )

    def _wishes(self, supported: list[Student], volunteers: list[Volunteer]) -> None:
        rows: dict[tuple[int, int], Wish] = {}
        offering = {volunteer.student_id for volunteer in volunteers}
        for student in supported:
            near = self._near(student, offering)
            for other in self.draw.sample(near, min(len(near), self.draw.choice([1, 2, 3]))):
                rows[student.pk, other] = self._wish(student, other, Wish.Kind.WOULD_LIKE)
            if near and self.draw.random() < 0.2:
                other = self.draw.choice(near)
                rows[student.pk, other] = self._wish(student, other, Wish.Kind.RATHER_NOT)
        Wish.objects.bulk_create(rows.values())
        focus = [student.pk for student in supported]
        PeerWish.objects.bulk_create(
            PeerWish(volunteer=volunteer, other_id=self.draw.choice(choices))
            for volunteer in volunteers
            if self.draw.random() < 0.5 and (choices := self._near(volunteer.student, set(focus)))
        )

    def _wish(self, student: Student, other: int, kind: str) -> Wish:
        return Wish(
            student=student,
            other_id=other,
            kind=kind,
            how_asked=self.draw.choice(HowAsked.values[:-1]),
            asked_on=self.year.starts_on,
        )

    def _near(self, student: Student, among: set[int]) -> list[int]:
        """People of `among` who share a class with this student."""
        met = {
            other
            for section in self.sections_of[student.pk]
            for other in self.classmates[section]
            if other in among and other != student.pk
        }
        return sorted(met)

    def _keep_apart(self, supported: list[Student], volunteers: list[Volunteer]) -> None:
        coordinator = self.people.coordinator
        rows = {}
        for _ in range(max(1, len(supported) // 12)):
            one = self.draw.choice(supported).pk
            two = self.draw.choice(volunteers).student_id
            if one != two:
                rows[min(one, two), max(one, two)] = None
        DoNotPair.objects.bulk_create(
            DoNotPair(
                first_id=first,
                second_id=second,
                reason="They argued last year; both families asked for some distance.",
                by_id=coordinator.user_id if coordinator else None,
                since=self.year.starts_on,
            )
            for first, second in rows
        )

    def _teams(self, supported: list[Student]) -> None:
        """The coordinator's caseload, and the adults around each student."""
        paras = self.people.by_role[Role.PARAPROFESSIONAL]
        therapists = self.people.by_role[Role.RELATED_SERVICE_PROVIDER]
        rows = []
        for number, student in enumerate(supported):
            team = [
                (self.people.coordinator, Depth.PLAN),
                (paras[number % len(paras)], Depth.PARTICIPATION),
            ]
            if number % 3 == 0:
                team.append((therapists[number % len(therapists)], Depth.PLAN))
            rows += [self._access(student, staff.user_id, depth) for staff, depth in team if staff]
        Access.objects.bulk_create(rows)

    def _access(self, student: Student, user_id: int, depth: Depth) -> Access:
        return Access(
            user_id=user_id,
            student=student,
            depth=depth,
            reason=f"You are on {student.called}'s team.",
            because=f"people.team:{student.pk}",
            from_on=self.year.starts_on,
            until_on=self.year.ends_on,
        )
