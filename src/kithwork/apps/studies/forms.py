"""What a person says of a study, of its parts, and of a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.studies.actions import (
    MeasureFrame,
    OutcomeFrame,
    PointFrame,
    ReleaseFrame,
    StudyFrame,
)
from kithwork.apps.studies.chance import SCHEMES
from kithwork.apps.studies.file_read import MOST_INTERVALS, MOST_SCORE
from kithwork.apps.studies.models import Case, Outcome, Release, Study

if TYPE_CHECKING:
    from kithwork.apps.measures.models import Measure
    from kithwork.apps.studies.queries.measures import MeasuresPage

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
SCHEME_WORDS = {
    "wampold_worsham": _("Chance says which case gets which start"),
    "koehler_levin": _("Chance says who comes when, and the start within each place"),
    "marascuilo_busk": _("Each case has a start of its own by chance"),
    "AB": _("One case, one start by chance"),
    "ABAB": _("One case, three changes by chance"),
}
STARTS_HELP = _(
    "First sessions of the treatment. Fixed starts: 6, 9, 12. A list for each place or case: 5-7; 9-11; 13-15."
    " Reversal: the fewest sessions of a phase, such as 5."
)


TIER_HELP = {
    "behaviours": _("What everybody else sees: one code for each behaviour. Never a name."),
    "settings": _("What everybody else sees: one code for each place. Never a name."),
}


class StudyForm(forms.Form):
    """A study as it is started or changed."""

    title = forms.CharField(label=_("Title"), max_length=120)
    question = forms.CharField(
        label=_("Question"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    design = forms.ChoiceField(label=_("Design"), choices=Study.Design.choices)
    across = forms.ChoiceField(
        label=_("What starts one after another"), choices=Study.Across.choices, required=False,
        initial=Study.Across.PARTICIPANTS.value, help_text=_("In a multiple baseline or multiple probe."),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("Where the data come from"), choices=Study.Source.choices)
    is_planned = forms.ChoiceField(
        label=_("Do those who run it decide when the treatment starts and stops?"), choices=YES_NO,
        widget=forms.RadioSelect, initial="yes",
    )  # fmt: skip
    has_confound = forms.ChoiceField(
        label=_("Did something else go with the treatment and with nothing else?"), choices=YES_NO,
        widget=forms.RadioSelect, initial="no", help_text=_("Another adult, another room, another time of day."),
    )  # fmt: skip

    def frame(self) -> StudyFrame:
        said = dict(self.cleaned_data)
        said["across"] = said["across"] or Study.Across.PARTICIPANTS.value
        said["is_planned"], said["has_confound"] = (
            said["is_planned"] == "yes",
            said["has_confound"] == "yes",
        )
        return StudyFrame(**said)

    @staticmethod
    def initial_of(study: Study) -> dict[str, Any]:
        told = ("title", "question", "design", "across", "source")
        said = {name: getattr(study, name) for name in told}
        return said | {
            "is_planned": "yes" if study.is_planned else "no",
            "has_confound": "yes" if study.has_confound else "no",
        }


class MeasureForm(forms.Form):
    """What a measure is, where rows of a file or a plan do not say it."""

    improvement = forms.ChoiceField(
        label=_("Which way is better"), choices=[("", _("Choose")), *Outcome.Improvement.choices]
    )
    scale = forms.ChoiceField(label=_("Scale"), choices=Outcome.Scale.choices, initial="other")
    minutes = forms.FloatField(label=_("Minutes of a session"), required=False, min_value=0.01)
    intervals = forms.IntegerField(
        label=_("Intervals of a session"), required=False, min_value=1, max_value=MOST_INTERVALS
    )
    goal = forms.FloatField(label=_("Level aimed at"), required=False, max_value=MOST_SCORE)


class OutcomeForm(MeasureForm):
    """One more outcome of a study."""

    name = forms.CharField(label=_("What is measured"), max_length=60)
    field_order = ("name", "improvement", "scale", "minutes", "intervals", "goal")

    def frame(self) -> OutcomeFrame:
        return OutcomeFrame(**self.cleaned_data)


class CasesForm(forms.Form):
    codes = forms.CharField(
        label=_("Codes, one on each line"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("P1, P2 and so on. Never a name."),
    )  # fmt: skip


class ConditionForm(forms.Form):
    """What a phase label means."""

    name = forms.CharField(max_length=60)
    is_baseline = forms.BooleanField(required=False)
    criterion = forms.FloatField(required=False, max_value=MOST_SCORE)


class BandForm(forms.Form):
    band = forms.ChoiceField(choices=Case.Band.choices, required=False)


class OpenToForm(forms.Form):
    user = forms.TypedChoiceField(label=_("Researcher"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].choices = people  # type: ignore[attr-defined]


class PointForm(forms.Form):
    """One session."""

    case = forms.ModelChoiceField(label=_("Case"), queryset=Case.objects.none(), empty_label=None)
    outcome = forms.ModelChoiceField(
        label=_("Outcome"), queryset=Outcome.objects.none(), empty_label=None
    )
    session = forms.FloatField(label=_("Session"), min_value=0)
    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    phase = forms.CharField(
        label=_("Phase, as it stands in the data"),
        max_length=60,
        help_text=_("A, B or the label you use."),
    )
    value = forms.FloatField(
        label=_("Score"),
        required=False,
        help_text=_("Leave it empty for a session without data. That is not zero."),
    )
    is_twice = forms.BooleanField(
        label=_("Two people scored it, apart from each other"), required=False
    )
    agreement_pct = forms.FloatField(
        label=_("Their agreement, in percent"), required=False, min_value=0, max_value=100
    )
    is_correction = forms.BooleanField(
        label=_("This corrects what is there"),
        required=False,
        help_text=_("The first entry stays on record."),
    )

    def __init__(self, *args: Any, cases: Any, outcomes: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]
        self.fields["outcome"].queryset = outcomes  # type: ignore[attr-defined]

    def frame(self) -> PointFrame:
        said = {name: value for name, value in self.cleaned_data.items() if name != "is_correction"}
        return PointFrame(**said)


def described(measure: Measure) -> str:
    """What tells one measure of a student from another that is called the same: unit, place, run."""
    place = measure.get_setting_display() if measure.setting else ""
    place = place[:1].lower() + place[1:]
    run = measure.run.name if measure.run else ""
    return ", ".join(filter(None, [measure.unit, place, run]))


class FollowForm(forms.Form):
    """A measure that becomes a case: whose, under which code, as which outcome, from when on."""

    measure = forms.TypedChoiceField(label=_("Measure"), coerce=int)
    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("What everybody else sees. Never a name.")
    )
    outcome = forms.TypedChoiceField(
        label=_("As which outcome"), coerce=int, required=False, empty_value=None,
        help_text=_("Cases are compared within one outcome."),
    )  # fmt: skip
    since = forms.DateField(
        label=_("Count sessions from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty to count every session there is. It stays as you say it now."),
    )

    def __init__(self, *args: Any, page: MeasuresPage, **more: Any) -> None:
        super().__init__(*args, **more)
        self._measures = {one.pk: one for one in page.eligible}
        self._outcomes = {one.pk: one for one in page.outcomes}
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.student.full_name}: {one.name} ({described(one)})")
            for one in page.eligible
        ]
        self.fields["code"].initial = page.next_code
        if page.is_of_one:
            self.fields["code"].help_text = TIER_HELP[page.study.across]
            self.fields["outcome"].help_text = _("Tiers are compared within one outcome.")
        called = ("", _("One that is called as the measure is"))
        if page.is_of_one and page.study.across == Study.Across.BEHAVIOURS:
            called = ("", _("One that is called as the unit is"))
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            *((one.pk, one.name) for one in page.outcomes), called,
        ]  # fmt: skip

    def frame(self) -> MeasureFrame:
        said = self.cleaned_data
        return MeasureFrame(
            self._measures[said["measure"]], said["code"], self._outcomes.get(said["outcome"]), said["since"]
        )  # fmt: skip


class StartsForm(forms.Form):
    """What chance may choose from."""

    scheme = forms.ChoiceField(label=_("What chance decides"), widget=forms.RadioSelect)
    sessions = forms.IntegerField(label=_("Sessions of each case"), min_value=2, max_value=400)
    starts = forms.CharField(
        label=_("Starts to choose from"), max_length=400, help_text=STARTS_HELP
    )

    def __init__(self, *args: Any, design: str, **more: Any) -> None:
        super().__init__(*args, **more)
        schemes = SCHEMES.get(design, ())
        self.fields["scheme"].choices = [(one, SCHEME_WORDS[one]) for one in schemes]  # type: ignore[attr-defined]
        self.fields["scheme"].initial = schemes[0] if schemes else None


class RulesForm(forms.Form):
    text = forms.CharField(
        label=_("How the data will be analysed"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Which comparison and statistic, what would count as a change, when a phase is changed."),
    )  # fmt: skip


class LayOutForm(forms.Form):
    """Which outcome is read, by whom."""

    outcome = forms.TypedChoiceField(label=_("Outcome"), coerce=int)
    readers = forms.TypedMultipleChoiceField(
        label=_("Who reads, each apart from the others"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, outcomes: Any, readers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"].choices = [(one.pk, one.name) for one in outcomes]  # type: ignore[attr-defined]
        self.fields["readers"].choices = readers  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    purpose = forms.ChoiceField(label=_("What it is for"), choices=Release.Purpose.choices)
    receiver = forms.CharField(label=_("Who will have it"), max_length=120)
    agreement = forms.CharField(
        label=_("Where the data-use agreement is kept"),
        max_length=120,
        help_text=_("A folder, a number. Nothing about a student."),
    )

    def frame(self) -> ReleaseFrame:
        return ReleaseFrame(**self.cleaned_data)
