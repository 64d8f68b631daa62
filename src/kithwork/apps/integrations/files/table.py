"""From bytes to rows of cells with their line: encoding, delimiter, and nothing guessed aloud."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kithwork.apps.foundation.fault import Fault
from kithwork.apps.integrations.files.archive import CHUNK, Entry
from kithwork.apps.integrations.files.limits import LIMITS, Limits
from kithwork.apps.integrations.files.sentences import refuse, said

DELIMITERS = (",", ";", "\t", "|")
LOOK_AT_LINES = 60
# Fewer NUL bytes than this share of every second byte is damage, not UTF-16.
UTF16_NUL_SHARE = 0.3
# What another code page's accents look like when read as Windows-1252: signs inside a word.
ODD_LETTERS = re.compile(
    r"[A-Za-z][†‡ˆ‰‹›˜][A-Za-z]|[a-z][†‡ˆ‰˜](?![a-z])|[A-Za-z][ŽŠŒŸ][a-z]|[a-z][ŽŠŒŸ](?![A-Z])"
    r"|[A-Za-z][¿¡¢£¤¥¦§«¬¯±µ¶¸¹»¼½¾÷][a-z]"
)
BEYOND_ASCII = re.compile(r"\S*[^\x00-\x7f]\S*")

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """One text table, ready to be read as often as needed."""

    entry: Entry
    encoding: str
    delimiter: str
    has_sep_line: bool = False
    faults: tuple[Fault, ...] = ()
    limits: Limits = field(default=LIMITS)

    @property
    def name(self) -> str:
        return self.entry.name

    def rows(self) -> Iterator[Row]:
        """Line number and cells of every row that is not blank.

        Raises FileRefused when the text stops being a table.
        """
        csv.field_size_limit(self.limits.cell)
        with self.entry.open() as raw:
            text = io.TextIOWrapper(raw, encoding=self.encoding, newline="")
            try:
                yield from self._parsed(text)
            finally:
                text.detach()

    def _parsed(self, text: io.TextIOWrapper) -> Iterator[Row]:
        lines = _Lines(text, self.name, self.limits)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        count = 0
        while True:
            lines.in_this_row = 0
            start = lines.read + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _Endless:
                raise refuse("line-too-long", file=self.name, line=start) from None
            except csv.Error as error:
                code = "cell-too-long" if "limit" in str(error) else "stray-quote"
                raise refuse(
                    code, file=self.name, line=start, line_of=start, limit=self.limits.cell
                ) from error
            except UnicodeError as error:
                raise refuse(
                    "unknown-encoding", file=self.name, line=start, line_of=start
                ) from error
            if start == 1 and self.has_sep_line:
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if any(cells[self.limits.columns :]):
                limit = self.limits.columns
                raise refuse("too-many-columns", file=self.name, line=start, limit=limit)
            count += 1
            if count > self.limits.rows + 1:
                raise refuse("too-many-rows", file=self.name, limit=self.limits.rows)
            yield start, cells


class _Endless(Exception):  # noqa: N818  a fact, said as a sentence by the caller
    """A row that goes on for longer than rows do: a quotation mark was never closed."""


class _Lines:
    """Lines of a text, counted, none longer than the limit."""

    def __init__(self, text: io.TextIOWrapper, name: str, limits: Limits) -> None:
        self.text, self.name, self.limits = text, name, limits
        self.read = 0
        self.in_this_row = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(self.limits.line)
        if not line:
            raise StopIteration
        self.read += 1
        self.in_this_row += 1
        if len(line) >= self.limits.line or self.in_this_row > self.limits.lines_in_a_row:
            raise _Endless
        if "\0" in line:
            raise refuse("nul-bytes", file=self.name, line=self.read)
        return line


def open_table(entry: Entry, *, limits: Limits = LIMITS) -> Table:
    """Find out how the text is written.

    Raises FileRefused when it is no text we know.
    """
    encoding, faults = _encoding_of(entry)
    head = _head_of(entry, encoding)
    first = head[0].strip().lower() if head else ""
    if first.startswith("sep=") and len(first) == 5:
        return Table(entry, encoding, head[0].strip()[4], True, faults, limits)
    if head and head[0].lower().startswith("sep=\t"):
        return Table(entry, encoding, "\t", True, faults, limits)
    return Table(entry, encoding, _delimiter_of(head), False, faults, limits)


def _encoding_of(entry: Entry) -> tuple[str, tuple[Fault, ...]]:
    head = entry.head(CHUNK)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refuse("unknown-encoding", file=entry.name, line=1, line_of=1)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(entry, "utf-16"), ()
    if head.startswith(codecs.BOM_UTF8):
        _refuse_nul(entry)
        line = _fails_at(entry, "utf-8-sig")
        if line:
            raise refuse("unknown-encoding", file=entry.name, line=line, line_of=line)
        return "utf-8-sig", ()
    if guess := _utf16_without_mark(head):
        return _utf16(entry, guess), ()
    _refuse_nul(entry)
    if not _fails_at(entry, "utf-8"):
        return "utf-8", ()
    line = _fails_at(entry, "cp1252")
    if line:
        raise refuse("unknown-encoding", file=entry.name, line=line, line_of=line)
    line, example = _first_letters(entry, BEYOND_ASCII)
    odd_line, odd = _first_letters(entry, ODD_LETTERS)
    if odd:
        raise refuse("odd-letters", file=entry.name, line=odd_line, line_of=odd_line, value=odd)
    notice = said("read-as-1252", file=entry.name, line=line, line_of=line, value=example)
    return "cp1252", (notice,)


def _first_letters(entry: Entry, wanted: re.Pattern[str]) -> tuple[int, str]:
    """The line and the words where the file, read as Windows-1252, first looks like that."""
    line = 1
    with entry.open() as raw:
        text = io.TextIOWrapper(raw, encoding="cp1252", newline=None)
        while part := text.readline(CHUNK):
            found = wanted.search(part)
            if found:
                start, end = max(0, found.start() - 20), found.end() + 20
                return line, " ".join(re.split(r"[,;|\t\n]", part[start:end]))
            line += part.endswith("\n")
        text.detach()
    return 0, ""


def _utf16(entry: Entry, encoding: str) -> str:
    if line := _fails_at(entry, encoding):
        raise refuse("unknown-encoding", file=entry.name, line=line, line_of=line)
    return encoding


def _utf16_without_mark(head: bytes) -> str:
    half = len(head) // 2
    if half < 4 or b"\x00" not in head:
        return ""
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > UTF16_NUL_SHARE and even < odd / 4:
        return "utf-16-le"
    if even > UTF16_NUL_SHARE and odd < even / 4:
        return "utf-16-be"
    return ""


def _refuse_nul(entry: Entry) -> None:
    line = 1
    with entry.open() as stream:
        while chunk := stream.read(CHUNK):
            at = chunk.find(b"\x00")
            if at >= 0:
                line += chunk.count(b"\n", 0, at)
                raise refuse("nul-bytes", file=entry.name, line=line)
            line += chunk.count(b"\n")


def _fails_at(entry: Entry, encoding: str) -> int:
    """The line where the text stops being of this encoding, or 0."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with entry.open() as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                return line + good.decode(error.encoding, "ignore").count("\n")
            if not chunk:
                return 0


def _head_of(entry: Entry, encoding: str) -> list[str]:
    raw = entry.head(CHUNK)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(raw)
    return text.splitlines()[:LOOK_AT_LINES]


def _delimiter_of(head: list[str]) -> str:
    """The delimiter that cuts most lines into the same number of cells; a comma if none does."""
    lines = [line for line in head if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(_cut(line, delimiter)) for line in lines)
        widths.pop(1, None)
        if not widths:
            return (0, 0)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
        return (times, width)

    best = max(DELIMITERS, key=score)
    return best if score(best) > (0, 0) else ","


def _cut(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
