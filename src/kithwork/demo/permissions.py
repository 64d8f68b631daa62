"""Answers of families and students at one demo school: most are there, some are not, as in life."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from kithwork.apps.consents.models import Answer, Purpose
from kithwork.apps.consents.permits import work_out
from kithwork.apps.consents.texts import digest_of
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Student
from kithwork.apps.schools.models import SchoolYear

# A student's own yes holds for about a term.
OWN_WEEKS = 18
FAMILY_MISSING, FAMILY_SAYS_NO, STUDENT_MISSING = 0.03, 0.01, 0.03
PHOTO = 0.7
MODES = [mode for mode in HowAsked.values if mode != HowAsked.NOT_YET]


class Permissions:
    """Draws who answered what, and writes it on the ledger."""

    def __init__(self, year: SchoolYear, today: date, draw: Random) -> None:
        self.year, self.today, self.draw = year, today, draw
        self.asked_on = max(year.starts_on, today - timedelta(days=20))
        self.digest = {key: digest_of(key, "en") for key in Purpose.values}

    def make(self, supported: list[Student], offering: list[Student]) -> None:
        everybody = {student.pk: student for student in [*supported, *offering]}
        rows = [row for student in everybody.values() for row in self._answers(student)]
        Answer.objects.bulk_create(rows)
        work_out(self.year.school, everybody)

    def _answers(self, student: Student) -> Iterable[Answer]:
        chance = self.draw.random()
        if chance >= FAMILY_MISSING:
            said = "no" if chance < FAMILY_MISSING + FAMILY_SAYS_NO else "yes"
            yield self._family(student, Purpose.TAKE_PART, said)
            photo = "yes" if self.draw.random() < PHOTO else "no"
            yield self._family(student, Purpose.PHOTO, photo)
        if self.draw.random() >= STUDENT_MISSING:
            yield self._own(student)

    def _family(self, student: Student, purpose: str, said: str) -> Answer:
        return Answer(
            school_id=student.school_id,
            student=student,
            purpose=purpose,
            voice=Answer.Voice.GUARDIAN,
            signer="as on the form",
            said=said,
            how=Answer.How.PAPER,
            said_on=self.asked_on,
            until=self.year.ends_on if said == "yes" else None,
            kept_at="Main office, folder Permissions",
            wording=self.digest[purpose],
        )

    def _own(self, student: Student) -> Answer:
        return Answer(
            school_id=student.school_id,
            student=student,
            purpose=Purpose.TAKE_PART,
            voice=Answer.Voice.STUDENT,
            said="yes",
            how=Answer.How.ASKED,
            mode=self.draw.choice(MODES),
            said_on=self.asked_on,
            until=self.today + timedelta(weeks=OWN_WEEKS),
        )
