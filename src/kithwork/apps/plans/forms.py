"""What a person may type when asking for a plan or changing one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """Dates, and how long to look."""

    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    seconds = forms.IntegerField(
        label=_("Seconds to look"),
        min_value=3,
        max_value=600,
        help_text=_("A plan is there after a second or two; more time makes it fairer."),
    )

    def clean(self) -> dict:
        given = super().clean() or {}
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day must not be before the first."))
        return given


class EditForm(forms.Form):
    """Which version of the draft the person was looking at."""

    version = forms.IntegerField(min_value=1)
    need = forms.CharField(max_length=40, required=False)
    slot = forms.IntegerField(min_value=0, required=False)
    kind = forms.CharField(max_length=30, required=False)
    out = forms.CharField(max_length=40, required=False)
    into = forms.CharField(max_length=40, required=False)
    anyway = forms.CharField(max_length=200, required=False)
    why = forms.CharField(max_length=200, required=False)
    keep = forms.BooleanField(required=False)
    every_time = forms.BooleanField(required=False)
