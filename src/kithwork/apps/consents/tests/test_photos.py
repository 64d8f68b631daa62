"""A photo of a form is kept as a picture: without the place, the time and the phone it was taken with."""

from __future__ import annotations

from struct import pack
from zlib import crc32

import pytest

from kithwork.apps.consents.photos import only_the_picture

PLACE = b"GPS 40.7128 N 74.0060 W"


def part(marker: int, body: bytes) -> bytes:
    return pack(">BBH", 0xFF, marker, len(body) + 2) + body


def notes(up: int, order: str = "<") -> bytes:
    """A camera's notes: its make, which way is up, and a place."""
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + pack(f"{order}I", 8)
    lines = pack(f"{order}HHII", 0x010F, 2, 5, 60) + pack(f"{order}HHIHH", 0x0112, 3, 1, up, 0)
    return part(0xE1, b"Exif\0\0" + head + pack(f"{order}H", 2) + lines + pack(">I", 0) + PLACE)


START, END = b"\xff\xd8", b"\xff\xd9"
JFIF = part(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
TABLE, TABLE_2 = part(0xDB, b"\0" + bytes(64)), part(0xC4, b"\1" + bytes(16))
COLOUR = part(0xE2, b"ICC_PROFILE\0\1\1profile")
SCAN = part(0xDA, b"\1\1\0\0\x3f\0")
DATA = b"\x12\xff\x00\x34\xff\xd0\x56"
PLAIN = START + JFIF + COLOUR + TABLE + SCAN + DATA + TABLE_2 + SCAN + DATA + END


def told(up: int, order: str = "<") -> bytes:
    """The plain picture with everything a phone adds, and a second picture behind its end."""
    more = (
        notes(up, order) + part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE) + part(0xFE, PLACE)
    )
    more += part(0xED, b"Photoshop 3.0\0" + PLACE) + part(0xE2, b"MPF\0" + PLACE)
    middle = PLAIN.replace(TABLE_2, part(0xFE, PLACE) + TABLE_2)
    return middle.replace(JFIF, JFIF + more) + START + notes(1) + END


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_place_goes_and_the_picture_stays(order):
    assert PLACE in told(1, order)
    assert only_the_picture(told(1, order), "image/jpeg") == PLAIN
    assert only_the_picture(PLAIN, "image/jpeg") == PLAIN


@pytest.mark.parametrize(("up", "order"), [(6, "<"), (3, ">"), (8, ">")])
def test_which_way_is_up_stays_and_nothing_else_of_the_notes(up, order):
    kept = only_the_picture(told(up, order), "image/jpeg")
    own = part(0xE1, b"Exif\0\0MM\0*" + pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, up, 0, 0))
    assert kept == PLAIN.replace(JFIF, JFIF + own)
    assert only_the_picture(kept, "image/jpeg") == kept


@pytest.mark.parametrize("up", [0, 9, 700])
def test_a_way_up_that_is_none_is_left_out(up):
    assert only_the_picture(told(up), "image/jpeg") == PLAIN


def test_notes_cut_short_are_left_out():
    for size in range(len(notes(6)) - 4):
        short = PLAIN.replace(JFIF, JFIF + part(0xE1, notes(6)[4 : 4 + size]))
        assert PLACE not in only_the_picture(short, "image/jpeg")


@pytest.mark.parametrize("size", range(2, len(PLAIN)))
def test_a_photo_cut_short_is_no_photo(size):
    assert only_the_picture(PLAIN[:size], "image/jpeg") is None


def test_padding_before_a_part_is_no_part():
    padded = PLAIN.replace(TABLE, b"\xff\xff" + TABLE)
    assert only_the_picture(padded, "image/jpeg") == PLAIN


def chunk(name: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + name + body + pack(">I", crc32(name + body))


HEAD = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13))
PNG = HEAD + chunk(b"IDAT", b"picture") + chunk(b"IEND", b"")


def test_a_png_keeps_the_picture_too():
    told = PNG.replace(HEAD, HEAD + chunk(b"eXIf", PLACE) + chunk(b"tEXt", PLACE)) + PLACE
    assert only_the_picture(told, "image/png") == PNG
    for size in range(8, len(PNG)):
        assert only_the_picture(PNG[:size], "image/png") is None


def test_a_pdf_stays_as_it_was_signed():
    assert only_the_picture(b"%PDF-1.7 %%EOF", "application/pdf") == b"%PDF-1.7 %%EOF"
