"""Who starts, who answers, who chooses, who gives: both partners side by side, phase by phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.measures.stretches import BASELINE, at, stretches
from kithwork.apps.observations.models import Observation, Value
from kithwork.apps.observations.policies import visible_observations
from kithwork.apps.observations.policies_records import open_observations
from kithwork.apps.observations.queries.watch import in_force
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.progress.drawing import number
from kithwork.apps.progress.queries.student import runs_with
from kithwork.apps.runs.balance import Balance
from kithwork.apps.runs.giving import balances
from kithwork.apps.runs.models import Phase, Run
from kithwork.apps.runs.peer_week import PeerWeek, peer_weeks
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.wording import PHASES

RATE_MINUTES = 10
# What both can do, as the dictionary of behaviours names it for the one and for the other.
BOTH = (
    ("starts", gettext_lazy("Starts"), "initiation", "peer_initiation"),
    ("answers", gettext_lazy("Answers"), "response", "peer_response"),
    ("asks", gettext_lazy("Asks a classmate"), "help_request", "help_request"),
    ("chooses", gettext_lazy("Chooses"), "choice_made", "choice_made"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """One thing both can do, in one phase: times in ten minutes, and how much of it was the student's."""

    what: str
    phase: str
    own: str
    partner: str
    own_pct: int | None
    looks: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a run: what they gave and received, and how much of their week is booked."""

    student: Student
    balance: Balance | None
    week: PeerWeek | None


@dataclass(frozen=True, slots=True)
class Circle:
    """One run the student is in, and everybody in it whom this viewer may know."""

    run: Run
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class TogetherPage:
    student: Student
    shares: tuple[Share, ...]
    says: str
    circles: tuple[Circle, ...]


def together_page(viewer: Viewer, student: Student) -> TogetherPage:
    """Both sides, from what was observed of both and told of sessions.

    A practice of a whole class, in which both sides follow from the procedure, has nothing to show here.
    """
    theirs = [run for run in runs_with(viewer, student) if run.scope != Run.Scope.CLASS]
    runs = sorted(theirs, key=lambda run: run.focus_student_id != student.pk)
    shares = tuple(_shares(viewer, student, runs))
    today = clock.today_for(viewer)
    return TogetherPage(
        student=student,
        shares=shares,
        says=_says(student, shares),
        circles=tuple(_circle(viewer, run, today) for run in runs),
    )


def _shares(viewer: Viewer, student: Student, runs: list[Run]) -> Iterator[Share]:
    rows = visible_observations(viewer).filter(student=student, is_usable=True, is_second=False)
    whole = list(rows.exclude(phase="probe").select_related("envelope", "watch"))
    seen = open_observations(viewer, in_force(whole))
    phase_rows = list(Phase.objects.filter(run__in=runs[:1]).order_by("starts_on", "pk"))
    cuts = stretches(phase_rows)
    counts = _counts(seen)
    for _key, name, own, partner in BOTH:
        by_phase: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for one in seen:
            mine = counts.get((one.pk, own, "student"))
            other = counts.get((one.pk, partner, "partner"))
            if mine is None or other is None:
                # Only where both were watched: one side alone says nothing of two.
                continue
            found = at(cuts, one.began_at.date())
            label = found.name if found else str(PHASES[one.phase or BASELINE])
            by_phase[label].append((mine, other))
        for phase, pairs in by_phase.items():
            yield _share(str(name), phase, pairs)


def _counts(rows: list[Observation]) -> dict[tuple[int, str, str], float]:
    values = Value.objects.filter(observation__in=rows, index="rate", value__isnull=False)
    return {
        (one, behaviour, who): value * RATE_MINUTES
        for one, behaviour, who, value in values.values_list(
            "observation_id", "behaviour", "who", "value"
        )
        if value is not None
    }


def _share(name: str, phase: str, pairs: list[tuple[float, float]]) -> Share:
    own, partner = fmean(one for one, _two in pairs), fmean(two for _one, two in pairs)
    total = own + partner
    return Share(
        what=name,
        phase=phase,
        own=number(own),
        partner=number(partner),
        own_pct=round(100 * own / total) if total else None,
        looks=len(pairs),
    )


def _says(student: Student, shares: tuple[Share, ...]) -> str:
    """How the first phase compares with the last, for who starts. Counted, not judged."""
    starts = [one for one in shares if one.what == str(BOTH[0][1]) and one.own_pct is not None]
    if not starts:
        return ""
    first, last = starts[0], starts[-1]
    if first is last:
        return _("%(name)s begins %(pct)s of 100 exchanges.") % {
            "name": student.called, "pct": last.own_pct,
        }  # fmt: skip
    return _(
        "%(name)s begins %(last)s of 100 exchanges now (%(now)s); %(first)s of 100 at first (%(before)s)."
    ) % {
        "name": student.called, "last": last.own_pct, "now": last.phase, "first": first.own_pct,
        "before": first.phase,
    }  # fmt: skip


def _circle(viewer: Viewer, run: Run, today: date) -> Circle:
    known = visible_students(viewer, depth=Depth.PARTICIPATION)
    people = list(
        known.filter(participations__run=run, participations__left_on__isnull=True).distinct()
    )
    on = min(max(today, run.starts_on), run.ends_on)
    sides = balances(run, playbook_here(run), on, [one.pk for one in people])
    weeks = peer_weeks([one.pk for one in people], today)
    return Circle(run, tuple(Member(one, sides.get(one.pk), weeks.get(one.pk)) for one in people))
