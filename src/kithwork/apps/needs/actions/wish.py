"""What a student wishes about company. Private to the team; a wish taken back is gone."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import HowAsked, Wish
from kithwork.apps.needs.policies import may_change_needs
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note


@action("wish.set")
def set_wish(
    student: Student,
    other: Student,
    *,
    kind: str,
    how_asked: str = HowAsked.NOT_YET,
    asked_on: date | None = None,
    by: Viewer,
) -> Wish:
    """Keep what a student said about one other student; saying it anew replaces it.

    Raises Refused if `by` is not on the team, Problem if the other is not at the school.
    """
    require(may_change_needs(by, student))
    if kind not in Wish.Kind.values:
        raise Problem(_("Say whether they would like to, or would rather not."))
    if student.pk == other.pk:
        raise Problem(_("A wish is about somebody else."))
    if student.school_id != other.school_id or other.closed_on is not None:
        raise Problem(_("That student is not at this school."))
    wish, _made = Wish.objects.update_or_create(
        student=student,
        other=other,
        defaults={"kind": kind, "how_asked": how_asked, "asked_on": asked_on},
    )
    note(student=student.pk)
    tell("people.changed", student.school_id, by=by)
    return wish


@action("wish.remove")
def remove_wish(wish: Wish, *, by: Viewer) -> Student:
    """Forget a wish the student took back."""
    student = wish.student
    require(may_change_needs(by, student))
    wish.delete()
    tell("people.changed", student.school_id, by=by)
    return student
