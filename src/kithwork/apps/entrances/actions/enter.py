"""Coming in: with a code for the class, four pictures, a badge, or an adult's hand.

A wrong try is kept as one, so none of these raises for it: the row says whether it opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.entrances import keys, words
from kithwork.apps.entrances.counting import Spot, refuse_what_is_too_much
from kithwork.apps.entrances.models import Badge, EnrolledDevice, PictureKey, Try, Window
from kithwork.apps.entrances.part import held_by, part_of
from kithwork.apps.entrances.policies import may_open_for, people_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import no, require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


def at_the_door(school: School) -> Viewer:
    """Whoever stands at the entrance of a school and has not said who they are."""
    return Viewer(
        user_id=None, role=Role.PEER, name="At the door", school_id=school.pk,
        district_id=school.district_id, timezone=school.timezone,
    )  # fmt: skip


@action("entrance.try_code")
def try_code(typed: str, *, spot: Spot, by: Viewer) -> Try:
    """The code of a class, as the board shows it. A right one lets the device show the class.

    Raises Problem after too many.
    """
    device, now = _at(spot, by)
    refuse_what_is_too_much(spot, now, is_code=True)
    found = _open_windows(device, now).filter(code=keys.code_as_typed(typed)).first()
    if found is not None:
        device.window = found
        device.save(update_fields=["window"])
    return _kept(spot, now, Try.How.CODE, found is not None, window=found)


@action("entrance.try_pictures")
def try_pictures(student: Student, chosen: Sequence[str], *, spot: Spot, by: Viewer) -> Try:
    """Four pictures of one student of the class this device shows.

    Raises Problem while sign-in is closed, while a wait runs, and after too many tries.
    """
    device, now = _at(spot, by)
    window = _open_windows(device, now).filter(pk=device.window_id).first()
    if window is None or window.section is None or not _may_come(window, student):
        raise Problem(words.CLOSED)
    Window.objects.select_for_update().get(pk=window.pk)
    refuse_what_is_too_much(spot, now, student=student, window=window)
    kept = PictureKey.objects.filter(student=student, ended_at=None)
    is_right = keys.opens(chosen, kept.values_list("kept", flat=True).first())
    return _kept(spot, now, Try.How.PICTURES, is_right, window=window, student=student)


@action("entrance.try_badge")
def try_badge(secret: str, *, spot: Spot, by: Viewer) -> Try:
    """A badge held before a camera, in a window of a class or time its owner is in.

    Raises Problem while no such window is open, while a wait runs, and after too many tries.
    """
    device, now = _at(spot, by)
    refuse_what_is_too_much(spot, now)
    windows = list(_open_windows(device, now))
    if not windows:
        raise Problem(words.CLOSED)
    badge = _live_badge(secret, device)
    if badge is None:
        return _kept(spot, now, Try.How.BADGE, is_right=False)
    student = badge.student
    window = next((one for one in windows if _may_come(one, student)), None)
    if window is None:
        raise Problem(words.CLOSED)
    refuse_what_is_too_much(spot, now, student=student, window=window)
    return _kept(spot, now, Try.How.BADGE, is_right=True, window=window, student=student)


@action("entrance.assist")
def assist(window: Window, student: Student, *, spot: Spot, by: Viewer) -> Try:
    """An adult of the class signs a student in who can use neither badge nor pictures.

    Raises Problem when the window is closed or the student is not of this class.
    """
    require(may_open_for(by, window.section or window.session))
    device, now = _at(spot, by)
    if not _open_windows(device, now).filter(pk=window.pk).exists():
        raise Problem(words.CLOSED)
    if not _may_come(window, student):
        require(no("This student is not in this class. Open sign-in for their own class."))
    device.window = window
    device.save(update_fields=["window"])
    return _kept(spot, now, Try.How.ADULT, is_right=True, window=window, student=student)


@action("entrance.open_account")
def open_account(student: Student, *, by: Viewer) -> User:
    """The account a student's session belongs to, with the role of their part, if they have one.

    Everybody of a class gets one at their first time, whoever has a part in the program.
    Raises Refused unless it is done at the door of the student's school.
    """
    if by.school_id != student.school_id:
        require(no("This student is of another school."))
    user = student.user
    if user is None:
        user = User.objects.create_user(name=student.full_name)
        Student.objects.filter(pk=student.pk).update(user=user)
    part = None if held_by(user, student.school_id) else part_of(student)
    if part is not None:
        Membership.objects.get_or_create(
            user=user, role=part.value, school=student.school, district=student.school.district
        )
        note(role=part.value)
    return user


def _at(spot: Spot, by: Viewer) -> tuple[EnrolledDevice, datetime]:
    """The device, held until the try is written down: two at once are counted one after the other."""
    device = EnrolledDevice.objects.select_for_update().get(pk=spot.device.pk)
    if device.revoked_at is not None or device.school_id != by.school_id:
        require(no(str(words.NOT_SET_UP)))
    return device, clock.now()


def _open_windows(device: EnrolledDevice, now: datetime):  # type: ignore[no-untyped-def]
    return Window.objects.filter(
        school_id=device.school_id, closed_at__isnull=True, closes_at__gt=now
    ).select_related("school", "section", "session")


def _may_come(window: Window, student: Student) -> bool:
    """Whether a student is in the class, or in the time together, that a window is for."""
    today = clock.today(window.school.timezone)
    return people_of(window, today).filter(pk=student.pk).exists()


def _live_badge(secret: str, device: EnrolledDevice) -> Badge | None:
    today = clock.today(device.school.timezone)
    return (
        Badge.objects.filter(
            digest=keys.digest_of(secret), revoked_at=None, until__gte=today,
            student__school_id=device.school_id,
        )
        .select_related("student__school")
        .first()
    )  # fmt: skip


def _kept(
    spot: Spot,
    now: datetime,
    how: Try.How,
    is_right: bool,
    *,
    window: Window | None = None,
    student: Student | None = None,
) -> Try:
    EnrolledDevice.objects.filter(pk=spot.device.pk).update(last_used_at=now)
    note(device=spot.device.pk, how=how.value, right=is_right)
    return Try.objects.create(
        device=spot.device, window=window, student=student, how=how, is_right=is_right, at=now,
        address=spot.address,
    )  # fmt: skip
