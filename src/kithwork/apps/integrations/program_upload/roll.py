"""The school's own students, classes and periods, by what a spreadsheet calls them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.integrations.program_upload.sentences import NotTaken
from kithwork.apps.people.models import Enrolment, Section, Student
from kithwork.apps.people.policies import open_on, visible_students
from kithwork.apps.people.queries import fold
from kithwork.apps.people.roster.rows import At
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import Frame, frame

PERIOD_WORD = re.compile(r"^(?:period|periodo|per|p)\.?\s*(?=\S)", re.IGNORECASE)


def key_of(name: str) -> str:
    """`Okafor, Ada` and `ADA  OKAFOR` are one key."""
    last, comma, first = name.partition(",")
    return fold(" ".join((f"{first} {last}" if comma else name).split()))


class Roll:
    """Everybody who is at the viewer's school now, their classes, and the day's periods."""

    def __init__(self, viewer: Viewer) -> None:
        self.on = clock.today_for(viewer)
        self.school = School.objects.get(pk=viewer.school_id)
        students = visible_students(viewer, depth=Depth.NAME).filter(closed_on__isnull=True)
        self.by_number: dict[str, list[Student]] = defaultdict(list)
        self.by_name: dict[str, dict[int, Student]] = defaultdict(dict)
        for student in students:
            student.school = self.school
            if student.number:
                self.by_number[fold(student.number)].append(student)
            for first in {student.first_name, student.preferred_name} - {""}:
                self.by_name[key_of(f"{first} {student.last_name}")][student.pk] = student
        self.sections = list(
            Section.objects.filter(school=self.school, closed_on__isnull=True).prefetch_related(
                "meetings"
            )
        )
        self.own: dict[int, list[Section]] = defaultdict(list)
        by_id = {section.pk: section for section in self.sections}
        enrolled = open_on(Enrolment.objects.filter(student__in=students), self.on)
        for student_id, section_id in enrolled.values_list("student_id", "section_id").distinct():
            if section_id in by_id:
                self.own[student_id].append(by_id[section_id])
        self.frame = self._frame()

    def _frame(self) -> Frame | None:
        try:
            return frame(self.school)
        except Problem:
            return None

    def student(self, number: str, name: str, at: At) -> Student:
        """The one student a row is about. Raises NotTaken for nobody, or for two."""
        if not number:
            return self._named(name, at, "full_name", "two-of-one-name")
        found = self.by_number.get(fold(number), [])
        if not found:
            raise NotTaken(at, "no-such-number", "student_number", value=number)
        if len(found) > 1:
            raise NotTaken(
                at, "two-of-one-number", "student_number", value=number, count=len(found)
            )
        student = found[0]
        if name and student.pk not in self.by_name.get(key_of(name), {}):
            raise NotTaken(
                at,
                "number-and-name-differ",
                "full_name",
                number=number,
                found=student.full_name,
                value=name,
            )
        return student

    def partner(self, text: str, at: At, column: str) -> Student:
        """Somebody a wish names, by number or by full name."""
        found = self.by_number.get(fold(text), [])
        if len(found) == 1:
            return found[0]
        return self._named(text, at, column, "two-wishes-of-one-name")

    def _named(self, name: str, at: At, column: str, several: str) -> Student:
        found = list(self.by_name.get(key_of(name), {}).values())
        if not found:
            raise NotTaken(at, "no-such-student", column, value=name)
        if len(found) > 1:
            raise NotTaken(at, several, column, value=name, count=len(found))
        return found[0]

    def own_class(
        self, student: Student, text: str, labels: Sequence[str], at: At, column: str
    ) -> Section:
        """The one class of this student that the text means."""
        wanted = fold(" ".join(text.split()))
        own = [section for section in self.own[student.pk] if wanted in _called(section)]
        if len(own) > 1 and labels:
            own = [section for section in own if _labels(section) & set(labels)] or own
        if len(own) == 1:
            return own[0]
        if own:
            raise NotTaken(
                at,
                "two-of-one-class",
                column,
                name=student.called,
                count=len(own),
                value=text,
            )
        if any(wanted in _called(section) for section in self.sections):
            raise NotTaken(at, "not-in-class", column, name=student.called, value=text)
        raise NotTaken(at, "no-such-class", column, value=text)

    def labels(self, words: Sequence[str], at: At) -> list[str]:
        """Our period labels for what the row calls them, in the order of the day."""
        ours = [period.label for period in self.frame.periods] if self.frame else []
        known = {fold(label): label for label in ours}
        found = set()
        for word in words:
            label = known.get(fold(word)) or known.get(fold(PERIOD_WORD.sub("", word)))
            if label is None:
                raise NotTaken(at, "no-such-period", "period", value=word, periods=", ".join(ours))
            found.add(label)
        return [label for label in ours if label in found]

    def check_class_at(self, section: Section, labels: Sequence[str], at: At) -> None:
        """A class must be at the periods a row names, when we know its periods."""
        there = _labels(section)
        for label in labels:
            if there and label not in there:
                raise NotTaken(
                    at,
                    "class-not-then",
                    "period",
                    value=section.title,
                    period=label,
                    there=", ".join(sorted(there)),
                )


def _called(section: Section) -> set[str]:
    return {fold(text) for text in (section.title, section.code, section.source_id) if text}


def _labels(section: Section) -> set[str]:
    return {meeting.label for meeting in section.meetings.all()}
