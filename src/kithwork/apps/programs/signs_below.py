"""What permissions and training tell of a program: the same kind of functions as in `signs`, for the rooms below."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.consents.queries.for_program import permission_counts
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.peers.policies import visible_volunteers
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.sign import Sign
from kithwork.apps.training.queries.for_program import (
    adults_trained,
    orientation_counts,
    peers_trained,
    who_leads_meetings,
)


def permissions(viewer: Viewer, program: Program) -> Sign:
    counts = permission_counts(viewer)
    if not counts.asked:
        return Sign(False, _("Nobody takes part yet, so no family was asked."))
    words = _("The families of %(n)s of %(all)s students said yes.")
    about = {"n": counts.families, "all": counts.asked}
    return Sign(counts.families == counts.asked, words % about)


def own_yes(viewer: Viewer, program: Program) -> Sign:
    counts = permission_counts(viewer)
    if not counts.asked:
        return Sign(False, _("Nobody takes part yet, so nobody was asked."))
    words = _("%(n)s of %(all)s students said yes themselves.")
    return Sign(counts.own == counts.asked, words % {"n": counts.own, "all": counts.asked})


def staff_trained(viewer: Viewer, program: Program) -> Sign:
    """Adults of the school on the team, and those who lead meetings of training."""
    seats = program.members.filter(left_on__isnull=True, staff__isnull=False)
    adults = set(seats.values_list("staff_id", flat=True)) | who_leads_meetings(viewer)
    if not adults:
        return Sign(False, _("No adult is on the team yet."))
    n = adults_trained(viewer, adults)
    words = _("%(n)s of %(all)s adults on the team or leading meetings hold a training.")
    return Sign(n == len(adults), words % {"n": n, "all": len(adults)})


def orientation(viewer: Viewer, program: Program) -> Sign:
    """The eight topics are spread over the parts: all of them planned means all eight."""
    planned, held, parts = orientation_counts(viewer)
    if not planned:
        return Sign(False, _("No part of the orientation has a day yet."))
    words = _("%(planned)s of %(all)s parts have a day; %(held)s were held.")
    return Sign(planned == parts, words % {"planned": planned, "all": parts, "held": held})


def peers_mastered(viewer: Viewer, program: Program) -> Sign:
    ready = visible_volunteers(viewer).filter(status=Volunteer.Status.READY)
    ids = set(ready.values_list("student_id", flat=True))
    if not ids:
        return Sign(False, _("Nobody is ready yet."))
    n = peers_trained(viewer, ids)
    words = ngettext(
        "%(n)s of %(all)s ready peers has mastered a role.",
        "%(n)s of %(all)s ready peers have mastered a role.",
        n,
    )
    return Sign(n == len(ids), words % {"n": n, "all": len(ids)})


def supervisor(viewer: Viewer, program: Program) -> Sign:
    watches, keeps = program.monitor, program.schedule_owner
    if watches and keeps:
        names = {"who": watches.full_name, "keeper": keeps.full_name}
        return Sign(True, _("%(who)s watches over it, %(keeper)s keeps the times.") % names)
    if watches:
        words = _("%(who)s watches over it. Name who keeps the times.")
        return Sign(False, words % {"who": watches.full_name})
    return Sign(False, _("Name the adult who watches over it, and who keeps the times."))


BELOW = {
    "permissions": permissions,
    "own_yes": own_yes,
    "staff_trained": staff_trained,
    "orientation_planned": orientation,
    "peers_trained": peers_mastered,
    "supervisor": supervisor,
}
