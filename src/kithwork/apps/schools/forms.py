"""What a person may type about a school."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from kithwork.apps.schools.models import BellSchedule, BellSlot, SchoolYear
from kithwork.apps.schools.queries import settings
from kithwork.apps.schools.times import read_time, write_time

US_FIRST = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


class DateField(forms.DateField):
    """A date from the browser's own calendar, or written 2026-09-08."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)


class BellTimeField(forms.CharField):
    """A time as people write it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "size": 8})
        super().__init__(widget=widget, max_length=12, **options)

    def prepare_value(self, value: Any) -> Any:
        return write_time(value) if hasattr(value, "hour") else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_time(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


def _zones() -> list[tuple[str, Any]]:
    rest = sorted(zone for zone in available_timezones() if "/" in zone and zone not in US_FIRST)
    first = [(zone, zone.replace("_", " ")) for zone in US_FIRST]
    return [(_("United States"), first), (_("Elsewhere"), [(z, z.replace("_", " ")) for z in rest])]


class SchoolForm(forms.Form):
    name = forms.CharField(label=_("Name of the school"), max_length=120)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    phone = forms.CharField(
        label=_("Number to call at once"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("The office, or who is on duty. It stands large above the concern form."),
    )
    site = forms.CharField(
        label=_("Address of this site"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("Such as https://kithwork.school.org. Then mails to families carry a link."),
    )
    students_language = forms.ChoiceField(
        label=_("Language of students' pages"),
        choices=[("", _("As their device asks")), ("en", "English"), ("es", "Español")],
        required=False,
        help_text=_("Until a student chooses for themselves, under Me."),
    )
    requires_second_factor = forms.BooleanField(
        label=_("Ask coordinators and principals for a second factor at sign-in"),
        required=False,
        help_text=_(
            "A code from their phone, besides the password. Who has none yet sets it up first."
        ),
    )


class CycleForm(forms.Form):
    """The days that repeat, in one line."""

    KINDS = [
        ("", _("Monday to Friday")),
        ("A, B", _("A and B days")),
        ("1, 2, 3, 4, 5, 6", _("Six days, 1 to 6")),
        ("own", _("Our own days")),
    ]
    kind = forms.ChoiceField(
        label=_("What repeats"), choices=KINDS, widget=forms.RadioSelect, required=False
    )
    own = forms.CharField(
        label=_("Our own days"),
        max_length=150,
        required=False,
        help_text=_("In order, with commas between them, such as Gold, White, Blue."),
    )

    @classmethod
    def about(cls, cycle: list[str]) -> dict[str, str]:
        text = ", ".join(cycle)
        known = {value for value, _label in cls.KINDS}
        return {"kind": text if text in known else "own", "own": "" if text in known else text}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text = values.get("own", "") if values.get("kind") == "own" else values.get("kind", "")
        values["days"] = [day.strip() for day in text.split(",") if day.strip()]
        if values.get("kind") == "own" and not values["days"]:
            self.add_error("own", _("Write the days of your cycle, such as A, B, C."))
        return values


class YearForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("Such as 2026-27."))
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))


class TermForm(forms.Form):
    """One row of the table of terms. A row left blank is no term."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Term"), max_length=60, required=False)
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = [bool(values.get(key)) for key in ("name", "starts_on", "ends_on")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(_("A term needs a name, a first day and a last day."))
        values["is_blank"] = not any(given)
        return values


TermTable = forms.formset_factory(TermForm, extra=2, max_num=40)


class BellForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the day type"),
        max_length=60,
        help_text=_("Such as Regular, Two-hour delay or Assembly."),
    )
    is_regular = forms.BooleanField(
        label=_("This is the regular day: plans are made for its periods"), required=False
    )


class SlotForm(forms.Form):
    """One row of the table of periods. A row left blank is no period."""

    label = forms.CharField(label=_("Period"), max_length=40, required=False)
    starts_at = BellTimeField(label=_("Starts"), required=False)
    ends_at = BellTimeField(label=_("Ends"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (BellSlot.Kind.CLASS.value, _("Class")),
            (BellSlot.Kind.LUNCH.value, _("Lunch")),
            (BellSlot.Kind.OTHER.value, _("Other time")),
        ],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = [bool(values.get(key)) for key in ("label", "starts_at", "ends_at")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(_("A period needs a name, a start and an end."))
        values["is_blank"] = not any(given)
        values["kind"] = values.get("kind") or BellSlot.Kind.CLASS.value
        return values


SlotTable = forms.formset_factory(SlotForm, extra=4, max_num=60)


class DayForm(forms.Form):
    """One day of the calendar, or a stretch of them."""

    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("To, for a stretch of days"), required=False)
    is_open = forms.ChoiceField(
        label=_("School"),
        choices=[("open", _("School")), ("closed", _("No school"))],
        widget=forms.RadioSelect,
    )
    schedule = forms.ModelChoiceField(
        label=_("Day type"), queryset=BellSchedule.objects.none(), empty_label=None
    )
    cycle_day = forms.ChoiceField(label=_("Which day's timetable"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=120,
        required=False,
        help_text=_("Such as Snow day or Staff development. Everybody in the school may read it."),
    )
    shifts = forms.ChoiceField(
        label=_("And the days after?"),
        choices=[
            ("keep", _("They keep their days, as printed")),
            ("shift", _("They move: the rotation counts only days with school")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, year: SchoolYear, asks: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["schedule"].queryset = BellSchedule.objects.filter(year=year)
        days = [(day, day) for day in year.school.cycle_days]
        self.fields["cycle_day"].choices = [("", _("As the rotation says")), *days]
        if not asks:
            del self.fields["shifts"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["to_on"] = values.get("to_on") or values.get("from_on")
        return values


class LimitsForm(forms.Form):
    """Every number of settings.toml. Left empty, our default holds."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for setting in settings():
            self.fields[field_name(setting.key)] = forms.IntegerField(
                label=f"{_(setting.title)} {setting.band}".strip(),
                min_value=setting.least,
                max_value=setting.most,
                required=False,
            )

    @property
    def values(self) -> dict[str, int | None]:
        return {each.key: self.cleaned_data.get(field_name(each.key)) for each in settings()}


def field_name(key: str) -> str:
    return key.replace(".", "__")
