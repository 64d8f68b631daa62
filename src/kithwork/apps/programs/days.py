"""A date as a person says it."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format


def day_words(on: date) -> str:
    return date_format(on, "F j, Y")
