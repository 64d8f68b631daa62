"""The school itself: its name, clock, cycle and limits; and the first step of a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings as server
from django.http.request import validate_host
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.actions.rotation import relay_from
from kithwork.apps.schools.models import WEEKDAYS, District, PeriodName, School
from kithwork.apps.schools.policies import may_edit_school, may_make_school
from kithwork.apps.schools.queries.limits import settings
from kithwork.apps.trail.actions import action, note

MOST_CYCLE_DAYS = 12
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{1,30}( ?(x|ext\.?) ?[0-9]{1,6})?")
SITE = re.compile(r"https?://(?P<host>[a-z0-9.-]+)(:[0-9]{1,5})?", re.IGNORECASE)
LONGEST_DAY_NAME = 10


@action("school.make")
def make_school(*, name: str, district: str, timezone: str, by: Viewer) -> School:
    """Make a school, and its district when there is none of that name.

    Raises Refused if `by` may not, Problem when the name is taken or the time zone unknown.
    """
    require(may_make_school(by))
    _check_name_and_zone(name, timezone)
    over = District.objects.filter(name__iexact=district.strip(), is_demo=False).first()
    over = over or District.objects.create(name=district.strip())
    if School.objects.filter(district=over, name__iexact=name.strip()).exists():
        raise Problem(
            _("%(district)s has a school called %(name)s already.")
            % {"district": over.name, "name": name.strip()}
        )
    return School.objects.create(district=over, name=name.strip(), timezone=timezone)


@action("school.change")
def change_school(
    school: School,
    *,
    name: str,
    timezone: str,
    phone: str = "",
    site: str = "",
    students_language: str = "",
    requires_second_factor: bool = False,
    by: Viewer,
) -> School:
    """Keep a school's name, clock, number to call, address, its students' language and second factor.

    Raises Refused or Problem.
    """
    require(may_edit_school(by, school))
    _check_name_and_zone(name, timezone)
    same = School.objects.filter(district=school.district, name__iexact=name.strip())
    if same.exclude(pk=school.pk).exists():
        raise Problem(_("This district has a school of that name already."))
    school.name, school.timezone = name.strip(), timezone
    school.phone = _phone(phone)
    school.site = _site(site)
    school.students_language = students_language
    school.requires_second_factor = requires_second_factor
    kept = ["name", "timezone", "phone", "site", "students_language", "requires_second_factor"]
    school.save(update_fields=kept)
    return school


def _phone(text: str) -> str:
    """A number as people write it. Raises Problem for anything that cannot be dialled."""
    text = text.strip()
    if text and not (PHONE.fullmatch(text) and sum(one.isdigit() for one in text) >= 3):
        raise Problem(_("Write the number to call with digits, such as 555 0134 or +1 555 0134."))
    return text


def _site(text: str) -> str:
    """Scheme and host this server answers to: a mail of ours must not lead anywhere else. Raises Problem."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    found = SITE.fullmatch(text)
    if not (found and validate_host(found["host"], server.ALLOWED_HOSTS)):
        raise Problem(
            _("Write the address at which this site opens, such as https://kithwork.school.org.")
        )
    return text


@action("school.set_cycle")
def set_cycle(school: School, days: Sequence[str], *, by: Viewer) -> School:
    """Keep the days that repeat; none means Monday to Friday. The calendar from today on is laid anew.

    Raises Refused if `by` may not, Problem when the days cannot be a cycle.
    """
    require(may_edit_school(by, school))
    names = [day.strip() for day in days if day.strip()]
    if names == WEEKDAYS:
        names = []
    _check_cycle(names)
    school.cycle = names
    school.save(update_fields=["cycle"])
    today = clock.today(school.timezone)
    for year in school.years.filter(ends_on__gte=today):
        relay_from(year, max(today, year.starts_on))
    note(days=len(names))
    return school


@action("school.set_limits")
def set_limits(school: School, values: Mapping[str, int | None], *, by: Viewer) -> School:
    """Keep the school's own numbers; None or our default goes back to our default.

    Raises Refused if `by` may not, Problem for a number out of bounds.
    """
    require(may_edit_school(by, school))
    own = {}
    for setting in settings():
        value = values.get(setting.key)
        if value is None or value == setting.default:
            continue
        if not setting.least <= value <= setting.most:
            raise Problem(
                _("%(title)s: a whole number from %(least)s to %(most)s.")
                % {"title": _(setting.title), "least": setting.least, "most": setting.most}
            )
        own[setting.key] = value
    school.limits = own
    school.save(update_fields=["limits"])
    note(own=sorted(own))
    return school


@action("school.name_periods")
def name_periods(
    school: School, theirs: str, ours: Mapping[str, Sequence[str]], *, by: Viewer
) -> School:
    """Say which of our periods one of the roster's is, each on some or (none named) all cycle days.

    What was said about it before is replaced. Raises Refused if `by` may not.
    """
    require(may_edit_school(by, school))
    PeriodName.objects.filter(school=school, theirs=theirs).delete()
    PeriodName.objects.bulk_create(
        PeriodName(school=school, theirs=theirs, ours=label, cycle_days=list(days))
        for label, days in ours.items()
    )
    note(periods=len(ours))
    return school


def _check_name_and_zone(name: str, timezone: str) -> None:
    if not name.strip() or len(name.strip()) > 120:
        raise Problem(_("Give the school a name of at most 120 letters."))
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Problem(
            _("There is no time zone called %(zone)s. Write one such as America/Chicago.")
            % {"zone": timezone}
        ) from None


def _check_cycle(names: list[str]) -> None:
    if len(names) > MOST_CYCLE_DAYS:
        raise Problem(_("A cycle has at most 12 days."))
    if len({name.casefold() for name in names}) < len(names):
        raise Problem(_("Two days of the cycle have the same name."))
    for name in names:
        if len(name) > LONGEST_DAY_NAME:
            raise Problem(_("Keep the name of a day short: at most 10 letters, such as A or Gold."))
