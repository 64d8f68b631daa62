"""A photo of a form says where and with which phone it was taken. What we keep says only how it looks.

Nothing is drawn anew: a picture file is a row of labelled parts, and the parts that tell are left out. Of a camera's own
notes one number stays: which way is up, or the form would lie on its side.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from struct import pack, unpack_from

END, SCAN, NOTES = 0xD9, 0xDA, 0xE1
# Parts about colours. The other marked ones hold what cameras and programs write about themselves.
COLOURS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
UPRIGHT, UP_IS = 1, 0x0112
PNG_START = 8
PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs"}
)  # fmt: skip


def only_the_picture(content: bytes, kind: str) -> bytes | None:
    """The file without places, times and names; None where it is not whole. A PDF is kept as it is."""
    try:
        if kind == "image/jpeg":
            return b"\xff\xd8" + b"".join(_jpeg(content))
        if kind == "image/png":
            return content[:PNG_START] + b"".join(_png(content))
    except (ValueError, struct.error):
        return None
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":  # a marker may be padded
            at += 1
        begin, marker = unpack_from(">BB", content, at)
        if begin != 0xFF:
            raise ValueError("no part begins here")
        if marker == END:
            # Phones put a second, whole picture behind the first, with its own notes.
            yield content[at : at + 2]
            return
        (size,) = unpack_from(">H", content, at + 2)
        end = at + 2 + size
        if size < 2 or end > len(content):
            raise ValueError("a part is cut off")
        yield from _part(marker, content[at:end])
        at = end
        if marker == SCAN:
            at = _after_scan(content, at)
            yield content[end:at]


def _part(marker: int, part: bytes) -> Iterator[bytes]:
    body = part[4:]
    if marker == NOTES and body.startswith(b"Exif\0\0"):
        up = _which_way_is_up(body[6:])
        if up != UPRIGHT:
            yield _says_only_up(up)
    elif marker in COLOURS:
        if body.startswith(COLOURS[marker]):
            yield part
    elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
        yield part


def _after_scan(content: bytes, at: int) -> int:
    """Where the next part begins: picture data hold no marker but restarts and a written-out FF."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise ValueError("the picture has no end")
        marker = content[at + 1]
        if marker not in {0x00, 0xFF} and not 0xD0 <= marker <= 0xD7:
            return at
        at += 1 if marker == 0xFF else 2


def _which_way_is_up(notes: bytes) -> int:
    """1 to 8, as a camera writes it; 1 where it does not say or says it badly."""
    order = {b"II": "<", b"MM": ">"}.get(notes[:2])
    if order is None:
        return UPRIGHT
    try:
        (at,) = unpack_from(f"{order}I", notes, 4)
        (count,) = unpack_from(f"{order}H", notes, at)
        for n in range(count):
            tag, form, _, value = unpack_from(f"{order}HHIH", notes, at + 2 + 12 * n)
            if (tag, form) == (UP_IS, 3):
                return value if 1 <= value <= 8 else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def _says_only_up(up: int) -> bytes:
    one_line = pack(">HHIHH", UP_IS, 3, 1, up, 0)
    body = b"Exif\0\0MM\0*" + pack(">IH", 8, 1) + one_line + pack(">I", 0)
    return pack(">BBH", 0xFF, NOTES, len(body) + 2) + body


def _png(content: bytes) -> Iterator[bytes]:
    at, name = PNG_START, b""
    while name != b"IEND":
        (size,) = unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + size
        if end > len(content):
            raise ValueError("a part is cut off")
        if name in PNG_KEPT:
            yield content[at:end]
        at = end
