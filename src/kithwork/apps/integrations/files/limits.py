"""How much we are willing to open (interop design, 1.6)."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    upload_bytes: int = 25 * MIB
    unpacked_bytes: int = 200 * MIB
    entries: int = 50
    part: int = 40 * MIB  # of a workbook, other than its sheets
    sheet_elements: int = 12_000_000  # XML elements of all sheets together
    text_elements: int = 4_000_000  # of the list of texts that the sheets share
    part_elements: int = 200_000  # of any other part, and of a sheet beside its rows
    cells: int = 10_000_000  # of one sheet, with the empty ones before a filled one
    columns: int = 1000
    folders: int = 1
    rows: int = 1_000_000
    cell: int = 64 * 1024
    line: int = MIB
    lines_in_a_row: int = 200
    directory_bytes: int = MIB  # of a zip's own list of contents


LIMITS = Limits()
