"""What a person types about a student's needs and wishes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.needs.models import HowAsked, PeerRole, PreferenceCard, SupportNeed
from kithwork.apps.needs.queries.conflicts import Week
from kithwork.apps.needs.queries.student_page import OwnTimetable
from kithwork.apps.people.models import Student

CLASS = SupportNeed.Place.CLASS


def _choices_of(kinds: type[Any]) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in kinds]


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NeedForm(forms.Form):
    """Where, when, in which role and how often. The places come from the student's own week."""

    where = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    labels = forms.MultipleChoiceField(
        label=_("Only at these periods"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all empty when any time there is fine."),
    )
    role = forms.ChoiceField(
        label=_("Role of the peer"), choices=_choices_of(PeerRole), widget=forms.RadioSelect
    )
    times_a_week = forms.IntegerField(label=_("Times a week"), min_value=1, max_value=20)
    minutes = forms.IntegerField(
        label=_("Minutes each time"), min_value=5, max_value=180, initial=30
    )
    min_peers = forms.IntegerField(
        label=_("Peers each time, at least"), min_value=1, max_value=6, initial=1
    )
    max_peers = forms.IntegerField(
        label=_("Peers each time, at most"), min_value=1, max_value=6, initial=1
    )
    team_max = forms.IntegerField(
        label=_("Different peers in a week, at most"),
        min_value=1,
        max_value=20,
        initial=3,
        help_text=_("Few faces are easier to know well."),
    )
    brings = forms.CharField(
        label=_("What the student brings"),
        max_length=200,
        required=False,
        widget=forms.TextInput,
        help_text=_("What they give in this time: a skill, a joke, an interest."),
    )
    starts_on = forms.DateField(label=_("From"), required=False, widget=_date())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=_date())

    def __init__(self, *args: Any, timetable: OwnTimetable, student: Student, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.week: Week | None = timetable.week
        self.student = student
        self.places = {choice.value: choice for choice in timetable.places}
        self.fields["where"].choices = [
            (choice.value, _place_label(choice.label, choice.labels)) for choice in timetable.places
        ]
        self.fields["labels"].choices = timetable.periods
        if not timetable.periods:
            del self.fields["labels"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("min_peers"), cleaned.get("max_peers")
        if least and most and most < least:
            self.add_error("max_peers", gettext("At most is less than at least."))
        if least and (cleaned.get("team_max") or least) < least:
            self.add_error("team_max", gettext("One time together has more peers than that."))
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day is before the first day."))
        self._check_periods(cleaned)
        return cleaned

    def _check_periods(self, cleaned: dict[str, Any]) -> None:
        labels, where = cleaned.get("labels"), self.places.get(cleaned.get("where", ""))
        if not labels or where is None or not where.labels:
            return
        stray = [label for label in labels if label not in where.labels]
        if stray:
            self.add_error(
                "labels",
                gettext("%(place)s is not at %(stray)s. It is at %(there)s.")
                % {
                    "place": where.label,
                    "stray": ", ".join(stray),
                    "there": ", ".join(where.labels),
                },
            )

    def as_need(self) -> dict[str, Any]:
        """The fields of a need, as the actions take them."""
        fields = dict(self.cleaned_data)
        place, _colon, section_id = fields.pop("where").partition(":")
        fields["place"] = place
        fields["section_id"] = int(section_id) if section_id else None
        fields.setdefault("labels", [])
        return fields


def _place_label(label: str, labels: tuple[str, ...]) -> str:
    return f"{label} ({', '.join(labels)})" if labels else label


def need_as_typed(need: SupportNeed) -> dict[str, Any]:
    """A need in the words of its form: to fill it, and to take a change back."""
    where = f"{CLASS.value}:{need.section_id}" if need.section_id else need.place
    return {
        "where": where,
        "labels": list(need.labels),
        "role": need.role,
        "times_a_week": need.times_a_week,
        "minutes": need.minutes,
        "min_peers": need.min_peers,
        "max_peers": need.max_peers,
        "team_max": need.team_max,
        "brings": need.brings,
        "starts_on": need.starts_on.isoformat() if need.starts_on else "",
        "ends_on": need.ends_on.isoformat() if need.ends_on else "",
    }


class HowAskedForm(forms.Form):
    """How the student told us, and when. Every way counts the same."""

    how_asked = forms.ChoiceField(
        label=_("How they told us"), choices=_choices_of(HowAsked), widget=forms.RadioSelect
    )
    asked_on = forms.DateField(label=_("Asked on"), required=False, widget=_date())


class PreferenceCardForm(forms.ModelForm):
    """What the student said about company, in their words."""

    class Meta:
        model = PreferenceCard
        fields = (
            "how_asked",
            "asked_on",
            "activities_i_like",
            "help_i_like",
            "help_i_do_not_like",
            "how_i_say_yes_no_stop",
            "best_times",
        )
        labels = {
            "how_asked": _("How they told us"),
            "asked_on": _("Asked on"),
            "activities_i_like": _("What I like to do"),
            "help_i_like": _("Support I like"),
            "help_i_do_not_like": _("Support I do not like"),
            "how_i_say_yes_no_stop": _("How I say yes, no and stop"),
            "best_times": _("My best times"),
        }
        widgets = {
            "how_asked": forms.RadioSelect,
            "asked_on": _date(),
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in (
                    "activities_i_like",
                    "help_i_like",
                    "help_i_do_not_like",
                    "how_i_say_yes_no_stop",
                    "best_times",
                )
            },
        }


class DoNotPairForm(forms.Form):
    """Why two students are kept apart. Only their teams read it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the teams of these two students read this. Write what you saw."),
    )
