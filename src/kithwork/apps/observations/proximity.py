"""Where an adult is at each cue, one place of several, and who prompts in between. Pure; the arithmetic is evidence's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kithwork.apps.observations.instrument_text import InstrumentText, Pad
from kithwork.evidence.recording import Measure, Recording, opportunity_percent, rate

if TYPE_CHECKING:
    from kithwork.apps.observations.tape import Tape

# Prompts are rare enough to be told for ten minutes.
MINUTES = 10


class UnreadableError(ValueError):
    """The letter is kept and cannot be read; the text is a sentence for a person."""


def chosen_of(tape: Tape, form: InstrumentText) -> list[str | None]:
    """The place that was chosen at each cue of the session, by its pad's code: the latest answer; None without one.

    Raises UnreadableError for a tap that says no cue.
    """
    assert form.interval is not None
    chosen: list[str | None] = [None] * int(tape.seconds / form.interval.seconds + 1e-9)
    places = {pad.code: pad for pad in form.pads if pad.records == "interval"}
    for _, tapped in tape.taps:
        code, _sign, number = tapped.partition("@")
        if code not in places:
            continue
        if not number.isdecimal():
            raise UnreadableError(
                f"A tap on “{places[code].label}” does not say which cue it answers."
            )
        if int(number) < len(chosen):
            chosen[int(number)] = code
    return chosen


def prompts(tape: Tape, form: InstrumentText) -> Iterator[tuple[Pad, Measure]]:
    """Of a form that asks where the adult is: prompts in ten minutes, and how many of all came from a peer."""
    if form.kind != "proximity":
        return
    counting = [pad for pad in form.pads if pad.records == "event"]
    for pad in counting:
        yield pad, _in_ten_minutes(tape, pad)
    from_peer = [pad for pad in counting if pad.who == "partner"]
    from_adult = [pad for pad in counting if pad.who == "adult"]
    if not from_peer or not from_adult:
        return
    by_peer, by_adult = (sum(len(tape.of(pad)) for pad in own) for own in (from_peer, from_adult))
    found = opportunity_percent(by_peer, by_peer + by_adult)
    details = {"by_peer": by_peer, "by_adult": by_adult}
    yield (
        from_peer[0],
        Measure("peer_share", found.value, "share", details=details, reasons=found.reasons),
    )


def _in_ten_minutes(tape: Tape, pad: Pad) -> Measure:
    found = rate(Recording([(at, None) for at, _ in tape.of(pad)], tape.seconds, tape.unobservable))
    value = None if found.value is None else MINUTES * found.value
    return Measure("rate_10", value, "per 10 minutes", details=found.details, reasons=found.reasons)
