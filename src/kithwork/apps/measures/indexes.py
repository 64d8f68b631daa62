"""What each way of recording says, as an axis says it: its scale, its unit, and what a value is multiplied by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.measures.models import Measure

Scale = Measure.Scale
PER_CENT = 100
# A rate is shown for so many minutes: what an observation usually lasts (practices.md C.2).
RATE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Index:
    """How a kind of number is followed."""

    scale: Measure.Scale
    unit: str | Promise
    factor: float = 1


OBSERVED: dict[str, Index] = {
    "rate": Index(Scale.RATE, _("times in 10 minutes"), RATE_MINUTES),
    "count": Index(Scale.COUNT, _("times")),
    "percent_duration": Index(Scale.PERCENTAGE, _("per cent of the time"), PER_CENT),
    "duration": Index(Scale.OTHER, _("seconds")),
    "mean_bout": Index(Scale.OTHER, _("seconds each time")),
    "latency": Index(Scale.OTHER, _("seconds until it begins")),
    "inter_response_time": Index(Scale.OTHER, _("seconds in between")),
    # Never of the time: an interval method does not measure it (practices.md C.1).
    "partial_interval": Index(Scale.PERCENTAGE, _("per cent of intervals"), PER_CENT),
    "whole_interval": Index(Scale.PERCENTAGE, _("per cent of intervals"), PER_CENT),
    "momentary_interval": Index(Scale.PERCENTAGE, _("per cent of intervals"), PER_CENT),
    "opportunity_percent": Index(Scale.PERCENTAGE, _("per cent of chances"), PER_CENT),
    "rating": Index(Scale.OTHER, _("points")),
}
# What is offered first of several numbers one pad yields.
BEST = (
    "rate", "percent_duration", "partial_interval", "momentary_interval", "whole_interval",
    "opportunity_percent", "latency", "rating",
)  # fmt: skip
SCORES: dict[str, Index] = {
    "reading": Index(Scale.COUNT, _("words read right in a minute")),
    "comprehension": Index(Scale.PERCENTAGE, _("per cent right")),
    "pre": Index(Scale.PERCENTAGE, _("per cent right before")),
    "post": Index(Scale.PERCENTAGE, _("per cent right after")),
}
LOGGED: dict[str, Index] = {
    "count": Index(Scale.COUNT, _("times")),
    "tally": Index(Scale.COUNT, _("times")),
    "minutes": Index(Scale.OTHER, _("minutes")),
    "rating": Index(Scale.OTHER, _("points")),
}
