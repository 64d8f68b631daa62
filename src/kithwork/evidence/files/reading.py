"""One door for both kinds of file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files.choices import Choices
from kithwork.evidence.files.long_csv import read_long_csv
from kithwork.evidence.files.pairs import Told, outside_notes, pairs_of, thin_notes, twice_notes
from kithwork.evidence.files.series_json import objects, read_json, series_from
from kithwork.evidence.series import Series

__all__ = ["Choices", "read_cases", "read_series", "text_of"]
# Nobody's study is larger; a file that is has been taken by mistake.
MOST_BYTES = 200_000_000


def text_of(path: Path) -> str:
    """The text of a file. Raises BadData when it is not there, too large, or no text in UTF-8."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refuse(
                "too_large", f"{path} has more than {MOST_BYTES // 1_000_000} MB. Split it."
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as broken:
        raise refuse("no_file", f"{path} cannot be read: {broken.strerror}.") from None
    except UnicodeDecodeError as broken:
        place = path.read_bytes()[: broken.start].count(b"\n") + 1
        raise refuse(
            "not_utf8", "This is not text in UTF-8. Save the file as CSV UTF-8.", row=place
        ) from None


def is_json(path: Path, text: str) -> bool:
    """JSON by its name, or by how it begins where the name says nothing."""
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        return False
    return path.suffix.lower() == ".json" or text.lstrip()[:1] in {"[", "{"}


def read_cases(path: Path, choices: Choices | None = None, *, baseline: str | None = None) -> Told:
    """The pairs of phases of a file, long CSV or JSON. Raises BadData with every fault."""
    text = text_of(path)
    if is_json(path, text):
        cases = tuple(read_json(text, choices))
        notes = (*twice_notes(cases), *thin_notes(cases), *outside_notes(cases))
        return Told(cases, notes)
    return pairs_of(read_long_csv(text, choices), baseline=baseline)


def read_series(path: Path, choices: Choices | None = None) -> list[Series]:
    """The series of a file, long CSV or JSON. Raises BadData with every fault."""
    text = text_of(path)
    if is_json(path, text):
        return _all_series(objects(text), choices)
    return read_long_csv(text, choices)


def _all_series(cases: Sequence[Mapping[str, Any]], choices: Choices | None) -> list[Series]:
    """Every case as a series, or every fault of every case."""
    series: list[Series] = []
    faults: list[Fault] = []
    for row, fields in enumerate(cases, start=1):
        try:
            series.append(series_from(fields, row, choices))
        except BadData as bad:
            faults += bad.faults
    if faults:
        raise BadData(faults)
    return series
