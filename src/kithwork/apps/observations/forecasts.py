"""What each interval method would report of a behaviour, before anybody observes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.observations.instrument_text import InstrumentText

# Enough for a percent or two; a page is waited for.
SESSIONS = 400


@dataclass(frozen=True, slots=True)
class ForecastTable:
    """Shares in percent: what is true, and what each method would say on average."""

    interval: float
    true_pct: int
    rows: tuple[tuple[str, int], ...]
    sentence: str


def forecast_of(said: Mapping[str, Any], text: InstrumentText) -> ForecastTable | str:
    """The table, or a sentence when the two numbers do not go together."""
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.recording.bias import Behaviour, forecast

    interval = float(text.interval.seconds if text.interval else 10)
    try:
        behaviour = Behaviour.from_rate(bout=said["bout"], per_minute=said["per_minute"])
        found = forecast(
            behaviour, interval=interval, session=text.minutes * 60.0, sessions=SESSIONS
        )
    except BadData as wrong:
        return str(wrong)
    rows = (
        (_("Happened at all in the interval (partial)"), _pct(found.partial)),
        (_("Going on at the cue (momentary)"), _pct(found.momentary)),
        (_("Lasted all through (whole)"), _pct(found.whole)),
    )
    said_so = _(
        "It really goes on {true} % of the time. Partial intervals would say {partial} %, whole intervals {whole} %."
    ).format(true=_pct(found.prevalence), partial=rows[0][1], whole=rows[2][1])
    return ForecastTable(interval, _pct(found.prevalence), rows, said_so)


def _pct(share: float) -> int:
    return round(100 * share)
