"""From a page of data to a tagged PDF, in the fonts of the product and no others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAPERS = {"letter": "us-letter", "a4": "a4"}


def pdf_of(template: Path, page: Mapping[str, Any], *, paper: str = "letter") -> bytes:
    """The template filled with `page`, as PDF/UA. Data arrive as JSON: a name is text, whatever it looks like."""
    import typst  # 80 MB of shared library: only when somebody prints

    return typst.compile(
        str(template),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps({**page, "paper": PAPERS[paper]})},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
