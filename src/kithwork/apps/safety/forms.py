"""What a person writes when something is wrong."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kithwork.apps.people.models import Student
from kithwork.apps.safety.actions import Report
from kithwork.apps.safety.models import Concern, Stop
from kithwork.apps.ui.typed import SeveralOf

LEVELS = [
    (Concern.Level.CONCERN, _("A worry. Somebody should look at it today.")),
    (Concern.Level.HARM, _("Somebody was hurt or could be. Their times together pause at once.")),
    (Concern.Level.EMERGENCY, _("An emergency. Call for help first; write it down after.")),
]
MODES = [
    (Stop.Mode.SPOKE, _("Said it")),
    (Stop.Mode.SYMBOLS, _("Symbols or pictures")),
    (Stop.Mode.DEVICE, _("Own device")),
    (Stop.Mode.SEEN, _("I saw it: turned away, pushed, cried, left")),
]


class StudentReportForm(forms.Form):
    """A student tells an adult. One question."""

    letter = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text=_("A few words are enough. You can also just write: please talk to me."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["letter"] = uuid4()
        super().__init__(*args, **kwargs)

    def report(self) -> Report:
        return Report(letter=self.cleaned_data["letter"], seen=self.cleaned_data["seen"])


class ReportForm(StudentReportForm):
    """An adult writes down who, where, what was seen, and whom they told."""

    level = forms.TypedChoiceField(
        label=_("How serious is it?"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
    students = SeveralOf(
        label=_("Who is it about?"),
        queryset=Student.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Their times together pause if it is serious. Write anybody else above, in words."
        ),
    )
    when = forms.CharField(
        label=_("When"), max_length=80, required=False, help_text=_("At lunch, about 11:40.")
    )
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    done = forms.CharField(
        label=_("What did you do at once?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    is_adult_told = forms.TypedChoiceField(
        label=_("Have you told the coordinator, the principal or the office?"),
        choices=[("yes", _("Yes")), ("no", _("Not yet"))],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ["level", "seen", "students", "when", "place", "done", "is_adult_told"]

    def __init__(self, *args: Any, students: QuerySet[Student], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].queryset = students
        self.fields["seen"].label = _("What did you see or hear?")
        self.fields["seen"].help_text = _(
            "What happened and what was said, as you saw it. No diagnosis and no guess at why."
        )

    def report(self) -> Report:
        return Report(**self.cleaned_data)


class StopForm(forms.Form):
    """An adult passes on that a student said stop."""

    letter = forms.UUIDField(widget=forms.HiddenInput)
    student = forms.ModelChoiceField(
        label=_("Who said stop?"),
        queryset=Student.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(label=_("How?"), choices=MODES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, students: QuerySet[Student], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["letter"] = uuid4()
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = students


class TalkForm(forms.Form):
    """What came of the talk. Nothing is chosen beforehand."""

    outcome = forms.ChoiceField(
        label=_("What does the student want?"),
        choices=Stop.Outcome.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("A note for those who look after this"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StepForm(forms.Form):
    text = forms.CharField(
        label=_("What was done?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
