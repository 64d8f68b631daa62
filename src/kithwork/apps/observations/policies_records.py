"""Who may take records along, and which of them stand open: neither of two observers sees the other's too early."""

from __future__ import annotations

from collections.abc import Iterable

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Observation, Watch
from kithwork.apps.observations.policies import (
    OBSERVES,
    WHOLE_SCHOOL,
    may_arrange,
    visible_observations,
)


def may_export(viewer: Viewer) -> Verdict:
    """Staff who see observations: those who observe, and those who see the whole school."""
    if viewer.role in OBSERVES | WHOLE_SCHOOL and viewer.school_id is not None:
        return YES
    return no("Records are for the staff who observe. Ask your coordinator.")


def may_bring_in_for(viewer: Viewer, observer_id: int) -> Verdict:
    """One's own recording; anybody's of the school for the coordinator."""
    if observer_id == viewer.user_id or may_arrange(viewer):
        return YES
    return no("Bring in what you recorded yourself. Your coordinator can bring in a colleague's.")


def may_have_source(viewer: Viewer, observation: Observation) -> Verdict:
    """The whole file, which may say something of others too: whoever brought it in, and the coordinator."""
    if may_arrange(viewer) or observation.envelope.by_id == viewer.user_id:
        return YES
    return no("The file is for whoever brought it in. Ask your coordinator for it.")


def open_observations(viewer: Viewer, rows: Iterable[Observation]) -> list[Observation]:
    """Those of these that this viewer may read now: visible at all, and not another's that waits for their own."""
    asked = list(rows)
    seen = set(
        visible_observations(viewer)
        .filter(pk__in=[one.pk for one in asked])
        .values_list("pk", flat=True)
    )
    both_in = _with_both({one.watch_id for one in asked if one.watch_id is not None})
    return [
        one
        for one in asked
        if one.pk in seen
        and (one.by_id == viewer.user_id or not _is_blind(viewer, one.watch, both_in))
    ]


def _is_blind(viewer: Viewer, watch: Watch | None, both_in: set[int]) -> bool:
    if watch is None or watch.second_observer_id is None or watch.pk in both_in:
        return False
    is_observer = viewer.user_id in {watch.observer_id, watch.second_observer_id}
    return is_observer or not may_arrange(viewer)


def _with_both(watches: set[int]) -> set[int]:
    """Of these planned times, those for which both records are in, whatever was corrected since."""
    rows = Observation.objects.filter(watch_id__in=watches)
    found = {
        which: set(rows.filter(is_second=which).values_list("watch_id", flat=True))
        for which in (False, True)
    }
    return found[False] & found[True]
