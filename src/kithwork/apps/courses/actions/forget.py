"""Retention (D8): journals, what the teacher wrote to them, and ideas are erased when the school year is over."""

from __future__ import annotations

from django.db.models import Max

from kithwork.apps.courses.models import Entry, Feedback, Idea
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


def forget_journals() -> None:
    """A duty of the engine. Safe to run twice."""
    for school in School.objects.order_by("pk"):
        ended = school.years.filter(ends_on__lt=clock.today(school.timezone))
        last = ended.aggregate(last=Max("ends_on"))["last"]
        due = Entry.objects.filter(member__cohort__school=school, erased_at__isnull=True)
        if last is not None and due.filter(week_on__lte=last).exists():
            forget_journals_of(school, by=Viewer.command(school_id=school.pk))


@action("course.forget")
def forget_journals_of(school: School, *, by: Viewer) -> int:
    """Erase what was written in years that are over. It follows from the retention rule, not from a wish."""
    ended = school.years.filter(ends_on__lt=clock.today(school.timezone))
    last = ended.aggregate(last=Max("ends_on"))["last"]
    if last is None:
        return 0
    now, empty = clock.now(), {"words": "", "erased_at": clock.now()}
    entries = Entry.objects.filter(
        member__cohort__school=school, week_on__lte=last, erased_at__isnull=True
    )
    Feedback.objects.filter(entry__in=entries).update(**empty)
    Idea.objects.filter(
        placement__member__cohort__school=school,
        placement__starts_on__lte=last,
        erased_at__isnull=True,
    ).update(**empty)
    n = entries.update(words="", did=[], feel=None, erased_at=now)
    note(entries=n)
    return n
