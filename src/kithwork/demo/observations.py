"""Observations of the demo's middle school: two forms in use, two students watched at lunch and in class."""

from __future__ import annotations

from datetime import timedelta

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.observations import actions
from kithwork.apps.observations.models import Instrument, ObservationPlan
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.people.models import Staff
from kithwork.apps.people.queries import period_labels
from kithwork.apps.runs.models import Participant
from kithwork.apps.schools.models import School
from kithwork.demo.plan import HARLOW

WEEKS = timedelta(weeks=4)
LUNCH = "Lunch"


def plan_demo_observations() -> list[ObservationPlan]:
    """Taps at lunch with a second observer for a quarter of them, and cues in class."""
    held = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school__name=HARLOW.name
    )
    by = viewer_of(held, held.user)
    together, engaged = (
        actions.take_form(shipped_forms()[key], by=by) for key in ("together", "engaged")
    )
    first, second = _observers(held.school)
    labels = period_labels(held.school, clock.today_for(by))
    lunch = next((label for label in labels if LUNCH in label), labels[0])
    students = _students(held.school)
    return [
        _plan(together, students[:1], (first, second), "lunch", lunch, by),
        _plan(engaged, students[1:3], (second, None), "class", labels[1], by),
    ]


def _observers(school: School | None) -> list[Staff]:
    paras = Membership.objects.filter(school=school, role=Role.PARAPROFESSIONAL.value)
    found = Staff.objects.filter(user_id__in=paras.values("user_id"), school=school)
    return list(found.order_by("pk")[:2])


def _students(school: School | None) -> list:  # type: ignore[type-arg]
    rows = Participant.objects.filter(run__school=school, run__focus_student__isnull=False)
    found = [one.run.focus_student for one in rows.select_related("run__focus_student")]
    found += [
        one.student
        for one in Participant.objects.filter(run__school=school).select_related("student")[:20]
    ]
    return list(dict.fromkeys(one for one in found if one is not None))


def _plan(
    form: Instrument,
    students: list,  # type: ignore[type-arg]
    observers: tuple[Staff, Staff | None],
    setting: str,
    label: str,
    by: Viewer,
) -> ObservationPlan:
    today = clock.today_for(by)
    frame = actions.Frame(
        instrument=form, students=tuple(students), observer=observers[0], second_observer=observers[1],
        phase="baseline", setting=setting, minutes=10, labels=(label,), days=(),
        starts_on=today, ends_on=today + WEEKS,
    )  # fmt: skip
    return actions.plan_observations(frame, by=by)
