"""Who sees which events, who plans and changes them, who notes who came."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kithwork.apps.events.models import Event, EventDay, EventStudent
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Depth, Role, Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.people.policies import NOBODY, visible_students

# They see every event of their school.
WHOLE_SCHOOL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
# They see those they lead or are there for.
THERE = frozenset({Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER})
STARTS = frozenset({Role.COORDINATOR, Role.GENERAL_EDUCATOR})


def visible_events(viewer: Viewer) -> QuerySet[Event]:
    """The school's, for those who run the program; one's own, for the adults who are there.

    Who is there in person knows who comes: seeing an event opens the names on its list, and nothing else
    of anybody.
    """
    events = Event.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in WHOLE_SCHOOL:
        return events
    if viewer.role in THERE:
        return events.filter(pk__in=_there(viewer))
    return events.none()


def _there(viewer: Viewer) -> QuerySet[Event]:
    user = viewer.user_id or NOBODY
    own = Q(lead__user_id=user) | Q(staff__user_id=user)
    return Event.objects.filter(own)


def visible_days(viewer: Viewer) -> QuerySet[EventDay]:
    """Days on the plan of the events this viewer sees."""
    return EventDay.objects.filter(event__in=visible_events(viewer), dropped_at__isnull=True)


def own_places(viewer: Viewer) -> QuerySet[EventStudent]:
    """A student's own events, or a family's child's, for building their cards. Never for a template."""
    if viewer.role not in STUDENTS_AND_FAMILIES:
        return EventStudent.objects.none()
    own = visible_students(viewer, depth=Depth.PROGRESS)
    return EventStudent.objects.filter(
        student__in=own,
        left_at__isnull=True,
        event__school_id=viewer.school_id or NOBODY,
        event__status=Event.Status.PLANNED,
    )


def may_open_events(viewer: Viewer) -> Verdict:
    if viewer.school_id is not None and viewer.role in WHOLE_SCHOOL | THERE:
        return YES
    return no("Events are planned here by the school's staff. Your own are on your first page.")


def may_start_event(viewer: Viewer) -> Verdict:
    if viewer.school_id is not None and viewer.role in STARTS:
        return YES
    return no("The coordinator or a teacher starts an event. Bring them the students' idea.")


def may_lead(viewer: Viewer, lead: Staff | None) -> Verdict:
    """The coordinator names anybody; a teacher leads what they start."""
    if viewer.role == Role.COORDINATOR:
        return YES
    if lead is not None and lead.user_id is not None and lead.user_id == viewer.user_id:
        return YES
    return no("You lead what you start. The coordinator can hand it to somebody else.")


def may_change_event(viewer: Viewer, event: Event) -> Verdict:
    """The coordinator and the adults who are there."""
    if not visible_events(viewer).filter(pk=event.pk).exists():
        return no("This event is not one of yours.")
    if viewer.role == Role.COORDINATOR or viewer.role in THERE:
        return YES
    return no("The coordinator and the adults who are there change it. Tell one of them.")


def may_name_adults(viewer: Viewer, event: Event) -> Verdict:
    """Being there opens the list of names: the coordinator and who leads it say who is there."""
    if not (verdict := may_change_event(viewer, event)):
        return verdict
    leads = event.lead is not None and event.lead.user_id == (viewer.user_id or NOBODY)
    if viewer.role == Role.COORDINATOR or leads:
        return YES
    return no("The coordinator or who leads it says which adults are there. Ask them.")


def students_to_invite(viewer: Viewer) -> QuerySet[Student]:
    """Whom this viewer may put on a list: students they see, as long as they are here."""
    seen = visible_students(viewer, depth=Depth.NAME)
    gone = Q(closed_on__isnull=False, closed_on__lte=clock.today_for(viewer))
    return seen.exclude(gone)
