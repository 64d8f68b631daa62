"""Which layout is this upload? Then its reader, and one answer for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.table import open_table
from kithwork.apps.integrations.roster.faults import Faults, refused
from kithwork.apps.integrations.roster_oneroster.read import read_oneroster
from kithwork.apps.integrations.roster_sds.v1 import read_sds_v1
from kithwork.apps.integrations.roster_sds.v21 import read_sds_v21
from kithwork.apps.people.roster.rows import Roster

ONEROSTER, SDS_V1, SDS_V21, SHEET = "oneroster", "sds-v1", "sds-v2.1", "sheet"
READERS: dict[str, Callable[..., tuple[Roster, Faults]]] = {
    ONEROSTER: read_oneroster,
    SDS_V1: read_sds_v1,
    SDS_V21: read_sds_v21,
}


def layout_of(upload: Upload) -> str:
    """The layout by file names, and by headings where two standards share the names.

    Raises FileRefused for a set of several files nobody knows.
    """
    names = {entry.name.lower() for entry in upload.entries}
    if upload.kind == "workbook":
        return SHEET
    if "manifest.csv" in names:
        return ONEROSTER
    if len({"school.csv", "section.csv", "student.csv", "studentenrollment.csv"} & names) >= 3:
        return SDS_V1
    if "users.csv" in names and len(names & {"orgs.csv", "roles.csv", "classes.csv"}) >= 1:
        return SDS_V21 if _is_sds(upload) else ONEROSTER
    if len(names) == 1:
        return SHEET
    raise refused("unknown-layout", file=upload.name)


def _is_sds(upload: Upload) -> bool:
    """v2.1 joins sessions in roles and classes by other names, and has no enabledUser."""
    headings = _headings(upload, "users.csv")
    if headings & {"enableduser", "orgsourcedids"}:
        return False
    classes = _headings(upload, "classes.csv")
    roles = _headings(upload, "roles.csv")
    if "sessionsourcedids" in classes or "sessionsourcedid" in roles or "roletype" not in roles:
        return bool(roles)
    return False


def _headings(upload: Upload, name: str) -> set[str]:
    entry = upload.entry(name)
    if entry is None:
        return set()
    _, header = next(open_table(entry).rows(), (0, []))
    return {cell.strip().lower() for cell in header}


def read_package(upload: Upload, layout: str, *, today: date) -> tuple[Roster, Faults]:
    """Read a package of one of the standards. Raises FileRefused when nothing may be taken."""
    return READERS[layout](upload, today=today)
