"""What a person may type about students and colleagues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.people.models import Student
from kithwork.apps.people.queries.names import grade_label

GRADES = ("PK", "TK", "KG", *(f"{grade:02d}" for grade in range(1, 14)))


class ListField(forms.CharField):
    """A few words with commas between them."""

    MOST, LONGEST = 12, 40

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        words = list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
        if len(words) > self.MOST or any(len(word) > self.LONGEST for word in words):
            raise forms.ValidationError(
                _("At most 12, each at most 40 letters, with commas between them.")
            )
        return words


class StudentForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    preferred_name = forms.CharField(label=_("Likes to be called"), max_length=80, required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    homeroom = forms.CharField(label=_("Homeroom"), max_length=60, required=False)
    number = forms.CharField(label=_("Student number"), max_length=60, required=False)
    lunch_label = forms.ChoiceField(label=_("Lunch"), required=False)
    languages = ListField(
        label=_("Languages"), max_length=400, required=False, help_text=_("Such as English, ASL.")
    )
    interests = ListField(
        label=_("Interests"),
        max_length=500,
        required=False,
        help_text=_("What this student likes to do or talk about, such as horses, chess."),
    )
    same_is_fine = forms.BooleanField(
        label=_("This is somebody else. Add this student."), required=False
    )

    def __init__(
        self, *args: Any, lunches: Iterable[str], asks_if_same: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        held = (self.initial or {}).get("grade", "")
        grades = [*GRADES, held] if held and held not in GRADES else [*GRADES]
        self.fields["grade"].choices = [
            ("", _("Not said")),
            *((code, grade_label(code)) for code in grades),
        ]
        lunch = (self.initial or {}).get("lunch_label", "")
        labels = list(dict.fromkeys([*lunches, *([lunch] if lunch else [])]))
        self.fields["lunch_label"].choices = [
            ("", _("Not said")),
            *((label, label) for label in labels),
        ]
        if not asks_if_same:
            del self.fields["same_is_fine"]


class WordsForm(forms.Form):
    """How a student likes disability spoken of."""

    disability_words = forms.ChoiceField(
        label=_("How do you like to talk about your disability?"),
        choices=[
            ("", _("Not asked yet")),
            (Student.DisabilityWords.PERSON_FIRST.value, _("Person first: a student with …")),
            (Student.DisabilityWords.IDENTITY_FIRST.value, _("Identity first: a … student")),
            (Student.DisabilityWords.OWN_WORDS.value, _("In my own words")),
            (Student.DisabilityWords.NOT_SPOKEN_OF.value, _("I do not talk about it")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    own_words = forms.CharField(label=_("The student's own words"), max_length=200, required=False)


class BlockForm(forms.Form):
    """A time a student cannot be asked for."""

    cycle_day = forms.ChoiceField(label=_("Day"), required=False)
    label = forms.ChoiceField(label=_("Period"), required=False)
    from_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, days: Iterable[str], labels: Iterable[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["cycle_day"].choices = [("", _("Every day")), *((day, day) for day in days)]
        self.fields["label"].choices = [("", _("The whole day")), *((one, one) for one in labels)]


class TeamForm(forms.Form):
    """An adult for a student's team, until a date."""

    staff = forms.ChoiceField(label=_("Colleague"))
    until_on = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, candidates: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff"].choices = [
            ("", _("Choose")),
            *((str(staff.pk), staff.full_name) for staff in candidates),
        ]


class ColleagueForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    title = forms.CharField(
        label=_("What they do"), max_length=80, required=False, help_text=_("Such as Art teacher.")
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("They sign in with it.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Iterable[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class StaffForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    title = forms.CharField(label=_("What they do"), max_length=80, required=False)


class PeriodNameForm(forms.Form):
    """Which of our periods one word of the roster is."""

    theirs = forms.CharField(max_length=60, widget=forms.HiddenInput)
    ours = forms.ChoiceField(label=_("Our period"), required=False)
    also = forms.ChoiceField(label=_("And also"), required=False)
    cycle_days = forms.MultipleChoiceField(
        label=_("Only on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, labels: Iterable[str], days: Iterable[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = [("", _("Not said")), *((label, label) for label in labels)]
        self.fields["ours"].choices = choices
        self.fields["also"].choices = [("", _("No other")), *choices[1:]]
        self.fields["cycle_days"].choices = [(day, day) for day in days]

    @property
    def said(self) -> dict[str, list[str]]:
        """Our labels, each with its days."""
        values = self.cleaned_data
        labels = [values["ours"], values["also"]]
        return {label: values["cycle_days"] for label in labels if label}
