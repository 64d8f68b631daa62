"""What a person types about forms and plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.observations.actions import Frame, Meaning
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.models.watch import Phase, Setting
from kithwork.apps.observations.probe_form import ProbeFields
from kithwork.apps.observations.queries.setup import PlanChoices
from kithwork.apps.observations.shipped import METHODS as RECORDED
from kithwork.apps.people.models import Staff
from kithwork.apps.runs.models import Run
from kithwork.apps.ui.typed import SeveralOf

WHO = [
    ("student", _("Student")),
    ("partner", _("Partner")),
    ("pair", _("Both")),
    ("adult", _("Adult")),
]
CUES = [
    ("vibrate", _("The phone trembles")),
    ("flash", _("The screen flashes")),
    ("none", _("None")),
]
METHODS = [
    ("momentary", _("At the cue: is it going on now?")),
    ("partial", _("In the interval: did it happen at all?")),
    ("whole", _("In the interval: did it last all through?")),
]

# No pad records these.
NOT_BY_TAPS = frozenset({"permanent_product", "log", "planned_activity_check"})


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class PlanForm(ProbeFields):
    """Who observes whom, with which form, where and when."""

    instrument = forms.ModelChoiceField(label=_("With which form"), queryset=None, empty_label=None)
    students = SeveralOf(
        label=_("Whom"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Several are observed one after the other; the order is drawn for each day, beforehand."
        ),
    )
    observer = forms.ModelChoiceField(label=_("Who observes"), queryset=Staff.objects.none())
    second_observer = forms.ModelChoiceField(
        label=_("Second observer"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("So that it shows whether two people see the same."),
    )
    share_pct = forms.IntegerField(
        label=_("How many two observe, in %"), min_value=0, max_value=100, initial=25,
        help_text=_("Aim for 20 % or more in every phase; 25 to 33 % is better."),
    )  # fmt: skip
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    setting = forms.ChoiceField(label=_("Where"), choices=Setting.choices)
    minutes = forms.IntegerField(label=_("Minutes each"), min_value=1, max_value=240, initial=10)
    labels = forms.MultipleChoiceField(label=_("Periods"), widget=forms.CheckboxSelectMultiple)
    days = forms.MultipleChoiceField(
        label=_("Days"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Leave all empty for every day."),
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    run = forms.ModelChoiceField(
        label=_("Part of"), queryset=Run.objects.none(), required=False, empty_label=_("No run")
    )

    def __init__(self, *args: Any, choices: PlanChoices, runs: Any, **more: Any) -> None:
        super().__init__(*args, labels=choices.labels, **more)
        self.fields["instrument"].queryset = choices.forms  # type: ignore[attr-defined]
        self.fields["students"].queryset = choices.students  # type: ignore[attr-defined]
        for name in ("observer", "second_observer"):
            self.fields[name].queryset = choices.staff  # type: ignore[attr-defined]
        self.fields["labels"].choices = [(one, one) for one in choices.labels]  # type: ignore[attr-defined]
        self.fields["days"].choices = [(one, one) for one in choices.days]  # type: ignore[attr-defined]
        self.fields["run"].queryset = runs  # type: ignore[attr-defined]
        self.initial.setdefault("starts_on", choices.first)
        self.initial.setdefault("ends_on", choices.first + timedelta(days=27))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first."))
        return cleaned

    def frame(self) -> Frame:
        said = self.cleaned_data
        return Frame(
            instrument=said["instrument"],
            students=tuple(said["students"]),
            observer=said["observer"],
            second_observer=said["second_observer"],
            share_pct=said["share_pct"],
            phase=said["phase"],
            setting=said["setting"],
            minutes=said["minutes"],
            labels=tuple(said["labels"]),
            days=tuple(said["days"]),
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            run=said["run"],
            probes=self.probes(),
            probe_weeks=said["probe_weeks"] or 2,
            probe_minutes=said["probe_minutes"] or 10,
            checks=tuple(said["checks"]),
        )


class NameForm(forms.Form):
    """What a copy is called."""

    name = forms.CharField(label=_("Name of your copy"), max_length=60)


class PadForm(forms.Form):
    """One thing to watch."""

    label = forms.CharField(label=_("On the pad"), max_length=24, required=False)
    behaviour = forms.ChoiceField(label=_("Behaviour"))
    who = forms.ChoiceField(label=_("Whose"), choices=WHO)

    def __init__(
        self, *args: Any, behaviours: Mapping[str, str], called: Mapping[str, str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        # A pad goes on with what was retired since; no new one begins with it.
        now = self.initial.get("behaviour")
        choices = dict(behaviours) | (
            {now: called.get(now, now)} if now and now not in behaviours else {}
        )
        self.fields["behaviour"].choices = list(choices.items())  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """A form's name and length; how its intervals are cut, where it has any."""

    name = forms.CharField(label=_("Name"), max_length=60)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240)
    method = forms.ChoiceField(label=_("What is scored"), choices=METHODS)
    seconds = forms.IntegerField(label=_("Seconds of an interval"), min_value=5, max_value=600)
    cue = forms.ChoiceField(label=_("Cue"), choices=CUES)

    def __init__(self, *args: Any, text: InstrumentText, **more: Any) -> None:
        super().__init__(*args, **more)
        if text.interval is None:
            for name in ("method", "seconds", "cue"):
                del self.fields[name]


class BehaviourForm(forms.Form):
    """A behaviour of the school's own, so that two people see the same."""

    name = forms.CharField(label=_("Name"), max_length=50)
    definition = forms.CharField(
        label=_("What counts"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "What one sees or hears, and where it begins and ends. Nothing one has to guess."
        ),
    )
    example = forms.CharField(label=_("An example"), max_length=300)
    non_example = forms.CharField(label=_("What does not count"), max_length=300)
    method = forms.ChoiceField(label=_("Best recorded by"), choices=())
    also = forms.MultipleChoiceField(
        label=_("Also fit"), widget=forms.CheckboxSelectMultiple, required=False, choices=(),
        help_text=_("With any other, a form that uses it says that it would be misstated."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        methods = [(key, words) for key, words in RECORDED.items() if key not in NOT_BY_TAPS]
        for name in ("method", "also"):
            self.fields[name].choices = methods  # type: ignore[attr-defined]

    def meaning(self) -> Meaning:
        said = self.cleaned_data
        also = tuple(one for one in said["also"] if one != said["method"])
        return Meaning(**{**said, "also": also})


class ForecastForm(forms.Form):
    """What a behaviour is like, to see beforehand what interval recording would make of it."""

    bout = forms.FloatField(label=_("Seconds it lasts, about"), min_value=0.1, max_value=3600)
    per_minute = forms.FloatField(label=_("Times a minute, about"), min_value=0.01, max_value=60)


class WhyForm(forms.Form):
    """Why a letter is taken away."""

    why = forms.CharField(label=_("Why"), max_length=200)


class CodeForm(forms.Form):
    """The code on a colleague's screen."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Six letters and figures, on the screen of whoever observes."),
    )
