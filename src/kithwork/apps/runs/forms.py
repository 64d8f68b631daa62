"""What a person types about a run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.people.models import Section, Staff, Student
from kithwork.apps.practices.models import ContentSet
from kithwork.apps.runs.actions import Choices, Frame
from kithwork.apps.runs.models import Phase, Run
from kithwork.apps.runs.wording import LEVELS, PHASES, place_words, tag_words
from kithwork.playbooks import Playbook
from kithwork.playbooks.adjust import Value
from kithwork.playbooks.schema.people import Fading
from kithwork.playbooks.schema.voice import Adjustable, Form, FormField


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class FrameForm(forms.Form):
    """What it is called, who leads it, from when until when."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Staff see it on their day. Say where or what, not for whom."),
    )
    facilitator = forms.ModelChoiceField(
        label=_("Who leads it"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Not named yet"),
        help_text=_("The adult who is there. They will see how its students get on until it ends."),
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))

    def __init__(self, *args: Any, staff: Iterable[Staff], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = staff
        self.fields["facilitator"].label_from_instance = lambda one: one.full_name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first day."))
        return cleaned

    def as_frame(self) -> Frame:
        data = self.cleaned_data
        return Frame(data["name"], data["starts_on"], data["ends_on"], data["facilitator"])


def frame_as_typed(run: Run) -> dict[str, Any]:
    return {
        "name": run.name,
        "facilitator": run.facilitator_id,
        "starts_on": run.starts_on,
        "ends_on": run.ends_on,
    }


class StartForm(FrameForm):
    """With whom, too: a class, or the student it is for."""

    section = forms.ModelChoiceField(
        label=_("Class"), queryset=Section.objects.none(), empty_label=_("Choose a class")
    )
    focus_student = forms.ModelChoiceField(
        label=_("Student"),
        queryset=Student.objects.none(),
        empty_label=_("Choose a student"),
        help_text=_(
            "Students on whose team you are. Only who works with this run sees whose it is."
        ),
    )

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_(
            "Cards, sheets and what the log asks are in it. You can read each in the other, too."
        ),
    )

    def __init__(
        self,
        *args: Any,
        playbook: Playbook,
        sections: Any,
        students: Any,
        languages: list[tuple[str, str]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
        if len(languages) < 2:
            del self.fields["language"]
        self.fields["section"].queryset = sections
        self.fields["focus_student"].queryset = students
        self.fields["focus_student"].label_from_instance = lambda one: one.full_name
        if playbook.scope != Run.Scope.FOCUS_STUDENT:
            del self.fields["focus_student"]
        if playbook.scope == Run.Scope.PROGRAM:
            del self.fields["section"]
        elif playbook.scope != Run.Scope.CLASS:
            self.fields["section"].required = False
            self.fields["section"].empty_label = gettext("Outside a class")
        order = ["section", "focus_student", "name", "facilitator", "starts_on", "ends_on"]
        self.order_fields(order)


class ChoicesForm(forms.Form):
    """How the practice is done here, with each default and where it comes from."""

    variant = forms.ChoiceField(label=_("What is practised"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    contents = forms.ModelChoiceField(
        label=_("List to practise"),
        queryset=ContentSet.objects.none(),
        required=False,
        empty_label=_("None chosen"),
    )
    on_paper = forms.BooleanField(label=_("We bring it on paper"), required=False)
    next_inclusive_step = forms.CharField(
        label=_("Next step to an inclusive setting"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Asked of what happens in a special education classroom: where it leads."),
    )
    next_inclusive_on = day_field(_("From when"), required=False)

    def __init__(
        self,
        *args: Any,
        playbook: Playbook,
        defaults: dict[str, Value],
        contents: Any,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.adjustable = playbook.adjustable
        self._ways("variant", [(one.id, one.name) for one in playbook.variants])
        self._ways("place", [(place, place_words(place)) for place in playbook.settings])
        self.fields["contents"].queryset = contents
        if not playbook.content:
            del self.fields["contents"], self.fields["on_paper"]
        if "special_ed_room" not in playbook.settings:
            del self.fields["next_inclusive_step"], self.fields["next_inclusive_on"]
        for one in playbook.adjustable:
            self.fields[f"value_{one.id}"] = _value_field(one, defaults[one.id])

    def _ways(self, name: str, ways: list[tuple[str, str]]) -> None:
        if len(ways) < 2:
            del self.fields[name]
            return
        self.fields[name].choices = ways

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[f"value_{one.id}"] for one in self.adjustable]

    def as_choices(self, run: Run) -> Choices:
        data = self.cleaned_data
        values = {}
        for one in self.adjustable:
            value = data[f"value_{one.id}"]
            values[one.id] = value == "yes" if isinstance(one.value, bool) else value
        return Choices(
            variant=data.get("variant", run.choices.get("variant", "")),
            place=data.get("place", run.choices.get("place", "")),
            values=values,
            contents=data.get("contents"),
            on_paper=data.get("on_paper", False),
            next_inclusive_step=data.get("next_inclusive_step", ""),
            next_inclusive_on=data.get("next_inclusive_on"),
        )


def _value_field(one: Adjustable, default: Value) -> forms.Field:
    """One number, word or yes/no of the practice. A default of ours is never called research."""
    shown = default
    if isinstance(one.value, bool):
        shown = gettext("yes") if default else gettext("no")
        kind: forms.Field = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    elif isinstance(one.value, str):
        shown = str(default).replace("_", " ")
        ways = [(choice, choice.replace("_", " ").capitalize()) for choice in one.choices]
        kind = forms.ChoiceField(choices=ways)
    else:
        kind = forms.FloatField(
            min_value=one.min,
            max_value=one.max,
            widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        )
        shown = f"{default:g} {one.unit or ''}".strip()
    kind.label = one.name
    tag = one.tags.get("value", one.tag)
    kind.help_text = gettext("%(help)s Default: %(default)s (%(tag)s).") % {
        "help": one.help,
        "default": shown,
        "tag": tag_words(tag),
    }
    return kind


def choices_as_typed(run: Run, values: dict[str, Value], playbook: Playbook) -> dict[str, Any]:
    typed: dict[str, Any] = {
        "variant": run.choices.get("variant", ""),
        "place": run.choices.get("place", ""),
        "contents": run.contents_id,
        "on_paper": run.choices.get("on_paper", False),
        "next_inclusive_step": run.next_inclusive_step,
        "next_inclusive_on": run.next_inclusive_on,
    }
    for one in playbook.adjustable:
        value = values[one.id]
        if isinstance(one.value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, float):
            value = f"{value:g}"
        typed[f"value_{one.id}"] = value
    return typed


class ReasonForm(forms.Form):
    """Why, in a few words."""

    reason = forms.CharField(
        label=_("Why"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class PhaseForm(forms.Form):
    """A new phase, or another adult level, from a day on."""

    kind = forms.ChoiceField(
        label=_("Phase"),
        choices=[(kind, PHASES[kind]) for kind in Phase.Kind if kind != Phase.Kind.CLOSED],
    )
    adult_level = forms.TypedChoiceField(
        label=_("Where the adult stands"), coerce=int, choices=list(LEVELS.items())
    )
    starts_on = day_field(_("From"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands beside the line on the graph. Write what you saw."),
    )


class LevelForm(forms.Form):
    """Another adult level, of those the practice steps through, with what was seen."""

    adult_level = forms.TypedChoiceField(label=_("Where the adult stands"), coerce=int)
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Write what you saw. Whoever reads the graph will want to know."),
    )

    def __init__(self, *args: Any, fading: Fading, level: int, **kwargs: Any):
        super().__init__(*args, initial={"adult_level": level}, **kwargs)
        low = fading.never_below or 0
        choices = [(key, words) for key, words in LEVELS.items() if key >= low]
        self.fields["adult_level"].choices = choices
        self.level = level

    def clean_adult_level(self) -> int:
        chosen: int = self.cleaned_data["adult_level"]
        if chosen == self.level:
            raise forms.ValidationError(gettext("That is the level now. Choose another one."))
        return chosen


class PlaybookForm(forms.Form):
    """A form of the practice, with its fields in its order. What is for the team is asked of the team only."""

    def __init__(self, *args: Any, form: Form, sees_team_part: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.team_fields = {one.id for one in form.fields if one.staff_only}
        self.needed = {one.id for one in form.fields if one.required}
        for one in form.fields:
            if sees_team_part or not one.staff_only:
                self.fields[one.id] = _form_field(one)

    def answers(self, *, for_team: bool) -> dict[str, Any]:
        return {
            key: _plain(value)
            for key, value in self.cleaned_data.items()
            if (key in self.team_fields) == for_team
        }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def _form_field(one: FormField) -> forms.Field:
    """Nothing is required by the browser: an unfinished plan may be kept, and readiness names what is missing."""
    plain: dict[str, Any] = {"label": one.label, "required": False, "help_text": one.hint or ""}
    ways = [(choice, choice) for choice in one.choices]
    if one.kind == "choice":
        return forms.ChoiceField(choices=[("", _("Choose")), *ways], **plain)
    if one.kind == "choices":
        return forms.MultipleChoiceField(choices=ways, widget=forms.CheckboxSelectMultiple, **plain)
    if one.kind == "yes_no":
        yes_no = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=yes_no, **plain)
    if one.kind == "date":
        return day_field(plain.pop("label"), **plain)
    if one.kind in {"count", "tally", "minutes", "rating", "adult_level", "money"}:
        least, most = (one.scale.min, one.scale.max) if one.scale else (0, 10_000)
        return forms.FloatField(min_value=least, max_value=most, **plain)
    if one.kind == "time":
        clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        return forms.TimeField(widget=clock, **plain)
    if one.kind in {"sign", "people"}:
        return forms.CharField(max_length=200, **plain)
    return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **plain)
