"""What a person types to find peers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.recruiting.actions import Application, CallFrame
from kithwork.apps.recruiting.models import Candidate
from kithwork.apps.recruiting.texts import LANGUAGES, words

DECIDES = [
    (Candidate.State.CHOSEN, _("Chosen")),
    (Candidate.State.WAITING, _("On the waiting list")),
    (Candidate.State.NOT_NOW, _("Not this time")),
]


class CallForm(forms.Form):
    """A call, as students read it."""

    title = forms.CharField(label=_("What it is called"), max_length=80)
    words = forms.CharField(
        label=_("What one does, when, and whom to ask"), widget=forms.Textarea(attrs={"rows": 5})
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=300, initial=10)
    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[(key, words(key)["language"]) for key in LANGUAGES]
    )

    def frame(self) -> CallFrame:
        return CallFrame(**self.cleaned_data)


class NameForm(forms.Form):
    why = forms.CharField(
        label=_("What you have seen"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One good thing. Nothing about health, marks or other students."),
    )
    would_gain = forms.BooleanField(
        label=_("Would gain by it themselves: friends, a place, a task"), required=False
    )


class DecideForm(forms.Form):
    state = forms.ChoiceField(label=_("What you decide"), choices=DECIDES, widget=forms.RadioSelect)
    is_reserved = forms.BooleanField(
        label=_("On a reserved place: they gain by it themselves"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who choose with you. The student never reads it."),
    )


class AttendanceForm(forms.Form):
    attendance = forms.ChoiceField(
        label=_("Attendance"), choices=Candidate.Attendance.choices, required=False
    )


class ApplyForm(forms.Form):
    """A student's own application, in the language of the call."""

    name = forms.CharField(max_length=120)
    in_class = forms.CharField(max_length=60, required=False)
    own_words = forms.CharField(
        max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    interests = forms.CharField(max_length=200, required=False)
    experience = forms.CharField(max_length=200, required=False)
    times = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = words(language)
        for name, field in self.fields.items():
            field.label = said[f"ask_{name}"]
            field.error_messages["required"] = said["missing"]

    def application(self) -> Application:
        return Application(**self.cleaned_data)
