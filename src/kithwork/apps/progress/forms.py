"""What a person chooses and types about measures, goals and levels."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.consents.queries import FOR_A_STUDY
from kithwork.apps.measures.actions import EntryFrame, GoalFrame, MeasureFrame
from kithwork.apps.measures.queries.choices import Choice
from kithwork.apps.observations.models.watch import Setting
from kithwork.apps.runs.models import Run

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
AIMS = [("increase", _("More is better")), ("decrease", _("Less is better"))]
WHERE = [("", _("Not said")), *Setting.choices]
ENTERED = "entered"
SCALES = [
    ("count", _("Times, or words, or points counted")),
    ("percentage", _("Per cent")),
    ("other", _("Something else, such as minutes")),
]


class FollowForm(forms.Form):
    """One thing to follow, out of what the school records, or a number somebody types in."""

    what = forms.ChoiceField(label=_("What is followed"))
    name = forms.CharField(
        label=_("In plain words"), max_length=80, required=False,
        help_text=_("As the team says it. Empty: as the form calls it."),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Unit"), max_length=60, required=False,
        help_text=_("Only for what is typed in: times at recess, pages a day."),
    )  # fmt: skip
    scale = forms.ChoiceField(label=_("Kind of number"), choices=SCALES, required=False)
    improvement = forms.ChoiceField(
        label=_("Which way is better"), choices=AIMS, widget=forms.RadioSelect, required=False,
        help_text=_("Empty: as is usual for it."),
    )  # fmt: skip
    setting = forms.ChoiceField(
        label=_("Where it is practised"), choices=WHERE, required=False,
        help_text=_("What is seen elsewhere is then a check in another place."),
    )  # fmt: skip
    learned_elsewhere = forms.BooleanField(
        label=_("It was learned somewhere else, and is to be used here"), required=False
    )

    def __init__(self, *args: Any, choices: list[Choice], run: Run | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = {one.value: one for one in choices}
        self.run = run
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in choices:
            groups[one.group].append((one.value, one.label))
        listed = [(str(_("Something else")), [(ENTERED, _("A number somebody types in"))])]
        self.fields["what"].choices = [*groups.items(), *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") == ENTERED:
            for name in ("name", "unit"):
                if not given.get(name):
                    self.add_error(name, _("Say it: nothing else does."))
        return given

    def frame(self) -> MeasureFrame:
        given = self.cleaned_data
        rest = {"setting": given["setting"], "learned_elsewhere": given["learned_elsewhere"]}
        if given["what"] == ENTERED:
            return MeasureFrame(
                given["name"], ENTERED, given["scale"] or "count", given["unit"], run=self.run,
                improvement=given["improvement"] or "increase", **rest,
            )  # fmt: skip
        base = self.offered[given["what"]].frame
        return MeasureFrame(
            given["name"] or base.name, base.source, base.scale, base.unit, key=base.key, run=base.run,
            improvement=given["improvement"] or base.improvement, **rest,
        )  # fmt: skip


class ChangeForm(forms.Form):
    """What a measure is called, which way is better, where it is practised."""

    name = forms.CharField(label=_("In plain words"), max_length=80)
    improvement = forms.ChoiceField(
        label=_("Which way is better"), choices=AIMS, widget=forms.RadioSelect
    )
    setting = forms.ChoiceField(label=_("Where it is practised"), choices=WHERE, required=False)


class GoalForm(forms.Form):
    """A level by a day."""

    level = forms.FloatField(label=_("Goal"))
    by_on = forms.DateField(label=_("By"), **DAY)
    from_level = forms.FloatField(
        label=_("Where the aim line begins"), required=False,
        help_text=_("Empty: the middle of the points before it begins."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), **DAY)
    words = forms.CharField(
        label=_("The goal in words"), max_length=200, required=False,
        help_text=_("As the team or the student says it."),
    )  # fmt: skip
    is_iep = forms.BooleanField(
        label=_("An IEP goal: for the student's team alone"), required=False
    )

    def __init__(self, *args: Any, unit: str, may_set_iep: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["level"].help_text = unit
        if not may_set_iep:
            del self.fields["is_iep"]

    def frame(self) -> GoalFrame:
        return GoalFrame(**self.cleaned_data)


class EntryForm(forms.Form):
    """One session's number, or why there is none."""

    on = forms.DateField(label=_("Day"), **DAY)
    value = forms.FloatField(label=_("Number"), required=False)
    why_none = forms.CharField(
        label=_("Why there is none"), max_length=80, required=False,
        help_text=_("Only without a number: absent, fire drill."),
    )  # fmt: skip
    setting = forms.ChoiceField(
        label=_("Where"),
        choices=[("", _("Where it is practised")), *Setting.choices],
        required=False,
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = unit

    def frame(self) -> EntryFrame:
        return EntryFrame(**self.cleaned_data)


LEVELS = (
    ("l0", _("Much less than hoped (−2)")),
    ("l1", _("Less than hoped (−1)")),
    ("l2", _("As hoped (0)")),
    ("l3", _("More than hoped (+1)")),
    ("l4", _("Much more than hoped (+2)")),
)


class ScaleForm(forms.Form):
    """Five levels of one goal, in the team's words."""

    name = forms.CharField(label=_("The goal, in a few words"), max_length=80)
    is_iep = forms.BooleanField(
        label=_("An IEP goal: for the student's team alone"), required=False, initial=True
    )

    def __init__(self, *args: Any, may_set_iep: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not may_set_iep:
            del self.fields["is_iep"]
        for key, label in LEVELS:
            self.fields[key] = forms.CharField(label=label, max_length=200)

    def scale(self) -> dict[str, Any]:
        """Name, levels and whose eyes it is for, as the action takes them."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "levels": [given[key] for key, _label in LEVELS],
            "is_iep": given.get("is_iep", False),
        }


class RatingForm(forms.Form):
    """Where the student is on the five levels."""

    level = forms.TypedChoiceField(
        label=_("Where is it now?"), coerce=int, widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("Day"), **DAY)

    def __init__(self, *args: Any, levels: list[str], today: date, **kwargs: Any):
        super().__init__(*args, initial={"on": today}, **kwargs)
        steps = ("-2", "-1", "0", "+1", "+2")
        shown = [(int(step), f"{step}: {words}") for step, words in zip(steps, levels, strict=True)]
        self.fields["level"].choices = shown  # type: ignore[attr-defined]


class TakeAlongForm(forms.Form):
    """What a student's points are taken along for."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        widget=forms.RadioSelect,
        choices=[
            ("team", _("A meeting of the student's team")),
            ("family", _("The family asked for it")),
            ("move", _("The student changes school")),
            (FOR_A_STUDY, _("For a study the family agreed to")),
        ],
    )
