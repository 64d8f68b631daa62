"""Reads of the measures room, each for whoever looks."""

from kithwork.apps.measures.queries.open import (
    Followed,
    entry_or_404,
    followed,
    measure_or_404,
    measures_of,
    scales_of,
    student_or_404,
)

__all__ = [
    "Followed",
    "entry_or_404",
    "followed",
    "measure_or_404",
    "measures_of",
    "scales_of",
    "student_or_404",
]
