"""Sections, meetings, teachers and enrolments of one demo school."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from random import Random

from kithwork.apps.people.models import Enrolment, Meeting, Section, Staff, Student, Teaching
from kithwork.apps.schools.models import School, SchoolYear
from kithwork.demo.plan import SchoolPlan

SOURCE = "demo"


class Timetable:
    """Builds the classes of a school in memory, then writes them in a few statements."""

    def __init__(self, school: School, plan: SchoolPlan, year: SchoolYear, draw: Random) -> None:
        self.school, self.plan, self.year, self.draw = school, plan, year, draw
        self.sections: list[Section] = []
        self.meetings: list[tuple[int, str, list[str]]] = []
        self.enrolments: list[tuple[int, Student]] = []
        self.subjects: list[str] = []
        self._rooms = count(101)

    def place(self, students: list[Student]) -> None:
        """Give every student a week: core classes with their cohort, electives mixed within the grade."""
        by_grade: dict[str, list[Student]] = defaultdict(list)
        for student in students:
            by_grade[student.grade].append(student)
        for grade, learners in sorted(by_grade.items()):
            self._core(grade, learners)
            for label in self.plan.elective_periods:
                self._electives(grade, label, learners)

    def _core(self, grade: str, learners: list[Student]) -> None:
        labels = [
            bell.label
            for bell in self.plan.regular
            if bell.kind == "class" and bell.label not in self.plan.elective_periods
        ]
        size = self.plan.cohort
        cohorts = [learners[at : at + size] for at in range(0, len(learners), size)]
        for number, cohort in enumerate(cohorts):
            for place, course in enumerate(self.plan.core):
                label = labels[(place + number) % len(labels)]
                self._section(
                    f"{course} {_grade_name(grade)}{_letter(number)}", course, label, [], cohort
                )

    def _electives(self, grade: str, label: str, learners: list[Student]) -> None:
        """Two electives share a period where the cycle has more than one day: half the days each."""
        days = self.school.cycle
        halves: list[list[str]] = [days[0::2], days[1::2]] if len(days) > 1 else [[]]
        for half in halves:
            groups: dict[str, list[Student]] = defaultdict(list)
            for student in learners:
                if self.draw.random() >= self.plan.free_share:
                    groups[self.draw.choice(self.plan.electives)].append(student)
            for course, group in sorted(groups.items()):
                when = f", {'/'.join(half)} days" if half else ""
                title = f"{course} {_grade_name(grade)}, period {label}{when}"
                self._section(title, course, label, half, group)

    def _section(
        self, title: str, subject: str, label: str, days: list[str], learners: list[Student]
    ) -> None:
        index = len(self.sections)
        self.sections.append(
            Section(
                school=self.school,
                source=SOURCE,
                source_id=f"demo-{index + 1}",
                title=title,
                subject=subject,
                room=str(next(self._rooms)),
                # As a roster writes it, so that naming the periods gives the same week again.
                periods_text=f"{label}({','.join(days)})" if days else label,
            )
        )
        self.subjects.append(subject)
        self.meetings.append((index, label, days))
        self.enrolments.extend((index, student) for student in learners)

    def write(self, teachers: dict[str, list[Staff]]) -> list[Section]:
        """Save sections, meetings, enrolments and who teaches what; return the sections."""
        made = Section.objects.bulk_create(self.sections)
        terms = list(self.year.terms.all())
        Section.terms.through.objects.bulk_create(
            Section.terms.through(section_id=section.pk, term_id=term.pk)
            for section in made
            for term in terms
        )
        Meeting.objects.bulk_create(
            Meeting(section=made[index], label=label, cycle_days=days)
            for index, label, days in self.meetings
        )
        Enrolment.objects.bulk_create(
            (Enrolment(section=made[index], student=student) for index, student in self.enrolments),
            batch_size=2000,
        )
        Teaching.objects.bulk_create(self._teachings(made, teachers))
        return made

    def _teachings(self, made: list[Section], teachers: dict[str, list[Staff]]) -> list[Teaching]:
        """Each class gets a teacher of its subject who is free at that time."""
        busy: set[tuple[int, str, str]] = set()
        rows = []
        for index, label, days in self.meetings:
            days = days or self.school.cycle_days
            for teacher in teachers[self.subjects[index]]:
                times = {(teacher.pk, label, day) for day in days}
                if not times & busy:
                    busy |= times
                    rows.append(Teaching(section=made[index], staff=teacher))
                    break
        return rows

    def teachers_needed(self) -> dict[str, int]:
        """How many teachers each subject needs so that nobody is in two rooms at once."""
        load: dict[tuple[str, str, str], int] = defaultdict(int)
        for index, label, days in self.meetings:
            for day in days or self.school.cycle_days:
                load[self.subjects[index], label, day] += 1
        needed: dict[str, int] = {}
        for (subject, _, _), classes in load.items():
            needed[subject] = max(needed.get(subject, 0), classes)
        return needed


def _grade_name(grade: str) -> str:
    return grade.lstrip("0") if grade.isdigit() else "K"


def _letter(number: int) -> str:
    return chr(ord("A") + number)
