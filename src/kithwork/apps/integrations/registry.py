"""The list of outside systems we speak with: one line each."""

from __future__ import annotations

from typing import NamedTuple


class Integration(NamedTuple):
    folder: str
    name: str
    standard: str
    direction: str  # in, out


INTEGRATIONS = (
    Integration("roster_oneroster", "OneRoster CSV", "1EdTech OneRoster 1.1 and 1.2", "in"),
    Integration("roster_sds", "School Data Sync", "Microsoft SDS v1 and v2.1", "in"),
    Integration("roster_sheet", "Any CSV, TSV or XLSX", "RFC 4180; ECMA-376", "in"),
    Integration("bells", "Bell schedules", "JSON or CSV of named day types", "in"),
    Integration("holidays_ics", "School holidays", "RFC 5545", "in"),
    Integration("sheets", "Spreadsheets for people", "RFC 4180; ECMA-376", "out"),
)
