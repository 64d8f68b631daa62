"""CSV and XLSX that no spreadsheet program can be tricked into running."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from kithwork.apps.foundation.cells import STARTERS, Cell, as_csv, neutral

__all__ = ["STARTERS", "Cell", "as_csv", "as_xlsx", "neutral"]


def as_xlsx(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "Kithwork"
) -> bytes:
    """One sheet; every text is of string type, so nothing in it is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for i, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(i)].width = max(12, min(40, len(name) + 4))
    sheet.append([_text(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_text(sheet, c) if isinstance(c, str) else c for c in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: Any, value: str, *, bold: bool = False) -> WriteOnlyCell:
    kept = "".join(c for c in value if c in "\t\n\r" or ord(c) >= 32)[:32_767]
    cell = WriteOnlyCell(sheet, value=kept)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
