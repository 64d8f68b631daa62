"""Badges and pictures. A class gets them together, so that no sheet tells who is in the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kithwork.apps.entrances import keys
from kithwork.apps.entrances.limits import limit
from kithwork.apps.entrances.models import Badge, PictureKey
from kithwork.apps.entrances.policies import class_list, may_give_keys, may_open_for
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Section, Student
from kithwork.apps.schools.models import Term
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: to be printed now, for it can never be read again."""

    student: Student
    secret: str = ""
    pictures: tuple[str, ...] = ()


@action("entrance.give_badges")
def give_badges(section: Section, *, by: Viewer) -> list[NewKey]:
    """A new badge for everybody of a class; the former ones open nothing from now on."""
    require(may_open_for(by, section))
    now, today = clock.now(), clock.today_for(by)
    students = list(class_list(section, today).order_by("first_name", "pk"))
    old = Badge.objects.filter(student__in=students, revoked_at__isnull=True)
    old.update(revoked_at=now, revoked_by_id=by.user_id)
    made = [NewKey(one, keys.new_badge()) for one in students]
    until = end_of_term(section.school_id, today)
    Badge.objects.bulk_create(
        Badge(
            student=one.student, digest=keys.digest_of(one.secret), made_at=now,
            made_by_id=by.user_id, until=until,
        )
        for one in made
    )  # fmt: skip
    note(section=section.pk, students=len(made))
    return made


def end_of_term(school_id: int, today: date) -> date:
    """The last day of the term that runs; a badge is new each term."""
    terms = Term.objects.filter(
        year__school_id=school_id, starts_on__lte=today, ends_on__gte=today
    ).order_by("ends_on")
    running = terms.first()
    return running.ends_on if running else today + timedelta(days=limit("badge_days"))


@action("entrance.revoke_badge")
def revoke_badge(student: Student, *, by: Viewer) -> Badge:
    """A badge that was lost or copied opens nothing from now on.

    Raises Problem when the student has none.
    """
    require(may_give_keys(by, student))
    badge = Badge.objects.select_for_update().filter(student=student, revoked_at=None).first()
    if badge is None:
        raise Problem(_("This student has no badge now."))
    badge.revoked_at, badge.revoked_by_id = clock.now(), by.user_id
    badge.save(update_fields=["revoked_at", "revoked_by"])
    return badge


@action("entrance.give_pictures")
def give_pictures(section: Section, *, by: Viewer) -> list[NewKey]:
    """Four pictures drawn by lot for everybody of a class; the former ones end."""
    require(may_open_for(by, section))
    students = list(class_list(section, clock.today_for(by)).order_by("first_name", "pk"))
    made = [NewKey(one, pictures=tuple(keys.draw_pictures())) for one in students]
    _keep({one.student.pk: one.pictures for one in made}, by)
    note(section=section.pk, students=len(made))
    return made


@action("entrance.set_pictures")
def set_pictures(student: Student, chosen: Sequence[str], *, by: Viewer) -> PictureKey:
    """Pictures a student chose, set by the adult beside them.

    Raises Problem unless there are four of ours.
    """
    require(may_give_keys(by, student))
    if not keys.is_whole(chosen):
        raise Problem(_("Choose four pictures. One may come twice."))
    _keep({student.pk: tuple(chosen)}, by)
    return PictureKey.objects.get(student=student, ended_at=None)


def _keep(chosen: dict[int, tuple[str, ...]], by: Viewer) -> None:
    now = clock.now()
    PictureKey.objects.filter(student__in=chosen, ended_at=None).update(ended_at=now)
    PictureKey.objects.bulk_create(
        PictureKey(
            student_id=student, kept=keys.keep_pictures(pictures), made_at=now,
            made_by_id=by.user_id,
        )
        for student, pictures in chosen.items()
    )  # fmt: skip
