"""The parts of a study read one by one: phases, tiers, agreement and probes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kithwork.evidence.design.study import (
    ANY_TIER,
    Agreement,
    Design,
    Probe,
    Stretch,
    Tier,
)
from kithwork.evidence.faults import Fault

MOST_TIERS = 20  # the best three are looked for among all threes
MOST = 10**12  # no study has so many points; larger whole numbers need not fit in a float
METHODS = {"percent": 100.0, "kappa": 1.0}


@dataclass(slots=True)
class Place:
    """Where in the file we read, and what was wrong so far."""

    row: int
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, sentence: str, column: str) -> None:
        self.faults.append(Fault(code, sentence, self.row, column))

    def number(self, value: object, column: str, low: float, high: float) -> float | None:
        """A finite number within bounds, or None and a fault."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fault("not_a_number", f"{value!r} is not a number. Write the number.", column)
        elif MOST < abs(value) < math.inf:
            self.fault(
                "out_of_range", "A number of so many digits is not possible. Mend it.", column
            )
        elif not low <= value <= high:  # nan too
            span = f"from {low:g} to {high:g}" if high < math.inf else f"{low:g} or more"
            self.fault("out_of_range", f"{value:g} is not possible. Give {span}.", column)
        elif math.isinf(value):
            self.fault("not_a_number", f"{value} is not a finite number. Write the number.", column)
        else:
            return value
        return None

    def whole(self, value: object, column: str, *, needed: bool = True) -> int | None:
        """A whole number of 0 or more; None without a fault only where it need not be given."""
        if value is None and not needed:
            return None
        found = self.number(value, column, 0, math.inf)
        if found is None:
            return None
        if found != int(found):
            self.fault("not_whole", f"{found:g} is not a whole number.", column)
        return int(found)


def read_tiers(given: object, design: Design, place: Place) -> tuple[Tier, ...]:
    """The tiers of a tiered design; otherwise one tier with all the phases."""
    if not isinstance(given, list) or not given:
        place.fault("no_phases", "Give phases: a list with at least one entry.", "phases")
        return ()
    if not design.tiered:
        return (Tier("", _stretches(given, place, "phases")),)
    if len(given) > MOST_TIERS:
        place.fault("too_many_tiers", f"More than {MOST_TIERS} tiers.", "phases")
        return ()
    tiers = tuple(
        _tier(entry, number, place, f"phases[{number}]")
        for number, entry in enumerate(given, start=1)
    )
    names = [tier.name for tier in tiers]
    for number, name in enumerate(names, start=1):
        if name in names[: number - 1]:
            place.fault(
                "duplicate_tier",
                f"Tier {name} is there twice. Give each its own name.",
                f"phases[{number}].tier",
            )
    return tiers


def _tier(entry: object, number: int, place: Place, column: str) -> Tier:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("phases"), list):
        place.fault("not_a_tier", "A tier is an object with tier and a list of phases.", column)
        return Tier(str(number), (), number)
    start = entry.get("start_session")
    return Tier(
        name=str(entry.get("tier", number)),
        phases=_stretches(entry["phases"], place, f"{column}.phases"),
        number=number,
        start=None
        if start is None
        else place.number(start, f"{column}.start_session", -math.inf, math.inf),
        sessions=_sessions(entry.get("sessions"), place, f"{column}.sessions"),
        probe=read_probe(entry.get("probe"), place, f"{column}.probe"),
    )


def _sessions(given: object, place: Place, column: str) -> tuple[float, float] | None:
    if given is None:
        return None
    if not isinstance(given, list) or len(given) != 2:
        place.fault("bad_sessions", "Give the first and the last session: [1, 10].", column)
        return None
    first, last = (place.number(session, column, -math.inf, math.inf) for session in given)
    if first is None or last is None:
        return None
    if first > last:
        place.fault("bad_sessions", f"{first:g} comes after {last:g}. Turn them round.", column)
    return first, last


def _stretches(given: list[Any], place: Place, column: str) -> tuple[Stretch, ...]:
    """The phases in order. Neighbours under one label are one phase that goes on."""
    if not given:
        place.fault("no_phases", "Give at least one phase.", column)
    merged: list[Stretch] = []
    for number, entry in enumerate(given, start=1):
        now = _stretch(entry, place, f"{column}[{number}]")
        if now and merged and merged[-1].label == now.label:
            merged[-1] = _joined(merged[-1], now)
        elif now:
            merged.append(now)
    labels = [phase.label for phase in merged]
    return tuple(
        replace(phase, time=labels[: place + 1].count(phase.label))
        if labels.count(phase.label) > 1
        else phase
        for place, phase in enumerate(merged)
    )


def _joined(first: Stretch, second: Stretch) -> Stretch:
    counts = (first.double_scored, second.double_scored)
    known = [count for count in counts if count is not None]
    return Stretch(first.label, first.n + second.n, sum(known) if len(known) == 2 else None)


def _stretch(entry: object, place: Place, column: str) -> Stretch | None:
    if not isinstance(entry, Mapping) or not str(entry.get("label") or "").strip():
        place.fault("not_a_phase", "A phase is an object with label and n.", column)
        return None
    n = place.whole(entry.get("n"), f"{column}.n")
    double = place.whole(entry.get("double_scored"), f"{column}.double_scored", needed=False)
    if n is not None and double is not None and double > n:
        place.fault(
            "out_of_range",
            f"{double} sessions double-scored, but there are only {n}.",
            f"{column}.double_scored",
        )
    return Stretch(str(entry["label"]).strip(), n or 0, double)


def read_probe(given: object, place: Place, column: str) -> Probe | None:
    """The facts about probes, or None where nothing is said."""
    if given is None:
        return None
    if not isinstance(given, Mapping):
        place.fault("bad_probe", "probe is an object.", column)
        return None
    initial, prior = (
        place.whole(given.get(key), f"{column}.{key}")
        for key in ("initial_overlap_points", "points_just_before_start")
    )
    other = given.get("probe_when_other_starts")
    if not isinstance(other, bool):
        key = "probe_when_other_starts"
        place.fault("not_yes_or_no", f"Say true or false for {key}.", f"{column}.{key}")
    return Probe(initial or 0, prior or 0, other is True)


def read_agreement(given: object, place: Place) -> Agreement | None:
    """How the double scoring went, or None where there was none."""
    if not given:  # absent, null or an empty object: nobody scored twice
        return None
    if not isinstance(given, Mapping):
        place.fault("bad_ioa", "ioa is an object with method and value_overall.", "ioa")
        return None
    method, value = given.get("method"), given.get("value_overall")
    if not isinstance(method, str) or method not in METHODS:
        place.fault("bad_method", f"{method!r} is not one of: {', '.join(METHODS)}.", "ioa.method")
        return None
    low = -1.0 if method == "kappa" else 0.0
    if value is not None:
        value = place.number(value, "ioa.value_overall", low, METHODS[method])
    percents = _percents(given.get("percent_sessions_by_phase"), place)
    return Agreement(method, value, percents)


def _percents(given: object, place: Place) -> dict[tuple[str, str], float]:
    """Percent by phase, or by tier and then phase."""
    column = "ioa.percent_sessions_by_phase"
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        place.fault("bad_ioa", 'Give percents by phase: {"A": 25, "B": 25}.', column)
        return {}
    flat: dict[tuple[str, str], object] = {}
    for key, value in given.items():
        if isinstance(value, Mapping):
            flat |= {(str(key), str(label)): percent for label, percent in value.items()}
        else:
            flat[ANY_TIER, str(key)] = value
    read = {
        key: place.number(value, ".".join([column, *filter(None, key)]), 0, 100)
        for key, value in flat.items()
    }
    return {key: percent for key, percent in read.items() if percent is not None}
