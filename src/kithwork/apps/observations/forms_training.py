"""What a coordinator says of a recording to practise with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kithwork.apps.observations.forms_records import FileForm
from kithwork.apps.observations.models.training import By
from kithwork.apps.schools.queries import Limits

BY = [
    (
        By.FIRST.value,
        _("As two observers are compared: taps within 2 seconds, time, each interval"),
    ),
    (By.EXACT.value, _("Same count in each 10 seconds")),
    (By.INTERVAL.value, _("Interval by interval")),
    (By.TOTAL.value, _("Totals only")),
]


class RecordingForm(forms.Form):
    """A recording: where it is, and how near one must come to its key."""

    title = forms.CharField(label=_("What it is called"), max_length=80)
    where_to_find = forms.CharField(
        label=_("Where its video is"), max_length=300,
        help_text=_("A place your observers can reach: a shelf, a folder, a link. No video is kept here."),
    )  # fmt: skip
    least_pct = forms.IntegerField(
        label=_("Least agreement of each pad, in %"), min_value=50, max_value=100,
        help_text=_("80 % is usual, 90 % for plain counts."),
    )  # fmt: skip
    in_a_row = forms.IntegerField(label=_("How often in a row"), min_value=1, max_value=5)
    by_index = forms.ChoiceField(label=_("What decides"), choices=BY)

    def __init__(self, *args: Any, held_to: Limits, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("least_pct", held_to.observer_agreement_pct)
        self.initial.setdefault("in_a_row", held_to.observer_times_in_a_row)


class KeyFileForm(FileForm):
    """The file in which somebody scored the recording, and with which form."""

    instrument = forms.ModelChoiceField(label=_("With which form"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, instruments: QuerySet[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["instrument"].queryset = instruments  # type: ignore[attr-defined]
