"""What a person may choose and type here. Nothing is chosen beforehand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.suggestions.actions import Choice
from kithwork.apps.suggestions.ways import DO_IT, INSTEAD, KEEP

LONGEST = 200


class DecideForm(forms.Form):
    """The card: one way, why, and what else where it is something else."""

    way = forms.ChoiceField(
        label=_("What happens next?"),
        choices=[(DO_IT, DO_IT), (INSTEAD, INSTEAD), (KEEP, KEEP)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens next.")},
    )
    words = forms.CharField(label=_("If something else: what?"), max_length=LONGEST, required=False)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("One line for the team record"),
        max_length=LONGEST,
        error_messages={"required": _("Say why, in one line. The team will want to know.")},
    )

    def choice(self) -> Choice:
        return Choice(**self.cleaned_data)


class CheckForm(forms.Form):
    """One thing looked at: fine, or what has to change."""

    check_of = forms.SlugField()
    said = forms.ChoiceField(
        choices=[("fine", _("That is fine")), ("change", _("That has to change"))],
        error_messages={"required": _("Choose one of the two.")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why is it taken back?"), max_length=LONGEST)


class TellForm(forms.Form):
    """An answer to what no record can say: a yes or no, or a number."""

    metric = forms.SlugField()
    value = forms.FloatField(
        min_value=0, max_value=10_000, error_messages={"required": _("Choose or write an answer.")}
    )


class ValueForm(forms.Form):
    value = forms.FloatField(label=_("Our school's number"))
