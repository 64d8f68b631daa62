"""What an adult types about training."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PeerRole
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_staff
from kithwork.apps.training.actions import MeetingFrame
from kithwork.apps.training.models import Agreement, Meeting, Seat
from kithwork.apps.training.orientation import Piece
from kithwork.apps.training.policies import own_learner, visible_meetings
from kithwork.apps.training.subjects import lesson_choices

SAID = [("yes", _("Yes")), ("no", _("No")), ("na", _("Did not come up"))]
CAME = [("", _("Not said")), ("yes", _("Came")), ("no", _("Did not come"))]
LANGUAGES = [("en", "English"), ("es", "Español")]


class ScoreForm(forms.Form):
    """One choice of three for each step of the checklist."""

    def __init__(self, *args: Any, items: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, text in enumerate(items):
            self.fields[f"item_{n}"] = forms.ChoiceField(
                label=text, choices=SAID, widget=forms.RadioSelect
            )

    def said(self) -> dict[int, str]:
        return {int(name.removeprefix("item_")): value for name, value in self.cleaned_data.items()}


class AloudForm(forms.Form):
    """Which questions were answered right, in any way."""

    right = forms.MultipleChoiceField(
        label=_("Answered right"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, piece: Piece, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = [
            (one.id, f"{one.asks} {one.options[one.right].text}.") for one in piece.check
        ]


class MeetingForm(forms.Form):
    lesson = forms.ChoiceField(label=_("What it is about"))
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    when = forms.ChoiceField(label=_("Time"), choices=Meeting.When)
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    leader = forms.ChoiceField(label=_("Who leads it"))
    follows = forms.ChoiceField(
        label=_("Goes on from"),
        required=False,
        help_text=_("The same students are on its list. You may add others."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._staff = {str(one.pk): one for one in visible_staff(viewer) if not one.closed_on}
        self._meetings = {str(one.pk): one for one in visible_meetings(viewer)[:30]}
        self.fields["lesson"].choices = lesson_choices(viewer)
        self.fields["leader"].choices = [(key, str(one)) for key, one in self._staff.items()]
        names = [
            (key, f"{one.on:%Y-%m-%d}, {one.get_when_display()}")
            for key, one in self._meetings.items()
        ]
        self.fields["follows"].choices = [("", _("No other meeting")), *names]
        me = own_learner(viewer)
        if me and me.staff:
            self.fields["leader"].initial = str(me.staff.pk)
        self.fields["on"].initial = clock.today_for(viewer)

    def frame(self) -> MeetingFrame:
        data = self.cleaned_data
        return MeetingFrame(
            on=data["on"],
            when=data["when"],
            lesson=data["lesson"],
            place=data["place"],
            leader=self._staff[data["leader"]],
            follows=self._meetings.get(data["follows"]),
        )


class AskForm(forms.Form):
    students = forms.MultipleChoiceField(
        label=_("Who is asked"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, students: Iterable[Student], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._students = {str(one.pk): one for one in students}
        self.fields["students"].choices = [
            (key, one.full_name) for key, one in self._students.items()
        ]

    def chosen(self) -> list[Student]:
        return [self._students[key] for key in self.cleaned_data["students"]]


class CameForm(forms.Form):
    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[f"came_{seat.student_id}"] = forms.ChoiceField(choices=CAME, required=False)

    def came(self) -> dict[int, bool | None]:
        says = {"yes": True, "no": False}
        return {
            int(name.removeprefix("came_")): says.get(value)
            for name, value in self.cleaned_data.items()
        }


class NewAgreementForm(forms.Form):
    kind = forms.ChoiceField(label=_("Agreement"), choices=Agreement.Kind)
    role = forms.ChoiceField(label=_("Role"), choices=PeerRole)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class SignForm(forms.Form):
    part = forms.ChoiceField(label=_("Who signed"))
    name = forms.CharField(label=_("Name on the paper"), max_length=120)
    on = forms.DateField(
        label=_("Day on the paper"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, parts: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(one.part, one.label) for one in parts]
