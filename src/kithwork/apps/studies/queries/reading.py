"""A reader's desk, which knows nothing of the key; and, for those who run the study, how far the readings are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies import masked, policies
from kithwork.apps.studies.actions.reading import possible_readers
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.limits import limit
from kithwork.apps.studies.live import misses_a_case
from kithwork.apps.studies.models import Outcome, Reading, Round, Seal, Study
from kithwork.evidence.graph import Figure
from kithwork.evidence.randomization import plan_from

# Plans that make every order of the cases equally likely.
ORDERS_DRAWN = frozenset({"wampold_worsham", "koehler_levin"})


@dataclass(frozen=True, slots=True)
class Graph:
    """One graph to be read: its number on this reader's desk, its random id, and how many sessions it has."""

    number: int
    id: str
    sessions: int


@dataclass(frozen=True, slots=True)
class Desk:
    """All a masked reader is sent. No study, case, phase or day is in it."""

    figure: Figure
    graphs: tuple[Graph, ...]
    is_read: bool


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    study: Study
    open_round: Round | None
    readings: Sequence[Reading]
    readers: Sequence[tuple[int, str]]
    outcomes: Sequence[Outcome]
    results: Sequence[tuple[Round, masked.Outcome, Sequence[Reading]]]
    may_run: bool
    least: int
    says_gone: str
    is_to_be_laid_anew: bool
    n_put_away: int

    @property
    def all_in(self) -> bool:
        return bool(self.readings) and all(one.read_at is not None for one in self.readings)


def reading_or_404(viewer: Viewer, token: str) -> Reading:
    """One's own, by its address. Somebody else's is not there, nor graphs of somebody who left the study."""
    found = (
        policies.own_readings(viewer)
        .select_related("round__outcome", "round__study__school")
        .filter(token=token)
        .first()
    )
    if found is None or misses_a_case(found.round):
        raise Http404
    return found


def round_or_404(viewer: Viewer, round_id: int) -> Round:
    rows = Round.objects.filter(study__in=policies.visible_studies(viewer), pk=round_id)
    return first_or_404(rows.select_related("study"))


def own_readings_page(viewer: Viewer) -> list[Reading]:
    rows = policies.own_readings(viewer).select_related("round__study__school")
    return [one for one in rows.order_by("read_at", "pk") if not misses_a_case(one.round)]


def desk(reading: Reading) -> Desk:
    """Made of the sheets and this reader's own order; the key is not looked at."""
    sheets, own = reading.round.sheets, reading.sheets
    graphs = tuple(
        Graph(number, one, len(sheets[place])) for number, (one, place) in enumerate(own, start=1)
    )
    drawn = masked.figure_for(sheets, own, reading.round.outcome.improvement)
    return Desk(drawn, graphs, reading.read_at is not None)


def readings_page(viewer: Viewer, study: Study) -> ReadingsPage:
    """Graphs with somebody in them who is not in the study any more are put away, whatever was read of them."""
    whole, put_away = [], []
    for one in study.rounds.select_related("outcome", "study__school").order_by("-pk"):
        (put_away if misses_a_case(one) else whole).append(one)
    open_round = next((one for one in whole if one.opened_at is None), None)
    may_run = bool(policies.may_run_study(viewer, study))
    able = possible_readers(viewer, study) if may_run and open_round is None else []
    found = gathered(study, viewer)
    return ReadingsPage(
        study, open_round, list(open_round.readings.select_related("reader")) if open_round else [],
        list(dict.fromkeys((one.user_id, one.user.name) for one in able)),
        [one for one in found.outcomes if found.series_of(one)],
        [(one, outcome_of_round(one), list(one.readings.select_related("reader"))) for one in whole if one.opened_at],
        may_run, limit("readers_at_least"), found.says_gone,
        any(one.opened_at is None for one in put_away), sum(one.opened_at is not None for one in put_away),
    )  # fmt: skip


def outcome_of_round(made: Round) -> masked.Outcome:
    readings = list(made.readings.all())
    seal = made.study.seals.filter(kind=Seal.Kind.STARTS).first()
    starts = made.starts["at"]
    firsts = [one[0] for one in starts if one]
    is_drawn = (
        seal is not None
        and plan_from(seal.content).design in ORDERS_DRAWN
        and sorted(seal.content["cases"]) == sorted(made.starts["cases"])
        and len(set(firsts)) == len(starts)
    )
    return masked.outcome_of(
        made.starts["cases"],
        starts,
        [(one.sheets, one.marks, one.log) for one in readings],
        is_drawn=is_drawn,
    )
