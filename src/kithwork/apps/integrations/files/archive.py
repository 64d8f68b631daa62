"""From an upload, a folder or a file to named entries, each opened and measured before use."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kithwork.apps.foundation.fault import Fault
from kithwork.apps.integrations.files.limits import LIMITS, MIB, Limits
from kithwork.apps.integrations.files.sentences import refuse, said

TABLE_ENDINGS = {".csv", ".tsv", ".txt", ".tab"}
ARCHIVE_STARTS = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
OLE_START = b"\xd0\xcf\x11\xe0"
PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<!--")
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90")
LITTER = re.compile(r"(^|/)(__MACOSX(/|$)|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
CHUNK = 64 * 1024

# Everything Python's zip reader is known to raise over a damaged archive.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)

Opener = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an upload: its own name without folders, and how to open it."""

    name: str
    open: Opener

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    def head(self, size: int = 8) -> bytes:
        with self.open() as stream:
            return stream.read(size)


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody gave us, safely opened. ``kind``: tables or workbook."""

    name: str
    sha256: str
    kind: str
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...] = ()

    def entry(self, name: str) -> Entry | None:
        """The entry of this name, capitals or not."""
        wanted = name.lower()
        return next((e for e in self.entries if e.name.lower() == wanted), None)


def open_upload(path: Path, *, name: str = "", limits: Limits = LIMITS) -> Upload:
    """Open a file or a folder on disk.

    Raises FileRefused when it is too large, unsafe, damaged or no table at all.
    """
    if path.is_dir():
        return _open_folder(path, limits)
    if not path.is_file():
        raise refuse("not-found", name=path.name)
    if path.stat().st_size > limits.upload_bytes:
        raise refuse("too-big", file=name or path.name, limit=limits.upload_bytes // MIB)
    return _open_one(name or path.name, lambda: path.open("rb"), limits)


def open_bytes(name: str, content: bytes, *, limits: Limits = LIMITS) -> Upload:
    """Open bytes held in memory, under the same rules as `open_upload`."""
    if len(content) > limits.upload_bytes:
        raise refuse("too-big", file=name, limit=limits.upload_bytes // MIB)
    return _open_one(name, lambda: io.BytesIO(content), limits)


def open_together(parts: list[tuple[str, Path]], *, limits: Limits = LIMITS) -> Upload:
    """Several tables uploaded at once, as if they lay in one folder."""
    if len(parts) > limits.entries:
        raise refuse("too-many-entries", count=len(parts), limit=limits.entries)
    if sum(path.stat().st_size for _, path in parts) > limits.upload_bytes:
        raise refuse("too-big", limit=limits.upload_bytes // MIB)
    return _gather(", ".join(name for name, _ in parts)[:200], sorted(parts))


def _open_folder(folder: Path, limits: Limits) -> Upload:
    paths = sorted(p for p in folder.iterdir() if p.is_file() and not LITTER.search(p.name))
    if len(paths) > limits.entries:
        raise refuse("too-many-entries", count=len(paths), limit=limits.entries)
    if any(p.is_symlink() for p in paths):
        raise refuse("link-in-archive", name=next(p.name for p in paths if p.is_symlink()))
    if sum(p.stat().st_size for p in paths) > limits.unpacked_bytes:
        raise refuse("unpacks-too-big", limit=limits.unpacked_bytes // MIB)
    return _gather(folder.name, [(p.name, p) for p in paths])


def _gather(name: str, parts: list[tuple[str, Path]]) -> Upload:
    digest = hashlib.sha256()
    entries, faults = [], []
    for part, path in parts:
        entry = Entry(part, _opener_of(path))
        _count(entry, None, digest)
        if entry.ending not in TABLE_ENDINGS:
            faults.append(said("file-ignored", file=part, name=part))
            continue
        _refuse_archive(entry)
        entries.append(entry)
    _refuse_same_names([e.name for e in entries])
    if not entries:
        raise refuse("nothing-inside", file=name)
    return Upload(name, digest.hexdigest(), "tables", tuple(entries), tuple(faults))


def _opener_of(path: Path) -> Opener:
    return lambda: path.open("rb")


def _open_one(name: str, opener: Opener, limits: Limits) -> Upload:
    entry = Entry(name, opener)
    digest = hashlib.sha256()
    if _count(entry, None, digest) == 0:
        raise refuse("empty-upload", file=name)
    head = entry.head()
    if head.startswith(OLE_START):
        raise refuse("old-workbook", file=name)
    if head.startswith(b"PK") or entry.ending in {".zip", ".xlsx", ".xlsm", ".xltm"}:
        return _open_zip(entry, digest.hexdigest(), limits)
    _refuse_archive(entry)
    if entry.head(200).removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(PAGE_STARTS):
        raise refuse("web-page", file=name, name=name)
    if head.startswith(NOT_TABLES) or entry.ending == ".pdf":
        raise refuse("not-a-table", file=name, name=name)
    return Upload(name, digest.hexdigest(), "tables", (entry,))


def _open_zip(outer: Entry, sha256: str, limits: Limits) -> Upload:
    _refuse_crowded_directory(outer, limits)
    try:
        with outer.open() as stream, zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
    except BROKEN_ZIP as error:
        code = "bad-workbook" if outer.ending == ".xlsx" else "not-a-zip"
        raise refuse(code, file=outer.name) from error
    names = {info.filename for info in infos}
    if "[Content_Types].xml" in names:
        return _workbook(outer, sha256, infos, limits)
    if outer.ending in {".xlsx", ".xlsm"}:
        raise refuse("bad-workbook", file=outer.name)
    if len(infos) > limits.entries:
        raise refuse("too-many-entries", file=outer.name, count=len(infos), limit=limits.entries)
    entries, faults = [], []
    for info in infos:
        _refuse_unsafe(info, outer.name, limits)
        if info.is_dir() or LITTER.search(info.filename):
            continue
        entry = Entry(PurePosixPath(info.filename).name, _opener_in(outer, info))
        if entry.ending not in TABLE_ENDINGS and entry.ending not in {".zip", ".xlsx", ".gz"}:
            faults.append(said("file-ignored", file=entry.name, name=entry.name))
            continue
        entries.append(entry)
    _refuse_same_names([e.name for e in entries])
    _measure(entries, outer.name, limits)
    if not entries:
        raise refuse("nothing-inside", file=outer.name)
    return Upload(outer.name, sha256, "tables", tuple(entries), tuple(faults))


def _workbook(outer: Entry, sha256: str, infos: list[zipfile.ZipInfo], limits: Limits) -> Upload:
    macros = any(info.filename.lower().endswith("vbaproject.bin") for info in infos)
    if macros or outer.ending in {".xlsm", ".xltm"}:
        raise refuse("macro-workbook", file=outer.name)
    if len(infos) > 10 * limits.entries:
        raise refuse("too-many-entries", file=outer.name, count=len(infos), limit=500)
    for info in infos:
        if info.flag_bits & 1:
            raise refuse("encrypted", file=outer.name, name=outer.name)
    parts = [Entry(info.filename, _opener_in(outer, info)) for info in infos if not info.is_dir()]
    _measure(parts, outer.name, limits, look_inside=False)
    for part in parts:
        # Sheets are read row by row; every other part is held whole while it is read.
        if not part.name.startswith("xl/worksheets/") and _count(part, limits.part) > limits.part:
            raise refuse("unpacks-too-big", file=outer.name, limit=limits.part // MIB)
    return Upload(outer.name, sha256, "workbook", (outer,))


def _opener_in(outer: Entry, info: zipfile.ZipInfo) -> Opener:
    @contextmanager
    def opener() -> Iterator[BinaryIO]:
        with (
            outer.open() as stream,
            zipfile.ZipFile(stream) as archive,
            archive.open(info) as inner,
        ):
            yield inner

    return opener


def _refuse_crowded_directory(outer: Entry, limits: Limits) -> None:
    """Look at the size of the zip's list of contents before letting anybody load it."""
    with outer.open() as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise refuse("bad-workbook" if outer.ending == ".xlsx" else "not-a-zip", file=outer.name)
    count, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    if directory > limits.directory_bytes:
        raise refuse("too-many-entries", file=outer.name, count=count, limit=limits.entries)


def _refuse_unsafe(info: zipfile.ZipInfo, archive: str, limits: Limits) -> None:
    name = info.orig_filename
    parts = [part for part in name.replace("\\", "/").split("/") if part]
    if (
        not parts
        or "\\" in name
        or "\x00" in name
        or name.startswith("/")
        or re.match(r"^[A-Za-z]:", name)
        or ".." in parts
        or any(ord(c) < 32 for c in name)
    ):
        raise refuse("unsafe-name", file=archive, name=name)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise refuse("link-in-archive", file=archive, name=name)
    if info.flag_bits & 1:
        raise refuse("encrypted", file=archive, name=name)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise refuse("odd-compression", file=archive, name=name)
    if len(parts) - (0 if info.is_dir() else 1) > limits.folders and not LITTER.search(name):
        raise refuse("too-deep", file=archive, name=name)


def _refuse_same_names(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise refuse("same-name-twice", file=name, name=name)
        seen.add(name.lower())


def _refuse_archive(entry: Entry) -> None:
    head = entry.head()
    if head.startswith(ARCHIVE_STARTS) or head.startswith(OLE_START):
        raise refuse("nested-archive", file=entry.name, name=entry.name)


def _measure(
    entries: list[Entry], archive: str, limits: Limits, *, look_inside: bool = True
) -> None:
    """Unpack everything once, keeping nothing, counting what really comes out."""
    left = limits.unpacked_bytes
    for entry in entries:
        try:
            left -= _count(entry, left)
            if look_inside:
                _refuse_archive(entry)
        except BROKEN_ZIP as error:
            raise refuse("damaged-zip", file=archive, name=entry.name) from error
        if left < 0:
            raise refuse("unpacks-too-big", file=archive, limit=limits.unpacked_bytes // MIB)


def _count(entry: Entry, stop_after: int | None, digest: hashlib._Hash | None = None) -> int:
    size = 0
    with entry.open() as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if digest is not None:
                digest.update(chunk)
            if stop_after is not None and size > stop_after:
                break
    return size
