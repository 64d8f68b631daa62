"""What an adult ticks and types about one session, in half a minute."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.needs.models import HowAsked
from kithwork.apps.runs.actions.log import MOST_MINUTES, MOST_TIMES
from kithwork.apps.runs.actions.told import SIDES, Told
from kithwork.apps.runs.models import SessionLog
from kithwork.apps.runs.practice_fields import Part, PracticeFields
from kithwork.apps.runs.queries.log import LogPage
from kithwork.playbooks import facilitation

HAPPENED = [("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))]
# Levels in one word each, for a row of buttons; what they mean stands under them.
PLACES = [
    (4, _("Beside")),
    (3, _("Near")),
    (2, _("Roving")),
    (5, _("Leading")),
    (1, _("Looking in")),
    (0, _("Away")),
]
REASONS = [
    _("A student was absent"),
    _("The day's plan changed"),
    _("No adult was there"),
    _("A student chose not to"),
]
# Ways of telling. What an adult saw is a note, not somebody's words.
MODES = [
    (one.value, one.label)
    for one in (HowAsked.SPEECH, HowAsked.SYMBOLS, HowAsked.DEVICE, HowAsked.WRITING)
]
FEW_LINES = forms.Textarea(attrs={"rows": 3})


class LogForm(forms.Form):
    """Minutes and people come from the plan; what was seen is never ticked beforehand."""

    letter = forms.UUIDField(widget=forms.HiddenInput)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    happened = forms.ChoiceField(
        label=_("Did it happen?"), choices=HAPPENED, widget=forms.RadioSelect
    )
    why = forms.ChoiceField(label=_("Why?"), required=False, widget=forms.RadioSelect)
    why_other = forms.CharField(label=_("Another reason"), required=False, max_length=200)
    minutes = forms.ChoiceField(
        label=_("Minutes together"), required=False, widget=forms.RadioSelect
    )
    minutes_other = forms.IntegerField(
        label=_("Other minutes"), required=False, min_value=0, max_value=MOST_MINUTES
    )
    adult_level = forms.TypedChoiceField(
        label=_("Where was the adult?"),
        choices=PLACES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    here = forms.TypedMultipleChoiceField(
        label=_("Who was there?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gave = forms.TypedMultipleChoiceField(
        label=_("Who gave?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    received = forms.TypedMultipleChoiceField(
        label=_("Who received?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    steps = forms.MultipleChoiceField(
        label=_("Steps you saw"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=FEW_LINES)
    quote = forms.CharField(
        label=_("A student's own words"), required=False, max_length=1000, widget=FEW_LINES
    )
    quote_of = forms.TypedChoiceField(
        label=_("Whose words"), coerce=int, empty_value=None, required=False
    )
    quote_mode = forms.ChoiceField(label=_("How they were said"), required=False)
    may_share = forms.BooleanField(
        label=_("The student said yes to sharing these words"), required=False
    )

    def __init__(self, data: Any = None, *, page: LogPage, corrects: bool = False):
        self.own = PracticeFields(page.practice, page.people, page.own)
        super().__init__(data, initial=_initial(page, corrects, self.own), prefix=None)
        self.page = page
        reasons = [(str(one), one) for one in REASONS]
        self.fields["why"].choices = reasons
        self.fields["minutes"].choices = [(str(one), one) for one in page.minutes]
        people = [(one.pk, one.full_name) for one in page.people]
        self.fields["here"].choices = people
        short = [(one.pk, one.called) for one in page.people]
        for side in SIDES:
            if page.asks_sides:
                self.fields[side].choices = short
            else:
                del self.fields[side]
        self.fields["steps"].choices = [(one.id, one.text) for one in page.steps]
        self.fields["quote_of"].choices = [("", _("Choose")), *people]
        self.fields["quote_mode"].choices = [("", _("Choose")), *MODES]
        if page.is_to_come:
            self.fields["happened"].choices = HAPPENED[2:]
        for one in facilitation().strategies:
            self.fields[f"times_{one.id}"] = forms.IntegerField(
                label=one.name,
                required=False,
                min_value=0,
                max_value=MOST_TIMES,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.fields |= self.own.fields()

    @property
    def parts(self) -> list[Part]:
        """What the practice itself asks."""
        return self.own.parts(self)

    @property
    def strategies(self) -> list[tuple[Any, Any]]:
        """Each way of bringing students together, with its count."""
        return [(one, self[f"times_{one.id}"]) for one in facilitation().strategies]

    @property
    def gave_pills(self) -> list[tuple[Any, Any]]:
        return list(zip(self.page.people, self["gave"], strict=True))

    @property
    def received_pills(self) -> list[tuple[Any, Any]]:
        return list(zip(self.page.people, self["received"], strict=True))

    @property
    def has_words(self) -> bool:
        """Whether a note or a quote is there to be seen."""
        return any(self[name].value() for name in ("note", "quote"))

    @property
    def has_strategies(self) -> bool:
        return any(bound.value() for _one, bound in self.strategies)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        happened = cleaned.get("happened")
        if happened in {"partly", "no"} and not self._why(cleaned):
            self.add_error("why_other", gettext("Say in a few words why."))
        if cleaned.get("quote", "").strip():
            for name in ("quote_of", "quote_mode"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Choose one: words belong to somebody."))
        return cleaned

    @staticmethod
    def _why(cleaned: dict[str, Any]) -> str:
        if cleaned.get("happened") == "yes":
            return ""
        return (cleaned.get("why_other") or "").strip() or cleaned.get("why") or ""

    def as_told(self) -> Told:
        data = self.cleaned_data
        typed, chosen = data["minutes_other"], data["minutes"]
        known = {one.pk for one in self.page.people}
        return Told(
            was_held=data["happened"] != "no",
            why=self._why(data),
            minutes=typed if typed is not None else int(chosen) if chosen else None,
            adult_level=data["adult_level"],
            steps=tuple(data["steps"]),
            strategies={
                one.id: data[f"times_{one.id}"]
                for one in facilitation().strategies
                if data[f"times_{one.id}"]
            },
            note=data["note"],
            quote=data["quote"],
            quote_of=data["quote_of"],
            quote_mode=data["quote_mode"],
            may_share=data["may_share"],
            away=frozenset(known - set(data["here"])),
            sides={pk: self._sides(pk) for pk in known} if self.page.asks_sides else None,
            asked=self.own.answers(data),
            lines=self.own.lines(data),
        )

    def _sides(self, pk: int) -> tuple[bool, bool]:
        gave, received = (pk in self.cleaned_data[side] for side in SIDES)
        return gave, received


def _initial(page: LogPage, corrects: bool, own: PracticeFields) -> dict[str, Any]:
    """A new log begins with what the plan says; a correction with what was told."""
    begin: dict[str, Any] = {
        "letter": uuid4(),
        "happened": "no" if page.is_to_come else "yes",
        "minutes": str(page.planned_minutes),
        "adult_level": page.planned_level,
        "here": [one.pk for one in page.people if one.pk not in page.away],
    }
    if corrects and page.standing is not None:
        sides = {"gave": list(page.gave), "received": list(page.received)}
        before = own.told_before(page.standing.measures)
        return begin | sides | _told_before(page.standing) | before
    return begin


def _told_before(log: SessionLog) -> dict[str, Any]:
    known = {str(one) for one in REASONS}
    happened = "no" if not log.was_held else "partly" if log.why_not else "yes"
    return {
        "replaces": log.pk,
        "happened": happened,
        "why": log.why_not if log.why_not in known else "",
        "why_other": "" if log.why_not in known else log.why_not,
        "minutes": "" if log.minutes is None else str(log.minutes),
        "adult_level": log.adult_level,
        "steps": log.steps_seen,
        "note": log.note,
        "quote": log.quote,
        "quote_of": log.quote_of_id,
        "quote_mode": log.quote_mode,
        "may_share": log.may_share_quote,
        **{f"times_{key}": n for key, n in log.strategies.items()},
    }
