"""How somebody would like to part: never why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kithwork.apps.care.actions import Wanted
from kithwork.apps.care.models import Parting
from kithwork.apps.people.models import Student
from kithwork.apps.ui.templatetags.kithwork_ui import weekday_day

STOPS_NOW = (Parting.Goodbye.CARD, Parting.Goodbye.NONE)


class PartForm(forms.Form):
    """A student's own: how to say goodbye, and what they would like afterwards."""

    goodbye = forms.ChoiceField(
        label=_("How would you like to say goodbye?"), widget=forms.RadioSelect
    )
    contact = forms.ChoiceField(
        label=_("And after that?"),
        widget=forms.RadioSelect,
        choices=Parting.Contact.choices,
        required=False,
    )

    def __init__(self, *args: Any, day: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in STOPS_NOW]
        if day is not None:
            on = {"day": weekday_day(day)}
            choices.insert(
                0,
                (
                    Parting.Goodbye.MEET.value,
                    _now("We meet once more, on %(day)s, and say goodbye") % on,
                ),
            )
        self.fields["goodbye"].choices = choices
        self.fields["goodbye"].initial = choices[0][0]
        self.fields["contact"].initial = Parting.Contact.UNSAID.value

    def wanted(self, partner: Student | None) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            goodbye=said["goodbye"],
            contact=said["contact"],
            partner=partner,
            note=said.get("note", ""),
        )


class PartForForm(PartForm):
    """The same, passed on by an adult, who may add a line for the coordinator."""

    who = forms.ChoiceField(label=_("What changes?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A line for the coordinator"),
        max_length=500,
        required=False,
        help_text=_("What was said, neutral and short. Students and families never see it."),
    )
    field_order = ["who", "goodbye", "contact", "note"]

    def __init__(self, *args: Any, whom: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = whom
        self.fields["who"].initial = whom[0][0] if whom else None
