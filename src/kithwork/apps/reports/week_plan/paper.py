"""A PDF of week plans, tagged so that a screen reader can follow its tables."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from kithwork.apps.reports.week_plan.content import WeekPlan

HERE = Path(__file__).parent
PAPERS = {"letter": "us-letter", "a4": "a4"}


def pdf_of(
    plans: list[WeekPlan], *, title: str, product: str, foot: str, paper: str = "letter"
) -> bytes:
    """All pages in one PDF/UA file, in the fonts of the product and no others."""
    import typst  # 80 MB of shared library: only when somebody prints

    page = {
        "title": title,
        "product": product,
        "foot": foot,
        "paper": PAPERS[paper],
        "period": _("Period"),
        "plans": [asdict(plan) for plan in plans],
    }
    return typst.compile(
        str(HERE / "week_plan.typ"),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
