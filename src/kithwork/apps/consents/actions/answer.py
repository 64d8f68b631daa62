"""Answers are written on the ledger, whoever gives them; what follows from them is worked out at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.consents.dates import LONGEST, family_until, student_until
from kithwork.apps.consents.models import Answer, Ask, OfAge, Purpose
from kithwork.apps.consents.permits import work_out
from kithwork.apps.consents.policies import (
    guardian_of,
    may_answer_as,
    may_answer_for,
    may_ask_student,
    may_write_down,
)
from kithwork.apps.consents.texts import digest_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Guardian, Guardianship, Student
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note

OLDEST_DAYS = 400
ANSWERS = (Answer.Said.YES, Answer.Said.NO, Answer.Said.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class FamilyAnswer:
    """What an adult said, per purpose, and how the school knows."""

    said: Mapping[str, str]
    how: str
    guardian: Guardian | None = None
    signer: str = ""
    said_on: date | None = None
    until: date | None = None
    language: str = "en"
    kept_at: str = ""
    witness_id: int | None = None


@action("consent.write_down")
def write_down(student: Student, given: FamilyAnswer, *, by: Viewer) -> list[Answer]:
    """Keep what a family said on paper, by phone or in person.

    Raises Refused if `by` does not keep permissions here, Problem when the day, the adult or the
    witness is missing or cannot be.
    """
    require(may_write_down(by, student))
    if given.how not in (Answer.How.PAPER, Answer.How.PHONE, Answer.How.ASKED):
        raise Problem(_("Say how the family answered: on paper, by phone or in person."))
    if given.how == Answer.How.PHONE and given.witness_id is None:
        raise Problem(_("A call needs a second adult who heard it. Choose who listened."))
    if given.how == Answer.How.PHONE and given.witness_id == by.user_id:
        raise Problem(_("The witness is somebody else than you. Choose who listened."))
    if given.guardian is None and not given.signer.strip():
        raise Problem(_("Choose the guardian, or write the name on the form."))
    _check_guardian(student, given.guardian)
    rows = _keep_family([student], given, by)
    note(student=student.pk, purposes=sorted(given.said))
    return rows


@action("consent.write_down_papers")
def write_down_papers(
    students: Sequence[Student],
    *,
    purposes: Sequence[str],
    said_on: date,
    kept_at: str,
    until: date | None = None,
    by: Viewer,
) -> list[Answer]:
    """Keep the signed forms of many students at once: whoever does it has seen each of them.

    Raises Refused if `by` does not keep permissions here, Problem when nobody is named, the day cannot
    be, or nobody says where the forms are.
    """
    if not students:
        raise Problem(_("Choose at least one student whose form you have."))
    if not kept_at.strip():
        raise Problem(_("Say where the signed forms are, so that somebody can find them."))
    for student in students:
        require(may_write_down(by, student))
    given = FamilyAnswer(
        said=dict.fromkeys(purposes, Answer.Said.YES),
        how=Answer.How.PAPER,
        signer=_("as on the form"),
        said_on=said_on,
        until=until,
        kept_at=kept_at,
    )
    rows = _keep_family(students, given, by)
    note(students=len(students), purposes=sorted(purposes))
    return rows


@action("consent.answer")
def answer_for(student: Student, said: Mapping[str, str], *, by: Viewer) -> list[Answer]:
    """A guardian, signed in, answers for their own child, or changes their mind."""
    require(may_answer_for(by, student))
    given = FamilyAnswer(said, Answer.How.SIGNED_IN, guardian=guardian_of(by, student))
    rows = _keep_family([student], given, by)
    note(student=student.pk, purposes=sorted(said))
    return rows


@action("consent.answer_by_link")
def answer_by_link(
    ask: Ask, said: Mapping[str, str], *, signer: str, language: str, by: Viewer
) -> list[Answer]:
    """Whoever holds the link answers what it asks, and changes their mind with the same link.

    Raises Problem when the link is closed or over, an answer is missing at first, or no name is given.
    """
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if ask.closed_at is not None or ask.until < clock.today(ask.school.timezone):
        raise Problem(_("This link is closed. Ask the school for a new one."))
    said = {key: what for key, what in said.items() if key in ask.purposes}
    if not said:
        raise Problem(_("Choose an answer."))
    if ask.guardian_id is None and not signer.strip():
        raise Problem(_("Write your name."))
    _check_guardian(ask.student, ask.guardian)
    given = FamilyAnswer(
        said, Answer.How.LINK, guardian=ask.guardian, signer=signer, language=language
    )
    rows = _keep_family([ask.student], given, by, ask)
    ask.answered_at = ask.answered_at or clock.now()
    ask.save(update_fields=["answered_at"])
    note(student=ask.student_id, purposes=sorted(said))
    return rows


@action("assent.write_down")
def write_down_assent(
    student: Student, said: Mapping[str, str], *, mode: str, said_on: date | None = None, by: Viewer
) -> list[Answer]:
    """An adult asked the student, and keeps what the student said and how they said it.

    Raises Refused if `by` does not work with the student, Problem when the way is not said.
    """
    require(may_ask_student(by, student))
    if mode not in HowAsked.values or mode == HowAsked.NOT_YET:
        raise Problem(_("Say how the student answered."))
    rows = _keep_student([student], said, Answer.How.ASKED, mode, said_on, by)
    note(student=student.pk, purposes=sorted(said))
    return rows


@action("assent.write_down_many")
def write_down_assents(
    students: Sequence[Student], *, purposes: Sequence[str], mode: str, said_on: date, by: Viewer
) -> list[Answer]:
    """Keep the yes of many students who were asked one by one, or in a class round with a form each."""
    if not students:
        raise Problem(_("Choose at least one student whom you asked."))
    if mode not in HowAsked.values or mode == HowAsked.NOT_YET:
        raise Problem(_("Say how the students answered."))
    for student in students:
        require(may_write_down(by, student))
    said = dict.fromkeys(purposes, Answer.Said.YES)
    rows = _keep_student(students, said, Answer.How.ASKED, mode, said_on, by)
    note(students=len(students), purposes=sorted(purposes))
    return rows


@action("assent.answer")
def answer_as(
    student: Student, said: Mapping[str, str], *, mode: str = "", by: Viewer
) -> list[Answer]:
    """The student answers, signed in as themselves. A no is heard at any time and asks for no reason."""
    require(may_answer_as(by, student))
    rows = _keep_student([student], said, Answer.How.SIGNED_IN, mode, None, by)
    note(student=student.pk, purposes=sorted(said))
    return rows


@action("consent.not_so")
def take_line_back(line: Answer, *, by: Viewer) -> Answer:
    """A line was written down by mistake: a new line says so, and what stood before counts again.

    Raises Refused if `by` does not keep permissions here, Problem when it was taken back already.
    """
    require(may_write_down(by, line.student))
    line = Answer.objects.select_for_update().get(pk=line.pk)
    if line.said == Answer.Said.NOT_SO or hasattr(line, "taken_back_by"):
        raise Problem(_("This line was taken back already. Look at the list again."))
    made = Answer.objects.create(
        school_id=line.school_id,
        student_id=line.student_id,
        purpose=line.purpose,
        voice=line.voice,
        guardian_id=line.guardian_id,
        signer=line.signer,
        said=Answer.Said.NOT_SO,
        how=Answer.How.ASKED,
        said_on=clock.today(line.school.timezone),
        by_id=by.user_id,
        takes_back=line,
    )
    _follow(line.school, [line.student_id], by)
    return made


@action("consent.of_age")
def set_of_age(student: Student, *, since: date | None, by: Viewer) -> Student:
    """From a day the student decides alone; or, without a day, not after all.

    Raises Refused if `by` does not keep permissions here, Problem when the day is still to come.
    """
    require(may_write_down(by, student))
    if since is not None and since > clock.today(student.school.timezone):
        raise Problem(_("Write it down on that day. Until then the family decides."))
    OfAge.objects.filter(student=student).delete()
    if since is not None:
        OfAge.objects.create(student=student, since=since, by_id=by.user_id)
    _follow(student.school, [student.pk], by)
    return student


def _keep_family(
    students: Sequence[Student], given: FamilyAnswer, by: Viewer, ask: Ask | None = None
) -> list[Answer]:
    school = students[0].school
    said_on = _checked(school, given.said, given.said_on)
    until = given.until or family_until(school, said_on)
    if not said_on <= until <= said_on + LONGEST:
        raise Problem(_("A permission holds a year at most. Choose an earlier last day."))
    rows = [
        _line(
            student, purpose, said, said_on, until,
            voice=Answer.Voice.GUARDIAN, guardian=given.guardian, signer=given.signer.strip()[:120],
            how=given.how, language=given.language, wording=digest_of(purpose, given.language),
            kept_at=given.kept_at.strip()[:120], witness_id=given.witness_id, ask=ask,
            by_id=by.user_id,
        )
        for student in students
        for purpose, said in sorted(given.said.items())
    ]  # fmt: skip
    return _kept(school, rows, by)


def _keep_student(
    students: Sequence[Student],
    said: Mapping[str, str],
    how: str,
    mode: str,
    on: date | None,
    by: Viewer,
) -> list[Answer]:
    school = students[0].school
    said_on = _checked(school, said, on)
    until = student_until(school, said_on)
    rows = [
        _line(
            student, purpose, what, said_on, until,
            voice=Answer.Voice.STUDENT, how=how, mode=mode, by_id=by.user_id,
        )
        for student in students
        for purpose, what in sorted(said.items())
    ]  # fmt: skip
    return _kept(school, rows, by)


def _line(
    student: Student, purpose: str, said: str, said_on: date, until: date, **more: object
) -> Answer:
    return Answer(
        school_id=student.school_id,
        student=student,
        purpose=purpose,
        said=said,
        said_on=said_on,
        until=until if said == Answer.Said.YES else None,
        **more,
    )


def _kept(school: School, rows: list[Answer], by: Viewer) -> list[Answer]:
    made = Answer.objects.bulk_create(rows)
    _follow(school, {row.student_id for row in rows}, by)
    return made


def _follow(school: School, students: Iterable[int], by: Viewer) -> None:
    work_out(school, students)
    tell("permissions.changed", school.pk, by=by)


def _checked(school: School, said: Mapping[str, str], on: date | None) -> date:
    """The day of the answer, when everything about it can be."""
    if not said:
        raise Problem(_("Choose at least one thing the answer is about."))
    if set(said) - set(Purpose.values) or set(said.values()) - set(ANSWERS):
        raise Problem(_("Choose one of the answers shown."))
    today = clock.today(school.timezone)
    on = on or today
    if on > today:
        raise Problem(_("This day is still to come. Choose the day on the form."))
    if (today - on).days > OLDEST_DAYS:
        raise Problem(_("This form is more than a year old. Ask the family again."))
    return on


def _check_guardian(student: Student, guardian: Guardian | None) -> None:
    if guardian is None:
        return
    link = Guardianship.objects.filter(student=student, guardian=guardian).first()
    if link is None or link.closed_on is not None or guardian.closed_on is not None:
        raise Problem(_("This adult is not a guardian of the student any more. Choose another."))
    if link.is_blocked:
        raise Problem(_("A court keeps this adult from deciding. Ask the school's office."))
