"""A parting is asked for, carried out, told kindly, and settled. Nobody is asked for a reason, at any step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.spoken import for_adults
from kithwork.apps.care.models import Parting, PartingWith
from kithwork.apps.care.policies import may_part, may_settle
from kithwork.apps.care.together import (
    gives_somewhere,
    next_time,
    partnered_by,
    partners_of,
    replaced_by,
)
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.notices.actions import leave_notices
from kithwork.apps.notices.models import Notice
from kithwork.apps.peers.actions import finish_volunteer, resume_volunteer
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.actions import come_back_to_all, end_pauses, leave_all, pause_pairings
from kithwork.apps.runs.models import Pause
from kithwork.apps.runs.policies import A_SLIP
from kithwork.apps.trail.actions import action, note

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How somebody would like to part. Without a partner they stop with everybody."""

    goodbye: str
    partner: Student | None = None
    contact: str = ""
    note: str = ""


@action("care.ask_parting")
def ask_parting(student: Student, wanted: Wanted, *, by: Viewer) -> Parting:
    """Stop being a partner, or have another one. Without a goodbye meeting it holds at once.

    Raises Refused if `by` may not speak for the student, Problem where there is nothing to end or it was asked
    already.
    """
    require(may_part(by, student))
    is_own = student.user_id is not None and student.user_id == by.user_id
    others = _others(student, wanted.partner)
    _not_asked_yet(student, wanted.partner)
    today = clock.today_for(by)
    last_on = today - DAY
    if wanted.goodbye == Parting.Goodbye.MEET:
        last_on = next_time(student, wanted.partner, today) or last_on
    parting = Parting.objects.create(
        school_id=student.school_id,
        kind=Parting.Kind.CHANGE if wanted.partner else Parting.Kind.LEAVE,
        student=student,
        partner=wanted.partner,
        goodbye=wanted.goodbye,
        contact=wanted.contact,
        note="" if is_own else wanted.note.strip()[:500],
        is_own=is_own,
        asked_by_id=by.user_id,
        last_on=last_on,
        replace_by=replaced_by(student.school, max(last_on, today)),
    )
    PartingWith.objects.bulk_create(PartingWith(parting=parting, student=one) for one in others)
    note(student=student.pk, kind=parting.kind)
    if last_on < today:
        parting = _carry_out(parting, by=_house(student))
    _tell_coordinators(parting, by)
    return parting


@action("care.take_back_parting")
def take_back_parting(parting: Parting, *, by: Viewer) -> Parting:
    """They think otherwise: before the goodbye on any day, after it held only while it may have been a slip.

    Raises Refused if `by` may not, Problem once it is too late to be undone by itself.
    """
    require(may_part(by, parting.student))
    parting = _locked(parting)
    if not may_be_taken_back(parting):
        raise Problem(_("This has ended already. Tell an adult: you can always come back."))
    house = _house(parting.student)
    if parting.ended_at is not None:
        _bring_back(parting, by=house)
    parting.taken_back_at = clock.now()
    parting.save(update_fields=["taken_back_at"])
    return parting


def may_be_taken_back(parting: Parting) -> bool:
    if not parting.is_open:
        return False
    return parting.ended_at is None or clock.now() - parting.ended_at < A_SLIP


@action("care.tell_partner")
def note_told(parting: Parting, *, by: Viewer) -> Parting:
    """An adult told whoever stays, in person and kindly, without a reason."""
    require(may_settle(by, parting))
    parting = _locked(parting)
    if parting.told_at is None:
        parting.told_at, parting.told_by_id = clock.now(), by.user_id
        parting.save(update_fields=["told_at", "told_by"])
    return parting


@action("care.settle_parting")
def settle_parting(parting: Parting, *, by: Viewer) -> Parting:
    """All is done: thanked, told, and what comes next is under way.

    Raises Refused if `by` may not, Problem while they still meet or whoever stays has not been told.
    """
    require(may_settle(by, parting))
    parting = _locked(parting)
    if not parting.is_open:
        return parting
    if parting.ended_at is None:
        raise Problem(_("They still meet once to say goodbye. Settle it after that day."))
    if parting.told_at is None and parting.others.exists():
        raise Problem(_("Tell whoever stays first, in person, and mark it here."))
    parting.settled_at, parting.settled_by_id = clock.now(), by.user_id
    parting.save(update_fields=["settled_at", "settled_by"])
    return parting


def end_partings() -> None:
    """The day after the goodbye, times stop. A duty of the engine; safe to run twice."""
    rows = Parting.objects.filter(
        ended_at__isnull=True, taken_back_at__isnull=True, settled_at__isnull=True
    )
    for parting in rows.select_related("school", "student__school", "partner").order_by("pk"):
        if parting.last_on < clock.today(parting.school.timezone):
            _carry_out(parting, by=_house(parting.student))


@action("care.end_parting")
def _carry_out(parting: Parting, *, by: Viewer) -> Parting:
    """What was asked for holds from now on. Needs no leave: it was allowed where it was said."""
    parting = _locked(parting)
    if parting.ended_at is not None or not parting.is_open:
        return parting
    parting.ended_at = clock.now()
    parting.save(update_fields=["ended_at"])
    student = parting.student
    if parting.partner is not None:
        pause_pairings(
            student, [parting.partner], rule=Pause.Rule.PARTED, because=_because(parting), by=by
        )
        return parting
    leave_all(student, by=by)
    offer = Volunteer.objects.filter(student=student).first()
    if offer is not None and offer.status != Volunteer.Status.FINISHED:
        finish_volunteer(offer, by=by)
    note(student=student.pk)
    return parting


def _bring_back(parting: Parting, *, by: Viewer) -> None:
    if parting.partner is not None:
        held = Pause.objects.filter(because=_because(parting), ended_at__isnull=True)
        end_pauses(held, reason=_("They think otherwise."), by=by)
        return
    come_back_to_all(parting.student, left_on=clock.today_for(by), by=by)
    offer = Volunteer.objects.filter(student=parting.student).first()
    if offer is not None and offer.status == Volunteer.Status.FINISHED:
        resume_volunteer(offer, by=by)


def _house(student: Student) -> Viewer:
    """The machine, by the school's own clock."""
    house = Viewer.command(school_id=student.school_id)
    return replace(house, timezone=student.school.timezone)


def _because(parting: Parting) -> str:
    return f"care.parting:{parting.pk}"


def _locked(parting: Parting) -> Parting:
    rows = Parting.objects.select_for_update(of=("self",)).select_related("student__school")
    return rows.get(pk=parting.pk)


def _others(student: Student, partner: Student | None) -> list[Student]:
    if partner is None:
        if not gives_somewhere(student):
            raise Problem(_("There is nothing to end just now."))
        return partnered_by(student)
    if partner not in partners_of(student):
        raise Problem(_("You are not partners just now. Look at the list again."))
    return [partner]


def _not_asked_yet(student: Student, partner: Student | None) -> None:
    asked = Parting.objects.filter(
        student=student, partner=partner, settled_at__isnull=True, taken_back_at__isnull=True
    )
    if asked.exists():
        raise Problem(_("You asked for this already. An adult knows."))


def _tell_coordinators(parting: Parting, by: Viewer) -> None:
    """A notice that names nobody; the page says who."""
    today = clock.today(parting.student.school.timezone)
    users = (
        Membership.objects.filter(school_id=parting.school_id, role=Role.COORDINATOR)
        .exclude(user_id=by.user_id)
        .exclude(until_on__lt=today)
        .values_list("user_id", flat=True)
        .distinct()
    )
    with for_adults():
        title = _("Somebody would like a change of partners. Please look at it.")
    notices = [
        Notice(
            school_id=parting.school_id, to_id=user, kind="care.parting", title=title,
            url=reverse("care:parting", args=[parting.pk]),
        )
        for user in sorted(users)
    ]  # fmt: skip
    if notices:
        leave_notices(notices, by=by)
