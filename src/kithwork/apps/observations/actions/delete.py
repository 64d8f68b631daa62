"""Taking a letter away: it stays as a tombstone, so that a device that sends it again is told so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Envelope, Observation
from kithwork.apps.observations.policies import may_arrange
from kithwork.apps.trail.actions import action, note


@action("observation.delete")
def delete_letter(envelope: Envelope, *, why: str, by: Viewer) -> Envelope:
    """Take one observation out of everything that counts. Its letter stays, marked, with the reason.

    Raises Refused if `by` may not, Problem without a reason or when it was taken away before.
    """
    require(may_arrange(by))
    if not why.strip():
        raise Problem(_("Say in a few words why it is taken away."))
    envelope = Envelope.objects.select_for_update().get(pk=envelope.pk, school_id=by.school_id)
    if envelope.status == Envelope.Status.DELETED:
        raise Problem(_("It was taken away before."))
    Observation.objects.filter(envelope=envelope).delete()
    envelope.status, envelope.sentence = Envelope.Status.DELETED, ""
    envelope.deleted_at, envelope.deleted_by_id = clock.now(), by.user_id
    envelope.why_deleted = why.strip()
    envelope.save()
    note(letter=str(envelope.letter))
    return envelope
