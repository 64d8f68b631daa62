"""Reads of the trail, shaped for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.trail.policies import visible_entries

LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line as it is read: when, who, in which role, what, on which record."""

    at: datetime
    who: str
    role: str
    verb: str
    subject: str
    detail: str


def trail_page(viewer: Viewer, number: str | None, verb: str) -> Page[TrailLine]:
    """One page of the school's lines, newest first, all of them or one kind of action."""
    entries = visible_entries(viewer).select_related("by")
    if verb:
        entries = entries.filter(verb=verb)
    page = Paginator(entries, LINES_A_PAGE).get_page(number)
    page.object_list = [_line(entry) for entry in page.object_list]
    return page


def _line(entry) -> TrailLine:
    subject = f"{entry.subject_type.split('.')[-1]} {entry.subject_id}".strip()
    detail = ", ".join(f"{key}: {value}" for key, value in entry.detail.items())
    return TrailLine(
        at=entry.at,
        who=entry.by.name if entry.by else "Kithwork",
        # What follows from somebody's word, and what was done at the machine, has no account.
        role=Role(entry.role).label if entry.by else _("by itself, or at its machine"),
        verb=entry.verb,
        subject=subject,
        detail=detail,
    )


def verbs_on_trail(viewer: Viewer) -> list[str]:
    return list(visible_entries(viewer).order_by("verb").values_list("verb", flat=True).distinct())
