"""A table of answers as a file: person, wave, item, value, one line an answer. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.reflections.questionnaire import SKIP, Item, Questionnaire

COLUMNS = ("person", "wave", "item", "value")
MOST_BYTES = 2_000_000
MOST_SAID = 30
SKIPPED = frozenset({"skip", "skipped"})


class Place(Exception):  # noqa: N818  a place in a file, said as a sentence by the line
    """A column of a line holds something that is not there."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(column)
        self.column, self.value = column, value


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of a file, with the line it stands in."""

    number: int
    person: str
    wave: str
    item: str
    value: str

    def answer_to(self, asked: Questionnaire, item: Item) -> str:
        """The key of the option this value names: by key, by its number, or by its words."""
        if self.value.casefold() in SKIPPED:
            return SKIP
        options = asked.ways(item).options
        if not options:
            return self.value
        said = self.value.casefold()
        for option in options:
            number = "" if option.value is None else f"{option.value:g}"
            if said in {option.key, option.text.casefold(), number} - {""}:
                return option.key
        raise Place("value", self.value)

    def at(self, sentence: str) -> str:
        return _("Line %(n)s: %(sentence)s") % {"n": self.number, "sentence": sentence}

    def sentence(self, place: Place) -> str:
        says = {
            "person": _(
                "“%(value)s” is nobody of this list. Use the code on the paper or the student number."
            ),
            "wave": _("“%(value)s” is no wave of these questions. Write start, middle or end."),
            "item": _("“%(value)s” is no question of this questionnaire."),
            "value": _("“%(value)s” is no answer to this question. Use its number or its words."),
        }[place.column] % {"value": place.value}
        return _("Line %(n)s, column %(column)s: %(sentence)s") % {
            "n": self.number, "column": place.column, "sentence": says,
        }  # fmt: skip


def refused(wrong: Sequence[str]) -> Problem:
    """Every place that is wrong, as far as somebody reads."""
    said = list(wrong[:MOST_SAID])
    if len(wrong) > MOST_SAID:
        said.append(_("And %(n)s more.") % {"n": len(wrong) - MOST_SAID})
    return Problem("\n".join(said))


def read_sheet(content: bytes) -> list[Line]:
    """The lines of a file. A value that is empty is missing, and no line. Raises Problem, with the place."""
    if len(content) > MOST_BYTES:
        raise Problem(_("The file has more than 2 MB. Bring it in in parts."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        row = content[: broken.start].count(b"\n") + 1
        raise Problem(
            _("Line %(n)s: this is not UTF-8. Save the sheet as CSV UTF-8.") % {"n": row}
        ) from broken
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as broken:
        raise Problem(
            _("Line %(n)s: a quotation mark is missing.") % {"n": reader.line_num}
        ) from broken
    return _lines(rows)


def _lines(rows: list[tuple[int, list[str]]]) -> list[Line]:
    if not rows:
        raise Problem(
            _("The file is empty. Its first line names the columns: person, wave, item, value.")
        )
    head = [cell.casefold() for cell in rows[0][1]]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise Problem(
            _("Line 1: there is no column %(name)s. The columns are person, wave, item and value.")
            % {"name": missing[0]}
        )
    at = [head.index(name) for name in COLUMNS]
    found = []
    for number, cells in rows[1:]:
        person, wave, item, value = (cells[n] if n < len(cells) else "" for n in at)
        if value and (person or wave or item):
            found.append(Line(number, person.casefold(), wave.casefold(), item.casefold(), value))
    if not found:
        raise Problem(_("The file has no answer under its first line."))
    return found
