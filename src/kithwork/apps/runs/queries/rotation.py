"""When roles change in a run, and the runs in which it is time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs import policies
from kithwork.apps.runs.attention import Due, roles_due
from kithwork.apps.runs.models import Participant, Run
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.rotation import Swap, swaps_of

# A role begun today is not due yet, whatever its practice says: those runs need not be read.
SOONEST = timedelta(days=1)


def swaps(viewer: Viewer, run: Run) -> list[Swap]:
    """What changes next, for a run that goes on or is paused."""
    if run.status in {Run.Status.DRAFT, Run.Status.CLOSED}:
        return []
    people = list(run.participants.filter(left_on__isnull=True))
    return swaps_of(run, playbook_here(run), people, clock.today_for(viewer))


def runs_with_roles_due(viewer: Viewer, today: date) -> Iterator[tuple[Run, Due]]:
    """Runs this adult may change in which a role has been held long enough. Reads on as far as it is asked."""
    long_ago = Q(role_since__lte=today - SOONEST) | Q(
        role_since__isnull=True, joined_on__lte=today - SOONEST
    )
    holding = Participant.objects.filter(long_ago, left_on__isnull=True).exclude(role="")
    rows = policies.visible_runs(viewer).filter(
        status=Run.Status.ACTIVE, pk__in=holding.values("run_id")
    )
    rows = rows.exclude(scope=Run.Scope.CLASS)
    rows = rows.select_related("school", "playbook", "facilitator").defer("playbook__text")
    for run, due in roles_due(rows, today):
        if policies.may_change_run(viewer, run):
            yield run, due
