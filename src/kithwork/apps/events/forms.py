"""What a person types about an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.events.actions import Frame, Line, When, Words
from kithwork.apps.events.models import Event, EventStep
from kithwork.apps.events.wording import CONTACTS, KINDS, MOMENTS, PARTNERS, WHO, WHOSE
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Staff
from kithwork.apps.runs.models import Run

HOW = [one for one in HowAsked.choices if one[0] != HowAsked.NOT_YET]


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class WhenForm(forms.Form):
    """One day, from when until when."""

    on = day_field(_("Day"))
    starts_at = time_field(_("From"))
    ends_at = time_field(_("Until"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_at"), cleaned.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", gettext("It ends before it starts."))
        return cleaned

    def when(self) -> When:
        data = self.cleaned_data
        return When(data["on"], data["starts_at"], data["ends_at"])


class FrameForm(forms.Form):
    """What it is, where, and who leads it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Students and families read it. Say what you do, not for whom."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=list(KINDS.items()))
    purpose = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    place = forms.CharField(label=_("Where"), max_length=120)
    is_off_campus = forms.BooleanField(
        label=_("It leaves the school grounds"),
        required=False,
        help_text=_("Then the access check also asks for families' permission and the ride."),
    )
    lead = forms.ModelChoiceField(
        label=_("Who leads it"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Not named yet"),
        help_text=_("The adult who is there. They will see the names on its list."),
    )
    run = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=Run.objects.none(),
        required=False,
        empty_label=_("Nothing else"),
        help_text=_("The club or class it belongs to."),
    )
    cost = forms.CharField(label=_("What it costs"), max_length=120, required=False)
    funder = forms.CharField(label=_("Who pays"), max_length=120, required=False)

    def __init__(self, *args: Any, staff: Iterable[Staff], runs: QuerySet[Run], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = staff
        self.fields["lead"].label_from_instance = lambda one: one.full_name
        self.fields["run"].queryset = runs
        self.fields["run"].label_from_instance = lambda one: one.name

    def frame(self) -> Frame:
        names = (
            "name",
            "kind",
            "place",
            "purpose",
            "is_off_campus",
            "lead",
            "run",
            "cost",
            "funder",
        )
        return Frame(**{name: self.cleaned_data[name] for name in names})


class StartForm(WhenForm, FrameForm):
    """The first day, too."""

    field_order = [
        "name", "kind", "on", "starts_at", "ends_at", "place", "is_off_campus", "lead", "purpose",
        "run", "cost", "funder",
    ]  # fmt: skip


class ChangeForm(FrameForm):
    """With the version that was read, so that nobody writes over somebody else."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def as_typed(event: Event) -> dict[str, Any]:
    names = ("name", "kind", "purpose", "place", "is_off_campus", "cost", "funder", "version")
    typed = {name: getattr(event, name) for name in names}
    return {**typed, "lead": event.lead_id, "run": event.run_id}


class AnswerForm(forms.Form):
    """What will be done, by whom, by when."""

    says = forms.CharField(
        label=_("What will be there for everybody"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    who = forms.CharField(
        label=_("Who sees to it"), max_length=80, help_text=_("A name, a role, or “the planners”.")
    )
    by_on = day_field(_("By when"))


class StepForm(forms.Form):
    """One more line of the plan."""

    part = forms.ChoiceField(
        label=_("Where it belongs"),
        choices=[
            (EventStep.Part.PREPARE, _("To get ready")),
            (EventStep.Part.BRING, _("To bring")),
            (EventStep.Part.DAY, _("On the day")),
            (EventStep.Part.STAGE, _("A stage")),
        ],
    )
    name = forms.CharField(label=_("What is done"), max_length=200)
    who = forms.ChoiceField(label=_("Who does it"), choices=list(WHO.items()), initial="together")
    due_on = day_field(_("By when"), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, required=False)

    def line(self) -> Line:
        data = self.cleaned_data
        return Line(data["part"], data["name"], data["who"], data["minutes"], data["due_on"])


class RoleForm(forms.Form):
    """A role of the school's own."""

    name = forms.CharField(label=_("Role"), max_length=80)
    gives = forms.CharField(label=_("What somebody gives in it"), max_length=200)
    receives = forms.CharField(label=_("What comes back"), max_length=200)
    places = forms.IntegerField(label=_("How many"), min_value=1, max_value=200, initial=1)


class PartnerForm(forms.Form):
    kind = forms.ChoiceField(label=_("What kind"), choices=list(PARTNERS.items()))
    name = forms.CharField(
        label=_("Which"),
        max_length=120,
        help_text=_("A department, a group or an office. No private person, number or address."),
    )
    brings = forms.CharField(label=_("What they bring"), max_length=200, required=False)
    contact = forms.ChoiceField(label=_("How you reach them"), choices=list(CONTACTS.items()))


class ReflectForm(forms.Form):
    """What somebody said, in any way."""

    moment = forms.ChoiceField(label=_("When"), choices=list(MOMENTS.items()))
    whose = forms.ChoiceField(label=_("Who said it"), choices=list(WHOSE.items()))
    how = forms.ChoiceField(
        label=_("How"), choices=[("", _("Does not matter")), *HOW], required=False
    )
    says = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Their own words. Leave names out."),
    )

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(data["moment"], data["says"], data["whose"], data["how"])


class CloseForm(forms.Form):
    went_well = forms.CharField(
        label=_("What went well?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_time = forms.CharField(
        label=_("What will be different next time?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LogForm(forms.Form):
    """How long it took, what was done, and who came beside the list."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=720)
    others = forms.IntegerField(
        label=_("Guests on no list"), min_value=0, max_value=5000, initial=0
    )
    activity = forms.CharField(label=_("What you did"), max_length=200, required=False)
