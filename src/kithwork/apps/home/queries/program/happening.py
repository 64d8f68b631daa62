"""Is it happening: sessions planned, held and not told of, minutes, and practices. About sessions, not about people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.home.queries.program.weeks import WEEKS, Weeks, is_mostly_told, share_trend
from kithwork.apps.runs.models import Run, Session
from kithwork.apps.runs.policies import visible_run_sessions, visible_runs, visible_sessions
from kithwork.apps.schools.queries import minutes_of
from kithwork.apps.suggestions.rules_here import values_of
from kithwork.playbooks import rule_book

HELD_RULE = "DR-26"  # sessions held of planned: the same line as the suggestion draws
GOING_ON = (Run.Status.ACTIVE, Run.Status.PAUSED)


@dataclass(frozen=True, slots=True)
class Held:
    """Sessions of a stretch of time that is over. ``untold``: nobody has written down yet how they went."""

    planned: int = 0
    held: int = 0
    untold: int = 0
    minutes: int = 0

    @property
    def told(self) -> int:
        return self.planned - self.untold

    @property
    def each_minutes(self) -> int:
        return round(self.minutes / self.held) if self.held else 0

    @property
    def hours_a_week(self) -> float:
        return self.minutes / 60 / WEEKS

    def is_under(self, line: float) -> bool:
        """Of what is known: below the line of the rule, in percent."""
        return bool(self.told) and 100 * self.held < line * self.told


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One practice of the school."""

    name: str
    runs: int
    held: Held


@dataclass(frozen=True, slots=True)
class RunHeld:
    """One run that is going on, and how its last four weeks went."""

    pk: int
    name: str
    held: Held


@dataclass(frozen=True, slots=True)
class Happening:
    now: Held
    before: Held
    practices: tuple[PracticeLine, ...]
    runs: tuple[RunHeld, ...]
    plan: Held

    @property
    def trend(self) -> str:
        if not is_mostly_told(self.now.told, self.now.planned):
            return _("Less than half is written down: too little for a share.")
        return share_trend(self.now.held, self.now.told, self.before.held, self.before.told)


def held_line(school_id: int | None = None) -> float:
    """Percent of planned sessions below which the rule asks to look: the school's own value where it has one."""
    own = values_of(school_id).get((HELD_RULE, 0)) if school_id is not None else None
    if own is not None:
        return float(own)
    rule = rule_book().of(HELD_RULE)
    assert rule is not None and rule.conditions[0].value is not None, "it ships with the rules"
    return float(rule.conditions[0].value)


def happening(viewer: Viewer, weeks: Weeks) -> Happening:
    counted = _counted(viewer, weeks)
    runs = list(
        visible_runs(viewer).filter(status__in=GOING_ON).select_related("playbook").order_by("name")
    )
    by_run = {run.pk: _held(counted[run.pk, True]) for run in runs}
    return Happening(
        now=_held(line for (_run, recent), lines in counted.items() if recent for line in lines),
        before=_held(
            line for (_run, recent), lines in counted.items() if not recent for line in lines
        ),
        practices=tuple(_practices(runs, by_run)),
        runs=tuple(RunHeld(run.pk, run.name, by_run[run.pk]) for run in runs),
        plan=_held(counted[None, True]),
    )


Line = tuple[str, time, time, int]


def _counted(viewer: Viewer, weeks: Weeks) -> dict[tuple[int | None, bool], list[Line]]:
    """(run, whether in the last four weeks) -> status, bells and how many. Counted by the database, bell by bell."""
    found: dict[tuple[int | None, bool], list[Line]] = defaultdict(list)
    for rows in (visible_sessions(viewer), visible_run_sessions(viewer)):
        over = rows.filter(on__gte=weeks.before, on__lt=weeks.today)
        over = over.exclude(status=Session.Status.CANCELLED).order_by()
        groups = over.values_list("run_id", "status", "starts_at", "ends_at").annotate(
            all=Count("pk"), recent=Count("pk", filter=Q(on__gte=weeks.first))
        )
        for run, status, starts_at, ends_at, every, recent in groups:
            found[run, True].append((status, starts_at, ends_at, recent))
            found[run, False].append((status, starts_at, ends_at, every - recent))
    return found


def _held(lines: Iterable[Line]) -> Held:
    status: Counter[str] = Counter()
    minutes = 0
    for its, starts_at, ends_at, n in lines:
        status[its] += n
        if its == Session.Status.HELD:
            minutes += n * (minutes_of(ends_at) - minutes_of(starts_at))
    return Held(
        status.total(), status[Session.Status.HELD], status[Session.Status.PLANNED], minutes
    )


def _practices(runs: list[Run], by_run: dict[int, Held]) -> Iterable[PracticeLine]:
    """By the alphabet: nothing here is a ranking."""
    named: dict[str, list[Held]] = defaultdict(list)
    for run in runs:
        named[run.playbook.name].append(by_run[run.pk])
    for name in sorted(named):
        yield PracticeLine(name, len(named[name]), _sum(named[name]))


def _sum(many: list[Held]) -> Held:
    return Held(
        sum(one.planned for one in many), sum(one.held for one in many),
        sum(one.untold for one in many), sum(one.minutes for one in many),
    )  # fmt: skip


def held_words(held: Held) -> str:
    """18 of 24 planned sessions were held; and what nobody has told yet, which is neither."""
    if not held.planned:
        return _("No session was planned in the last four weeks.")
    if not held.told:
        return _(
            "%(n)s sessions were planned in the last four weeks. How they went is not written down yet."
        ) % {"n": held.planned}
    said = _("%(held)s of %(told)s sessions were held in the last four weeks.") % {
        "held": held.held, "told": held.told,
    }  # fmt: skip
    if held.untold:
        said += " " + _("Of %(n)s more nobody has written down how they went.") % {"n": held.untold}
    return said
