"""Retention (D8): when the school year is over, words are erased; the number of an answer stays for the group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.models import Reply, View
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


def erase_words() -> None:
    """A duty of the engine. Safe to run twice."""
    for school in School.objects.order_by("pk"):
        rows, views = _due(school, Reply), _due(school, View)
        if rows or views:
            erase_words_of(school, rows, views, by=Viewer.command(school.pk))


def _due(school: School, kind: type[Reply] | type[View]) -> list[Any]:
    """Answers with words, of waves that were due in a school year that is over."""
    ended = school.years.filter(ends_on__lt=clock.today(school.timezone))
    last = ended.aggregate(last=Max("ends_on"))["last"]
    if last is None:
        return []
    rows = kind.objects.filter(wave__survey__school=school, wave__due_on__lte=last)
    return list(rows.exclude(words="").values_list("pk", flat=True))


@action("reflections.erase_words")
def erase_words_of(school: School, rows: list[int], views: list[UUID], *, by: Viewer) -> int:
    """Erase what was written in words. It follows from the retention rule (D8), not from a person's wish."""
    note(school=school.pk, replies=len(rows), views=len(views))
    erased = View.objects.filter(pk__in=views).update(words="")
    return erased + Reply.objects.filter(pk__in=rows).update(words="", erased_at=clock.now())
