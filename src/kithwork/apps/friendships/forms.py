"""What an adult says of a round, and of what a student said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.friendships.actions import CircleFrame
from kithwork.apps.friendships.actions.naming import SCRIBED
from kithwork.apps.friendships.models import Naming
from kithwork.apps.friendships.wording import questions

OPEN_DAYS = 13  # two weeks, as other questions are open (D)


class DueForm(forms.Form):
    due_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It opens today. A month at most."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = today + timedelta(days=OPEN_DAYS)


class AskForm(DueForm):
    group = forms.ChoiceField(label=_("Class or practice"))
    title = forms.CharField(
        label=_("What students call it"), max_length=80,
        help_text=_("Students read this, such as Art in period 1. Nothing about who needs what."),
    )  # fmt: skip
    question = forms.ChoiceField(label=_("What is asked"), widget=forms.RadioSelect)

    field_order = ["group", "title", "question", "due_on"]

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Choose")), *groups]  # type: ignore[attr-defined]
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            (key, one["en"]) for key, one in questions().items()
        ]
        self.fields["question"].initial = next(iter(questions()))

    def frame(self) -> CircleFrame:
        said = self.cleaned_data
        kind, _colon, pk = said["group"].partition(":")
        ids = {"section_id": int(pk)} if kind == "section" else {"run_id": int(pk)}
        return CircleFrame(said["question"], said["title"], said["due_on"], **ids)


class WriteDownForm(forms.Form):
    """How a student answered and what they said; the class itself stands on the page."""

    mode = forms.ChoiceField(
        label=_("How the student answered"),
        choices=[("", _("Choose")), *((one.value, one.label) for one in SCRIBED)],
    )
    said = forms.ChoiceField(
        label=_("What the student said"), widget=forms.RadioSelect,
        choices=[
            (Naming.Said.NAMES, _("Named these")),
            (Naming.Said.NOBODY, _("Named nobody")),
            (Naming.Said.PASS, _("Passed: does not want to say")),
            (Naming.Said.TAKEN_BACK, _("Wants an earlier answer taken away")),
        ],
    )  # fmt: skip


class TakeAlongForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What is it for?"), widget=forms.RadioSelect,
        choices=[
            ("review", _("A review of the program by its team")),
            ("study", _("A study the school decided on")),
            ("other", _("Something else the school decided")),
        ],
    )  # fmt: skip
