"""A PDF of week plans, tagged so that a screen reader can follow its tables."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from kithwork.apps.reports import typeset
from kithwork.apps.reports.typeset import PAPERS
from kithwork.apps.reports.week_plan.content import WeekPlan

__all__ = ["PAPERS", "pdf_of"]
TEMPLATE = Path(__file__).parent / "week_plan.typ"


def pdf_of(
    plans: list[WeekPlan], *, title: str, product: str, foot: str, paper: str = "letter"
) -> bytes:
    """All pages in one PDF/UA file."""
    page = {
        "title": title,
        "product": product,
        "foot": foot,
        "period": _("Period"),
        "plans": [asdict(plan) for plan in plans],
    }
    return typeset.pdf_of(TEMPLATE, page, paper=paper)
