"""Lists as people write them, and how they are read in these tests."""

import csv
import io

from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.roster_sheet.look import look_at
from kithwork.apps.integrations.roster_sheet.mapping import suggested
from kithwork.apps.integrations.roster_sheet.program import read_needs, read_volunteers
from kithwork.apps.integrations.sheets.templates import HEADINGS

READERS = {"needs": read_needs, "volunteers": read_volunteers}


def as_bytes(purpose: str, *rows: dict[str, object]) -> bytes:
    """A CSV with the headings of our blank list; a row says only what it says."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS[purpose], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(purpose: str, *rows: dict[str, object]):
    upload = open_bytes(f"{purpose}.csv", as_bytes(purpose, *rows))
    return READERS[purpose](upload, suggested(look_at(upload, purpose)))


def need(**fields: object) -> dict[str, object]:
    row = {"Full name": "Ben Hollis", "Place": "lunch", "Role": "buddy", "Times a week": 2}
    return row | {name.replace("_", " ").capitalize(): value for name, value in fields.items()}


def offer(**fields: object) -> dict[str, object]:
    row = {"Full name": "Malik Stone", "Roles": "buddy"}
    return row | {name.replace("_", " ").capitalize(): value for name, value in fields.items()}
