"""What a practice asks about each session beside what every log asks: its fields, what fits, how it is said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.voice import Form, FormField

# Asked of every session by the log itself, under whatever name the practice has for it.
ASKED_ANYWAY = frozenset(
    {
        ("held", "choice"),
        ("minutes", "minutes"),
        ("here", "people"),
        ("peers_here", "people"),
        ("gave", "people"),
        ("received", "people"),
        ("remark", "text"),
    }
)
NUMBERS = frozenset({"count", "tally", "minutes", "money", "rating"})
MOST_COUNTED, LONGEST, MOST_ROWS, LONGEST_CELL = 999, 1000, 5, 200
# People of elsewhere are written down; people of the run are ticked.
ELSEWHERE = "peers_met"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of one form of the practice, and the key its answer is kept under.

    It may be said in another language. ``kept`` are its choices in the practice's own: an answer is kept
    by those, so that a log means the same in whatever language it was asked and is read.
    """

    form: Form
    field: FormField
    kept: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.form.id}.{self.field.id}"

    @property
    def kind(self) -> str:
        """How it is answered: number, one, several, people, yes_no, or text."""
        kind = self.field.kind
        if kind == "people":
            return "text" if self.field.measure == ELSEWHERE else "people"
        if kind == "rating" and self.field.scale and self.field.anchors:
            return "one"
        if kind in NUMBERS:
            return "number"
        return {"choice": "one", "choices": "several", "yes_no": "yes_no"}.get(kind, "text")

    @property
    def ways(self) -> list[tuple[Any, str]]:
        """What may be chosen: of a rating its numbers in words, else the words themselves."""
        field = self.field
        if field.kind == "rating" and field.scale:
            first = int(field.scale.min or 0)
            return [(first + place, words) for place, words in enumerate(field.anchors)]
        return list(zip(self.kept or field.choices, field.choices, strict=True))

    @property
    def range(self) -> tuple[int, int]:
        scale = self.field.scale
        if scale is None:
            return 0, MOST_COUNTED
        return int(scale.min or 0), int(scale.max if scale.max is not None else MOST_COUNTED)


def log_forms(practice: Playbook | None) -> list[Form]:
    """The forms a practice wants after each session, its log first."""
    if practice is None:
        return []
    found = [one for one in practice.forms if one.when == "each_session"]
    return sorted(found, key=lambda form: not form.id.endswith("log"))


def asks_of(form: Form, own: Form | None = None) -> list[Ask]:
    """What is left to ask of a form. What is for the team alone has no place in a log others read.

    ``own`` is the same form in the practice's own language, where ``form`` is said in another.
    """
    kept = {field.id: field.choices for field in own.fields} if own else {}
    return [
        Ask(form, field, kept.get(field.id, ()))
        for field in form.fields
        if (field.id, field.kind) not in ASKED_ANYWAY
        and field.kind not in {"adult_level", "file"}
        and not field.staff_only
    ]


def asks(practice: Playbook | None, own: Playbook | None = None) -> list[Ask]:
    """Everything asked of each session; ``own`` is the practice in its own language."""
    forms = {form.id: form for form in log_forms(own)}
    return [one for form in log_forms(practice) for one in asks_of(form, forms.get(form.id))]


def tables(practice: Playbook | None) -> list[Form]:
    """Forms with lines to fill in, such as who met whom since last time."""
    return [form for form in log_forms(practice) if form.grid is not None]


def misfits(
    practice: Playbook | None,
    answers: Mapping[str, Any],
    rows: Mapping[str, Any],
    expected: Collection[int],
) -> Iterator[str]:
    """One sentence for each answer that does not fit what the practice asks."""
    known = {one.key: one for one in asks(practice)}
    for key, value in answers.items():
        ask = known.get(key)
        if ask is None:
            yield _("This practice asks something else by now. Open the page again.")
        elif not _fits(ask, value, expected):
            yield _("%(label)s: this answer does not fit. Look at it once more.") % {
                "label": ask.field.label
            }
    wide = {form.id: len(form.grid.columns) + 1 for form in tables(practice) if form.grid}
    for form_id, lines in rows.items():
        if form_id not in wide or not _lines_fit(lines, wide[form_id]):
            yield _("One line does not fit. Write at most %(most)s, in a few words each.") % {
                "most": MOST_ROWS
            }


def _fits(ask: Ask, value: Any, expected: Collection[int]) -> bool:
    if ask.kind == "number":
        least, most = ask.range
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    if ask.kind == "one":
        return not isinstance(value, bool) and value in [way for way, _words in ask.ways]
    if ask.kind == "yes_no":
        return isinstance(value, bool)
    if ask.kind == "several":
        return isinstance(value, list) and set(value) <= {way for way, _words in ask.ways}
    if ask.kind == "people":
        return isinstance(value, list) and set(value) <= set(expected)
    return isinstance(value, str) and len(value) <= LONGEST


def _lines_fit(lines: Any, width: int) -> bool:
    return len(lines) <= MOST_ROWS and all(
        len(line) == width and all(len(cell) <= LONGEST_CELL for cell in line) for line in lines
    )


def in_words(ask: Ask, value: Any) -> str:
    """An answer as a person reads it; people are named elsewhere, to who may see them."""
    if ask.kind == "yes_no":
        return _("Yes") if value else _("No")
    if ask.kind == "one":
        return str(dict(ask.ways).get(value, value))
    if ask.kind == "several":
        said = dict(ask.ways)
        return ", ".join(str(said.get(one, one)) for one in value)
    return str(value)
