"""What every action on an event begins with: may this person, and is it still to be changed?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.events.models import Event, EventStudent
from kithwork.apps.events.policies import may_change_event
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.apart import kept_apart


def to_change(event: Event, by: Viewer) -> Event:
    """The event, locked. Raises Refused if `by` may not change it, Problem when it is over."""
    require(may_change_event(by, event))
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.status == Event.Status.HELD:
        raise Problem(_("It is closed. Open it again to add something."))
    if event.status == Event.Status.CANCELLED:
        raise Problem(_("It is cancelled. Plan it anew, or the next one."))
    return event


def on_the_list(event: Event, student: Student) -> EventStudent:
    """The student's place. Raises Problem when there is none."""
    row = EventStudent.objects.filter(event=event, student=student, left_at__isnull=True).first()
    if row is None:
        raise Problem(_("%(name)s is not on the list. Add them first.") % {"name": student.called})
    return row


def may_meet(student: Student, others: set[int], event: Event) -> None:
    """Nobody plans or shares a role with whom they are kept apart from. The reason stays where it is."""
    apart = kept_apart(event.school_id, clock.today(event.school.timezone))
    if any((student.pk, one) in apart or (one, student.pk) in apart for one in others):
        raise Problem(
            _("%(name)s cannot be asked for this. Choose another part for them.")
            % {"name": student.called}
        )


def words(text: str, most: int, sentence: str) -> str:
    """Trimmed text. Raises Problem with the sentence when nothing is said."""
    said = text.strip()[:most]
    if not said:
        raise Problem(sentence)
    return said
