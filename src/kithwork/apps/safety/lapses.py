"""DR-52: where a permission or the student's own yes is not there, times together pause by themselves.

It follows from what the ledger says, so nobody is asked for leave, and it ends when the permission is back.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import live_at
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.actions import end_pauses, pause_pairings
from kithwork.apps.runs.models import Pairing, Participant, Pause, Run
from kithwork.apps.safety.telling import tell_those_who_look_after
from kithwork.apps.schools.models import School


def follow_permissions(school_id: int, *, by: Viewer) -> None:
    """Pause who has no permission any more, and let go on who has it again, in the same transaction."""
    school = School.objects.get(pk=school_id)
    agreed = live_at(school_id, Purpose.TAKE_PART, clock.today(school.timezone))
    standing = Pause.objects.filter(
        school_id=school_id, rule=Pause.Rule.LAPSED, ended_at__isnull=True
    )
    paused = set(standing.values_list("student_id", flat=True))
    lapsed = _together(school_id) - agreed - paused
    # What pauses and what goes on is the house's doing, whoever's answer it follows from.
    house = Viewer.command(school_id=school_id)
    for student in Student.objects.filter(pk__in=lapsed).order_by("pk"):
        because = f"consents.permit:{student.pk}"
        pause_pairings(student, (), rule=Pause.Rule.LAPSED, because=because, by=house)
    back = [row for row in standing.select_related("student") if row.student_id in agreed]
    if back:
        end_pauses(back, reason=_("The permission is there again."), by=house)
    if lapsed:
        title = _("A permission is not there any more. Times together are paused.")
        tell_those_who_look_after(school_id, title, by=by)


def pause_lapsed() -> None:
    """Permissions end at midnight as well as by a word: a duty of the engine. Safe to run twice."""
    for school_id in School.objects.order_by("pk").values_list("pk", flat=True):
        if _has_lapsed(school_id):
            follow_permissions(school_id, by=Viewer.command(school_id=school_id))


def _has_lapsed(school_id: int) -> bool:
    school = School.objects.get(pk=school_id)
    together = _together(school_id)
    if not together:
        return False
    agreed = live_at(school_id, Purpose.TAKE_PART, clock.today(school.timezone))
    paused = Pause.objects.filter(
        school_id=school_id, rule=Pause.Rule.LAPSED, ended_at__isnull=True
    )
    return bool(together - agreed - set(paused.values_list("student_id", flat=True)))


def _together(school_id: int) -> set[int]:
    """Students in a pair of the plan, or in a run that is not a whole class's."""
    pairs = Pairing.objects.filter(school_id=school_id).exclude(status=Pairing.Status.ENDED)
    found = {one for row in pairs.values_list("student_id", "peer_id") for one in row}
    taking_part = Participant.objects.filter(
        run__school_id=school_id, left_on__isnull=True, run__status=Run.Status.ACTIVE
    ).exclude(run__scope=Run.Scope.CLASS)
    return found | set(taking_part.values_list("student_id", flat=True))
