"""The one door for every roster file: a standard package or a mapped list, and its faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kithwork.apps.foundation.fault import Fault
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.roster.faults import refused
from kithwork.apps.integrations.roster.layouts import SHEET, layout_of, read_package
from kithwork.apps.integrations.roster_sheet.look import look_at
from kithwork.apps.integrations.roster_sheet.mapping import ColumnMeanings, suggested
from kithwork.apps.integrations.roster_sheet.read import read_sheet
from kithwork.apps.integrations.roster_sheet.targets import ROSTER
from kithwork.apps.people.roster.rows import Roster


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What an upload says: its rows, and every fault met while reading them."""

    roster: Roster
    faults: tuple[Fault, ...]


def read_roster(
    upload: Upload, *, today: date, meanings: ColumnMeanings | None = None
) -> RosterFile:
    """Read any roster we know. A list without confirmed columns is read only if none is in doubt.

    Raises FileRefused when nothing may be taken, or when a person must first say what
    the columns mean.
    """
    layout = layout_of(upload)
    if layout != SHEET:
        roster, faults = read_package(upload, layout, today=today)
        return RosterFile(roster, faults.listed())
    if meanings is None:
        look = look_at(upload, ROSTER)
        if not look.header_line:
            raise refused("no-header", file=upload.name)
        if not look.is_clear:
            unsure = [c.heading for c in look.columns if c.target and c.confidence < 1]
            raise refused("no-mapping", file=upload.name, columns=", ".join(unsure) or "-")
        meanings = suggested(look)
    roster, faults = read_sheet(upload, meanings)
    return RosterFile(roster, faults.listed())
