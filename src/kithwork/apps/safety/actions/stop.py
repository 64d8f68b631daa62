"""A student says stop: paused at once, an adult told, nobody asked for a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kithwork.apps.accounts.spoken import for_adults
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.actions import end_pauses, pause_pairings
from kithwork.apps.runs.models import Pause
from kithwork.apps.safety.models import Stop
from kithwork.apps.safety.policies import may_look_after, may_say_stop
from kithwork.apps.safety.telling import tell_those_who_look_after
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import open_days
from kithwork.apps.trail.actions import action, note

# DR-50: a talk within one to three school days.
SCHOOL_DAYS_TO_TALK = 3


@action("safety.stop")
def hear_stop(
    student: Student,
    partners: Iterable[Student] = (),
    *,
    letter: UUID,
    mode: str = Stop.Mode.TAP,
    by: Viewer,
) -> Stop:
    """Pause this student's times with `partners`, or all of them, and tell those who look after it.

    The same letter again is the same stop. Raises Refused if `by` may not speak for the student.
    """
    require(may_say_stop(by, student))
    heard = Stop.objects.filter(letter=letter).first()
    if heard is not None:
        if heard.student_id != student.pk:
            raise Problem(_("This was said already, by somebody else. Please say it again."))
        return heard
    if mode not in Stop.Mode.values:
        raise Problem(_("Say how the student said it: choose one of the ways shown."))
    stop = Stop.objects.create(
        school_id=student.school_id,
        letter=letter,
        student=student,
        mode=mode,
        said_to_id=by.user_id,
        talk_by=_talk_by(student.school),
    )
    with_whom = list(partners)
    stop.partners.set(with_whom)
    pause_pairings(student, with_whom, rule=Pause.Rule.STOP, because=_because(stop), by=by)
    with for_adults():
        title = _("A student said stop to a time together. Please talk with them.")
    tell_those_who_look_after(student.school_id, title, by=by)
    note(student=student.pk, partners=[one.pk for one in with_whom])
    return stop


@action("safety.take_back_stop")
def take_back_stop(stop: Stop, *, by: Viewer) -> Stop:
    """It was a slip, or they think otherwise a moment later: as if it had not been said, but kept.

    Raises Refused if `by` may not, Problem once an adult has talked or the moment has passed.
    """
    require(may_say_stop(by, stop.student))
    stop = Stop.objects.select_for_update().get(pk=stop.pk)
    if stop.taken_back_at is not None:
        return stop
    if stop.talked_at is not None:
        raise Problem(_("You have talked about it already. Tell the adult what you think now."))
    with for_adults():
        reason = _("The student changed their mind.")
    end_pauses(pauses_of(stop), reason=reason, by=by)
    stop.taken_back_at = clock.now()
    stop.save(update_fields=["taken_back_at"])
    return stop


@action("safety.talk")
def note_talk(stop: Stop, *, outcome: str, text: str = "", by: Viewer) -> Stop:
    """An adult talked with the student: they go on together, or not any more.

    Not any more keeps the two apart for good; going on brings their times back. Raises Refused if `by`
    may not, Problem when it has an outcome already or none is given.
    """
    require(may_look_after(by))
    stop = Stop.objects.select_for_update().get(pk=stop.pk, school_id=by.school_id)
    if stop.talked_at is not None:
        raise Problem(_("Somebody wrote down this talk already. Look at it again."))
    if outcome not in Stop.Outcome.values:
        raise Problem(_("Choose what the student wants: go on together, or not any more."))
    stop.talked_at, stop.talked_by_id = clock.now(), by.user_id
    stop.outcome, stop.note = outcome, text.strip()[:500]
    stop.save(update_fields=["talked_at", "talked_by", "outcome", "note"])
    if outcome == Stop.Outcome.GO_ON:
        end_pauses(pauses_of(stop), reason=_("They talked, and want to go on."), by=by)
    note(outcome=outcome)
    return stop


def pauses_of(stop: Stop) -> list[Pause]:
    """The pauses this stop caused that still hold."""
    return list(Pause.objects.filter(because=_because(stop), ended_at__isnull=True))


def _because(stop: Stop) -> str:
    return f"safety.stop:{stop.pk}"


def _talk_by(school: School) -> date:
    """The third school day from now; the calendar's word, or plain days where it ends."""
    today = clock.today(school.timezone)
    ahead = open_days(school, today + timedelta(days=1), today + timedelta(days=21))
    dates = [day.on for day in ahead[:SCHOOL_DAYS_TO_TALK]]
    if len(dates) < SCHOOL_DAYS_TO_TALK:
        return today + timedelta(days=SCHOOL_DAYS_TO_TALK)
    return dates[-1]
