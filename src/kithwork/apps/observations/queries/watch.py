"""What was observed at one planned time: each observer's record, and whether the two agree once both are in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.compared import PadAgreement, compared
from kithwork.apps.observations.definitions import words_of
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.models import Observation, Value, Watch
from kithwork.apps.observations.policies import (
    may_arrange,
    visible_observations,
    visible_plans,
)
from kithwork.apps.observations.queries.setup import text_of
from kithwork.apps.observations.tape import Tape, tape_of


@dataclass(frozen=True, slots=True)
class Record:
    """One observer's record: its values by pad, each with what its behaviour was called then."""

    observation: Observation
    values: list[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class WatchPage:
    """Both records, or as much of them as this viewer may see yet."""

    watch: Watch
    records: list[Record]
    agreement: list[PadAgreement]
    is_blind: bool


def watch_or_404(viewer: Viewer, watch_id: int) -> Watch:
    """A planned observation of a plan this viewer sees."""
    found = (
        Watch.objects.filter(pk=watch_id, plan__in=visible_plans(viewer))
        .select_related("student", "plan__instrument", "observer", "second_observer")
        .first()
    )
    if found is None:
        raise Http404
    return found


def watch_page(viewer: Viewer, watch: Watch) -> WatchPage:
    """Neither of two observers sees the other's record before both are in."""
    rows = in_force(
        list(
            visible_observations(viewer)
            .filter(watch=watch)
            .select_related("by", "envelope", "instrument")
        )
    )
    is_observer = viewer.user_id in {watch.observer_id, watch.second_observer_id}
    first = next((one for one in rows if not one.is_second), None)
    second = next((one for one in rows if one.is_second), None)
    waits = watch.second_observer_id is not None and not (first and second)
    is_blind = waits and (is_observer or not may_arrange(viewer))
    if is_blind:
        rows = [one for one in rows if one.by_id == viewer.user_id]
    values = _values(rows)
    return WatchPage(
        watch=watch,
        records=[Record(one, _named(one, values.get(one.pk, []))) for one in rows],
        agreement=agreement_of(first, second) if first and second else [],
        is_blind=is_blind,
    )


def in_force(rows: list[Observation]) -> list[Observation]:
    """Without those that a later one is to be read instead of."""
    corrected = {one.corrects for one in rows if one.corrects}
    return [one for one in rows if one.envelope.letter not in corrected]


def _values(rows: list[Observation]) -> Mapping[int, list[Value]]:
    found: dict[int, list[Value]] = {}
    for one in Value.objects.filter(observation__in=rows):
        found.setdefault(one.observation_id, []).append(one)
    return found


def _named(one: Observation, values: list[Value]) -> list[tuple[str, Value]]:
    words = words_of(one.instrument)
    plain = {value.behaviour: value.behaviour.replace("_", " ") for value in values}
    names = plain | {key: said["name"] for key, said in words.items()}
    return [(names[value.behaviour], value) for value in values]


def agreement_of(first: Observation, second: Observation) -> list[PadAgreement]:
    """Pad by pad, from the two letters as they were sent. Empty where the forms differ."""
    tapes = [_tape(one) for one in (first, second)]
    if first.instrument_id != second.instrument_id or None in tapes:
        return []
    return compared(tapes[0], tapes[1], text_of(first.instrument))  # type: ignore[arg-type]


def _tape(one: Observation) -> Tape | None:
    letter = read_letter(one.envelope.text)
    return tape_of(letter, text_of(one.instrument)) if isinstance(letter, Letter) else None
