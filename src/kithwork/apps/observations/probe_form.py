"""What a person types about probes and checks: part of the form of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.observations.actions import Elsewhere
from kithwork.apps.observations.models.watch import Setting

PLACES = 3
CHECKS = [(2, _("2 weeks after")), (4, _("4 weeks after")), (8, _("8 weeks after"))]


class ProbeFields(forms.Form):
    """Up to three other places, how often, and how many weeks after the end it is looked at again."""

    probe_weeks = forms.IntegerField(
        label=_("A probe in each place every … weeks"), min_value=1, max_value=20, initial=2,
        required=False,
    )  # fmt: skip
    probe_minutes = forms.IntegerField(
        label=_("Minutes of a probe"), min_value=1, max_value=240, initial=10, required=False,
        help_text=_("5 to 10 are enough. Nobody prompts."),
    )  # fmt: skip
    checks = forms.TypedMultipleChoiceField(
        label=_("Checks after the last day"), choices=CHECKS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the same place and periods, to see whether it lasts."),
    )  # fmt: skip

    def __init__(self, *args: Any, labels: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        periods = [("", _("No period")), *((one, one) for one in labels)]
        for nth in range(1, PLACES + 1):
            self.fields[f"place{nth}"] = forms.ChoiceField(
                label=_("Probe {n}: where").format(n=nth), required=False,
                choices=[("", _("No probe")), *Setting.choices],
            )  # fmt: skip
            self.fields[f"period{nth}"] = forms.ChoiceField(
                label=_("Probe {n}: period").format(n=nth), required=False, choices=periods
            )

    @property
    def places(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for nth in range(1, PLACES + 1):
            yield self[f"place{nth}"], self[f"period{nth}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for nth in range(1, PLACES + 1):
            place, period = cleaned.get(f"place{nth}"), cleaned.get(f"period{nth}")
            if place and not period:
                self.add_error(f"period{nth}", gettext("Say in which period this probe is made."))
            if period and not place:
                self.add_error(f"place{nth}", gettext("Say where this probe is made."))
        return cleaned

    def probes(self) -> tuple[Elsewhere, ...]:
        said = self.cleaned_data
        found = [
            Elsewhere(said[f"place{nth}"], said[f"period{nth}"])
            for nth in range(1, PLACES + 1)
            if said[f"place{nth}"]
        ]
        return tuple(dict.fromkeys(found))
