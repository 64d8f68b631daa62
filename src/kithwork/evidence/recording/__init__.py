"""From taps to measures: how often, how long, how soon, in which intervals."""

from kithwork.evidence.recording.bias import (
    Behaviour,
    ChangeForecast,
    Forecast,
    expected_partial,
    forecast,
    forecast_change,
)
from kithwork.evidence.recording.durations import duration, mean_bout, percent_duration
from kithwork.evidence.recording.events import count, inter_response_time, latency, rate
from kithwork.evidence.recording.intervals import (
    momentary_interval,
    partial_interval,
    whole_interval,
)
from kithwork.evidence.recording.opportunity import opportunity_percent
from kithwork.evidence.recording.record import Measure, Recording

__all__ = [
    "Behaviour", "ChangeForecast", "Forecast", "Measure", "Recording", "count", "duration",
    "expected_partial", "forecast", "forecast_change", "inter_response_time", "latency", "mean_bout",
    "momentary_interval", "opportunity_percent", "partial_interval", "percent_duration", "rate",
    "whole_interval",
]  # fmt: skip
