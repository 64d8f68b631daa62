"""Who may practise, and who sees what came of it."""

from __future__ import annotations

from django.db.models import QuerySet

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Certificate, PracticeTape, ScoredRecording
from kithwork.apps.observations.policies import WHOLE_SCHOOL, may_arrange, may_observe
from kithwork.apps.people.policies import NOBODY


def visible_recordings(viewer: Viewer) -> QuerySet[ScoredRecording]:
    """Those in use, for whoever observes; the retired too for whoever arranges."""
    if not may_observe(viewer):
        return ScoredRecording.objects.none()
    recordings = ScoredRecording.objects.filter(school_id=viewer.school_id or NOBODY)
    return recordings if may_arrange(viewer) else recordings.filter(is_retired=False)


def visible_tapes(viewer: Viewer) -> QuerySet[PracticeTape]:
    """One's own; the whole school's for whoever arranges."""
    tapes = PracticeTape.objects.filter(recording__school_id=viewer.school_id or NOBODY)
    if may_arrange(viewer):
        return tapes
    return tapes.filter(by_id=viewer.user_id or NOBODY)


def visible_certificates(viewer: Viewer) -> QuerySet[Certificate]:
    """One's own; the whole school's for those who see the whole school."""
    held = Certificate.objects.filter(recording__school_id=viewer.school_id or NOBODY)
    if viewer.role in WHOLE_SCHOOL:
        return held
    return held.filter(observer_id=viewer.user_id or NOBODY)
