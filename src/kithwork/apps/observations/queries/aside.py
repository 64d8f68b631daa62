"""Letters that wait for a person: two texts under one id, and what could not be read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Envelope
from kithwork.apps.observations.policies import visible_envelopes

MOST = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """One word of a letter that the two texts say differently."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two texts under one id, with what is not the same in them."""

    aside: Envelope
    first: Envelope | None
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class AsidePage:
    conflicts: list[Conflict]
    unreadable: list[Envelope]


def aside_page(viewer: Viewer) -> AsidePage:
    held = visible_envelopes(viewer).select_related("by")
    aside = list(held.filter(is_first=False, settled_at__isnull=True)[:MOST])
    firsts = {
        one.letter: one
        for one in held.filter(is_first=True, letter__in=[row.letter for row in aside])
    }
    return AsidePage(
        [_conflict(row, firsts.get(row.letter)) for row in aside],
        list(held.filter(status=Envelope.Status.UNREADABLE)[:MOST]),
    )


def _conflict(aside: Envelope, first: Envelope | None) -> Conflict:
    one, two = _said(first.text if first else "{}"), _said(aside.text)
    differences = [
        Difference(name, _shown(one.get(name)), _shown(two.get(name)))
        for name in sorted(one.keys() | two.keys())
        if one.get(name) != two.get(name)
    ]
    return Conflict(aside, first, differences)


def _said(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _shown(value: object) -> str:
    if isinstance(value, list):
        counted = [one for one in value if not (isinstance(one, dict) and one.get("undone"))]
        return f"{len(counted)}"
    return "" if value is None else str(value)[:200]


def envelope_or_404(viewer: Viewer, envelope_id: int) -> Envelope:
    return first_or_404(visible_envelopes(viewer).filter(pk=envelope_id))
