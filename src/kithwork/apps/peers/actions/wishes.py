"""What a volunteer protects and whom they would like to be with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.peers.policies import may_change_volunteer
from kithwork.apps.people.models import Enrolment, Section, Student
from kithwork.apps.people.policies import open_on
from kithwork.apps.trail.actions import action, note


@action("volunteer.protect_class")
def protect_class(volunteer: Volunteer, section: Section, *, by: Viewer) -> ProtectedClass:
    """Plans leave the volunteer alone in this class: their own learning comes first.

    Raises Refused if `by` may not, Problem if the class is not one of theirs.
    """
    require(may_change_volunteer(by, volunteer.student))
    enrolled = open_on(
        Enrolment.objects.filter(student_id=volunteer.student_id, section=section),
        clock.today_for(by),
    )
    if not enrolled.exists():
        raise Problem(
            _("%(name)s is not in %(class)s now.")
            % {"name": volunteer.student.called, "class": section.title}
        )
    kept, _made = ProtectedClass.objects.get_or_create(volunteer=volunteer, section=section)
    note(student=volunteer.student_id)
    return kept


@action("volunteer.unprotect_class")
def unprotect_class(kept: ProtectedClass, *, by: Viewer) -> Volunteer:
    """Plans may ask for them in this class again."""
    volunteer = kept.volunteer
    require(may_change_volunteer(by, volunteer.student))
    kept.delete()
    note(student=volunteer.student_id)
    return volunteer


@action("peer_wish.set")
def set_peer_wish(volunteer: Volunteer, other: Student, *, kind: str, by: Viewer) -> PeerWish:
    """Keep what a volunteer said about one other student; saying it anew replaces it.

    Raises Refused if `by` may not, Problem if the other is not at the school.
    """
    require(may_change_volunteer(by, volunteer.student))
    if kind not in PeerWish.Kind.values:
        raise Problem(_("Say whether they would like to, or would rather not."))
    if other.pk == volunteer.student_id:
        raise Problem(_("A wish is about somebody else."))
    if other.school_id != volunteer.student.school_id or other.closed_on is not None:
        raise Problem(_("That student is not at this school."))
    wish, _made = PeerWish.objects.update_or_create(
        volunteer=volunteer, other=other, defaults={"kind": kind}
    )
    note(student=volunteer.student_id)
    tell("people.changed", other.school_id, by=by)
    return wish


@action("peer_wish.remove")
def remove_peer_wish(wish: PeerWish, *, by: Viewer) -> Volunteer:
    """Forget a wish the volunteer took back."""
    volunteer = wish.volunteer
    require(may_change_volunteer(by, volunteer.student))
    wish.delete()
    note(student=volunteer.student_id)
    tell("people.changed", volunteer.student.school_id, by=by)
    return volunteer
