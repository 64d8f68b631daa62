"""Equal-interval axes: where they begin and end, and what is written on them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from kithwork.evidence.graph.model import Axis, Tick
from kithwork.evidence.graph.numbers import plain
from kithwork.evidence.series import Scale, Series

MOST_Y_TICKS = 8
# Less than this between the lowest and the highest is drawn as if they were one.
SMALLEST_SPAN = Fraction(1, 10**12)
_STEPS_OF_WHOLE = 5
_WHOLE = {Scale.PERCENTAGE: 100, Scale.PROPORTION: 1}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_STEPS = (1, 2, 7, 14, 28)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)


def y_axis(values: Sequence[float], scale: Scale, title: str) -> Axis:
    """From zero for counts and whatever is never below it; 0 to 100 for percent, 0 to 1 for shares."""
    lowest, highest = min([0.0, *values]), max([0.0, *values])
    if scale in _WHOLE:
        step = Fraction(_WHOLE[scale], _STEPS_OF_WHOLE)
        ticks = [step * place for place in range(_STEPS_OF_WHOLE + 1)]
        return Axis(lowest, max(float(ticks[-1]), highest), _written(ticks), title)
    low, high = Fraction(lowest), Fraction(highest)
    span = max(high - low, SMALLEST_SPAN) if high > low else Fraction(1)
    step = nice_step(span, MOST_Y_TICKS, whole=scale is Scale.COUNT)
    top = max(math.ceil(high / step), 0 if low < 0 else 1) * step
    # Only a scale without a floor of its own has ticks below zero; a count read as -0.4 is a slip of the reader.
    floor = math.floor(low / step) * step if scale is Scale.OTHER else low
    ticks = [step * place for place in range(math.ceil(floor / step), math.floor(top / step) + 1)]
    return Axis(float(floor), float(top), _written(ticks), title)


def nice_step(span: Fraction, most: int, *, whole: bool) -> Fraction:
    """1, 2 or 5 times a power of ten, so that at most ``most`` steps fill the span."""
    wanted = span / most
    exponent = math.floor(math.log10(wanted.numerator) - math.log10(wanted.denominator))
    for power in (exponent - 1, exponent, exponent + 1):
        for digit in (1, 2, 5):
            step = digit * Fraction(10) ** power
            if step >= wanted and (not whole or step >= 1):
                return step
    return Fraction(1)


def session_axis(places: Sequence[float], most: int) -> Axis:
    """Session numbers as they are, with their gaps."""
    low, high = Fraction(min(places)), Fraction(max(places))
    whole = all(float(place).is_integer() for place in places)
    step = nice_step(high - low, most, whole=whole) if high - low > SMALLEST_SPAN else Fraction(1)
    inside = range(math.ceil(low / step), math.floor(high / step) + 1)
    ticks = _written([step * place for place in inside])
    alone = (Tick(float(low), plain(low)),) if len(ticks) < 2 and low == high else ticks
    return Axis(float(low), float(high), alone, "Session")


def date_axis(places: Sequence[float], most: int) -> Axis:
    """The calendar between the first day and the last."""
    first, last = (date.fromordinal(int(place)) for place in (min(places), max(places)))
    ticks = tuple(Tick(float(day.toordinal()), text) for day, text in _days(first, last, most))
    years = f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    return Axis(float(min(places)), float(max(places)), ticks, f"Date ({years})")


def day_words(day: date) -> str:
    """A day as the figures write it: Sep 14."""
    return f"{_MONTHS[day.month - 1]} {day.day}"


def _days(first: date, last: date, most: int) -> Iterator[tuple[date, str]]:
    long = (last - first).days
    step = next((days for days in _DAY_STEPS if long / days <= most - 1), 0)
    if step:
        for days in range(0, long + 1, step):
            day = first + timedelta(days=days)
            yield day, day_words(day)
        return
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next(step for step in _MONTH_STEPS if months / step <= most - 1 or step == 1200)
    for ahead in range(0, months + 1, step):
        year, month = divmod(first.month - 1 + ahead, 12)
        day = date(first.year + year, month + 1, 1)
        if day >= first:
            yield day, f"{_MONTHS[month]} {day.year}" if step > 6 else _MONTHS[month]


def _written(ticks: Sequence[Fraction]) -> tuple[Tick, ...]:
    return tuple(Tick(float(at), plain(at)) for at in ticks)


def unit_title(series: Series) -> str:
    """What is measured, with the unit of its scale: "Initiations (count in 10 minutes)"."""
    outcome, unit = series.outcome.strip(), _unit(series)
    words = outcome.lower()
    said = any(word in words for word in _SAID.get(series.scale, ()))
    if not outcome:
        return (unit or "score").capitalize()
    named = capital(outcome)
    return f"{named} ({unit})" if unit and not said else named


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


# A title that says its unit already is not told it twice.
_SAID = {
    Scale.COUNT: ("count", "number", " per ", "times"),
    Scale.RATE: (" per ", "rate", "/", "times in "),
    Scale.PERCENTAGE: ("percent", "%"),
    Scale.PROPORTION: ("proportion", "share"),
}


def _unit(series: Series) -> str:
    minutes = plain(series.session_minutes) if series.session_minutes else ""
    return {
        Scale.COUNT: f"count in {minutes} minutes" if minutes else "count",
        Scale.RATE: "rate per minute",
        Scale.PERCENTAGE: "percent of intervals" if series.intervals else "percent",
        Scale.PROPORTION: "proportion",
        Scale.OTHER: "",
    }[series.scale]
