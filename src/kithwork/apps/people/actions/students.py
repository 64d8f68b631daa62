"""Adding and changing a student by hand, and closing the record of one who left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import may_add_people, may_edit_student, may_tell_words
from kithwork.apps.schools import undo
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note

# What a form may set. Words about disability have an action of their own.
FIELDS = (
    "first_name",
    "last_name",
    "preferred_name",
    "grade",
    "number",
    "homeroom",
    "lunch_label",
    "languages",
    "interests",
)


@dataclass(frozen=True, slots=True)
class StudentChanged:
    student: Student
    undo_token: str


@action("student.add")
def add_student(school: School, fields: dict[str, Any], *, by: Viewer) -> Student:
    """Add a student by hand. Raises Refused if `by` may not, Problem without a first name."""
    require(may_add_people(by, school.pk))
    student = Student(school=school, opened_on=clock.today(school.timezone))
    _set(student, fields)
    student.save()
    # A mark of their own until they choose one.
    student.avatar_tint, student.avatar_shape = student.pk % 8 + 1, student.pk // 8 % 6 + 1
    student.save(update_fields=["avatar_tint", "avatar_shape"])
    return student


@action("student.change")
def change_student(student: Student, fields: dict[str, Any], *, by: Viewer) -> StudentChanged:
    """Keep what is said about a student. Raises Refused, or Problem without a first name."""
    require(may_edit_student(by, student))
    student = Student.objects.select_for_update().get(pk=student.pk)
    before = _state(student)
    _set(student, fields)
    student.save(update_fields=FIELDS)
    after = _state(student)
    note(student=student.pk, fields=[name for name in FIELDS if before[name] != after[name]])
    return StudentChanged(student, undo.pack(f"student:{student.pk}", before, after))


@action("student.undo")
def undo_student(student: Student, token: str, *, by: Viewer) -> Student:
    """Put a student's fields back as they stood. Raises Problem if they changed since."""
    require(may_edit_student(by, student))
    before, digest = undo.unpack(f"student:{student.pk}", token)
    student = Student.objects.select_for_update().get(pk=student.pk)
    undo.check_unchanged(_state(student), digest)
    _set(student, before)
    student.save(update_fields=FIELDS)
    return student


@action("student.set_words")
def set_disability_words(
    student: Student, words: str, own_words: str = "", *, by: Viewer
) -> Student:
    """Keep how a student likes disability spoken of. Raises Refused to all but the student's team."""
    require(may_tell_words(by, student))
    if words not in Student.DisabilityWords.values:
        raise Problem("Choose one of the answers, or leave it as not asked yet.")
    if words == Student.DisabilityWords.OWN_WORDS and not own_words.strip():
        raise Problem("Write the student's own words, or choose another answer.")
    student.disability_words = words
    student.own_words = own_words.strip() if words == Student.DisabilityWords.OWN_WORDS else ""
    student.save(update_fields=["disability_words", "own_words"])
    return student


@action("student.close")
def close_student(student: Student, *, by: Viewer) -> Student:
    """Note that a student left today. The record and its history stay. Raises Refused."""
    require(may_edit_student(by, student))
    student.closed_on = clock.today_for(by)
    student.save(update_fields=["closed_on"])
    tell("people.changed", student.school_id, by=by)
    return student


@action("student.reopen")
def reopen_student(student: Student, *, by: Viewer) -> Student:
    """Note that a student is here after all. Raises Refused."""
    require(may_edit_student(by, student))
    student.closed_on = None
    student.save(update_fields=["closed_on"])
    tell("people.changed", student.school_id, by=by)
    return student


def _state(student: Student) -> dict[str, Any]:
    return {name: getattr(student, name) for name in FIELDS}


def _set(student: Student, fields: dict[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"not fields of a student's form: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(student, name, value.strip() if isinstance(value, str) else value)
    if not student.first_name:
        raise Problem("A student needs a first name.")
