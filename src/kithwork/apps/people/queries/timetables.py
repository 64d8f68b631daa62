"""Who is where in each slot of the plan frame: derived from enrolments, never typed.

One pass over the school with a fixed number of queries, whatever its size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kithwork.apps.people.models import (
    BlockedTime,
    Enrolment,
    Meeting,
    Section,
    Student,
    Teaching,
)
from kithwork.apps.people.policies import open_on
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import Frame, FramePeriod, minutes_of

FREE = "FREE"
LUNCH = "LUNCH"
# A section's id, FREE, LUNCH, or None: not there, or not to be asked for.
At = int | str | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A student enrolled in two sections at once; the first by id was taken."""

    student_id: int
    slot: int
    taken: int
    other: int


class Timetables(dict[int, tuple[At, ...]]):
    """Student id -> one value for each slot, with what was odd on the way.

    ``without_classes`` are students with no class at all in the frame: nobody knows
    where they are, so they count as free nowhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self.clashes: list[Clash] = []
        self.without_classes: set[int] = set()


def timetables(
    school: School, frame: Frame, on: date, *, only: Collection[int] | None = None
) -> Timetables:
    """Where every student of the school, or only some, is in each slot, as enrolled on a date."""
    students = Student.objects.filter(school=school).filter(_not_closed(on))
    if only is not None:
        students = students.filter(pk__in=only)
    return _derive(school, frame, on, students)


def timetable_of(student: Student, frame: Frame, on: date) -> tuple[At, ...]:
    """The same for one student."""
    made = _derive(student.school, frame, on, Student.objects.filter(pk=student.pk))
    return made[student.pk]


def _not_closed(on: date) -> Q:
    return Q(closed_on__isnull=True) | Q(closed_on__gt=on)


def _derive(school: School, frame: Frame, on: date, students) -> Timetables:
    rows = list(students.order_by("pk").values_list("pk", "lunch_label"))
    slots_of_section = section_slots(school, frame, on)
    classes = _classes(students, slots_of_section, on)
    times = BlockedTime.objects.filter(student__in=students.values("pk"))
    blocked = _blocked(times, "student_id", frame, on)
    day = _Day(frame)
    made = Timetables()
    for student_id, lunch_label in rows:
        taken = classes.get(student_id, {})
        lunch = day.lunch_of(lunch_label)
        if not taken:
            made.without_classes.add(student_id)
        week = day.week(taken, lunch)
        for slot in blocked.get(student_id, ()):
            week[slot] = None
        made[student_id] = tuple(week)
    for student_id, slots in classes.items():
        for slot, sections in slots.items():
            made.clashes += [Clash(student_id, slot, sections[0], other) for other in sections[1:]]
    made.clashes.sort(key=lambda clash: (clash.student_id, clash.slot, clash.other))
    return made


class _Day:
    """What follows from the bells alone: which lunch is whose, what hides behind what."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.width = len(frame.periods)
        self.lunches = [period for period in frame.periods if period.is_lunch]
        self.overlaps: dict[int, set[int]] = defaultdict(set)
        for one, other in frame.overlaps:
            self.overlaps[one].add(other)
            self.overlaps[other].add(one)

    def lunch_of(self, label: str) -> FramePeriod | None:
        """A student's own lunch. With one lunch it is everybody's; with several it must be said."""
        if len(self.lunches) == 1:
            return self.lunches[0]
        return next((period for period in self.lunches if period.label == label), None)

    def week(self, taken: dict[int, list[int]], lunch: FramePeriod | None) -> list[At]:
        week: list[At] = []
        for day in self.frame.days:
            start = day.index * self.width
            here = {
                slot - start: sections[0]
                for slot, sections in taken.items()
                if start <= slot < start + self.width
            }
            week += self._one_day(here, lunch, knows_classes=bool(taken))
        return week

    def _one_day(
        self, here: dict[int, int], lunch: FramePeriod | None, *, knows_classes: bool
    ) -> list[At]:
        day: list[At] = []
        for period in self.frame.periods:
            if lunch is not None and period.index == lunch.index:
                day.append(LUNCH)
            elif period.index in here:
                day.append(None if _hidden(period, lunch) else here[period.index])
            elif not knows_classes or period.is_lunch or _hidden(period, lunch):
                day.append(None)
            else:
                busy = any(other in here for other in self.overlaps[period.index])
                day.append(None if busy else FREE)
        return day


def _hidden(period: FramePeriod, lunch: FramePeriod | None) -> bool:
    """More than half of this class is the student's own lunch: somebody else's half of a split."""
    if lunch is None:
        return False
    starts = max(minutes_of(period.starts_at), minutes_of(lunch.starts_at))
    ends = min(minutes_of(period.ends_at), minutes_of(lunch.ends_at))
    return 2 * (ends - starts) > period.minutes


def section_slots(school: School, frame: Frame, on: date) -> dict[int, list[int]]:
    """Section id -> the slots it meets in, for sections that run on a date."""
    running = (
        Section.objects.filter(school=school)
        .filter(_not_closed(on))
        .filter(Q(terms__isnull=True) | Q(terms__starts_on__lte=on, terms__ends_on__gte=on))
    )
    meetings = Meeting.objects.filter(section__in=running.values("pk")).values_list(
        "section_id", "label", "cycle_days"
    )
    index_of = {period.label: period.index for period in frame.periods}
    slots: dict[int, list[int]] = defaultdict(list)
    for section_id, label, cycle_days in meetings:
        if label in index_of:
            slots[section_id] += [
                frame.slot(day.index, index_of[label])
                for day in frame.days
                if not cycle_days or day.cycle_day in cycle_days
            ]
    return slots


def _classes(
    students, slots_of_section: dict[int, list[int]], on: date
) -> dict[int, dict[int, list[int]]]:
    """Student id -> slot -> sections, the lowest id first."""
    enrolled = open_on(Enrolment.objects.filter(student__in=students.values("pk")), on)
    pairs: Iterable[tuple[int, int]] = enrolled.order_by("student_id", "section_id").values_list(
        "student_id", "section_id"
    )
    classes: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for student_id, section_id in pairs:
        for slot in slots_of_section.get(section_id, ()):
            here = classes[student_id][slot]
            if section_id not in here:
                here.append(section_id)
    return classes


def untaught_slots(school: School, frame: Frame, on: date) -> dict[int, set[int]]:
    """Section id -> slots in which every colleague who teaches it has blocked the time.

    A section nobody is said to teach is not among them: nobody knows who is there.
    """
    blocked = _blocked(BlockedTime.objects.filter(staff__school=school), "staff_id", frame, on)
    if not blocked:
        return {}
    taught = open_on(Teaching.objects.filter(section__school=school), on).filter(
        Q(staff__closed_on__isnull=True) | Q(staff__closed_on__gt=on)
    )
    adults: dict[int, set[int]] = defaultdict(set)
    for section_id, staff_id in taught.values_list("section_id", "staff_id"):
        adults[section_id].add(staff_id)
    untaught = {
        section_id: set.intersection(*(blocked.get(one, set()) for one in staff))
        for section_id, staff in adults.items()
    }
    return {section_id: slots for section_id, slots in untaught.items() if slots}


def _blocked(rows, whose: str, frame: Frame, on: date) -> dict[int, set[int]]:
    """Person id -> slots blocked on a date."""
    standing = rows.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=on),
        Q(until_on__isnull=True) | Q(until_on__gte=on),
    )
    blocked: dict[int, set[int]] = defaultdict(set)
    for person_id, cycle_day, label in standing.values_list(whose, "cycle_day", "label"):
        blocked[person_id] |= {
            frame.slot(day.index, period.index)
            for day in frame.days
            for period in frame.periods
            if cycle_day in {"", day.cycle_day} and label in {"", period.label}
        }
    return blocked
