"""Times together before today for the peers a visitor can be, how the last one was, and who said yes to the next."""

from __future__ import annotations

from datetime import timedelta

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.actions import can_come
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.schools.queries import open_days
from kithwork.demo.plan import HARLOW

WEEKS_BEFORE, MOST = 6, 6


def met_before() -> int:
    """How many times were written down as held. A pair of the plan met once a week before this plan, too."""
    held = Membership.objects.select_related("school", "district", "user").filter(
        school__name=HARLOW.name, role=Role.PEER.value
    )
    made = 0
    for place, one in enumerate(held.order_by("pk")):
        student = Student.objects.get(user_id=one.user_id, school_id=one.school_id)
        by = viewer_of(one, one.user)
        coming = _next(student, by)
        if coming is None:
            continue
        made += _before(student, coming, by)
        if place:  # the first is left for the visitor to say
            can_come(coming, by=by)
    return made


def _next(student: Student, by: Viewer) -> Session | None:
    today = clock.today_for(by)
    rows = Session.objects.filter(
        session_peers__peer=student, session_peers__is_live=True, on__gt=today, run__isnull=True,
        status=Session.Status.PLANNED,
    )  # fmt: skip
    return rows.select_related("school", "need", "student").order_by("on", "starts_at").first()


def _before(student: Student, coming: Session, by: Viewer) -> int:
    today = clock.today_for(by)
    days = open_days(
        coming.school, today - timedelta(weeks=WEEKS_BEFORE), today - timedelta(days=1)
    )
    same = [day.on for day in days if day.on.weekday() == coming.on.weekday()][-MOST:]
    n = 0
    for on in same:
        taken = SessionPeer.objects.filter(peer=student, on=on, label=coming.label, is_live=True)
        if taken.exists() or coming.whose.sessions.filter(on=on, label=coming.label).exists():
            continue
        session = Session.objects.create(
            school=coming.school, need=coming.need, student=coming.student, section=coming.section,
            on=on, label=coming.label, starts_at=coming.starts_at, ends_at=coming.ends_at,
            status=Session.Status.HELD,
        )  # fmt: skip
        SessionPeer.objects.create(session=session, peer=student, on=on, label=coming.label)
        n += 1
    return n
