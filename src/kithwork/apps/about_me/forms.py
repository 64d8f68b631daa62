"""Writing a card, line by line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.about_me.actions import LONGEST_LINE, MOST_LINES, Line
from kithwork.apps.about_me.models import Card, LineKind
from kithwork.apps.about_me.wording import SYMBOLS
from kithwork.apps.needs.models import HowAsked

MODES = [one for one in HowAsked.choices if one[0] != HowAsked.NOT_YET]


class CardForm(forms.Form):
    """Up to eight lines; an empty one is left out. The first lines are offered in the order people read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    how_made = forms.ChoiceField(label=_("How the student told you"), choices=MODES)

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            self.fields["how_made"].label = _("How you made it")
        kinds = list(LineKind.choices)
        for n in range(MOST_LINES):
            self.fields[f"kind_{n}"] = forms.ChoiceField(label=_("Begins with"), choices=kinds)
            self.fields[f"text_{n}"] = forms.CharField(
                label=_("My words") if is_own else _("In the student's words"),
                max_length=LONGEST_LINE,
                required=False,
            )
            self.fields[f"symbol_{n}"] = forms.ChoiceField(
                label=_("Picture"), choices=list(SYMBOLS.items()), required=False
            )

    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        return [
            (n + 1, self[f"kind_{n}"], self[f"text_{n}"], self[f"symbol_{n}"])
            for n in range(MOST_LINES)
        ]

    def lines(self) -> list[Line]:
        data = self.cleaned_data
        return [
            Line(data[f"kind_{n}"], data[f"text_{n}"], data[f"symbol_{n}"])
            for n in range(MOST_LINES)
        ]


def as_typed(card: Card | None, version: int) -> dict[str, Any]:
    """A card as the form shows it; without one, a kind of line each."""
    found: dict[str, Any] = {"version": version, "how_made": card.how_made if card else ""}
    kinds = LineKind.values
    for n in range(MOST_LINES):
        line = card.lines[n] if card and n < len(card.lines) else None
        found[f"kind_{n}"] = line["kind"] if line else kinds[n % len(kinds)]
        found[f"text_{n}"] = line["text"] if line else ""
        found[f"symbol_{n}"] = line["symbol"] if line else ""
    return found


class ApproveForm(forms.Form):
    how = forms.ChoiceField(label=_("How the student answered"), choices=MODES)


class FamilyForm(forms.Form):
    who = forms.CharField(label=_("Who of the family agreed"), max_length=120)
