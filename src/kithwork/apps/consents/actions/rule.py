"""How a school counts answers, and who is a guardian: a change counts for what was answered before, too."""

from __future__ import annotations

from kithwork.apps.consents.models import Answer, SchoolRule
from kithwork.apps.consents.permits import work_out
from kithwork.apps.consents.policies import may_set_rule
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


@action("consent.set_rule")
def set_rule(school: School, *, guardians: str, asks_student_again: int, by: Viewer) -> SchoolRule:
    """Say whose answers it takes, and after how many weeks a student is asked again.

    Raises Refused if `by` does not run the program of this school, Problem for a rule there is not.
    """
    require(may_set_rule(by))
    if by.school_id != school.pk or guardians not in SchoolRule.Guardians.values:
        raise Problem("Choose one of the rules shown.")
    if not 1 <= asks_student_again <= 60:
        raise Problem("Weeks is a number from 1 to 60.")
    rule, _made = SchoolRule.objects.update_or_create(
        school=school,
        defaults={"guardians": guardians, "asks_student_again": asks_student_again},
    )
    note(guardians=guardians, weeks=asks_student_again)
    count_again(school.pk, by=by)
    return rule


def count_again(school_id: int, *, by: Viewer) -> None:
    """Work every permit of a school out anew: a rule, a guardian or the roster has changed."""
    students = Answer.objects.filter(school_id=school_id).values_list("student_id", flat=True)
    work_out(School.objects.get(pk=school_id), students.distinct())
    tell("permissions.changed", school_id, by=by)
