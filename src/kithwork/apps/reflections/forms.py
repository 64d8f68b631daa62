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
from kithwork.apps.reflections.questionnaire import SKIP, WORDS, Questionnaire, questionnaires

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
            (key, one.title) for key, one in questionnaires().items()
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


class WriteDownForm(forms.Form):
    """Every question of a questionnaire; no answer keeps nothing, and skipped is kept as skipped."""

    mode = forms.ChoiceField(label=_("How the student answered"), choices=SCRIBED)

    def __init__(self, *args: Any, asked: Questionnaire, voice: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if voice == Reply.Voice.ADULT:
            del self.fields["mode"]
        self._keys = []
        for item in asked.items:
            ways, name = asked.ways(item), f"item_{item.id}"
            self._keys.append((name, item.id))
            if ways.kind == WORDS:
                self.fields[name] = forms.CharField(
                    label=item.asks(voice), required=False, max_length=2000,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )  # fmt: skip
                continue
            choices = [(one.key, one.text) for one in ways.options]
            self.fields[name] = forms.ChoiceField(
                label=item.asks(voice), required=False, widget=forms.RadioSelect,
                choices=[*choices, (SKIP, _("Skipped")), ("", _("No answer yet"))],
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        data = self.cleaned_data
        return {key: data[name] for name, key in self._keys if data[name]}

    @property
    def items(self) -> list[Any]:
        return [self[name] for name, _key in self._keys]


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
