"""Is the practice in good health? The indicators its playbook names, reckoned from what was recorded.

Lower achievement was seen where fewer sessions were held, students were there less, content was too easy
or practice too slow. Thresholds are the playbook's; nothing here names a student to anybody but staff.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Attendance, Run, Score, Session
from kithwork.apps.runs.queries.draws import draw_on
from kithwork.apps.runs.queries.runner import tally_of
from kithwork.apps.runs.ranks import counting, value_of
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.quality import Condition, Indicator

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Sign:
    """One indicator: its value in words, whether it deserves a look, and whom it is about."""

    key: str
    name: str
    sentence: str
    needs_a_look: bool
    is_known: bool = True
    students: tuple[Student, ...] = ()


def health_of(run: Run, playbook: Playbook, on: date) -> list[Sign]:
    """Every indicator of the practice that is reckoned here, as of a day."""
    found = []
    for one in playbook.indicators:
        reckon = _RECKON.get(one.flag.metric)
        if reckon is not None:
            found.append(reckon(run, one, on))
    return found


def _since(condition: Condition, on: date) -> date:
    """The first day of the window: the last so many weeks, today included."""
    weeks = condition.window.up_to or condition.window.last or 1
    return on - timedelta(weeks=weeks) + timedelta(days=1)


def _limit(one: Indicator) -> float:
    return float(one.flag.value or 0)


def _is_flagged(one: Indicator, value: float) -> bool:
    return value < _limit(one) if one.flag.when == "below" else value > _limit(one)


def _untold(one: Indicator) -> Sign:
    return Sign(one.id, one.name, _("Nothing to reckon with yet."), False, is_known=False)


def due_sessions(run: Run, first: date, last: date) -> list[Session]:
    """Times of these days that were to happen: without those the calendar or a pause took away."""
    rows = Session.objects.filter(run=run, on__range=(first, last))
    return list(rows.exclude(status=Session.Status.CANCELLED).order_by("on", "starts_at"))


def _opportunity(run: Run, one: Indicator, on: date) -> Sign:
    """Of the times somebody said something about. One that nobody logged is neither held nor missed."""
    sessions = due_sessions(run, _since(one.flag, on), on)
    told = [row for row in sessions if row.status != Session.Status.PLANNED]
    silent = sum(row.status == Session.Status.PLANNED and row.on < on for row in sessions)
    waits = ngettext("%(n)s time is not logged yet.", "%(n)s times are not logged yet.", silent) % {
        "n": silent
    }
    if not told:
        return Sign(one.id, one.name, waits, False, is_known=False) if silent else _untold(one)
    held = sum(row.status == Session.Status.HELD for row in told)
    said = ngettext(
        "%(held)s of %(n)s planned time was held.",
        "%(held)s of %(n)s planned times were held.",
        len(told),
    ) % {"held": held, "n": len(told)}
    said = f"{said} {waits}" if silent else said
    return Sign(one.id, one.name, said, _is_flagged(one, WHOLE * held / len(told)))


def _participation(run: Run, one: Indicator, on: date) -> Sign:
    rows = Attendance.objects.filter(
        session__run=run,
        session__status=Session.Status.HELD,
        session__on__range=(_since(one.flag, on), on),
    )
    there: dict[int, list[bool]] = {}
    for student_id, is_present in rows.values_list("student_id", "is_present"):
        there.setdefault(student_id, []).append(is_present)
    if not there:
        return _untold(one)
    low = [pk for pk, days in there.items() if _is_flagged(one, WHOLE * fmean(days))]
    return _about_students(one, low, len(there), _("%(names)s: there less often."))


def _about_students(one: Indicator, low: list[int], of: int, some: str) -> Sign:
    people = tuple(Student.objects.filter(pk__in=low))
    if not people:
        said = ngettext("True of %(n)s student.", "True of all %(n)s students.", of) % {"n": of}
        return Sign(one.id, one.name, said, False)
    said = some % {"names": ", ".join(person.called for person in people)}
    return Sign(one.id, one.name, said, True, students=people)


def _challenge(run: Run, one: Indicator, on: date) -> Sign:
    rows = Score.objects.filter(
        counting(), run=run, kind=Score.Kind.PRE, on__range=(_since(one.flag, on), on)
    )
    values = [value for row in rows if (value := value_of(row)) is not None]
    if not values:
        return _untold(one)
    mean = fmean(values)
    said = _("The class had %(mean)s %% right before practice.") % {"mean": round(mean)}
    return Sign(one.id, one.name, said, _is_flagged(one, mean))


def _practice_rate(run: Run, one: Indicator, on: date) -> Sign:
    """Points of a pair for each minute of practice, beside the class's median, session after session."""
    wanted = one.flag.window.last or 1
    held = Session.objects.filter(run=run, status=Session.Status.HELD, on__lte=on)
    sessions = list(
        held.filter(events__isnull=False).distinct().order_by("-on", "-starts_at")[:wanted]
    )
    low: list[set[int]] = []
    everybody: set[int] = set()
    for session in sessions:
        rates = dict(_rates(session))
        if not rates:
            continue
        middle = median(rates.values())
        everybody |= set(rates)
        low.append(
            {pk for pk, rate in rates.items() if middle and WHOLE * rate / middle < _limit(one)}
        )
    if len(low) < wanted:
        return _untold(one)
    slow = sorted(set.intersection(*low))
    some = ngettext(
        "%(names)s: less practice than the class, in the last session.",
        "%(names)s: less practice than the class, in the last %(n)s sessions.",
        wanted,
    ).replace("%(n)s", str(wanted))
    return _about_students(one, slow, len(everybody), some)


def _rates(session: Session) -> Iterator[tuple[int, float]]:
    """Student id -> points of their pair for each minute."""
    found, row = tally_of(session), draw_on(session.run, session.on)
    minutes = dict(session.attendance.values_list("student_id", "minutes"))
    groups = row.groups.all() if row else ()
    seats = [(seat.student_id, group.pk) for group in groups for seat in group.seats.all()]
    for student_id, group in seats:
        time = minutes.get(student_id)
        if time and student_id not in found.away:
            yield student_id, found.total(found.joins.get(student_id, str(group))) / time


_RECKON: dict[str, Callable[[Run, Indicator, date], Sign]] = {
    "sessions_held_of_planned": _opportunity,
    "sessions_attended_of_held": _participation,
    "class_pre_test_mean": _challenge,
    "points_per_minute": _practice_rate,
}
