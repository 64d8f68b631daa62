"""Everybody who is followed, each with the newest of what there is to see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.policies import visible_measures
from kithwork.apps.measures.queries import followed
from kithwork.apps.measures.readings import Reading
from kithwork.apps.people.models import Student
from kithwork.apps.progress.drawing import number, to_go
from kithwork.apps.progress.words import beside_aim, told_apart
from kithwork.apps.studies.policies import may_open_studies

A_PAGE = 40


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure in a sentence: where it is, and what is hoped for."""

    measure: Measure
    name: str
    latest: str
    says: str
    last_on: date | None
    has_goal: bool


@dataclass(frozen=True, slots=True)
class StudentLine:
    student: Student
    lines: list[MeasureLine]


@dataclass(frozen=True, slots=True)
class StudentsPage:
    rows: list[StudentLine]
    words: str
    count: int
    page: int
    pages: int
    may_study: bool

    @property
    def has_more(self) -> bool:
        return self.page < self.pages


def students_page(viewer: Viewer, *, words: str = "", page: int = 1) -> StudentsPage:
    """Students with something followed now, by name, a page at a time."""
    open_now = visible_measures(viewer).filter(ended_on__isnull=True)
    students = Student.objects.filter(pk__in=open_now.values("student_id"), closed_on__isnull=True)
    for word in words.split():
        students = students.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(preferred_name__icontains=word)
        )
    count = students.count()
    pages = max(1, -(-count // A_PAGE))
    page = min(max(page, 1), pages)
    here = list(
        students.order_by("last_name", "first_name", "pk")[(page - 1) * A_PAGE : page * A_PAGE]
    )
    rows = open_now.filter(student__in=here).select_related("student", "school", "run")
    of_student: dict[int, list[Reading]] = defaultdict(list)
    for one in followed(viewer, list(rows)):
        of_student[one.measure.student_id].append(one.reading)
    return StudentsPage(
        rows=[StudentLine(one, _lines(of_student[one.pk])) for one in here],
        words=words,
        count=count,
        page=page,
        pages=pages,
        may_study=bool(may_open_studies(viewer)),
    )


def _lines(readings: list[Reading]) -> list[MeasureLine]:
    names = told_apart([one.measure for one in readings])
    return [_line(one, names[one.measure.pk]) for one in readings]


def _line(reading: Reading, name: str) -> MeasureLine:
    values = reading.values
    latest = f"{number(values[-1][1])} {reading.measure.unit}" if values else ""
    return MeasureLine(
        measure=reading.measure,
        name=name,
        latest=latest,
        says=says(reading),
        last_on=values[-1][0] if values else None,
        has_goal=reading.goal is not None,
    )


def says(reading: Reading) -> str:
    """One plain sentence. It never says more than the points do."""
    if not reading.values:
        return _("Nothing recorded yet.")
    missing = to_go(reading)
    if missing:
        return ngettext(
            "%(n)s point to go before a pattern can show.",
            "%(n)s points to go before a pattern can show.",
            missing,
        ) % {"n": missing}
    return beside_aim(reading) or _("No goal yet.")
