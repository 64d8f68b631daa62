"""Who may observe whom, and who sees what was observed."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from kithwork.apps.accounts.models import Membership
from kithwork.apps.consents.queries import TAKE_PART, has_permit
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.observations.models import (
    AddedToday,
    Device,
    Envelope,
    Instrument,
    Observation,
    ObservationPlan,
    OwnBehaviour,
    Watch,
)
from kithwork.apps.people.models import Access, Student
from kithwork.apps.people.policies import NOBODY, visible_students

OBSERVES = frozenset({
    Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER,
})  # fmt: skip
# Roles that see every observation of their school.
WHOLE_SCHOOL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})


def cause_of(plan_id: int) -> str:
    """What an Access row that a plan opened says it was opened by."""
    return f"observations.plan:{plan_id}"


def may_observe(viewer: Viewer) -> Verdict:
    """Adults who work beside students."""
    if viewer.role in OBSERVES and viewer.school_id is not None:
        return YES
    return no("Observing is for the adults who work with students. Ask your coordinator.")


def may_arrange(viewer: Viewer) -> Verdict:
    """Instruments, who observes whom and when, and what becomes of letters nobody can read."""
    if viewer.is_coordinator and viewer.school_id is not None:
        return YES
    return no("Only the coordinator arranges observations. Ask your coordinator.")


def visible_devices(viewer: Viewer) -> QuerySet[Device]:
    """One's own browsers; those of a school's people for its coordinator."""
    own = Q(user_id=viewer.user_id or NOBODY)
    if viewer.is_coordinator and viewer.school_id is not None:
        own |= Q(user__memberships__school_id=viewer.school_id)
    return Device.objects.filter(own).distinct()


def may_revoke_device(viewer: Viewer, device: Device) -> Verdict:
    """Whoever lost it, or the coordinator."""
    if visible_devices(viewer).filter(pk=device.pk).exists():
        return YES
    return no("Only its owner or the coordinator can shut a device out.")


def may_send_from(viewer: Viewer, device: UUID | None) -> Verdict:
    """From any browser but one that was shut out; a program has none."""
    if device is None:
        return YES
    shut = Device.objects.filter(
        device=device, user_id=viewer.user_id or NOBODY, revoked_at__isnull=False
    )
    if shut.exists():
        return no("This device was shut out. What lies on it stays locked. Ask your coordinator.")
    return YES


def visible_plans(viewer: Viewer) -> QuerySet[ObservationPlan]:
    """The school's, for those who see the whole school; those one observes in, for others."""
    plans = ObservationPlan.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in WHOLE_SCHOOL:
        return plans
    if not may_observe(viewer):
        return plans.none()
    own = viewer.user_id or NOBODY
    return plans.filter(Q(observer__user_id=own) | Q(second_observer__user_id=own))


def visible_watches(viewer: Viewer) -> QuerySet[Watch]:
    """The school's for those who see the whole school; one's own, as first or second observer, for others."""
    watches = Watch.objects.filter(plan__school_id=viewer.school_id or NOBODY)
    if viewer.role in WHOLE_SCHOOL:
        return watches
    if not may_observe(viewer):
        return watches.none()
    own = viewer.user_id or NOBODY
    return watches.filter(Q(observer_id=own) | Q(second_observer_id=own))


def observable_students(viewer: Viewer) -> QuerySet[Student]:
    """Whom one may observe without a plan: students whose progress one sees, or those of one's own watches.

    Whoever takes part no more, by their family's word or their own, is on no device from that moment. What
    was recorded before, and is still on its way, is kept all the same.
    """
    if not may_observe(viewer):
        return Student.objects.none()
    reached = Q(pk__in=visible_students(viewer, depth=Depth.PROGRESS).values("pk"))
    own = visible_watches(viewer).filter(is_cancelled=False).values("student_id")
    students = Student.objects.filter(school_id=viewer.school_id, closed_on__isnull=True)
    agreed = has_permit("pk", TAKE_PART, clock.today_for(viewer))
    return students.filter(agreed, reached | Q(pk__in=own))


def may_add_for_today(viewer: Viewer) -> Verdict:
    """Whoever sees the whole school: their device gets a day's few, not everybody."""
    if viewer.is_coordinator and viewer.school_id is not None and viewer.user_id is not None:
        return YES
    return no("Your list has everybody you may observe already. Open Observe.")


def visible_additions(viewer: Viewer) -> QuerySet[AddedToday]:
    """One's own."""
    return AddedToday.objects.filter(
        user_id=viewer.user_id or NOBODY, student__school_id=viewer.school_id or NOBODY
    )


def could_observe(user_id: int, student: Student) -> bool:
    """Whether this person was, at any time, somebody who observes this student: a letter may be weeks on its way."""
    if Membership.objects.filter(
        user_id=user_id, school_id=student.school_id, role=Role.COORDINATOR
    ).exists():
        return True
    if Access.objects.filter(user_id=user_id, student=student, depth__gte=Depth.PROGRESS).exists():
        return True
    own = Q(observer_id=user_id) | Q(second_observer_id=user_id)
    return Watch.objects.filter(own, student=student).exists()


def visible_instruments(viewer: Viewer) -> QuerySet[Instrument]:
    """The school's forms, for those who observe with them or read what was observed."""
    if not may_observe(viewer) and viewer.role not in WHOLE_SCHOOL:
        return Instrument.objects.none()
    return Instrument.objects.filter(school_id=viewer.school_id or NOBODY)


def visible_behaviours(viewer: Viewer) -> QuerySet[OwnBehaviour]:
    """What the school defined itself, for those who observe by it or read what was observed."""
    if not may_observe(viewer) and viewer.role not in WHOLE_SCHOOL:
        return OwnBehaviour.objects.none()
    return OwnBehaviour.objects.filter(school_id=viewer.school_id or NOBODY)


def may_read_dictionary(viewer: Viewer) -> Verdict:
    """Whoever observes, or reads what was observed: it says nothing of anybody."""
    if viewer.role in WHOLE_SCHOOL and viewer.school_id is not None:
        return YES
    return may_observe(viewer)


def visible_envelopes(viewer: Viewer) -> QuerySet[Envelope]:
    """One's own letters; all of the school's for the coordinator."""
    envelopes = Envelope.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.is_coordinator:
        return envelopes
    return envelopes.filter(by_id=viewer.user_id or NOBODY)


def visible_observations(viewer: Viewer) -> QuerySet[Observation]:
    """What was observed of students whose progress one sees, and what one observed oneself."""
    observations = Observation.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in WHOLE_SCHOOL:
        return observations
    if not may_observe(viewer):
        return observations.none()
    seen = Q(student__in=visible_students(viewer, depth=Depth.PROGRESS))
    return observations.filter(seen | Q(by_id=viewer.user_id or NOBODY))
