"""Archives that mean harm, or are merely broken, are refused before anything is read."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from dataclasses import replace

import pytest

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.files.archive import open_bytes, open_together, open_upload
from kithwork.apps.integrations.files.limits import LIMITS


def zipped(*files, compress=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def link():
    info = zipfile.ZipInfo("users.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((info, "/etc/passwd"))


def encrypted():
    """A zip whose entry says it is locked: the flag in both headers."""
    raw = bytearray(zipped(("users.csv", "a,b\n1,2\n")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        raw[start + at] |= 1
    return bytes(raw)


def broken_checksum():
    raw = bytearray(zipped(("users.csv", "a,b\n1,2\n"), compress=zipfile.ZIP_STORED))
    at = raw.find(b"1,2")
    raw[at] = ord("9")
    return bytes(raw)


def lying_about_size():
    """Says 8 bytes unpacked, holds 3 MiB."""
    raw = bytearray(zipped(("users.csv", "0" * 3_000_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = raw.find(mark)
        raw[start + at : start + at + 4] = struct.pack("<I", 8)
    return bytes(raw)


def crowded():
    raw = bytearray(zipped(("users.csv", "a")))
    at = raw.rfind(b"PK\x05\x06")
    raw[at + 12 : at + 16] = struct.pack("<I", 50_000_000)
    return bytes(raw)


SMALL = replace(LIMITS, unpacked_bytes=1_000_000)
CASES = [
    ("a bomb", zipped(("users.csv", b"0" * 2_000_000)), "unpacks-too-big"),
    ("a bomb in many parts", zipped(*((f"{i}.csv", b"0" * 40_000) for i in range(30))), "unpacks-too-big"),
    ("a lie about its size", lying_about_size(), "damaged-zip"),
    ("up and out", zipped(("../users.csv", "a")), "unsafe-name"),
    ("up and out, hidden", zipped(("x/../../users.csv", "a")), "unsafe-name"),
    ("from the root", zipped(("/etc/users.csv", "a")), "unsafe-name"),
    ("from a drive", zipped(("C:users.csv", "a")), "unsafe-name"),
    ("with backslashes", zipped(("..\\users.csv", "a")), "unsafe-name"),
    ("a line break in a name", zipped(("us\ners.csv", "a")), "unsafe-name"),
    ("two folders deep", zipped(("a/b/users.csv", "a")), "too-deep"),
    ("a link", link(), "link-in-archive"),
    ("locked", encrypted(), "encrypted"),
    ("a zip in a zip", zipped(("inner.zip", zipped(("users.csv", "a")))), "nested-archive"),
    ("a zip dressed as CSV", zipped(("users.csv", zipped(("users.csv", "a")))), "nested-archive"),
    ("a gzip dressed as CSV", zipped(("users.csv", b"\x1f\x8b\x08rest")), "nested-archive"),
    ("one name twice", zipped(("a/users.csv", "a"), ("b/Users.csv", "a")), "same-name-twice"),
    ("51 files", zipped(*((f"{i}.csv", "a") for i in range(51))), "too-many-entries"),
    ("a list of contents of 50 MB", crowded(), "too-many-entries"),
    ("a wrong checksum", broken_checksum(), "damaged-zip"),
    ("cut short", zipped(("users.csv", "a" * 5000))[:-40], "not-a-zip"),
    ("no zip at all", b"hello, this is no zip", "not-a-zip"),
    ("odd compression", zipped(("users.csv", "a"), compress=zipfile.ZIP_LZMA), "odd-compression"),
    ("nothing of ours inside", zipped(("photo.png", "a")), "nothing-inside"),
    ("nothing at all", b"", "empty-upload"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bad_archive_is_refused(content, code):
    with pytest.raises(FileRefused) as refused:
        open_bytes("roster.zip", content, limits=SMALL)

    assert [fault.code for fault in refused.value.faults] == [code]
    assert "{" not in refused.value.faults[0].sentence


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("roster.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old-workbook"),
        ("roster.xlsx", b"not a workbook", "bad-workbook"),
        ("roster.xlsm", zipped(("[Content_Types].xml", "<a/>")), "macro-workbook"),
        ("roster.xlsx", zipped(("[Content_Types].xml", "<a/>"), ("xl/vbaProject.bin", "x")), "macro-workbook"),
        ("roster.pdf", b"%PDF-1.7", "not-a-table"),
        ("roster.csv", b"\x1f\x8b\x08\x00", "nested-archive"),
        ("roster.csv", b"x" * (LIMITS.upload_bytes + 1), "too-big"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_its_content(name, content, code):
    with pytest.raises(FileRefused) as refused:
        open_bytes(name, content)

    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_folder_and_a_file_and_several_files_open_alike(tmp_path):
    (tmp_path / "users.csv").write_text("a,b\n1,2\n")
    (tmp_path / "orgs.csv").write_text("a,b\n1,2\n")
    (tmp_path / ".DS_Store").write_bytes(b"\x00")

    folder = open_upload(tmp_path)
    together = open_together([(p.name, p) for p in tmp_path.glob("*.csv")])

    assert [e.name for e in folder.entries] == ["orgs.csv", "users.csv"]
    assert folder.sha256 == together.sha256
    assert open_upload(tmp_path / "users.csv").entries[0].name == "users.csv"


def test_a_folder_with_a_link_is_refused(tmp_path):
    (tmp_path / "users.csv").symlink_to("/etc/hostname")

    with pytest.raises(FileRefused, match="link"):
        open_upload(tmp_path)


def test_a_missing_file_is_said():
    from pathlib import Path

    with pytest.raises(FileRefused, match="no file"):
        open_upload(Path("/nowhere/at/all.csv"))


def test_the_same_bytes_have_the_same_mark():
    content = zipped(("users.csv", "a,b\n"))

    assert open_bytes("one.zip", content).sha256 == open_bytes("two.zip", content).sha256
