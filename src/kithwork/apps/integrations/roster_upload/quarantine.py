"""Where an upload waits: a folder with a random name, only for us, erased within a day."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.files.archive import Upload, open_together, open_upload
from kithwork.apps.integrations.files.limits import LIMITS, MIB
from kithwork.apps.integrations.files.sentences import refuse

KEEP_SECONDS = 24 * 3600
TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")


def keep(files: Iterable[Any]) -> str:
    """Write uploaded files to a new folder and give its name.

    Raises FileRefused when together they are larger than we take, or there is none.
    """
    listed = list(files)
    if not listed:
        raise refuse("empty-upload")
    if sum(file.size for file in listed) > LIMITS.upload_bytes:
        raise refuse("too-big", file=listed[0].name, limit=LIMITS.upload_bytes // MIB)
    if len(listed) > LIMITS.entries:
        raise refuse("too-many-entries", count=len(listed), limit=LIMITS.entries)
    token = secrets.token_urlsafe(24)
    folder = Path(settings.QUARANTINE) / token
    folder.mkdir(parents=True, mode=0o700)
    names = []
    for number, file in enumerate(listed):
        names.append(PurePosixPath(str(file.name).replace("\\", "/")).name[:120] or "file")
        with (folder / str(number)).open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
    (folder / "names.json").write_text(json.dumps(names))
    return token


def open_kept(token: str) -> Upload:
    """Open what was uploaded. Raises FileRefused when it is gone, or unsafe."""
    folder = folder_of(token)
    try:
        names = json.loads((folder / "names.json").read_text())
    except OSError as error:
        raise refuse("waited-too-long") from error
    if len(names) == 1:
        return open_upload(folder / "0", name=names[0])
    return open_together([(name, folder / str(i)) for i, name in enumerate(names)])


def folder_of(token: str) -> Path:
    if not TOKEN.match(token):
        raise refuse("waited-too-long")
    return Path(settings.QUARANTINE) / token


def write_lines(token: str, group: str, lines: list[list[Any]]) -> None:
    """Keep one group of the preview beside the upload, to be erased with it."""
    (folder_of(token) / f"{group}.lines.json").write_text(json.dumps(lines, ensure_ascii=False))


def read_lines(token: str, group: str) -> list[list[Any]]:
    try:
        return list(json.loads((folder_of(token) / f"{group}.lines.json").read_text()))
    except (OSError, FileRefused):
        return []


def forget(token: str) -> None:
    """Erase an upload and all that was read of it."""
    if TOKEN.match(token):
        shutil.rmtree(Path(settings.QUARANTINE) / token, ignore_errors=True)


def sweep(now: float | None = None) -> int:
    """Erase what has waited for more than a day. Safe to run again. Returns how many."""
    root = Path(settings.QUARANTINE)
    limit = (time.time() if now is None else now) - KEEP_SECONDS
    gone = 0
    for folder in root.iterdir() if root.is_dir() else ():
        if TOKEN.match(folder.name) and folder.is_dir() and folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone
