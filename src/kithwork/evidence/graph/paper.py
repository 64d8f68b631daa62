"""The drawing as PNG and PDF, through typst, in the fonts beside this file and no others."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import Any

from kithwork.evidence.faults import refuse
from kithwork.evidence.graph.layout import sheet_of
from kithwork.evidence.graph.model import Figure

HERE = Path(__file__).parent
DOTS_AN_INCH = 300
# Bytes of a PNG's signature and first part, after which others may follow.
HEADER = 33
# Points of a pixel: type of 14 pixels is 9 points, and never less than 8 to make a figure fit.
USUAL, LEAST = 9 / 14, 8 / 14
# A page of a journal, in points: 6.5 by 9 inches.
PAGE = (468.0, 648.0)


def png_of(figure: Figure, *, fonts: str | None = None) -> bytes:
    """PNG that says it has 300 dots an inch, with title and words in it. Raises BadData as `pdf_of` does."""
    # The PDF is strict about letters no font has; a PNG would show an empty box for a name.
    pdf_of(figure, fonts=fonts)
    made = _compiled(figure, fonts, format="png", ppi=DOTS_AN_INCH)
    # Word processors place a picture at its real size by the first; the others are its alternative text.
    dots = round(DOTS_AN_INCH / 0.0254)
    said = _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))
    for word, text in (("Title", figure.title), ("Description", figure.sentence)):
        said += _chunk(b"iTXt", f"{word}\0\0\0\0\0{text}".encode())
    return made[:HEADER] + said + made[HEADER:]


def _chunk(kind: bytes, held: bytes) -> bytes:
    """A part of a PNG: its length, its kind, what it holds, and a sum over both."""
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))


def pdf_of(figure: Figure, *, fonts: str | None = None) -> bytes:
    """PDF/UA. Raises BadData for a letter that no font has, or where typst is not installed."""
    return _compiled(figure, fonts, format="pdf", pdf_standards=["ua-1"], timestamp=0)


def _compiled(figure: Figure, fonts: str | None, **how: Any) -> bytes:
    try:
        import typst  # 80 MB of shared library: only when somebody prints
    except ImportError:
        raise refuse(
            "no_typst", "PNG and PDF need the package typst. Install it, or save the figure as SVG."
        ) from None
    sheet = sheet_of(figure)
    scale = max(LEAST, min(USUAL, PAGE[0] / sheet.width, PAGE[1] / sheet.height))
    try:
        made: bytes = typst.compile(
            str(HERE / "figure.typ"),
            root=str(HERE),
            font_paths=[str(HERE / "fonts"), *([fonts] if fonts else [])],
            ignore_system_fonts=True,
            sys_inputs={
                "title": figure.title,
                "alt": figure.sentence,
                "svg": figure.svg(paper=True),
                "width": f"{sheet.width * scale:.2f}",
                "height": f"{sheet.height * scale:.2f}",
            },
            **how,
        )
    except typst.TypstError as error:
        letter = re.search(r'the text `"(.+?)"`', str(error))
        if letter is None and "codepoints" not in str(error):
            raise
        named = letter[1] if letter else "A letter"
        raise refuse(
            "no_font",
            f"{named} is in none of the fonts. Give a folder of fonts that has it, or save the figure as SVG.",
        ) from None
    return made
