"""Permission for students who do not exist: trial accounts are made at a command line, with nobody to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.consents.models import Answer, Purpose
from kithwork.apps.consents.permits import work_out
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


@action("consent.make_up")
def permit_made_up(
    school: School,
    students: Sequence[Student],
    *,
    until: date,
    by: Viewer,
    purpose: str = Purpose.TAKE_PART,
) -> list[Answer]:
    """A yes of both voices for made-up students of a made-up school.

    Raises Refused for anybody but the command line, and for any school with real children.
    """
    if by.user_id is not None or by.role != Role.SYSTEM_ADMINISTRATOR or not school.is_demo:
        raise Refused(_("Only made-up students are answered for. Ask the family and the student."))
    on = clock.today(school.timezone)
    given = {"purpose": purpose, "said": Answer.Said.YES, "said_on": on, "until": until}
    made = Answer.objects.bulk_create(
        Answer(school=school, student=one, how=Answer.How.ASKED, **given, **voice)
        for one in students
        for voice in (
            {"voice": Answer.Voice.GUARDIAN, "signer": "made up"},
            {"voice": Answer.Voice.STUDENT, "mode": "speech"},
        )
    )
    work_out(school, [one.pk for one in students])
    note(students=len(students))
    return made
