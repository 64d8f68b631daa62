"""Retention: a year after a round opened its answers are erased. Of a large class the numbers stay."""

from __future__ import annotations

from datetime import date

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships.gathered import KEPT_FOR
from kithwork.apps.friendships.models import Circle, Round
from kithwork.apps.friendships.reckoned import change_to_keep, numbers_to_keep
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


def forget() -> None:
    """A duty of the engine. Safe to run twice."""
    for school in School.objects.order_by("pk"):
        today = clock.today(school.timezone)
        due = Round.objects.filter(
            circle__school=school, erased_on__isnull=True, opens_on__lte=today - KEPT_FOR
        )
        for round_ in due.select_related("circle__school"):
            erase_round(round_, today, by=Viewer.command(school.pk))


@action("friendships.erase")
def erase_round(round_: Round, today: date, *, by: Viewer) -> Round:
    """Erase who named whom, and who was on the roster. It follows from the retention rule, from nobody's wish."""
    circle = Circle.objects.select_for_update().get(pk=round_.circle_id)
    if circle.kept_change is None:
        circle.kept_change = change_to_keep(circle)
        circle.save(update_fields=["kept_change"])
    round_.kept = numbers_to_keep(round_)
    answers = round_.namings.count()
    round_.namings.all().delete()
    round_.roster.all().delete()
    round_.erased_on = today
    round_.save(update_fields=["kept", "erased_on"])
    note(answers=answers, kept_numbers=bool(round_.kept), kept_change=bool(circle.kept_change))
    return round_
