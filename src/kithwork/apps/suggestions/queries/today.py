"""Suggestions that need a person today, for the first page of who decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.suggestions.models import Suggestion
from kithwork.apps.suggestions.policies import may_decide, visible_suggestions
from kithwork.apps.suggestions.queries.cards import title_of

# A run says these on Today by itself already: new partners, roles to change, two sides apart, a step that is due.
SAID_ALREADY = frozenset(
    {"DR-01", "DR-02", "DR-03", "DR-04", "DR-08", "DR-40", "DR-41", "one_sided"}
)
# Where something goes wrong with people or with how it is done: before what goes well.
FIRST = ("DR-11", "DR-09", "DR-05", "DR-32", "DR-12", "DR-10")


@dataclass(frozen=True, slots=True)
class Ask:
    """One run with something to decide: its name, the first thing, and where. No student is named here."""

    place: str
    title: str
    why: str
    label: str
    url: str


def needs_you(viewer: Viewer, *, most: int = 5) -> list[Ask]:
    """The most urgent first: one line for each run, however many suggestions it has."""
    return [_ask(mine) for mine in _open_by_run(viewer) if may_decide(viewer, mine[0])][:most]


def waiting(viewer: Viewer) -> list[Ask]:
    """What waits for somebody else to decide, for who answers for the school; one line a run."""
    return [_ask(mine) for mine in _open_by_run(viewer)]


def _open_by_run(viewer: Viewer) -> list[list[Suggestion]]:
    rows = (
        visible_suggestions(viewer)
        .filter(status=Suggestion.Status.OPEN)
        .exclude(rule__in=SAID_ALREADY)
        .select_related("run__facilitator", "program")
    )
    by_run: dict[tuple[int, int], list[Suggestion]] = {}
    for one in sorted(rows, key=_urgency):
        by_run.setdefault((one.run_id or 0, one.program_id or 0), []).append(one)
    return list(by_run.values())


def _urgency(one: Suggestion) -> tuple[int, int, object, int]:
    place = FIRST.index(one.rule) if one.rule in FIRST else len(FIRST)
    return place, int(not one.check_of), one.opened_at, one.pk


def _ask(mine: list[Suggestion]) -> Ask:
    first = mine[0]
    place = first.run.name if first.run else first.program.name if first.program else ""
    why = title_of(first)
    if len(mine) > 1:
        n = len(mine) - 1
        more = ngettext("and %(n)s more suggestion", "and %(n)s more suggestions", n) % {"n": n}
        why = f"{why}, {more}"
    url = (
        reverse("suggestions:run", args=[first.run_id])
        if first.run_id
        else reverse("suggestions:decide", args=[first.pk])
    )
    return Ask(place, _("%(name)s: time to decide") % {"name": place}, f"{why}.", _("Decide"), url)
