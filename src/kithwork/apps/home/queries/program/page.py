"""Today of who answers for a school: three tiles and what needs support. The Program page, and Quality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.home.queries.program.everyone import (
    Everyone,
    Reach,
    everyone,
    reach,
    reach_words,
)
from kithwork.apps.home.queries.program.good import (
    Fidelity,
    Good,
    fidelity_of_runs,
    fidelity_words,
    good,
)
from kithwork.apps.home.queries.program.happening import (
    Happening,
    Held,
    happening,
    held_line,
    held_words,
)
from kithwork.apps.home.queries.program.lasting import Lasting, lasting
from kithwork.apps.home.queries.program.weeks import Weeks
from kithwork.apps.runs.models import SessionLog
from kithwork.apps.runs.policies import visible_run_sessions, visible_sessions
from kithwork.apps.safety.queries import open_counts
from kithwork.apps.suggestions.queries import waiting

SEES = frozenset({Role.SCHOOL_ADMINISTRATOR, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Tile:
    """One question, answered in a sentence with a figure; which way it goes; or what to do where nothing is known."""

    question: str
    icon: str
    says: str
    trend: str
    next_step: str
    url: str


@dataclass(frozen=True, slots=True)
class Support:
    """One thing that needs support: what, why in one line, and where. By the alphabet, never a ranking."""

    title: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A student's own words, shared with leave. Whose they are is not said here."""

    words: str


@dataclass(frozen=True, slots=True)
class TodaySight:
    tiles: tuple[Tile, ...]
    support: tuple[Support, ...]
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class ProgramSight:
    happening: Happening
    everyone: Everyone
    tiles: tuple[Tile, ...]
    line: float


@dataclass(frozen=True, slots=True)
class QualitySight:
    """Whether it is good, and whether it will last."""

    good: Good
    lasting: tuple[Lasting, ...]
    tile: Tile


def may_see_program(viewer: Viewer) -> Verdict:
    if viewer.role in SEES and viewer.school_id is not None:
        return YES
    return no(
        _("This page is for the principal and the coordinator. Ask one of them how the program is.")
    )


def today_sight(viewer: Viewer) -> TodaySight:
    weeks = Weeks(clock.today_for(viewer))
    done = happening(viewer, weeks)
    seen = fidelity_of_runs([run.pk for run in done.runs], weeks)
    tiles = _tiles(done, seen, reach(viewer, weeks))
    return TodaySight(tiles, tuple(_support(viewer, done)), _quote(viewer, weeks))


def program_sight(viewer: Viewer) -> ProgramSight:
    weeks = Weeks(clock.today_for(viewer))
    done = happening(viewer, weeks)
    seen = fidelity_of_runs([run.pk for run in done.runs], weeks)
    who = everyone(viewer, weeks)
    return ProgramSight(done, who, _tiles(done, seen, who.reach), held_line(viewer.school_id))


def quality_sight(viewer: Viewer) -> QualitySight:
    weeks = Weeks(clock.today_for(viewer))
    done = happening(viewer, weeks)
    how = good(viewer, weeks, [run.pk for run in done.runs], done.now.untold)
    return QualitySight(how, tuple(lasting(viewer)), _good_tile(how.fidelity))


def _tiles(done: Happening, seen: Fidelity, who: Reach) -> tuple[Tile, ...]:
    program = reverse("home:how_it_goes")
    return (
        Tile(
            _("Is it happening?"), "calendar-days", held_words(done.now), done.trend,
            _held_next(done.now), f"{program}#happening",
        ),
        _good_tile(seen),
        Tile(
            _("Is everyone included?"), "users", reach_words(who), who.trend,
            "" if who.is_anybody else _("The coordinator publishes a plan or starts a practice."),
            f"{program}#everyone",
        ),
    )  # fmt: skip


def _good_tile(seen: Fidelity) -> Tile:
    return Tile(
        _("Is it good?"), "clipboard-list", fidelity_words(seen), seen.trend,
        "" if seen.checks else _("A checklist takes five minutes in a session. Ask the coordinator who can go."),
        reverse("home:quality"),
    )  # fmt: skip


def _held_next(now: Held) -> str:
    if not now.planned:
        return _("The coordinator publishes a plan or starts a practice.")
    return "" if now.told else _("Ask who was there to log them: it takes half a minute each.")


def _support(viewer: Viewer, done: Happening) -> Iterator[Support]:
    """Safety first; then what is going on, by name."""
    yield from _safety(viewer)
    named: dict[str, Support] = {}
    line = held_line(viewer.school_id)
    for one in (*_decide(viewer), *_runs(done, line)):
        first = named.get(one.title)
        # One line a run: what waits for a decision leads there, and the rest is said beside it.
        named[one.title] = replace(first, why=f"{first.why} {one.why}") if first else one
    yield from (named[title] for title in sorted(named, key=str.casefold))


def _safety(viewer: Viewer) -> Iterator[Support]:
    stops, concerns = open_counts(viewer)
    if concerns:
        title = ngettext("%(n)s concern is open", "%(n)s concerns are open", concerns)
        yield Support(
            title % {"n": concerns},
            _("Somebody saw or told something. Please read it today."), reverse("safety:safety"),
        )  # fmt: skip
    if stops:
        title = ngettext("%(n)s student said stop", "%(n)s students said stop", stops)
        yield Support(
            title % {"n": stops},
            _("Their times together are paused until somebody has talked with them."),
            reverse("safety:safety"),
        )


def _runs(done: Happening, line: float) -> Iterator[Support]:
    for run in done.runs:
        if run.held.is_under(line):
            said = {"held": run.held.held, "told": run.held.told}
            why = _("%(held)s of %(told)s sessions were held in the last four weeks.") % said
            yield Support(run.name, why, reverse("runs:run", args=[run.pk]))
        elif run.held.planned and not run.held.told:
            why = _("How %(n)s sessions went is not written down yet.") % {"n": run.held.planned}
            yield Support(run.name, why, reverse("runs:run", args=[run.pk]))
    if done.plan.untold:
        why = _("How %(n)s of them went is not written down yet.") % {"n": done.plan.untold}
        yield Support(_("Times together of the plan"), why, reverse("runs:sessions"))


def _decide(viewer: Viewer) -> Iterator[Support]:
    for one in waiting(viewer):
        yield Support(one.place, one.why, one.url)


def _quote(viewer: Viewer, weeks: Weeks) -> Quote | None:
    """The newest words a student said yes to sharing, of the last eight weeks."""
    rows = SessionLog.objects.filter(
        may_share_quote=True, replaced_by__isnull=True, quote_of__isnull=False,
        quote_of__closed_on__isnull=True, session__on__gte=weeks.before,
    ).exclude(quote="")  # fmt: skip
    seen = rows.filter(session__in=visible_sessions(viewer).values("pk")) | rows.filter(
        session__in=visible_run_sessions(viewer).values("pk")
    )
    words = seen.order_by("-session__on", "-pk").values_list("quote", flat=True).first()
    return Quote(words) if words else None
