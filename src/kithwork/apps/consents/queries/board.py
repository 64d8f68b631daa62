"""The list of everybody who takes part: who has permission for what, and whom to ask next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from kithwork.apps.consents.ledger import Standing, State
from kithwork.apps.consents.models import Answer, Ask, Purpose
from kithwork.apps.consents.permits import standings
from kithwork.apps.consents.queries.live import TAKE_PART, live_at, state_words
from kithwork.apps.consents.who import taking_part
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.people.queries.names import rank, words_of
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits

FAMILY_MISSING = {State.NOT_ASKED, State.WAITING, State.RAN_OUT}
STUDENT_MISSING = {State.STUDENT_NOT_ASKED, State.STUDENT_RAN_OUT}
PERSON_LOOKS = {State.NOT_ALIKE}
SAID_NO = {State.SAID_NO, State.TOOK_BACK, State.STUDENT_NO}
FILTERS = ("family", "student", "soon", "alike", "no")


@dataclass(frozen=True, slots=True)
class Cell:
    """One purpose of one student: the state, in words, and until when."""

    standing: Standing
    words: str
    soon: bool

    @property
    def is_given(self) -> bool:
        return self.standing.is_given


@dataclass(frozen=True, slots=True)
class BoardRow:
    student: Student
    take_part: Cell
    others: tuple[str, ...]
    is_out: bool
    is_quiet: bool

    def fits(self, only: str) -> bool:
        state = self.take_part.standing.state
        return {
            "": True,
            "family": state in FAMILY_MISSING,
            "student": state in STUDENT_MISSING,
            "soon": self.take_part.soon,
            "alike": self.take_part.standing.is_not_alike,
            "no": state in SAID_NO,
        }.get(only, True)


@dataclass(frozen=True, slots=True)
class BoardPage:
    rows: list[BoardRow]
    total: int
    given: int
    counts: dict[str, int]
    words: str
    only: str
    quiet: int


def board_page(viewer: Viewer, *, words: str = "", only: str = "") -> BoardPage:
    """Everybody who takes part, and everybody about whom somebody answered."""
    school = School.objects.get(pk=viewer.school_id)
    students = _students(viewer, school)
    found = standings(school, [one.pk for one in students])
    today = clock.today(school.timezone)
    out = _out(school, today)
    ends = today + timedelta(days=limits(school).permission_ends_days)
    rows = [_row(one, found, out, ends) for one in students]
    counts = Counter(key for row in rows for key in FILTERS if row.fits(key))
    wanted = words_of(words)
    shown = [
        row
        for row in rows
        if row.fits(only) and (not wanted or rank(wanted, row.student.full_name) is not None)
    ]
    return BoardPage(
        rows=shown,
        total=len(rows),
        given=sum(row.take_part.is_given for row in rows),
        counts=dict(counts),
        words=words,
        only=only,
        quiet=sum(row.is_quiet for row in rows),
    )


def missing(viewer: Viewer, what: str) -> list[Student]:
    """Who takes part and has no family's answer (`family`), or was not asked themselves (`student`)."""
    school = School.objects.get(pk=viewer.school_id)
    students = _students(viewer, school)
    found = standings(school, [one.pk for one in students])
    lines = _student_said(school, [one.pk for one in students], clock.today(school.timezone))
    if what == "student":
        return [one for one in students if one.pk not in lines]
    return [one for one in students if found[one.pk, Purpose.TAKE_PART].state in FAMILY_MISSING]


def to_ask(viewer: Viewer) -> list[Student]:
    """Everybody who takes part, in the order of their names."""
    return _students(viewer, School.objects.get(pk=viewer.school_id))


def without_permission(viewer: Viewer) -> int:
    """How many of those who take part cannot be planned for, for want of an answer."""
    school_id = viewer.school_id or 0
    return len(taking_part(school_id) - live_at(school_id, TAKE_PART, clock.today_for(viewer)))


def _students(viewer: Viewer, school: School) -> list[Student]:
    answered = Answer.objects.filter(school=school).values_list("student_id", flat=True)
    ids = taking_part(school.pk) | set(answered)
    rows = visible_students(viewer, depth=Depth.NAME).filter(pk__in=ids, closed_on__isnull=True)
    return list(rows.order_by("last_name", "first_name", "pk"))


def _student_said(school: School, students: list[int], today: date) -> set[int]:
    """Students whose own last word on taking part still holds, whatever it was."""
    rows = Answer.objects.filter(
        school=school, student__in=students, voice="student", purpose=Purpose.TAKE_PART,
        taken_back_by__isnull=True,
    ).exclude(said=Answer.Said.NOT_SO)  # fmt: skip
    last = {row.student_id: row for row in rows.order_by("said_on", "pk")}
    return {pk for pk, row in last.items() if row.until is None or row.until >= today}


def _out(school: School, today: date) -> dict[int, bool]:
    """Students with a link that is out and not answered, and whether it has been quiet for a week."""
    rows = Ask.objects.filter(
        school=school, closed_at__isnull=True, answered_at__isnull=True, until__gte=today
    )
    # A link that nobody answered for as long as a reminder waits is worth a word.
    quiet = timedelta(days=limits(school).remind_families_days)
    found: dict[int, bool] = {}
    for row in rows:
        since = row.reminded_at or row.made_at
        is_quiet = clock.now() - since > quiet
        found[row.student_id] = found.get(row.student_id, False) or is_quiet
    return found


def _row(
    student: Student,
    found: dict[tuple[int, str], Standing],
    out: dict[int, bool],
    ends: date,
) -> BoardRow:
    given = [
        str(purpose.label)
        for purpose in Purpose
        if purpose != Purpose.TAKE_PART and found[student.pk, purpose].is_given
    ]
    return BoardRow(
        student=student,
        take_part=cell(found[student.pk, Purpose.TAKE_PART], ends),
        others=tuple(given),
        is_out=student.pk in out,
        is_quiet=out.get(student.pk, False),
    )


def cell(one: Standing, ends: date) -> Cell:
    """`ends`: a permission that ends by then ends soon."""
    soon = one.until is not None and one.until <= ends
    return Cell(one, state_words(one.state), soon)
