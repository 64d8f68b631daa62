"""What a person types about a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kithwork.apps.people.models import Staff
from kithwork.apps.programs import wording
from kithwork.apps.programs.actions import (
    ResourceLine,
    Said,
    TermAnswers,
    Words,
    YearAnswers,
)
from kithwork.apps.programs.models import Approval, Program

YES_NO = [("yes", _("Yes")), ("no", _("Not yet"))]


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def text_field(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    more.setdefault("required", False)
    more.setdefault("max_length", 4000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def ticks(label: Any, choices: Iterable[tuple[Any, Any]], **more: Any) -> forms.MultipleChoiceField:
    more.setdefault("required", False)
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=list(choices), widget=widget, **more)


def staff_field(label: Any, **more: Any) -> forms.ModelChoiceField:
    more.setdefault("required", False)
    empty = Staff.objects.none()
    return forms.ModelChoiceField(label=label, queryset=empty, empty_label=_("Nobody yet"), **more)


def choose_from(form: forms.Form, staff: QuerySet[Staff], *names: str) -> None:
    for name in names:
        form.fields[name].queryset = staff
        form.fields[name].label_from_instance = lambda one: one.full_name


class StartForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("A working name will do. It tells nobody's disability."),
    )


# ---------------------------------------------------------------- the decisions


class DecisionForm(forms.Form):
    """One decision. What is left empty stays open, and is named as open."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, program: Program, choices: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.set_up(program, choices)

    def set_up(self, program: Program, choices: dict[str, Any]) -> None:
        """Put in what may be chosen here."""

    def values(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "version"}


class PurposeForm(DecisionForm):
    purposes = ticks(_("What it is for"), wording.PURPOSES.items())
    purpose = text_field(
        _("The purpose, in your own words"),
        help_text=_("A sentence or two that a family would understand."),
    )


class NameForm(DecisionForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Other schools say: %(ideas)s. Let students choose.")
        % {"ideas": ", ".join(wording.NAME_IDEAS)},
    )
    name_chosen_how = forms.CharField(
        label=_("How it was chosen"),
        max_length=200,
        required=False,
        help_text=_("For example: 34 students voted on three ideas."),
    )
    is_name_decided = forms.BooleanField(label=_("This is the name we go with"), required=False)


class FormForm(DecisionForm):
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (key, f"{name}. {wording.FORMS_MEAN[key]}") for key, name in wording.FORMS.items()
        ],
    )
    practices = ticks(_("Practices you begin with"), [])

    def set_up(self, program: Program, choices: dict[str, Any]) -> None:
        self.fields["practices"].choices = choices["practices"]


class WhoForm(DecisionForm):
    grades = ticks(_("Grades"), [(one, one.lstrip("0") or one) for one in wording.GRADES])
    students_planned = forms.IntegerField(
        label=_("Students you begin with"),
        min_value=1,
        max_value=5000,
        required=False,
        help_text=_("A pilot has five at most. A number, never a list of names."),
    )
    peers_planned = forms.IntegerField(
        label=_("Peers you begin with"), min_value=1, max_value=5000, required=False
    )
    who = text_field(
        _("Anything else about who takes part"), help_text=_("Groups, never one person.")
    )


class TimeForm(DecisionForm):
    time_note = text_field(_("Anything else about time"))

    def set_up(self, program: Program, choices: dict[str, Any]) -> None:
        note = self.fields.pop("time_note")
        for key, name in wording.SETTINGS.items():
            self.fields[f"weeks_{key}"] = forms.IntegerField(
                label=_("%(place)s: weeks a term") % {"place": name},
                min_value=0,
                max_value=52,
                required=False,
                initial=program.weeks.get(key, 0),
                help_text=wording.SETTINGS_MEAN[key],
            )
        self.fields["time_note"] = note

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        weeks = {key: data[f"weeks_{key}"] or 0 for key in wording.SETTINGS}
        return {"weeks": weeks, "time_note": data["time_note"]}


class StaffForm(DecisionForm):
    job_descriptions = text_field(
        _("Who does what"),
        4,
        help_text=_("The roles of adults: coordinator, sponsor, teacher, aide."),
    )
    coverage = text_field(_("Who covers for whom, when adults meet or train"), 2)
    monitor = staff_field(_("Watches that it is done as planned"))
    schedule_owner = staff_field(_("Keeps the schedule"))
    survey_on = day_field(_("Day of the survey"), required=False)

    def set_up(self, program: Program, choices: dict[str, Any]) -> None:
        choose_from(self, choices["staff"], "monitor", "schedule_owner")


class BudgetForm(DecisionForm):
    budget_line = forms.CharField(
        label=_("Budget line"),
        max_length=200,
        required=False,
        help_text=_("Best in the core budget of special and general education, not an extra."),
    )


class CommunicationForm(DecisionForm):
    tell_general = text_field(_("How general educators hear of it, and when"), 2)
    tell_special = text_field(_("How special educators hear of it, and when"), 2)
    tell_leaders = text_field(_("How school leaders hear of it, and when"), 2)


class MeasuresForm(DecisionForm):
    measures = ticks(_("What you look at"), wording.MEASURES.items())
    measures_note = text_field(_("Who looks, and when"), 2)


class RecognitionForm(DecisionForm):
    recognition = ticks(
        _("How you say thank you"),
        wording.THANKS.items(),
        help_text=_(
            "For what somebody did, never for being kind to somebody. The same for both partners."
        ),
    )
    recognition_note = text_field(_("Anything else about it"), 2)


FORMS: dict[str, type[DecisionForm]] = {
    "purpose": PurposeForm,
    "name": NameForm,
    "form": FormForm,
    "who": WhoForm,
    "time": TimeForm,
    "staff": StaffForm,
    "resources": BudgetForm,
    "communication": CommunicationForm,
    "measures": MeasuresForm,
    "recognition": RecognitionForm,
}


def as_decided(program: Program, key: str) -> dict[str, Any]:
    """What stands of one decision, as its form shows it."""
    from kithwork.apps.programs.actions.program import COLUMNS

    typed = {column: getattr(program, column) for column in COLUMNS[key] if column != "weeks"}
    return {**typed, "version": program.version}


class ResourceForm(forms.Form):
    """One line of what it needs, costs, or has to solve."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(wording.KINDS.items()))
    what = forms.CharField(label=_("In words"), max_length=200)
    amount = forms.CharField(
        label=_("How much"), max_length=60, required=False, help_text=_("Money or hours.")
    )
    answer = forms.CharField(
        label=_("Where from, or what you do about it"), max_length=200, required=False
    )
    owner = staff_field(_("Who sees to it"))

    def __init__(self, *args: Any, staff: QuerySet[Staff], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, staff, "owner")

    def line(self) -> ResourceLine:
        return ResourceLine(**self.cleaned_data)


class FacultyForm(forms.Form):
    """The program was shown to the faculty."""

    on = day_field(_("Shown on"))
    feedback = text_field(_("What they said"), required=True)
    changes = text_field(_("What you changed because of it"))


# ---------------------------------------------------------------- the team


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often the team meets"), choices=list(wording.RHYTHMS.items())
    )
    meets = forms.CharField(label=_("When and where"), max_length=120, required=False)


class MeetingForm(forms.Form):
    """When it was, who came, what was decided."""

    on = day_field(_("Day"))
    came = forms.TypedMultipleChoiceField(
        label=_("Who came"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    decided = text_field(_("What was decided"), required=True)
    student_ideas = text_field(
        _("What students brought in"), 2, help_text=_("Ideas, not who said them.")
    )
    next_on = day_field(_("Next meeting"), required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = people


class InputForm(forms.Form):
    """What a specialist said."""

    on = day_field(_("Day"))
    field = forms.ChoiceField(label=_("Field"), choices=list(wording.FIELDS.items()))
    whose = staff_field(_("Who"))
    said = text_field(
        _("What they said"),
        required=True,
        help_text=_("About the program. What is about one student belongs to that student's team."),
    )
    came_of_it = text_field(_("What came of it"), 2)

    def __init__(self, *args: Any, staff: QuerySet[Staff], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, staff, "whose")


# ---------------------------------------------------------------- board, growth, kit


class ApprovalForm(forms.Form):
    state = forms.ChoiceField(label=_("How it stands"), choices=list(wording.STATES.items()))
    on = day_field(_("Since"), required=False)
    who = forms.CharField(
        label=_("Who answered"),
        max_length=80,
        required=False,
        help_text=_("By name, or the board."),
    )
    document = forms.CharField(
        label=_("Where the paper is"),
        max_length=200,
        required=False,
        help_text=_("For example: office folder 12, or the name of a file."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def said(self) -> Said:
        return Said(**self.cleaned_data)


def as_said(row: Approval | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {key: getattr(row, key) for key in ("state", "on", "who", "document", "note")}


class GateForm(forms.Form):
    why = text_field(
        _("Why now"),
        2,
        required=True,
        max_length=400,
        help_text=_("In a sentence or two. What the data say today is kept beside it."),
    )
    to = forms.CharField(widget=forms.HiddenInput)


class TermForm(forms.Form):
    is_team_active = forms.ChoiceField(
        label=_("The planning team is active"), choices=YES_NO, widget=forms.RadioSelect
    )
    is_led = forms.ChoiceField(
        label=_("School leaders give time and means"), choices=YES_NO, widget=forms.RadioSelect
    )
    has_student_voice = forms.ChoiceField(
        label=_("Students have a voice, and something came of it"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    next_step = text_field(_("Next step"), 2)

    def answers(self) -> TermAnswers:
        data = self.cleaned_data
        yes = {key: data[key] == "yes" for key in ("is_team_active", "is_led", "has_student_voice")}
        return TermAnswers(**yes, next_step=data["next_step"])


class YearForm(forms.Form):
    done = ticks(_("Done this year"), wording.SUSTAIN.items())
    events = forms.IntegerField(
        label=_("Inclusive events this year"), min_value=0, max_value=5000, required=False
    )
    teachers = forms.IntegerField(
        label=_("General education teachers who took part"),
        min_value=0,
        max_value=5000,
        required=False,
    )
    in_clubs = forms.IntegerField(
        label=_("Students in clubs together"), min_value=0, max_value=5000, required=False
    )
    remarks = text_field(
        _("Welcoming words somebody heard"), 2, help_text=_("The words, without names.")
    )
    next_step = text_field(_("Next step"), 2)

    def answers(self) -> YearAnswers:
        return YearAnswers(**self.cleaned_data)


class WordsForm(forms.Form):
    """The five lines every flyer needs."""

    name = forms.CharField(label=_("Name"), max_length=80)
    purpose = forms.CharField(
        label=_("What we do together"),
        max_length=200,
        help_text=_("One short sentence, to students. Nothing about who needs what."),
    )
    who = forms.CharField(
        label=_("Who can join"), max_length=160, help_text=_("For example: everybody in grade 7.")
    )
    when = forms.CharField(
        label=_("When and where"), max_length=160, help_text=_("Tuesdays at lunch, in the library.")
    )
    ask = forms.CharField(
        label=_("Whom to ask"),
        max_length=160,
        help_text=_("A whole sentence: Ask Ms. Rivera in room 12."),
    )

    def words(self) -> Words:
        return Words(**self.cleaned_data)


class InvitationForm(forms.Form):
    channel = forms.ChoiceField(label=_("How you invited"), choices=list(wording.CHANNELS.items()))
    on = day_field(_("Day"))
    views = forms.IntegerField(
        label=_("How many saw it"), min_value=0, max_value=1_000_000, required=False
    )
    sign_ups = forms.IntegerField(
        label=_("How many signed up"), min_value=0, max_value=1_000_000, required=False
    )
    said = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("No names.")
    )


class CopyForm(forms.Form):
    name = forms.CharField(label=_("Name of the new one"), max_length=80)
    take = ticks(_("Texts to take along"), [])

    def __init__(self, *args: Any, texts: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["take"].choices = texts


class TakeInForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    file = forms.FileField(label=_("The file from the other school"))
