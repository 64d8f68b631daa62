"""Names for what a form can record, as programs with one key for one thing need them. Pure.

Going out, each becomes a behaviour of its own; coming in, a person says which of them a behaviour is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from kithwork.apps.observations.instrument_text import InstrumentText, Pad
from kithwork.apps.observations.tape import HIDE

Kind = Literal["moments", "bouts", "intervals"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that can be tapped: the code of the tap, its pad, and a name that no other has."""

    code: str
    name: str
    kind: Kind
    # "" for what is about the session
    pad: str = ""


def answers_of(form: InstrumentText) -> list[Answer]:
    """Everything that can be tapped on a form, in its order, and that nothing could be seen."""
    labels = Counter(pad.label for pad in form.pads)
    found = []
    for pad in form.pads:
        name = pad.label if labels[pad.label] == 1 else f"{pad.label} ({pad.code})"
        found += [
            Answer(
                pad.code + mark, f"{name}: {said}" if said else name, KINDS[pad.records], pad.code
            )
            for mark, said in _marks(pad, form)
        ]
    return [*found, Answer(HIDE, _("Could not be seen"), "bouts")]


KINDS: dict[str, Kind] = {
    "event": "moments", "duration": "bouts", "latency": "moments", "interval": "intervals",
    "opportunity": "moments", "rating": "moments", "step": "moments",
}  # fmt: skip


def _marks(pad: Pad, form: InstrumentText) -> list[tuple[str, str]]:
    """What may follow a pad's code, and the word for it."""
    if pad.records == "latency":
        return [("?", _("cue")), ("", _("begins"))]
    if pad.records == "opportunity":
        return [*((f":{one.code}", one.label) for one in form.levels), (":-", _("not taken"))]
    if pad.records == "rating" and form.scale is not None:
        steps = range(form.scale.low, form.scale.high + 1)
        words = form.scale.anchors or [str(step) for step in steps]
        return [(f"={step}", word) for step, word in zip(steps, words, strict=True)]
    if pad.records == "step":
        return [("=yes", _("yes")), ("=no", _("no")), ("=na", _("does not apply"))]
    return [("", "")]
