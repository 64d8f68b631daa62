"""What a person says when a record goes out into another program, or comes in from one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.observations.answers import answers_of
from kithwork.apps.observations.brought_in import Heard, never_named
from kithwork.apps.observations.exported import NAMES
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.models.watch import Phase, Setting
from kithwork.apps.observations.purposes import PURPOSES
from kithwork.apps.observations.templatetags.observations import clock_time
from kithwork.apps.people.models import Staff

PROGRAMS = list(NAMES.items())
FILES = ".csv,.tsv,.txt,.json"
# No pad's code: a behaviour of the file that is taken for none.
LEFT_OUT = "-"


class PurposeForm(forms.Form):
    """What a record leaves for."""

    purpose = forms.ChoiceField(
        label=_("What for"), choices=list(PURPOSES.items()),
        help_text=_("Your name, the hour and this stay on the trail, and stand in the file."),
    )  # fmt: skip


class ExportForm(PurposeForm):
    """Into which program, and what for."""

    program = forms.ChoiceField(
        label=_("For which program"), choices=PROGRAMS, widget=forms.RadioSelect, initial="boris"
    )


class SourceForm(PurposeForm):
    """What a file leaves for as it came: nothing is written into it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purpose"].help_text = _("Your name, the hour and this stay on the trail.")


class FileForm(forms.Form):
    """A file of another program, and what it does not say itself."""

    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": FILES}),
        help_text=_("The aggregated or tabular events of BORIS, a CSV of Countee, a session file of DataTracker."),
    )  # fmt: skip
    program = forms.ChoiceField(
        label=_("Which program wrote it"),
        choices=PROGRAMS,
        widget=forms.RadioSelect,
        initial="boris",
    )
    seconds = forms.FloatField(
        label=_("Seconds of the session"), required=False, min_value=1, max_value=4 * 3600,
        help_text=_("Only where the file does not say it, as with live observations in BORIS."),
    )  # fmt: skip


class ObserverFileForm(FileForm):
    """The same, with whose recording it is: the coordinator may bring in a colleague's."""

    observer = forms.ModelChoiceField(label=_("Who observed"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, observers: QuerySet[Staff], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["observer"].queryset = observers  # type: ignore[attr-defined]


class WhomForm(forms.Form):
    """Of whom, with which form, where and when: for a recording of no planned time."""

    student = forms.ModelChoiceField(label=_("Student"), queryset=None)
    instrument = forms.ModelChoiceField(label=_("With which form"), queryset=None, empty_label=None)
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    setting = forms.ChoiceField(label=_("Where"), choices=Setting.choices)
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(label=_("It began at"), widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(
        self, *args: Any, students: QuerySet[Any], instruments: QuerySet[Any], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["student"].queryset = students  # type: ignore[attr-defined]
        self.fields["instrument"].queryset = instruments  # type: ignore[attr-defined]


class MatchForm(forms.Form):
    """Which behaviour of the file is which pad: guessed, and a person's to change."""

    is_watched = forms.BooleanField(
        label=_("What the file does not name was watched for, and never happened"), required=False
    )

    def __init__(
        self, *args: Any, heard: Heard, text: InstrumentText, codes: dict[str, str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.heard, self.text = heard, text
        choices = [
            (LEFT_OUT, gettext("Leave it out")),
            *((one.code, one.name) for one in answers_of(text)),
        ]
        for place, behaviour in enumerate(heard.behaviours):
            self.fields[f"code{place}"] = forms.ChoiceField(
                label=f"{behaviour.name}: {said_of(behaviour.times, behaviour.seconds)}",
                choices=choices,
                initial=codes.get(behaviour.name) or LEFT_OUT,
                help_text=" ".join(behaviour.notes),
            )

    @property
    def rows(self) -> list[Any]:
        return [self[f"code{place}"] for place in range(len(self.heard.behaviours))]

    @property
    def codes(self) -> dict[str, str]:
        return {
            behaviour.name: self.cleaned_data[f"code{place}"].removeprefix(LEFT_OUT)
            for place, behaviour in enumerate(self.heard.behaviours)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        left = never_named(self.codes, self.text)
        if left and len(left) < len(self.text.pads) and not cleaned.get("is_watched"):
            said = gettext(
                "Nothing in the file is {pads}. If it was watched for and never happened, tick this."
                " If not, choose a form without it."
            )
            self.add_error(
                "is_watched", said.format(pads=", ".join(f"“{label}”" for label in left))
            )
        return cleaned


def said_of(times: int, seconds: float) -> str:
    """12 times, 1:20 in all."""
    said = gettext("once") if times == 1 else gettext("{n} times").format(n=times)
    return (
        f"{said}, {gettext('{time} in all').format(time=clock_time(seconds))}" if seconds else said
    )
