"""What an adult types about questions: a survey to start, answers to write down, a file to bring in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.actions import SurveyFrame, WaveFrame
from kithwork.apps.reflections.models import Asked, Reply, Wave
from kithwork.apps.reflections.policies import may_ask_adults
from kithwork.apps.reflections.questionnaire import SKIP, WORDS, Item, Questionnaire, questionnaires

# How long a wave stays open where nobody says otherwise, and how far apart the waves are (D: a term of 18 weeks).
OPEN_DAYS, APART_WEEKS = 13, 8
# A student's own ways on the screen are not written down by an adult.
SCRIBED = [one for one in Reply.Mode.choices if one[0] not in {"screen", "typed", "file"}]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class StartForm(forms.Form):
    """Which questions, of whom, and when. A wave without days is not asked."""

    questionnaire = forms.ChoiceField(label=_("Questions"))
    title = forms.CharField(
        label=_("Name on this list"), max_length=120, required=False,
        help_text=_("Such as Lunch club, fall. Empty: the name of the questions."),
    )  # fmt: skip
    group = forms.ChoiceField(label=_("Who is asked"), required=False)
    comparison = forms.ChoiceField(
        label=_("Comparison group"), required=False,
        help_text=_("People who do not take part and answer the same, so that a change can be told from time."),
    )  # fmt: skip
    start_opens = _day(_("Start, opens"))
    start_due = _day(_("Start, last day"))
    middle_opens = _day(_("Middle, opens"))
    middle_due = _day(_("Middle, last day"))
    end_opens = _day(_("End, opens"))
    end_due = _day(_("End, last day"))

    def __init__(
        self, *args: Any, viewer: Viewer, groups: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].choices = [
            (key, one.title)
            for key, one in questionnaires().items()
            if not one.sides or may_ask_adults(viewer)
        ]
        self.fields["group"].choices = [("", _("I choose people afterwards")), *groups]
        self.fields["comparison"].choices = [("", _("None")), *groups]
        first = clock.today_for(viewer)
        for n, kind in enumerate(Wave.Kind.values):
            opens = first + timedelta(weeks=n * APART_WEEKS)
            self.fields[f"{kind}_opens"].initial = opens
            self.fields[f"{kind}_due"].initial = opens + timedelta(days=OPEN_DAYS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind in Wave.Kind.values:
            if bool(data.get(f"{kind}_opens")) != bool(data.get(f"{kind}_due")):
                self.add_error(f"{kind}_due", _("Give both days, or none."))
        if data.get("group") and data.get("group") == data.get("comparison"):
            self.add_error(
                "comparison", _("This is the group that takes part. Choose another, or none.")
            )
        asked = questionnaires().get(data.get("questionnaire", ""))
        if asked and asked.sides and (data.get("group") or data.get("comparison")):
            self.add_error("group", _("All staff and families are asked. Leave the groups empty."))
        return data

    def frame(self) -> SurveyFrame:
        data = self.cleaned_data
        waves = tuple(
            WaveFrame(kind, data[f"{kind}_opens"], data[f"{kind}_due"])
            for kind in Wave.Kind.values
            if data[f"{kind}_opens"]
        )
        return SurveyFrame(data["questionnaire"], data["title"], waves)

    @property
    def day_fields(self) -> list[Any]:
        return [self[f"{kind}_{end}"] for kind in Wave.Kind.values for end in ("opens", "due")]


def _field(
    asked: Questionnaire, item: Item, label: str, more: Sequence[tuple[str, Any]]
) -> forms.Field:
    """One question: words, or its answers with what else may be said."""
    ways = asked.ways(item)
    if ways.kind == WORDS:
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=label, required=False, max_length=2000, widget=widget)
    choices = [*((one.key, one.text) for one in ways.options), *more]
    return forms.ChoiceField(label=label, required=False, widget=forms.RadioSelect, choices=choices)


class WriteDownForm(forms.Form):
    """Every question of a questionnaire; no answer keeps nothing, and skipped is kept as skipped."""

    mode = forms.ChoiceField(label=_("How the student answered"), choices=SCRIBED)

    def __init__(self, *args: Any, asked: Questionnaire, voice: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if voice == Reply.Voice.ADULT:
            del self.fields["mode"]
        self._keys = []
        for item in asked.items:
            name = f"item_{item.id}"
            self._keys.append((name, item.id))
            more = [(SKIP, _("Skipped")), ("", _("No answer yet"))]
            self.fields[name] = _field(asked, item, item.asks(voice), more)

    def answers(self) -> dict[str, str]:
        data = self.cleaned_data
        return {key: data[name] for name, key in self._keys if data[name]}

    @property
    def items(self) -> list[Any]:
        return [self[name] for name, _key in self._keys]


class ViewForm(forms.Form):
    """What one side is asked for themselves. Every question may stay empty."""

    def __init__(self, *args: Any, asked: Questionnaire, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = asked.items_for(side)
        for item in self._items:
            more = [("", _("I would rather not say"))]
            self.fields[item.id] = _field(asked, item, item.text, more)

    def answers(self) -> dict[str, str]:
        return {one.id: self.cleaned_data[one.id] for one in self._items}

    @property
    def items(self) -> list[Any]:
        return [self[one.id] for one in self._items]


class AskForm(forms.Form):
    group = forms.ChoiceField(
        label=_("Where they belong"), choices=Asked.Group, initial="treatment"
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with the columns person, wave, item and value, one line an answer, 2 MB at most."
        ),
    )
