"""The practice's own questions in the log: a field for each, and what was answered.

Nothing is chosen beforehand and nothing must be answered: what nobody saw is missing, and stays missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.people.models import Student
from kithwork.apps.runs.practice_log import (
    LONGEST,
    LONGEST_CELL,
    MOST_ROWS,
    Ask,
    asks_of,
    log_forms,
)
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.voice import Form

# Keys of a log's measures: answers by field, lines by form.
ASKED, LINES = "asked", "lines"
FEW_WORDS = forms.Textarea(attrs={"rows": 2})


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the page shows it."""

    ask: Ask
    bound: forms.BoundField
    people: Sequence[Student]

    @property
    def person_pills(self) -> list[tuple[Student, Any]]:
        return list(zip(self.people, self.bound, strict=True))


@dataclass(frozen=True, slots=True)
class Part:
    """One form of the practice in the log: what it wants first, then the rest, then lines."""

    form: Form
    first: list[Question]
    more: list[Question]
    lines: list[list[forms.BoundField]]
    opens_more: bool
    opens_lines: bool

    @property
    def heads(self) -> str:
        """What each line says, as the way to open them names it."""
        return ", ".join(str(cell.label).lower() for cell in self.lines[0])


class PracticeFields:
    """Fields of a practice, added to a form that knows its people."""

    def __init__(
        self,
        practice: Playbook | None,
        people: Sequence[Student],
        own: Playbook | None = None,
    ):
        self.people = people
        self.own = {form.id: form for form in log_forms(own)}
        self.forms = [
            form for form in log_forms(practice) if asks_of(form) or form.grid is not None
        ]
        self.asks = [one for form in self.forms for one in self._asks_of(form)]

    def _asks_of(self, form: Form) -> list[Ask]:
        return asks_of(form, self.own.get(form.id))

    def fields(self) -> dict[str, forms.Field]:
        found = {one.key: self._field(one) for one in self.asks}
        for form in self.forms:
            for name, label in _cells(form):
                found[name] = forms.CharField(label=label, required=False, max_length=LONGEST_CELL)
        return found

    def _field(self, ask: Ask) -> forms.Field:
        plain: dict[str, Any] = {"label": ask.field.label, "required": False}
        plain["help_text"] = ask.field.hint or ""
        if ask.kind == "number":
            least, most = ask.range
            widget = forms.NumberInput(attrs={"inputmode": "numeric"})
            return forms.IntegerField(min_value=least, max_value=most, widget=widget, **plain)
        if ask.kind in {"one", "yes_no"}:
            ways = ask.ways if ask.kind == "one" else [("yes", _("Yes")), ("no", _("No"))]
            choices = [*((str(value), words) for value, words in ways), ("", _("Not seen"))]
            return forms.ChoiceField(choices=choices, initial="", widget=forms.RadioSelect, **plain)
        ticks = forms.CheckboxSelectMultiple
        if ask.kind == "several":
            return forms.MultipleChoiceField(choices=ask.ways, widget=ticks, **plain)
        if ask.kind == "people":
            called = [(one.pk, one.called) for one in self.people]
            return forms.TypedMultipleChoiceField(coerce=int, choices=called, widget=ticks, **plain)
        return forms.CharField(max_length=LONGEST, widget=FEW_WORDS, **plain)

    def parts(self, form: forms.Form) -> list[Part]:
        return [self._part(one, form) for one in self.forms]

    def _part(self, one: Form, form: forms.Form) -> Part:
        shown = [Question(ask, form[ask.key], self.people) for ask in self._asks_of(one)]
        more = [question for question in shown if not question.ask.field.required]
        cells = [form[name] for name, _label in _cells(one)]
        wide = len(cells) // MOST_ROWS
        return Part(
            form=one,
            first=[question for question in shown if question.ask.field.required],
            more=more,
            lines=[cells[at : at + wide] for at in range(0, len(cells), wide or 1)],
            opens_more=any(q.bound.value() not in (None, "", []) or q.bound.errors for q in more),
            opens_lines=any(cell.value() or cell.errors for cell in cells),
        )

    def answers(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Key -> answer; what was not answered is left out."""
        found = {}
        for ask in self.asks:
            value = cleaned.get(ask.key)
            if value in (None, "", []):
                continue
            if ask.kind == "yes_no":
                value = value == "yes"
            elif ask.kind == "one" and ask.field.kind == "rating":
                value = int(value)
            found[ask.key] = value
        return found

    def lines(self, cleaned: Mapping[str, Any]) -> dict[str, list[list[str]]]:
        """Form -> its lines; one with nothing in it is left out."""
        found = {}
        for form in self.forms:
            cells = [(cleaned.get(name) or "").strip() for name, _label in _cells(form)]
            wide = len(cells) // MOST_ROWS or 1
            lines = [cells[at : at + wide] for at in range(0, len(cells), wide)]
            if written := [line for line in lines if any(line)]:
                found[form.id] = written
        return found

    def told_before(self, measures: Mapping[str, Any]) -> dict[str, Any]:
        """What stands in a log, as the fields show it."""
        found: dict[str, Any] = {}
        answers = measures.get(ASKED, {})
        for ask in self.asks:
            if ask.key in answers:
                value = answers[ask.key]
                found[ask.key] = ("yes" if value else "no") if ask.kind == "yes_no" else value
        for form in self.forms:
            cells = [cell for line in measures.get(LINES, {}).get(form.id, []) for cell in line]
            names = [name for name, _label in _cells(form)]
            found |= dict(zip(names, cells, strict=False))
        return found


def _cells(form: Form) -> list[tuple[str, str]]:
    """Name and label of each cell of the lines, line by line: who, then what the practice asks of it."""
    if form.grid is None:
        return []
    heads = [gettext("Who"), *(column.name for column in form.grid.columns)]
    return [
        (f"{form.id}.line.{row}.{place}", head)
        for row in range(MOST_ROWS)
        for place, head in enumerate(heads)
    ]
