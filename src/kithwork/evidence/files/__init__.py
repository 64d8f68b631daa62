"""Series in and out of files: long CSV, and JSON with one object a case."""

from kithwork.evidence.files.long_csv import read_long_csv, write_long_csv
from kithwork.evidence.files.pairs import Told, pairs_of
from kithwork.evidence.files.reading import Choices, read_cases, read_series
from kithwork.evidence.files.series_json import read_json, series_from, write_json

__all__ = [
    "Choices",
    "Told",
    "pairs_of",
    "read_cases",
    "read_json",
    "read_long_csv",
    "read_series",
    "series_from",
    "write_json",
    "write_long_csv",
]
