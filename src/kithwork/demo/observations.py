"""Observations of the demo's middle school: two forms in use, two students watched at lunch and in class."""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.observations import actions
from kithwork.apps.observations.models import Instrument, ObservationPlan
from kithwork.apps.observations.practice import key_text, practice_text
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.people.models import Staff
from kithwork.apps.people.queries import period_labels
from kithwork.apps.runs.models import Participant
from kithwork.apps.schools.models import School
from kithwork.demo.plan import HARLOW

WEEKS = timedelta(weeks=4)
# Five minutes at a table: who starts, who answers, when two are in it together.
FILM_MS = 300_000
KEY = (
    (6_000, "c"), (8_500, "b"), (9_000, "z"), (21_000, "a"), (24_000, "c"), (47_000, "z"), (82_000, "d"),
    (95_000, "c"), (98_000, "b"), (99_000, "z"), (130_000, "a"), (171_000, "z"), (215_000, "a"), (262_000, "c"),
)  # fmt: skip
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
    practise_in_the_demo(together, first, by)
    return [
        _plan(together, students[:1], (first, second), "lunch", lunch, by),
        _plan(engaged, students[1:3], (second, None), "class", labels[1], by),
    ]


def practise_in_the_demo(form: Instrument, observer: Staff, by: Viewer) -> None:
    """A recording that was scored, and one observer who came near it twice; the other did not practise yet."""
    frame = actions.RecordingFrame(
        instrument=form, title="Lunch, table four", where_to_find="The blue folder in the resource room, film 4",
        key=key_text(FILM_MS, [{"at": at, "code": code} for at, code in KEY]), least_pct=80, in_a_row=2,
    )  # fmt: skip
    recording = actions.make_recording(frame, by=by)
    held = Membership.objects.select_related("school", "district", "user").get(
        user_id=observer.user_id, school=observer.school
    )
    viewer = viewer_of(held, held.user)
    for place, late in enumerate((900, 400)):
        taps: list[dict[str, object]] = [{"at": at + late, "code": code} for at, code in KEY]
        actions.keep_practice(
            recording, letter=uuid5(NAMESPACE_URL, f"kithwork:demo:practice:{recording.pk}:{place}"),
            text=practice_text(recording.pk, FILM_MS, taps), by=viewer,
        )  # fmt: skip


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
