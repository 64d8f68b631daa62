"""Days that every room counts from."""

from __future__ import annotations

from typing import Any


def monday(weeks: int = 0) -> Any:
    from datetime import timedelta

    from tests.cast import MONDAY

    return MONDAY + timedelta(weeks=weeks)
