"""A sheet typed in, in the order it was printed in: digits only, an empty box says nothing was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.runs.actions.log import MOST_MINUTES
from kithwork.apps.runs.actions.sheet import MOST_POINTS, RowTold
from kithwork.apps.runs.actions.told import Told
from kithwork.apps.runs.log_form import REASONS
from kithwork.apps.runs.models import SessionLog
from kithwork.apps.runs.practice_fields import ASKED, LINES
from kithwork.apps.runs.queries.sheets import RowToKey, SheetPage

HAPPENED = {"1": "yes", "2": "partly", "0": "no"}
# In the order of the sheet; the rows follow.
HEAD = ["letter", "replaces", "happened", "why", "why_other", "minutes", "level", "steps"]
NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "class": "cellnum"}


@dataclass(frozen=True, slots=True)
class RowFields:
    """One line of the table with its boxes, in the order of the sheet's columns."""

    row: RowToKey
    fields: tuple[forms.BoundField, ...]


class Digits(forms.CharField):
    """Numbers of things on the sheet, typed one after another: 13 means the first and the third."""

    def __init__(self, *, most: int, label: Any):
        super().__init__(label=label, required=False, widget=forms.TextInput(attrs=NUMERIC))
        self.most = most

    def clean(self, value: Any) -> tuple[int, ...]:
        typed = "".join(one for one in super().clean(value) if one not in " ,;.")
        numbers = sorted({int(one) for one in typed if one.isascii() and one.isdecimal()})
        if any(not (one.isascii() and one.isdecimal()) for one in typed) or (
            numbers and not 1 <= numbers[0] <= numbers[-1] <= self.most
        ):
            raise forms.ValidationError(
                gettext("Type numbers from 1 to %(most)s, one after another.") % {"most": self.most}
            )
        return tuple(numbers)


def _number(label: Any, least: int, most: int) -> forms.IntegerField:
    wrong = gettext("Type a whole number from %(least)s to %(most)s.") % {
        "least": least,
        "most": most,
    }
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=NUMERIC),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class SheetForm(forms.Form):
    """The head of a sheet, then a line for each pair."""

    letter = forms.UUIDField(widget=forms.HiddenInput)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    happened = forms.CharField(
        label=_("Did it happen?"), widget=forms.TextInput(attrs=NUMERIC | {"maxlength": "1"})
    )
    why_other = forms.CharField(
        label=_("Another reason"), required=False, max_length=200, widget=forms.TextInput
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.TextInput)

    def __init__(self, data: Any = None, *, page: SheetPage):
        super().__init__(data, initial=_initial(page))
        self.page = page
        self.fields["why"] = Digits(most=len(REASONS), label=_("Why not, or why only partly?"))
        self.fields["minutes"] = _number(_("Minutes together"), 0, MOST_MINUTES)
        self.fields["level"] = _number(_("Where was the adult?"), 0, 5)
        if page.steps:
            self.fields["steps"] = Digits(most=len(page.steps), label=_("Steps you saw"))
        for row in page.rows:
            for name, field in self._fields_of(row):
                self.fields[f"{name}_{row.number}"] = field
        self.order_fields(HEAD)

    def _fields_of(self, row: RowToKey) -> list[tuple[str, forms.Field]]:
        """The boxes of one line, from left to right."""
        n = {"n": row.number}
        fields: list[tuple[str, forms.Field]] = [
            ("away", Digits(most=len(row.students), label=gettext("Row %(n)s, away") % n))
        ]
        if row.group is not None and self.page.has_points:
            label = gettext("Row %(n)s, points") % n
            fields.append(("points", _number(label, 0, MOST_POINTS)))
            if self.page.bonus_most is not None:
                fields.append(("bonus", _number(gettext("Row %(n)s, bonus") % n, 0, MOST_POINTS)))
        if row.group is not None and self.page.pair_items:
            most = len(self.page.pair_items)
            fields += [
                ("seen", Digits(most=most, label=gettext("Row %(n)s, seen") % n)),
                ("missed", Digits(most=most, label=gettext("Row %(n)s, not seen") % n)),
            ]
        return fields

    @property
    def columns(self) -> list[str]:
        """Heads of the table, as on the sheet."""
        heads = [gettext("Away")]
        if self.page.has_points:
            heads.append(gettext("Points"))
            if self.page.bonus_most is not None:
                heads.append(gettext("Bonus"))
        if self.page.pair_items:
            heads += [gettext("Seen"), gettext("Not seen")]
        return heads

    @property
    def lines(self) -> list[RowFields]:
        return [
            RowFields(row, tuple(self[f"{name}_{row.number}"] for name, _ in self._fields_of(row)))
            for row in self.page.rows
        ]

    def clean_happened(self) -> str:
        typed = self.cleaned_data["happened"].strip()
        if typed not in HAPPENED:
            raise forms.ValidationError(gettext("Type 1 for yes, 2 for partly, 0 for no."))
        return HAPPENED[typed]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("happened") in {"partly", "no"} and not self._why(cleaned):
            self.add_error("why", gettext("Type the number of the reason, or write another."))
        for row in self.page.rows:
            both = set(cleaned.get(f"seen_{row.number}") or ()) & set(
                cleaned.get(f"missed_{row.number}") or ()
            )
            if both:
                said = gettext("%(n)s cannot be seen and not seen.") % {"n": min(both)}
                self.add_error(f"missed_{row.number}", said)
        return cleaned

    @staticmethod
    def _why(cleaned: dict[str, Any]) -> str:
        if cleaned.get("happened") == "yes":
            return ""
        numbers = cleaned.get("why") or ()
        said = [str(REASONS[number - 1]) for number in numbers]
        other = (cleaned.get("why_other") or "").strip()
        return ". ".join([*said, *([other] if other else [])])

    def told(self) -> Told:
        """What the head says, with what a sheet does not ask taken over from what stands."""
        data, standing = self.cleaned_data, self.page.log.standing
        steps = self.page.steps
        seen = tuple(steps[number - 1].id for number in data.get("steps") or ())
        return Told(
            was_held=data["happened"] != "no",
            why=self._why(data),
            minutes=data["minutes"],
            adult_level=data["level"],
            steps=(*seen, *_other_steps(self.page, standing)),
            strategies=standing.strategies if standing else {},
            note=data["note"],
            quote=standing.quote if standing else "",
            quote_of=standing.quote_of_id if standing else None,
            quote_mode=standing.quote_mode if standing else "",
            may_share=standing.may_share_quote if standing else False,
            away=frozenset(self._away()) | self.page.kept_away,
            sides=self._sides() if standing else None,
            asked=standing.measures.get(ASKED, {}) if standing else {},
            lines=standing.measures.get(LINES, {}) if standing else {},
        )

    def _sides(self) -> dict[int, tuple[bool, bool]] | None:
        """Who gave and who received, as it stands: a sheet does not ask it."""
        log = self.page.log
        if not log.asks_sides:
            return None
        return {one.pk: (one.pk in log.gave, one.pk in log.received) for one in log.people}

    def _away(self) -> list[int]:
        return [
            row.students[number - 1]
            for row in self.page.rows
            for number in self.cleaned_data[f"away_{row.number}"]
        ]

    def rows_told(self) -> list[RowTold]:
        items = [one.id for one in self.page.pair_items]
        data = self.cleaned_data
        return [
            RowTold(
                number=row.number,
                group=row.group,
                points=data.get(f"points_{row.number}"),
                bonus=data.get(f"bonus_{row.number}"),
                seen=_items(items, data.get(f"seen_{row.number}")),
                missed=_items(items, data.get(f"missed_{row.number}")),
            )
            for row in self.page.rows
        ]


def _items(items: Sequence[str], numbers: Sequence[int] | None) -> tuple[str, ...]:
    return tuple(items[number - 1] for number in numbers or ())


def _other_steps(page: SheetPage, standing: SessionLog | None) -> list[str]:
    """Steps that stand in the log and are not asked on this sheet."""
    asked = {one.id for one in page.steps}
    return [key for key in standing.steps_seen if key not in asked] if standing else []


def _initial(page: SheetPage) -> dict[str, Any]:
    """People, minutes and level come from the plan, or from what stands; nothing seen is typed beforehand."""
    log, standing = page.log, page.log.standing
    begin: dict[str, Any] = {
        "letter": uuid4(),
        "happened": "0" if log.is_to_come else "1",
        "minutes": log.planned_minutes,
        "level": log.planned_level,
    }
    if standing is not None:
        begin |= _standing(page, standing)
    for row in page.rows:
        for name in ("away", "points", "bonus", "seen", "missed"):
            begin[f"{name}_{row.number}"] = getattr(row, name)
    return begin


def _standing(page: SheetPage, log: SessionLog) -> dict[str, Any]:
    known = {str(one): number for number, one in enumerate(REASONS, 1)}
    happened = "no" if not log.was_held else "partly" if log.why_not else "yes"
    return {
        "replaces": log.pk,
        "happened": next(digit for digit, word in HAPPENED.items() if word == happened),
        "why": known.get(log.why_not, ""),
        "why_other": "" if log.why_not in known else log.why_not,
        "minutes": log.minutes if log.was_held else page.log.planned_minutes,
        "level": log.adult_level if log.was_held else page.log.planned_level,
        "steps": "".join(
            str(number) for number, one in enumerate(page.steps, 1) if one.id in log.steps_seen
        ),
        "note": log.note,
    }
