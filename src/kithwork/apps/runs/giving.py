"""Who gave and who received in a run, read from what was told of its sessions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from kithwork.apps.runs.balance import Balance, Told, balance_of, limits_of
from kithwork.apps.runs.models import Attendance, Run, Session
from kithwork.playbooks import Playbook


def first_day(playbook: Playbook, on: date) -> date:
    """The first day that is looked at, today included."""
    return on - timedelta(weeks=limits_of(playbook).weeks) + timedelta(days=1)


def balances(
    run: Run, playbook: Playbook, on: date, students: Collection[int]
) -> dict[int, Balance]:
    """Student id -> both sides over the weeks the practice looks at, for these students."""
    limits = limits_of(playbook)
    rows = Attendance.objects.filter(
        session__run=run,
        session__status=Session.Status.HELD,
        session__on__range=(first_day(playbook, on), on),
        student__in=students,
        is_present=True,
    )
    told: dict[int, list[Told]] = {pk: [] for pk in students}
    fields = ("student_id", "has_given", "has_received", "role", "minutes")
    for pk, gave, received, role, minutes in rows.order_by("session__on", "pk").values_list(
        *fields
    ):
        told[pk].append(Told(gave, received, role, minutes))
    return {pk: balance_of(found, limits) for pk, found in told.items()}
