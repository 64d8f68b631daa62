"""An answer: a student's own, one an adult writes down, and one that is taken away again."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships.models import Naming, Round
from kithwork.apps.friendships.policies import SURVEY, may_answer, may_write_down, own_student
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note

Said, Mode = Naming.Said, Naming.Mode
OWN_MODES = (Mode.TYPED, Mode.LIST)
SCRIBED = tuple(one for one in Mode if one not in OWN_MODES)


@action("friendships.name")
def name_friends(
    round_: Round,
    named: Iterable[int],
    *,
    said: str = Said.NAMES,
    mode: str = Mode.LIST,
    by: Viewer,
) -> Naming:
    """A student names friends, nobody, or passes.

    Raises Refused when it is not open for them, Problem for somebody who is not on the roster.
    """
    require(may_answer(by, round_))
    if mode not in OWN_MODES:
        raise Problem(_("Say how it was answered."))
    own = own_student(by)
    assert own is not None, "may_answer has looked"
    return _keep(round_, own, named, said, mode, by)


@action("friendships.take_back")
def take_back(round_: Round, *, by: Viewer) -> Naming:
    """A student takes their answer away. Whom they named is erased at once, and no reason is asked."""
    require(may_answer(by, round_))
    own = own_student(by)
    assert own is not None, "may_answer has looked"
    return _keep(round_, own, (), Said.TAKEN_BACK, Mode.LIST, by)


@action("friendships.write_down")
def write_down(
    round_: Round, student: Student, named: Iterable[int], *, said: str, mode: str, by: Viewer
) -> Naming:
    """Keep what a student said, signed, pointed at or showed, with the way they did.

    Raises Refused if `by` is not on the student's team, Problem without permission or a way.
    """
    require(may_write_down(by, round_, student))
    if not live(SURVEY, clock.today_for(by), [student.pk]):
        raise Problem(
            _("%(name)s has no permission for questions today. Ask for it under Families.")
            % {"name": student.called}
        )
    if mode not in SCRIBED:
        raise Problem(_("Say how the student answered."))
    note(student=student.pk)
    return _keep(round_, student, named, said, mode, by)


def _keep(
    round_: Round, student: Student, named: Iterable[int], said: str, mode: str, by: Viewer
) -> Naming:
    wanted = set(named)
    if said not in Said.values or (said == Said.NAMES) != bool(wanted):
        raise Problem(_("Choose a name first. Or name nobody, or pass."))
    if student.pk in wanted:
        raise Problem(_("Choose somebody else than oneself."))
    if round_.roster.filter(student__in=wanted).count() != len(wanted):
        raise Problem(_("Choose from the class as it is on this page. Open the page again."))
    if said == Said.TAKEN_BACK:
        round_.namings.filter(student=student).delete()
    made = Naming.objects.create(
        round=round_, student=student, said=said, mode=mode, by_id=by.user_id
    )
    made.named.set(wanted)
    note(round=round_.pk)  # never whom, never how many
    return made
