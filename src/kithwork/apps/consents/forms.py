"""What a person types about permissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.consents.actions import FamilyAnswer
from kithwork.apps.consents.models import Answer, Purpose, SchoolRule
from kithwork.apps.consents.texts import LANGUAGES, words
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Guardianship

MODES = [one for one in HowAsked.choices if one[0] != HowAsked.NOT_YET]
HOW = [
    (Answer.How.PAPER, _("On paper")),
    (Answer.How.PHONE, _("By phone")),
    (Answer.How.ASKED, _("In person")),
]
NOT_ABOUT = ("", _("Not on this form"))
SAYS = [NOT_ABOUT, ("yes", _("Yes")), ("no", _("No")), ("taken_back", _("Takes it back"))]
STUDENT_SAYS = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def scan_field(**more: Any) -> forms.FileField:
    return forms.FileField(
        label=_("Photo or scan of the form"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        help_text=_("PDF, JPEG or PNG. Only those who keep permissions can open it."),
        **more,
    )


class ScanForm(forms.Form):
    scan = scan_field()


class PurposesForm(forms.Form):
    """An answer to each purpose the form or the talk was about."""

    choices: Sequence[tuple[str, Any]] = SAYS
    purposes: Iterable[Purpose] = Purpose

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {
            purpose.value: forms.ChoiceField(
                label=purpose.label, choices=self.choices, required=False
            )
            for purpose in self.purposes
        }
        self.fields = {**own, **self.fields}

    def about(self) -> list[forms.BoundField]:
        """The fields that say yes or no."""
        return [self[purpose.value] for purpose in self.purposes]

    def rest(self) -> list[forms.BoundField]:
        """The fields about who said it, how and when."""
        own = {purpose.value for purpose in self.purposes}
        return [self[name] for name in self.fields if name not in own]

    def said(self) -> dict[str, str]:
        """purpose -> answer, of those that were answered."""
        return {
            purpose.value: self.cleaned_data[purpose.value]
            for purpose in self.purposes
            if self.cleaned_data.get(purpose.value)
        }


class WriteDownForm(PurposesForm):
    """What a family said on paper, by phone or in person."""

    guardian = forms.ChoiceField(label=_("Who answered"), required=False)
    signer = forms.CharField(
        label=_("Name on the form"),
        max_length=120,
        required=False,
        help_text=_("For an adult who is not in the list."),
    )
    how = forms.ChoiceField(label=_("How"), choices=HOW)
    witness = forms.ChoiceField(
        label=_("Who listened to the call"), required=False,
        help_text=_("A permission by phone needs a second adult of the school."),
    )  # fmt: skip
    said_on = day_field(_("Day on the form, or of the call"))
    until = day_field(
        _("Holds until"), required=False, help_text=_("Empty: the end of the school year.")
    )
    language = forms.ChoiceField(label=_("Language of the form"), required=False)
    kept_at = forms.CharField(label=_("Where the paper is"), max_length=120, required=False)
    scan = scan_field(required=False)

    def __init__(
        self,
        *args: Any,
        guardians: Iterable[Guardianship],
        witnesses: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._guardians = {str(one.guardian_id): one.guardian for one in guardians}
        names = [(key, str(one)) for key, one in self._guardians.items()]
        self.fields["guardian"].choices = [("", _("Somebody else")), *names]
        self.fields["witness"].choices = [("", _("Nobody")), *((str(k), v) for k, v in witnesses)]
        self.fields["language"].choices = [
            (key, words(key)["page"]["language"]) for key in LANGUAGES
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == Answer.How.PHONE and not data.get("witness"):
            self.add_error("witness", gettext("Choose who listened to the call."))
        if not data.get("guardian") and not (data.get("signer") or "").strip():
            self.add_error("signer", gettext("Choose who answered, or write the name."))
        return data

    def given(self) -> FamilyAnswer:
        data = self.cleaned_data
        return FamilyAnswer(
            said=self.said(),
            how=data["how"],
            guardian=self._guardians.get(data["guardian"]),
            signer=data["signer"],
            said_on=data["said_on"],
            until=data["until"],
            language=data["language"] or "en",
            kept_at=data["kept_at"],
            witness_id=int(data["witness"]) if data["witness"] else None,
        )


class AskedForm(PurposesForm):
    """What the student said, and how."""

    choices = STUDENT_SAYS
    purposes = tuple(one for one in Purpose if one != Purpose.BADGE)

    mode = forms.ChoiceField(label=_("How the student answered"), choices=MODES)
    said_on = day_field(_("When"))


class ManyForm(forms.Form):
    """Students of a list, chosen by a tick each."""

    students = forms.MultipleChoiceField(label=_("Students"), required=False)
    said_on = day_field(_("Day"))

    def __init__(self, *args: Any, students: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.pk): one for one in students}
        self.fields["students"].choices = [(key, one.full_name) for key, one in self.by_id.items()]

    def chosen(self) -> list[Any]:
        return [self.by_id[key] for key in self.cleaned_data["students"]]


class PapersForm(ManyForm):
    """Signed forms of many students."""

    purposes = forms.MultipleChoiceField(
        label=_("What the form says yes to"),
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    kept_at = forms.CharField(
        label=_("Where the signed forms are"),
        max_length=120,
        help_text=_("Such as: main office, folder Permissions."),
    )
    until = day_field(
        _("Hold until"), required=False, help_text=_("Empty: the end of the school year.")
    )


class AskedManyForm(ManyForm):
    """The own yes of many students."""

    mode = forms.ChoiceField(label=_("How the students answered"), choices=MODES)


class LettersForm(forms.Form):
    """What families are asked for."""

    purposes = forms.MultipleChoiceField(
        label=_("What you ask for"),
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Purpose.TAKE_PART.value],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    students = forms.MultipleChoiceField(label=_("Students"), required=False)

    def __init__(self, *args: Any, students: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.pk): one for one in students}
        self.fields["students"].choices = [(key, one.full_name) for key, one in self.by_id.items()]
        self.fields["language"].choices = [
            ("", _("Each family's own")),
            *((key, words(key)["page"]["language"]) for key in LANGUAGES),
        ]

    def chosen(self) -> list[Any]:
        return [self.by_id[key] for key in self.cleaned_data["students"]]


class RuleForm(forms.Form):
    guardians = forms.ChoiceField(
        label=_("When a student has several guardians"),
        choices=SchoolRule.Guardians.choices,
        widget=forms.RadioSelect,
        help_text=_("A guardian who takes a permission back ends it under every rule."),
    )
    asks_student_again = forms.IntegerField(
        label=_("Ask each student again after this many weeks"),
        min_value=1,
        max_value=60,
        help_text=_("At the latest at the end of the term."),
    )


class OfAgeForm(forms.Form):
    since = day_field(_("Of age since"))
