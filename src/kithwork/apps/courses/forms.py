"""What is typed in the course: by a student in a journal, by adults about cohorts, placements, seminars and marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.courses.actions import CohortFrame, EntryFrame, PlacementFrame
from kithwork.apps.courses.models import Cohort, Entry, Member
from kithwork.apps.courses.syllabus import setting_choices, words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.policies import visible_sections, visible_staff
from kithwork.apps.runs.policies import visible_runs
from kithwork.apps.schools.models import School, Term
from kithwork.apps.schools.queries import current_year, frame

SCRIBED = [one for one in Entry.Mode.choices if one[0] not in {"typed", "pictures"}]


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class CohortForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    teacher = forms.ChoiceField(label=_("Teacher of record"))
    section = forms.ChoiceField(
        label=_("Class in the roster"), required=False,
        help_text=_("If the course is one, everybody in it is put in the course."),
    )  # fmt: skip
    label = forms.ChoiceField(label=_("Period of the seminar"), required=False)
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))

    def __init__(self, *args: Any, viewer: Viewer, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = visible_staff(viewer).filter(closed_on__isnull=True, user__isnull=False)
        self._staff = {str(one.pk): one for one in staff}
        sections = visible_sections(viewer).filter(closed_on__isnull=True, is_homeroom=False)
        self._sections = {str(one.pk): one for one in sections}
        self.fields["teacher"].choices = [(key, str(one)) for key, one in self._staff.items()]
        named = [(key, one.title) for key, one in self._sections.items()]
        self.fields["section"].choices = [("", _("No, I choose the students")), *named]
        self.fields["label"].choices = [
            ("", _("Not said")),
            *((one, one) for one in periods(school)),
        ]
        today = clock.today_for(viewer)
        term = Term.objects.filter(year__school=school, ends_on__gt=today).first()
        self.fields["starts_on"].initial = term.starts_on if term else today
        self.fields["ends_on"].initial = term.ends_on if term else today + timedelta(weeks=18)

    def frame(self) -> CohortFrame:
        data = self.cleaned_data
        return CohortFrame(
            data["name"], self._staff[data["teacher"]], data["starts_on"], data["ends_on"],
            self._sections.get(data["section"]), data["label"],
        )  # fmt: skip


def periods(school: School) -> list[str]:
    """Labels of the regular day, in order."""
    year = current_year(school, clock.today(school.timezone))
    return [one.label for one in frame(school, year).periods] if year else []


def days_of(school: School) -> list[tuple[str, str]]:
    year = current_year(school, clock.today(school.timezone))
    return [(one.cycle_day, one.label) for one in frame(school, year).days] if year else []


class PlacementForm(forms.Form):
    setting = forms.ChoiceField(label=_("Where"))
    section = forms.ChoiceField(label=_("Class"), required=False)
    adult = forms.ChoiceField(label=_("The adult who is there"))
    labels = forms.MultipleChoiceField(label=_("Periods"), widget=forms.CheckboxSelectMultiple)
    cycle_days = forms.MultipleChoiceField(
        label=_("Days"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("None ticked: every day."),
    )  # fmt: skip
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"), required=False, help_text=_("Empty: the school's usual length."))
    run = forms.ChoiceField(label=_("Joins a practice"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._staff = {
            str(one.pk): one for one in visible_staff(viewer).filter(closed_on__isnull=True)
        }
        sections = visible_sections(viewer).filter(closed_on__isnull=True, is_homeroom=False)
        self._sections = {str(one.pk): one for one in sections}
        runs = visible_runs(viewer).filter(status__in=["draft", "active"])
        self._runs = {str(one.pk): one for one in runs}
        self.fields["setting"].choices = setting_choices()
        self.fields["adult"].choices = [(key, str(one)) for key, one in self._staff.items()]
        self.fields["section"].choices = [
            ("", _("None, or not said")), *((key, one.title) for key, one in self._sections.items())
        ]  # fmt: skip
        self.fields["run"].choices = [
            ("", _("None")), *((key, one.name) for key, one in self._runs.items())
        ]  # fmt: skip
        self.fields["labels"].choices = [(one, one) for one in periods(cohort.school)]
        self.fields["cycle_days"].choices = days_of(cohort.school)
        self.fields["starts_on"].initial = max(clock.today_for(viewer), cohort.starts_on)

    def frame(self) -> PlacementFrame:
        data = self.cleaned_data
        return PlacementFrame(
            data["setting"], self._staff[data["adult"]], data["starts_on"], tuple(data["labels"]),
            tuple(data["cycle_days"]), data["ends_on"], self._sections.get(data["section"]),
            self._runs.get(data["run"]),
        )  # fmt: skip


class EntryForm(forms.Form):
    """A week of a journal, by the student or written down for them."""

    week_on = forms.ChoiceField()
    feel = forms.ChoiceField(required=False, choices=[("", ""), ("3", ""), ("2", ""), ("1", "")])
    did = forms.MultipleChoiceField(required=False)
    words = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    mode = forms.ChoiceField(label=_("How the student told you"), choices=SCRIBED, required=False)

    def __init__(self, *args: Any, weeks: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week_on"].choices = [(one.isoformat(), one.isoformat()) for one in weeks]
        self.fields["did"].choices = list(words().journal.did.items())

    def frame(self) -> EntryFrame:
        data = self.cleaned_data
        feel = int(data["feel"]) if data["feel"] else None
        week = date.fromisoformat(data["week_on"])
        return EntryFrame(week, data["words"], tuple(data["did"]), feel)


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Your words to the student"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why it ends"), max_length=200)


class SeminarForm(forms.Form):
    on = _day(_("Day"))
    agenda = forms.CharField(
        label=_("What it is about"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CameForm(forms.Form):
    def __init__(self, *args: Any, members: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in members:
            self.fields[f"came_{one.pk}"] = forms.BooleanField(
                label=one.student.full_name, required=False
            )

    def came(self) -> dict[int, bool]:
        return {int(name.removeprefix("came_")): said for name, said in self.cleaned_data.items()}


class UnitForm(forms.Form):
    on = _day(_("Week of"))
    is_done = forms.BooleanField(label=_("Done"), required=False)


class MarkForm(forms.Form):
    part = forms.SlugField()
    pct = forms.IntegerField(label=_("Mark, 0 to 100"), min_value=0, max_value=100)


class MixForm(forms.Form):
    """The share of each part; together a hundred."""

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = words().parts
        for key, share in cohort.mix.items():
            self.fields[key] = forms.IntegerField(
                label=titles.get(key, key), min_value=0, max_value=100, initial=share
            )
