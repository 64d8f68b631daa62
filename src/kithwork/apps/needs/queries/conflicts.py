"""What stands in a need's way in the student's own week. Pure: a week in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.people.queries import FREE, LUNCH, At
from kithwork.apps.schools.queries import Frame

PLACE = SupportNeed.Place


@dataclass(frozen=True, slots=True)
class Week:
    """One student's week: where they are in each slot of the frame."""

    frame: Frame
    at: tuple[At, ...]

    def slots(self, place: str, section_id: int | None, labels: Sequence[str] = ()) -> list[int]:
        """Slots in which a need of this place could be, at these periods or at any."""
        wanted = {PLACE.LUNCH: LUNCH, PLACE.FREE: FREE}.get(place, section_id)
        found = [
            slot
            for slot, here in enumerate(self.at)
            if (isinstance(here, int) if place == PLACE.HALLWAY else here == wanted)
        ]
        return [s for s in found if not labels or self.frame.at(s)[1].label in labels]

    def labels(self, place: str, section_id: int | None) -> list[str]:
        """Period labels at which this place ever is, in the order of the day."""
        there = {self.frame.at(slot)[1].index for slot in self.slots(place, section_id)}
        return [period.label for period in self.frame.periods if period.index in there]

    def days(self, place: str, section_id: int | None, labels: Sequence[str]) -> int:
        return len({self.frame.at(s)[0].index for s in self.slots(place, section_id, labels)})


def conflicts_of(need: SupportNeed, week: Week | None, called: str) -> list[str]:
    """Sentences about what does not fit; none when the need can be met as far as the week goes.

    Several sessions of one need on one day would make them one long one, so days are counted.
    """
    if week is None:
        return [_("We do not know %(name)s's timetable yet.") % {"name": called}]
    at = week.slots(need.place, need.section_id)
    if not at:
        return [_nowhere(need, called)]
    if need.labels and not week.slots(need.place, need.section_id, need.labels):
        return [_not_then(need, week, called)]
    said = []
    room = len(week.slots(need.place, need.section_id, need.labels))
    if need.times_a_week > room:
        said.append(
            ngettext(
                "There is time for this %(room)s time a week; %(asked)s are asked.",
                "There is time for this %(room)s times a week; %(asked)s are asked.",
                room,
            )
            % {"room": room, "asked": need.times_a_week}
        )
    if longer := _too_long(need, week):
        said.append(longer)
    return said


def _nowhere(need: SupportNeed, called: str) -> str:
    if need.place == PLACE.CLASS and need.section is not None:
        return _("%(name)s is not in %(class)s now.") % {
            "name": called,
            "class": need.section.title,
        }
    if need.place == PLACE.LUNCH:
        return _("We do not know which lunch %(name)s has. Set it under People.") % {"name": called}
    if need.place == PLACE.FREE:
        return _("%(name)s has no free period.") % {"name": called}
    return _("%(name)s has no class to walk to.") % {"name": called}


def _not_then(need: SupportNeed, week: Week, called: str) -> str:
    labels = ", ".join(need.labels)
    there = ", ".join(week.labels(need.place, need.section_id))
    if need.place == PLACE.CLASS and need.section is not None:
        return _("%(class)s is not at %(labels)s; it is at %(there)s.") % {
            "class": need.section.title,
            "labels": labels,
            "there": there,
        }
    if need.place == PLACE.LUNCH:
        return _("%(name)s's lunch is %(there)s, not %(labels)s.") % {
            "name": called,
            "there": there,
            "labels": labels,
        }
    return _("%(name)s is in class at %(labels)s.") % {"name": called, "labels": labels}


def _too_long(need: SupportNeed, week: Week) -> str:
    if need.place == PLACE.HALLWAY:
        return ""
    slots = week.slots(need.place, need.section_id, need.labels)
    longest = max(week.frame.at(slot)[1].minutes for slot in slots)
    if need.minutes <= longest:
        return ""
    return _("%(asked)s minutes are asked; the longest period there has %(longest)s.") % {
        "asked": need.minutes,
        "longest": longest,
    }


def apart_from(
    need: SupportNeed, week: Week | None, wished: Mapping[int, str], weeks: Mapping[int, Week]
) -> str:
    """A sentence when none of the wished-for people shares this lunch or free time."""
    if week is None or not wished or need.place not in {PLACE.LUNCH, PLACE.FREE}:
        return ""
    mine = set(week.slots(need.place, None, need.labels))
    if not mine:
        return ""
    for student_id in wished:
        theirs = weeks.get(student_id)
        if theirs and mine & set(theirs.slots(need.place, None)):
            return ""
    names = ", ".join(wished.values())
    if need.place == PLACE.LUNCH:
        return _("No lunch in common with %(names)s.") % {"names": names}
    return _("No free period in common with %(names)s.") % {"names": names}
