"""Forms to begin with, read from data beside this file, and what suits which behaviour."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.observations.instrument_text import InstrumentText, Pad
from kithwork.playbooks import dictionary
from kithwork.playbooks.shared import Behaviour

FILE = Path(__file__).with_name("shipped.toml")
INTERVAL_METHOD = {
    "partial": "partial_interval",
    "whole": "whole_interval",
    "momentary": "momentary_time_sampling",
}
METHODS = {
    "event": gettext_lazy("counting each time"),
    "duration": gettext_lazy("timing how long"),
    "latency": gettext_lazy("timing how soon"),
    "partial_interval": gettext_lazy("partial intervals"),
    "whole_interval": gettext_lazy("whole intervals"),
    "momentary_time_sampling": gettext_lazy("looking at each cue"),
    "opportunity": gettext_lazy("counting chances and answers"),
    "rating": gettext_lazy("a rating"),
    "planned_activity_check": gettext_lazy("counting who is engaged at each cue"),
    "permanent_product": gettext_lazy("what was made"),
    "log": gettext_lazy("a log"),
}


@dataclass(frozen=True, slots=True)
class ShippedForm:
    """One form to begin with."""

    key: str
    name: str
    about: str
    text: InstrumentText


@cache
def shipped_forms() -> Mapping[str, ShippedForm]:
    """Every form by its key, in the order of the file."""
    found = {}
    for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["form"]:
        key, name, about = (entry.pop(one) for one in ("key", "name", "about"))
        found[key] = ShippedForm(key, name, about, InstrumentText.model_validate(entry))
    return found


def method_of(pad: Pad, form: InstrumentText) -> str:
    """The dictionary's word for how this pad records; empty for a step of a checklist."""
    if pad.records == "interval" and form.interval is not None:
        return INTERVAL_METHOD[form.interval.method]
    return "" if pad.records == "step" else pad.records


def mismatches(form: InstrumentText, own: Mapping[str, Behaviour] | None = None) -> Iterator[str]:
    """A sentence for each pad whose way of recording misstates its behaviour."""
    for pad in form.pads:
        behaviour = (own or {}).get(pad.behaviour) or dictionary().of(pad.behaviour)
        method = method_of(pad, form)
        if behaviour is None or not method or method in {behaviour.method, *behaviour.also}:
            continue
        yield _("“{label}” is best recorded by {best}. By {method} it would be misstated.").format(
            label=pad.label, best=METHODS[behaviour.method], method=METHODS[method]
        )
