"""Numbers of an observation as people say them."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.observations.exported import NAMES
from kithwork.apps.observations.models import Value
from kithwork.evidence.agreement import Agreement

register = template.Library()

MEASURES = {
    "count": gettext_lazy("Times"),
    "rate": gettext_lazy("Times a minute"),
    "inter_response_time": gettext_lazy("Seconds from one to the next"),
    "duration": gettext_lazy("How long in all"),
    "percent_duration": gettext_lazy("Share of the time"),
    "mean_bout": gettext_lazy("How long each, on average"),
    "latency": gettext_lazy("Seconds until it began"),
    "partial_interval": gettext_lazy("Intervals in which it happened"),
    "whole_interval": gettext_lazy("Intervals it filled"),
    "momentary_interval": gettext_lazy("Cues at which it went on"),
    "opportunity_percent": gettext_lazy("Chances taken alone"),
    "rate_10": gettext_lazy("Times in 10 minutes"),
    "peer_share": gettext_lazy("Peer prompts of all prompts"),
    "rating": gettext_lazy("Rating"),
    "step": gettext_lazy("Step"),
}
INDICES = {
    "time_window": gettext_lazy("the same taps within 2 seconds"),
    "total_count": gettext_lazy("totals"),
    "exact_count_per_interval": gettext_lazy("same count in each 10 seconds"),
    "interval_by_interval": gettext_lazy("interval by interval"),
    "scored_interval": gettext_lazy("intervals either scored"),
    "unscored_interval": gettext_lazy("intervals either left"),
    "total_duration": gettext_lazy("total time"),
    "mean_duration_per_occurrence": gettext_lazy("time of each"),
    "kappa": gettext_lazy("kappa, beyond chance"),
}
SHARES = frozenset({"share", "share of intervals"})


@register.filter
def clock_time(seconds: float) -> str:
    """252 seconds are 4:12."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


@register.filter
def measure_name(index: str) -> str:
    return str(MEASURES.get(index, index))


@register.filter
def index_name(index: str) -> str:
    return str(INDICES.get(index, index))


@register.filter
def program_name(key: str) -> str:
    return NAMES.get(key, key)


@register.filter
def measured(value: Value) -> str:
    """A value with its unit; what there is none of says so."""
    if value.value is None:
        return _("none")
    if value.unit in SHARES:
        return f"{100 * value.value:.0f} %"
    if value.index == "step":
        return _("yes") if value.value else _("no")
    if value.index == "duration":
        return clock_time(value.value)
    return f"{value.value:.3g}"


@register.filter
def agreed(one: Agreement) -> str:
    """A share in percent; kappa as it is."""
    if one.value is None:
        return _("none")
    return f"{one.value:.2f}" if one.index == "kappa" else f"{100 * one.value:.0f}"


@register.filter
def pct(share: float | None) -> str:
    """0.923 is 92; what is not known is a dash."""
    return "–" if share is None else f"{100 * share:.0f}"
