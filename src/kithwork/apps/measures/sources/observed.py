"""Numbers of observations: usable, in force, of the first observer. What was planned and not observed is a gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kithwork.apps.measures.indexes import OBSERVED
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.sources.dot import Dot
from kithwork.apps.observations.models import Observation, Value, Watch
from kithwork.apps.runs.models import Absence

Key = tuple[int, str, str, str, str]


def key_of(instrument: str, behaviour: str, who: str, index: str) -> str:
    """What a measure remembers of a number on a form. Any version of the form serves."""
    return "/".join((instrument, behaviour, who, index))


def dots(measures: Iterable[Measure], since: date, today: date) -> Iterator[tuple[int, Dot]]:
    """(measure's id, dot) for each number recorded, and for each planned time nothing came of."""
    asked = list(measures)
    wanted: dict[Key, list[int]] = defaultdict(list)
    for one in asked:
        form, behaviour, who, index = one.key.split("/")
        wanted[one.student_id, form, behaviour, who, index].append(one.pk)
    students = {one.student_id for one in asked}
    zone = ZoneInfo(asked[0].school.timezone) if asked else ZoneInfo("UTC")
    observed: dict[tuple[int, str], set[date]] = defaultdict(set)
    for row in _values(students, {key[4] for key in wanted}, since):
        (student, form, behaviour, who, index, value, began, on, phase, setting, which) = row
        day = on or began.astimezone(zone).date()
        observed[student, form].add(day)
        number = None if value is None else value * OBSERVED[index].factor
        why = "" if number is not None else _("nothing to reckon with")
        for measure in wanted.get((student, form, behaviour, who, index), ()):
            yield measure, Dot(day, number, phase, setting, why, which, int(began.timestamp()))
    yield from _gaps(asked, observed, since, today)


def _values(students: set[int], indexes: set[str], since: date):  # type: ignore[no-untyped-def]
    corrected = Observation.objects.filter(corrects=OuterRef("observation__envelope__letter"))
    rows = Value.objects.filter(
        observation__student_id__in=students,
        observation__is_usable=True,
        observation__is_second=False,
        # A day more: which day it is, is the school's to say.
        observation__began_at__gte=datetime.combine(since - timedelta(days=1), time(), UTC),
        index__in=indexes,
    ).exclude(Exists(corrected))
    return (
        rows.exclude(observation__envelope__status="deleted")
        .order_by("observation__began_at", "observation_id")
        .values_list(
            "observation__student_id",
            "observation__instrument__key",
            "behaviour",
            "who",
            "index",
            "value",
            "observation__began_at",
            "observation__watch__on",
            "observation__phase",
            "observation__setting",
            "observation_id",
        )
    )


def _gaps(
    asked: list[Measure], observed: dict[tuple[int, str], set[date]], since: date, today: date
) -> Iterator[tuple[int, Dot]]:
    """Planned days that are over and have no record: a hole in the path, with its reason."""
    by_form: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in asked:
        by_form[one.student_id, one.key.split("/")[0]].append(one.pk)
    students = {one.student_id for one in asked}
    away = set(
        Absence.objects.filter(student_id__in=students, label="").values_list("student_id", "on")
    )
    rows = Watch.objects.filter(student_id__in=students, on__range=(since, today), phase="")
    rows = rows.exclude(on=today)
    told = rows.order_by("on").values_list(
        "student_id", "plan__instrument__key", "on", "is_cancelled", "why_not"
    )
    for student, form, on, is_cancelled, why_not in told:
        if on in observed[student, form]:
            continue
        why = _("absent") if (student, on) in away else why_not or _("not observed")
        if is_cancelled and not why_not:
            # Taken off the plan beforehand: nothing was missed.
            continue
        observed[student, form].add(on)
        for measure in by_form.get((student, form), ()):
            yield measure, Dot(on, None, why_none=why[:40])
