"""One row of those a viewer may see."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def first_or_404(rows: QuerySet[Row]) -> Row:
    """The first of `rows`. Raises Http404 where there is none: what one may not see is not there."""
    if (found := rows.first()) is None:
        raise Http404
    return found
