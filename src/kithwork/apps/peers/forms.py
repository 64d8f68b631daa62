"""What a person types about a volunteer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.needs.models import PeerRole
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.schools.queries import BandLimits, Limits

READY, OFFERED = Volunteer.Status.READY, Volunteer.Status.OFFERED


class VolunteerForm(forms.Form):
    """An offer: the roles somebody is ready for, and how much they would give."""

    status = forms.ChoiceField(
        label=_("Where they are"),
        choices=[
            (OFFERED.value, _("Offered, not ready yet")),
            (READY.value, _("Ready: prepared, and said yes")),
        ],
        widget=forms.RadioSelect,
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles they are ready for"),
        required=False,
        choices=[(role.value, role.label) for role in PeerRole],
        widget=forms.CheckboxSelectMultiple,
    )
    weekly_minutes = forms.IntegerField(label=_("Minutes a week"), min_value=0, max_value=600)
    max_sessions = forms.IntegerField(
        label=_("Sessions a week, at most"), min_value=0, max_value=20
    )
    max_per_day = forms.IntegerField(label=_("Sessions a day, at most"), min_value=0, max_value=6)
    max_partners = forms.IntegerField(
        label=_("Different partners, at most"), min_value=0, max_value=6
    )
    max_lunch_days = forms.IntegerField(
        label=_("Lunches a week, at most"), min_value=0, max_value=7, required=False
    )
    protected = forms.TypedMultipleChoiceField(
        label=_("Classes they protect"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their own learning comes first: no plan asks for them there."),
    )
    ready_on = forms.DateField(
        label=_("Ready from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        *args: Any,
        classes: list[tuple[int, str]],
        limit: BandLimits,
        for_all: Limits,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["protected"].choices = classes
        if not classes:
            del self.fields["protected"]
        for name, most in (
            ("weekly_minutes", limit.peer_minutes_a_week),
            ("max_sessions", limit.peer_sessions_a_week),
            ("max_per_day", for_all.peer_sessions_a_day),
            ("max_partners", limit.partners_per_peer),
        ):
            self.fields[name].help_text = ngettext(
                "Plans use at most %(most)s for this grade.",
                "Plans use at most %(most)s for this grade.",
                most,
            ) % {"most": most}
        self.fields["max_lunch_days"].help_text = gettext(
            "Plans use at most %(most)s. Leave it empty if they named no number."
        ) % {"most": for_all.lunch_days_a_week}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") == READY and not cleaned.get("roles"):
            self.add_error("roles", gettext("Choose at least one role, or keep them as offered."))
        ready_on, ends_on = cleaned.get("ready_on"), cleaned.get("ends_on")
        if ready_on and ends_on and ends_on < ready_on:
            self.add_error("ends_on", gettext("The last day is before the first day."))
        return cleaned

    def offered(self) -> dict[str, Any]:
        """What the actions take: the offer without the protected classes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "protected"}

    @property
    def protected_now(self) -> set[int]:
        return set(self.cleaned_data.get("protected", []))


def starting_offer(limit: BandLimits, for_all: Limits) -> dict[str, Any]:
    """What a new form begins with: the limits of the grade, for the student to lower."""
    return {
        "weekly_minutes": limit.peer_minutes_a_week,
        "max_sessions": min(3, limit.peer_sessions_a_week),
        "max_per_day": min(1, for_all.peer_sessions_a_day),
        "max_partners": limit.partners_per_peer,
    }


def offer_as_typed(volunteer: Volunteer, protected: list[int]) -> dict[str, Any]:
    names = (
        "status", "roles", "weekly_minutes", "max_sessions", "max_per_day", "max_partners",
        "max_lunch_days", "ready_on", "ends_on",
    )  # fmt: skip
    return {name: getattr(volunteer, name) for name in names} | {"protected": protected}
