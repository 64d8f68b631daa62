"""What a person says of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.evaluations.actions import EvaluationFrame
from kithwork.apps.evaluations.models import Evaluation

CHOOSE = {"required": _("Choose one of the two.")}


class FrameForm(forms.Form):
    """What holds for any comparison. Nothing is chosen beforehand: it decides what may be said of the result."""

    title = forms.CharField(
        label=_("Title"), max_length=120, error_messages={"required": _("Give it a title.")}
    )
    assigned = forms.ChoiceField(
        label=_("How did the groups come about?"), choices=Evaluation.Assigned.choices,
        widget=forms.RadioSelect, error_messages=CHOOSE,
    )  # fmt: skip
    whole_classes = forms.ChoiceField(
        label=_("Who was put in a group?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[("no", _("Each student by themselves")), ("yes", _("Whole classes"))],
    )  # fmt: skip
    domain = forms.ChoiceField(
        label=_("What is measured?"),
        choices=Evaluation.Domain.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def frame(self) -> EvaluationFrame:
        said = self.cleaned_data
        return EvaluationFrame(
            said["title"], said["assigned"], said["whole_classes"] == "yes", said["domain"]
        )


class SurveyForm(FrameForm):
    survey = forms.ChoiceField(
        label=_("Questions, and whose answers"),
        error_messages={"required": _("Choose whose answers are compared.")},
    )

    field_order = ["survey", "title", "assigned", "whole_classes", "domain"]

    def __init__(self, *args: Any, surveys: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["survey"].choices = [("", _("Choose")), *surveys]  # type: ignore[attr-defined]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file first.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt"}),
        help_text=_("CSV with one row for each person, wave and score. At most 1 MB. Codes, never names."),
    )  # fmt: skip
