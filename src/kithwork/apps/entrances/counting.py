"""How often somebody has tried, and what that asks of them: a wait that grows, and a number that is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.entrances.limits import limit, minutes, wait_after
from kithwork.apps.entrances.models import EnrolledDevice, Try, Window
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.people.models import Student


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands who wants to come in: a device, and the network's address as it is kept."""

    device: EnrolledDevice
    address: str


def refuse_what_is_too_much(
    spot: Spot,
    now: datetime,
    *,
    student: Student | None = None,
    window: Window | None = None,
    is_code: bool = False,
) -> None:
    """Raises Problem with how long to wait, or that it is enough for now. The same words for everybody."""
    if student is not None:
        left = wait_left(spot.device, student, now)
        if left:
            seconds = ceil(left.total_seconds())
            raise Problem(
                ngettext(
                    "Wait %(n)d second, then try again.",
                    "Wait %(n)d seconds, then try again.",
                    seconds,
                )
                % {"n": seconds}
            )
    if _is_enough(spot, now, student, window, is_code):
        raise Problem(_("That is enough for now. Ask the adult who is with you to sign you in."))


def wait_left(device: EnrolledDevice, student: Student, now: datetime) -> timedelta | None:
    """What is left of the wait after this student's wrong tries in a row on this device."""
    own = Try.objects.filter(device=device, student=student)
    last_right = own.filter(is_right=True).values_list("pk", flat=True).first() or 0
    wrong = own.filter(is_right=False, pk__gt=last_right, at__gt=now - minutes("tries_minutes"))
    times = list(wrong.values_list("at", flat=True))
    left = times[0] + wait_after(len(times)) - now if times else timedelta(0)
    return left if left > timedelta(0) else None


def _is_enough(
    spot: Spot, now: datetime, student: Student | None, window: Window | None, is_code: bool
) -> bool:
    lately = Try.objects.filter(is_right=False, at__gt=now - minutes("tries_minutes"))
    hour = Try.objects.filter(is_right=False, at__gt=now - minutes("address_minutes"))
    counted: list[tuple[QuerySet[Try], str]] = [
        (hour.filter(address=spot.address), "tries_per_address"),
        (hour.filter(device=spot.device), "tries_per_address"),
    ]
    if student is not None:
        counted.append((lately.filter(student=student), "tries_per_student"))
    if window is not None:
        counted.append((lately.filter(window=window), "tries_per_code"))
    if is_code:
        typed = lately.filter(device=spot.device, how=Try.How.CODE)
        counted.append((typed, "code_tries_per_device"))
    return any(rows.count() >= limit(name) for rows, name in counted)
