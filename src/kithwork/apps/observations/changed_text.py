"""A form's text with what a person changed on its page. Pads keep their codes, so that a thumb finds them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kithwork.apps.observations.instrument_text import MOST_PADS, InstrumentText

FREE_CODES = "abcdefghijklmnopqrstuvwxyz"


def pads_to_change(text: InstrumentText) -> list[dict[str, Any]]:
    """What the page begins with: each pad, then as many empty ones as fit."""
    said = [{"label": pad.label, "behaviour": pad.behaviour, "who": pad.who} for pad in text.pads]
    room = min(MOST_PADS[text.kind], 8) - len(said)
    return said + [{"label": "", "who": "student"} for _ in range(max(0, room))]


def changed(
    text: InstrumentText, said: Mapping[str, Any], pads: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The text as it would be. A pad without a label is left out; a new one gets the next free code."""
    raw = text.model_dump(mode="json")
    old = raw["pads"]
    taken = {pad["code"] for pad in old}
    free = (code for code in FREE_CODES if code not in taken)
    kept = []
    for place, pad in enumerate(pads):
        if not pad["label"].strip():
            continue
        was = old[place] if place < len(old) else {"code": next(free), "records": _records(text)}
        kept.append(
            {**was, "label": pad["label"], "behaviour": pad["behaviour"], "who": pad["who"]}
        )
    raw |= {"pads": kept, "minutes": said["minutes"]}
    if text.interval is not None:
        raw["interval"] = {name: said[name] for name in ("method", "seconds", "cue")}
    return raw


def _records(text: InstrumentText) -> str:
    return "event" if text.kind in {"tally", "proximity"} else text.pads[0].records
