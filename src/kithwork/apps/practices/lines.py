"""Lists as a teacher has them: pasted from a spreadsheet, typed line by line, or passages with a blank line between.

Pure: text in, items and faults out, each fault with its line. Nothing is kept here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kithwork.apps.foundation.cells import as_written
from kithwork.apps.practices.models import ContentSet

Kind = ContentSet.Kind

MOST_ITEMS = 300
LONGEST_LINE = 500
LONGEST_PASSAGE = 20_000
HEADING = ("Prompt", "Answer", "Level", "Words")
# First cells that name a column rather than ask something.
NAMES_A_COLUMN = frozenset(
    {"prompt", "word", "words", "question", "term", "fact", "passage", "text"}
)
NAMES_ANOTHER = frozenset({"answer", "answers", "meaning", "definition", "level", "words", ""})


@dataclass(frozen=True, slots=True)
class Item:
    """One word, fact, question or passage, and the line it began on."""

    prompt: str
    answer: str = ""
    level: str = ""
    line: int = 0
    # What stood on the line beside prompt, answer and level.
    more: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return words_in(self.prompt)


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong on one line, and how to mend it. Line 0 is the list as a whole."""

    line: int
    sentence: str

    def __str__(self) -> str:
        if not self.line:
            return self.sentence
        return _("Line %(line)s: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


@dataclass(slots=True)
class Lines:
    """What was read. With faults nothing of it is kept."""

    items: list[Item] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


def words_in(text: str) -> int:
    """Words as a reader counts them: a dash alone is none, "don't" and "well-known" are one each."""
    return sum(1 for piece in text.split() if any(sign.isalnum() for sign in piece))


def read_lines(kind: str, text: str) -> Lines:
    """Items of a list typed or pasted.

    One on a line; between what is asked and its answer a tab or a comma (for facts an equals sign, for
    questions the question mark will do). Passages have a blank line between them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == Kind.PASSAGES:
        return _judged(kind, _passages(text))
    rows = ((number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip())
    return _judged(kind, (item for number, row in rows for item in _items(kind, row, number)))


def read_file(kind: str, raw: bytes) -> Lines:
    """Items of a CSV or TSV file: prompt, answer, level. A first row with the names of columns is left out."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = _(
            "This file is not UTF-8 text. In your spreadsheet program, save it as “CSV UTF-8”."
        )
        return Lines(faults=[LineFault(0, said)])
    try:
        return _judged(kind, _cells(kind, text))
    except csv.Error as error:
        said = _("This file cannot be read as a table (%(why)s). Save it as CSV anew.")
        return Lines(faults=[LineFault(0, said % {"why": error})])


def as_text(kind: str, items: Iterable[Item]) -> str:
    """Items as they are typed; reading them gives the same again."""
    if kind == Kind.PASSAGES:
        return "\n\n".join(
            f"{_level_word()} {one.level}\n{one.prompt}" if one.level else one.prompt
            for one in items
        )
    rows = []
    for one in items:
        cells = [one.prompt, one.answer, one.level]
        row = "\t".join(cells).rstrip("\t")
        # A comma in what is asked is not one before an answer.
        rows.append(row if "\t" in row or "," not in row else f"{row}\t")
    return "\n".join(rows)


def _level_word() -> str:
    return _("Level:")


def _passages(text: str) -> Iterator[Item]:
    lines: list[str] = []
    began = 0
    for number, row in enumerate([*text.split("\n"), ""], 1):
        if row.strip():
            began = began or number
            lines.append(row.strip())
        elif lines:
            yield _passage(lines, began)
            lines, began = [], 0


def _passage(lines: list[str], began: int) -> Item:
    word = _level_word()
    if len(lines) > 1 and lines[0].startswith(word):
        return Item("\n".join(lines[1:]), level=lines[0].removeprefix(word).strip(), line=began)
    return Item("\n".join(lines), line=began)


def _items(kind: str, row: str, number: int) -> Iterator[Item]:
    if "\t" in row:
        yield _in_columns([cell.strip() for cell in row.split("\t")], number)
    elif kind == Kind.SPELLING:
        yield from (Item(word.strip(), line=number) for word in row.split(",") if word.strip())
    else:
        prompt, answer = _halves(kind, row.strip())
        yield Item(prompt, answer, line=number)


def _in_columns(cells: list[str], number: int) -> Item:
    prompt, answer, level, *more = [*cells, "", ""]
    return Item(prompt, answer, level, number, tuple(more))


def _halves(kind: str, row: str) -> tuple[str, str]:
    """What is asked and its answer, where no tab parts them."""
    if row.startswith('"'):
        cells = [cell.strip() for cell in next(csv.reader([row], skipinitialspace=True))]
        return cells[0], ", ".join(cells[1:])
    if kind == Kind.QUESTIONS and "?" in row:
        asks, _mark, answer = row.partition("?")
        return f"{asks}?", answer.strip(" ,;")
    if kind == Kind.FACTS and "=" in row and "," not in row:
        asks, _mark, answer = row.partition("=")
        return asks.strip(), answer.strip()
    asks, _mark, answer = row.partition(",")
    return asks.strip(), answer.strip()


def _cells(kind: str, text: str) -> Iterator[Item]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    line = 1
    for row in reader:
        cells = [_cell(kind, cell) for cell in row]
        if any(cells) and not (line == 1 and _names_columns(cells)):
            # The fourth column of our own files counts words; it is counted anew.
            yield _in_columns(cells[:3] + cells[4:] if _is_number(cells[3:4]) else cells, line)
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """What parts the columns: outside quotes, in the first row that has one."""
    for row in re.sub(r'"[^"]*"', "", text).splitlines():
        found = max("\t;,", key=row.count)
        if found in row:
            return found
    return ","


def _cell(kind: str, cell: str) -> str:
    """A cell as one line; a passage keeps its lines, without empty ones between."""
    cell = as_written(cell.strip())
    if kind != Kind.PASSAGES:
        return " ".join(cell.split())
    return "\n".join(line.strip() for line in cell.splitlines() if line.strip())


def _is_number(cells: list[str]) -> bool:
    return any(cell.isdecimal() for cell in cells)


def _names_columns(cells: list[str]) -> bool:
    names = [cell.casefold() for cell in cells]
    return names[0] in NAMES_A_COLUMN and set(names[1:]) <= NAMES_ANOTHER


def _judged(kind: str, items: Iterable[Item]) -> Lines:
    found = Lines()
    seen: dict[str, int] = {}
    for item in items:
        said = _wrong(kind, item)
        before = seen.get(item.prompt.casefold())
        if not said and before is not None:
            said = _("this is on line %(line)s already; take one out.") % {"line": before}
        seen.setdefault(item.prompt.casefold(), item.line)
        if said:
            found.faults.append(LineFault(item.line, said))
        found.items.append(item)
    if not found.items:
        found.faults.append(
            LineFault(0, _("There is nothing in this list yet. Type or paste a line."))
        )
    elif len(found.items) > MOST_ITEMS:
        said = _("%(count)s lines are more than the %(most)s a list holds. Make two lists of it.")
        words = {"count": len(found.items), "most": MOST_ITEMS}
        found.faults.append(LineFault(0, said % words))
    return found


def _wrong(kind: str, item: Item) -> str:
    if any(item.more):
        return _("this line has more than three parts; keep prompt, answer and level.")
    if not item.prompt:
        return _("nothing stands before the answer; write what is asked first.")
    if "\x00" in item.prompt + item.answer + item.level:
        return _("this holds a sign that is no text; type it anew.")
    if kind in {Kind.FACTS, Kind.VOCABULARY, Kind.QUESTIONS} and not item.answer:
        return _("the answer is missing; write it after a tab or a comma.")
    longest = LONGEST_PASSAGE if kind == Kind.PASSAGES else LONGEST_LINE
    if len(item.prompt) > longest or len(item.answer) > LONGEST_LINE:
        return _("this is longer than %(most)s letters; shorten it.") % {"most": longest}
    if len(item.level) > 20:
        return _("a level has at most 20 letters; shorten it.")
    if kind == Kind.PASSAGES and not item.words:
        return _("no word can be read here; paste the passage itself.")
    return ""
