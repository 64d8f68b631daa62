"""Is it good: planned steps carried out, watched by two, what suggestions became, and what waits too long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.care.queries import open_partings
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.home.queries.program.weeks import WEEKS, Weeks, share_trend
from kithwork.apps.measures.readings import Seen, fidelity_of
from kithwork.apps.observations.policies import visible_observations
from kithwork.apps.safety.policies import visible_stops
from kithwork.apps.suggestions.models import Decision, Suggestion
from kithwork.apps.suggestions.policies import visible_suggestions

# Field: at least a fifth of what is watched is watched by two (practices C.3, tag V).
TWICE_PCT = 20
WAITS_TOO_LONG = timedelta(weeks=2)  # a suggestion that nobody answered (tag D, ours)


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Checklists of the last four weeks: how many, how many by an observer, how many at their line or above."""

    checks: int
    good: int
    observed: int
    runs: int
    before: int
    before_good: int

    @property
    def trend(self) -> str:
        return share_trend(self.good, self.checks, self.before_good, self.before)


@dataclass(frozen=True, slots=True)
class Twice:
    """Observations of the last four weeks, and how many two people watched."""

    watched: int
    twice: int

    @property
    def pct(self) -> int:
        return round(100 * self.twice / self.watched) if self.watched else 0

    @property
    def is_short(self) -> bool:
        return bool(self.watched) and 100 * self.twice < TWICE_PCT * self.watched


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules proposed: open now, open for long, and what people did of the rest in the last four weeks."""

    waiting: int
    long: int
    accepted: int
    other: int
    dismissed: int

    @property
    def answered(self) -> int:
        return self.accepted + self.other + self.dismissed


@dataclass(frozen=True, slots=True)
class Overdue:
    """One thing past its day, and where it is looked at."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Good:
    fidelity: Fidelity
    twice: Twice
    asked: Asked
    overdue: tuple[Overdue, ...]


def good(viewer: Viewer, weeks: Weeks, runs: Iterable[int], untold: int) -> Good:
    asked = _asked(viewer, weeks)
    return Good(
        fidelity_of_runs(runs, weeks),
        _twice(viewer, weeks),
        asked,
        tuple(_overdue(viewer, untold, asked)),
    )


def fidelity_of_runs(runs: Iterable[int], weeks: Weeks) -> Fidelity:
    """Each checklist against its own practice's line."""
    seen: dict[int | None, list[Seen]] = fidelity_of(list(runs))
    every = [one for mine in seen.values() for one in mine]
    now = [one for one in every if one.on >= weeks.first]
    before = [one for one in every if weeks.before <= one.on < weeks.first]
    return Fidelity(
        checks=len(now),
        good=sum(one.pct >= one.good_pct for one in now),
        observed=sum(one.is_observed for one in now),
        runs=sum(any(one.on >= weeks.first for one in mine) for mine in seen.values()),
        before=len(before),
        before_good=sum(one.pct >= one.good_pct for one in before),
    )


def _twice(viewer: Viewer, weeks: Weeks) -> Twice:
    rows = visible_observations(viewer).filter(
        is_usable=True, watch__on__gte=weeks.first, watch__on__lt=weeks.today
    )
    counts = rows.aggregate(
        watched=Count("watch", filter=Q(is_second=False), distinct=True),
        twice=Count("watch", filter=Q(is_second=True), distinct=True),
    )
    return Twice(counts["watched"], min(counts["twice"], counts["watched"]))


def _asked(viewer: Viewer, weeks: Weeks) -> Asked:
    rows = visible_suggestions(viewer)
    now, open_ = clock.now(), Q(status=Suggestion.Status.OPEN)
    lately = Q(decisions__at__gte=now - timedelta(weeks=WEEKS), decisions__replaced_by__isnull=True)
    counts = rows.aggregate(
        waiting=Count("pk", filter=open_, distinct=True),
        long=Count("pk", filter=open_ & Q(opened_at__lt=now - WAITS_TOO_LONG), distinct=True),
        accepted=Count(
            "pk", filter=lately & Q(decisions__kind=Decision.Kind.ACCEPT), distinct=True
        ),
        other=Count("pk", filter=lately & Q(decisions__kind=Decision.Kind.EDIT), distinct=True),
        dismissed=Count(
            "pk", filter=lately & Q(decisions__kind=Decision.Kind.DISMISS), distinct=True
        ),
    )
    return Asked(**counts)


def _overdue(viewer: Viewer, untold: int, asked: Asked) -> Iterable[Overdue]:
    late = visible_stops(viewer).filter(
        talked_at=None, taken_back_at=None, talk_by__lt=clock.today_for(viewer)
    )
    if n := late.count():
        said = ngettext(
            "%(n)s student said stop, and the talk is past its day.",
            "%(n)s students said stop, and the talk is past its day.", n,
        )  # fmt: skip
        yield Overdue(said % {"n": n}, reverse("safety:safety"))
    if n := sum(one.is_late for one in open_partings(viewer)):
        said = ngettext(
            "%(n)s student is still without another partner, past the day that was set.",
            "%(n)s students are still without another partner, past the day that was set.", n,
        )  # fmt: skip
        yield Overdue(said % {"n": n}, reverse("care:peer_care"))
    if asked.long:
        said = ngettext(
            "%(n)s suggestion has waited for more than two weeks.",
            "%(n)s suggestions have waited for more than two weeks.", asked.long,
        )  # fmt: skip
        yield Overdue(said % {"n": asked.long}, reverse("suggestions:suggestions"))
    if untold:
        said = ngettext(
            "Of %(n)s session nobody has written down how it went.",
            "Of %(n)s sessions nobody has written down how they went.", untold,
        )  # fmt: skip
        yield Overdue(said % {"n": untold}, reverse("runs:sessions"))


def fidelity_words(one: Fidelity) -> str:
    if not one.checks:
        return _("Nobody looked with a checklist in the last four weeks.")
    return ngettext(
        "%(good)s of %(n)s checklist of the last four weeks reached its line.",
        "%(good)s of %(n)s checklists of the last four weeks reached their line.", one.checks,
    ) % {"good": one.good, "n": one.checks}  # fmt: skip
