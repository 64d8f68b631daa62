"""manifest.csv: which version, which files, whole truth or changes; and what to do when it lies."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.table import open_table
from kithwork.apps.integrations.roster.faults import Faults, refused
from kithwork.apps.integrations.roster_oneroster.tables import FILES_12
from kithwork.apps.people.roster.rows import ABSENT, BULK, DELTA

VERSIONS = {
    "1.1": "1.1",
    "1.2": "1.2",
    "v1p1": "1.1",
    "v1p2": "1.2",
    "1.1.0": "1.1",
    "1.2.0": "1.2",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    version: str
    modes: dict[str, str]  # by file name without .csv, only files that are here
    system: str


def read_manifest(upload: Upload, faults: Faults) -> Manifest:
    """The version and the mode of every file that is in the package.

    Raises FileRefused for a version or a mode nobody knows: reading a file of changes as the
    whole truth would close everybody it does not name.
    """
    here = {entry.name.lower().removesuffix(".csv") for entry in upload.entries}
    entry = upload.entry("manifest.csv")
    if entry is None:
        faults.say("no-manifest", file="manifest.csv")
        modes = {name: BULK for name in FILES_12 if name.lower() in here}
        return Manifest(_by_headers(upload) or "1.1", modes, "")
    table = open_table(entry)
    said = {cells[0].strip(): cells[1].strip() for _, cells in table.rows() if len(cells) > 1}
    version = _version(said.get("oneroster.version", ""), upload, faults)
    modes = {}
    for name in sorted(FILES_12):
        mode = _mode(name, said.get(f"file.{name}"), name.lower() in here, faults)
        if mode != ABSENT:
            modes[name] = mode
    system = said.get("source.systemCode") or said.get("source.systemName") or ""
    return Manifest(version, modes, system)


def _mode(name: str, said: str | None, is_here: bool, faults: Faults) -> str:
    mode = (said or "").lower()
    if mode not in {"", ABSENT, BULK, DELTA}:
        raise refused("bad-mode", file="manifest.csv", column=f"file.{name}", value=mode)
    if is_here and mode == ABSENT:
        faults.say(
            "declared-absent", file="manifest.csv", column=f"file.{name}", name=f"{name}.csv"
        )
        return BULK
    if is_here and not mode:
        faults.say("no-mode", file="manifest.csv", column=f"file.{name}", name=f"{name}.csv")
        return BULK
    if not is_here and mode in {BULK, DELTA}:
        faults.say(
            "declared-not-there", file="manifest.csv", column=f"file.{name}", name=f"{name}.csv"
        )
        return ABSENT
    return mode or ABSENT


def _version(said: str, upload: Upload, faults: Faults) -> str:
    found = _by_headers(upload)
    if not said:
        return found or "1.1"
    version = VERSIONS.get(said.lower())
    if version is None:
        raise refused(
            "unknown-version", file="manifest.csv", column="oneroster.version", value=said
        )
    if found and version != found:
        faults.say(
            "version-by-headers",
            file="manifest.csv",
            column="oneroster.version",
            value=said,
            found=found,
        )
    return found or version


def _by_headers(upload: Upload) -> str:
    """1.2 moved the role out of users.csv; nothing else tells the two apart so surely."""
    users = upload.entry("users.csv")
    if users is not None:
        _, header = next(open_table(users).rows(), (0, []))
        names = {cell.strip().lower() for cell in header}
        if "role" in names:
            return "1.1"
        if names:
            return "1.2"
    return "1.2" if upload.entry("roles.csv") else ""
