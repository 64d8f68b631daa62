"""Who observes whom and when, laid out on real dates: who comes first, and when two observe, is settled beforehand."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.observations.laid_out import Frame, rows_of, shared_rows
from kithwork.apps.observations.models import ObservationPlan, PlanStudent, Watch
from kithwork.apps.observations.policies import cause_of, may_arrange
from kithwork.apps.people.actions import AccessRow, close_access, open_access
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import open_days, slot_times_of
from kithwork.apps.trail.actions import action, note

# Read out in a hallway: no vowels, nothing that looks alike.
CODE_LETTERS = "23456789CDFHJKMNPRTVWXY"
CODE_LENGTH = 6
MOST_WATCHES = 2000


@action("observation.plan")
def plan_observations(frame: Frame, *, by: Viewer) -> ObservationPlan:
    """Lay observations out on the school's calendar, and let their observers see those they observe.

    Raises Refused if `by` may not, Problem when a person has no account, the second observer is the first,
    or no period of these days exists.
    """
    require(may_arrange(by))
    _check(frame)
    school = School.objects.get(pk=by.school_id)
    plan = ObservationPlan.objects.create(
        school=school,
        instrument=frame.instrument,
        run=frame.run,
        observer=frame.observer,
        second_observer=frame.second_observer,
        share_pct=frame.share_pct,
        phase=frame.phase,
        setting=frame.setting,
        minutes=frame.minutes,
        labels=list(frame.labels),
        days=list(frame.days),
        starts_on=frame.starts_on,
        ends_on=frame.ends_on,
        seed=secrets.randbits(48),
        by_id=by.user_id,
    )
    PlanStudent.objects.bulk_create(
        PlanStudent(plan=plan, student=student, place=place)
        for place, student in enumerate(frame.students)
    )
    watches = _watches(plan, frame, school)
    if len(watches) > MOST_WATCHES:
        raise Problem(
            _("That would be {n} observations. Plan a shorter stretch.").format(n=len(watches))
        )
    Watch.objects.bulk_create(watches)
    _open(plan, frame, by)
    note(watches=len(watches), twice=sum(one.second_observer_id is not None for one in watches))
    return plan


@action("observation.end_plan")
def end_plan(plan: ObservationPlan, *, by: Viewer) -> ObservationPlan:
    """No more of its observations; what was observed stays. Raises Refused, or Problem when it has ended."""
    require(may_arrange(by))
    plan = ObservationPlan.objects.select_for_update().get(pk=plan.pk, school_id=by.school_id)
    if plan.ended_at is not None:
        raise Problem(_("This plan has ended already."))
    plan.ended_at = clock.now()
    plan.save(update_fields=["ended_at"])
    coming = plan.watches.filter(on__gte=clock.today_for(by), observations=None)
    coming.update(is_cancelled=True, why_not=_("The plan was ended."))
    close_access([cause_of(plan.pk)], by=by)
    return plan


def _check(frame: Frame) -> None:
    for staff in filter(None, (frame.observer, frame.second_observer)):
        if staff.user_id is None:
            raise Problem(
                _(
                    "{name} has no account, so no device of theirs gets a list. Give them a role first."
                ).format(name=staff.full_name)
            )
    if frame.second_observer == frame.observer:
        raise Problem(_("The second observer is somebody else than the first."))
    if frame.ends_on < frame.starts_on:
        raise Problem(_("The last day is before the first."))


def _watches(plan: ObservationPlan, frame: Frame, school: School) -> list[Watch]:
    draw = random.Random(plan.seed)  # noqa: S311  a lot, not a secret; its seed is kept
    days = open_days(school, frame.starts_on, frame.looks_until)
    rows = rows_of(frame, days, slot_times_of({day.schedule_id for day in days}))
    twice = shared_rows(rows, frame.share_pct) if frame.second_observer else frozenset()
    of = Counter(row.phase for row in rows)
    met: Counter[str] = Counter()
    found = []
    for place_of_row, row in enumerate(rows):
        met[row.phase] += 1
        order = draw.sample(range(len(frame.students)), len(frame.students))
        for place, which in enumerate(order):
            second = frame.second_observer if place_of_row in twice else None
            found.append(
                Watch(
                    plan=plan,
                    student=frame.students[which],
                    on=row.on,
                    label=row.label,
                    starts_at=row.starts_at,
                    ends_at=row.ends_at,
                    phase=row.phase,
                    setting=row.setting,
                    minutes=row.minutes,
                    place=place,
                    nth=met[row.phase],
                    of=of[row.phase],
                    observer_id=frame.observer.user_id,
                    second_observer_id=second.user_id if second else None,
                    code=_code(),
                )
            )
    return found


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _open(plan: ObservationPlan, frame: Frame, by: Viewer) -> None:
    staff = [one for one in (frame.observer, frame.second_observer) if one is not None]
    open_access(_access(plan, frame.students, staff), by=by)


def _access(
    plan: ObservationPlan, students: Sequence[Student], staff: Sequence[Staff]
) -> list[AccessRow]:
    return [
        AccessRow(
            user_id=one.user_id or 0,
            student=student,
            depth=Depth.PROGRESS,
            reason=_("You observe {name}.").format(name=student.called),
            because=cause_of(plan.pk),
            from_on=min(plan.starts_on, clock.today(plan.school.timezone)),
            until_on=plan.ends_on,
        )
        for one in staff
        for student in students
    ]
