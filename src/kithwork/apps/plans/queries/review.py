"""The review page: who is with whom, what is still open, and how fair it is.

Everything comes from the draft and two reads of names, so that a school of a thousand
opens as fast as one of eighty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.people.models import Teaching
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.queries.fair import fair_lines
from kithwork.apps.plans.wording import Names, Person, period_name, why_open
from kithwork.apps.schools.queries import open_days

CHIPS_A_CELL = 4
OPEN_NEEDS_SHOWN = 12
GROUPS_A_PAGE = 40
VIEWS = ("week", "students", "peers", "classes")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says: which view, which person, only open needs, mark what is new."""

    view: str = "week"
    who: str = ""
    open_only: bool = False
    mark_new: bool = True
    page: int = 1


@dataclass(frozen=True, slots=True)
class Chip:
    """One session in the grid: equals side by side, no mark of whose plan it is."""

    need: str
    slot: int
    people: tuple[Person, ...]
    names: str
    is_new: bool
    is_locked: bool
    is_open: bool = False
    time: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    day: int
    period: int
    chips: tuple[Chip, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    time: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One student, peer or class with its sessions, for the list views."""

    title: str
    person: Person | None
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need that is not fully met: who, where, how many times are missing, and why."""

    need: str
    person: Person
    title: str
    missing: str
    why: str
    is_left_open: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All of prototype b, ready to be shown."""

    draft: Draft
    filters: Filters
    met: int
    total: int
    title: str
    subtitle: str
    days: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    more_groups: int
    shown: int
    open_needs: tuple[OpenNeed, ...]
    more_open: int
    open_students: int
    fair: tuple[str, ...]
    dock: str
    new_pairs: int
    can_undo: bool

    @property
    def next_page(self) -> int:
        return self.filters.page + 1 if self.more_groups else 0

    @property
    def pips(self) -> list[bool]:
        """One for each need, true when met; of many, as many as a line holds."""
        if self.total <= 120:
            return [number < self.met for number in range(self.total)]
        return [number < round(120 * self.met / self.total) for number in range(120)]


class _Reader:
    """One draft with its names, counted once."""

    def __init__(self, draft: Draft, filters: Filters) -> None:
        self.draft, self.filters = draft, filters
        self.names = Names(draft)
        self.needs = {row["id"]: row for row in draft.ask.problem["needs"]}
        self.previous = {tuple(pair) for pair in draft.ask.problem["previous"]}
        self.locked = {(need, slot) for need, slot, _peer in draft.locks}
        self.width = len(self.names.periods)
        self.held: Counter[str] = Counter(row["need"] for row in draft.sessions)

    # ------------------------------------------------------------------ chips

    def chips(self) -> Iterator[Chip]:
        if not self.filters.open_only:
            for row in self.draft.sessions:
                chip = self._chip(row["need"], row["slot"], row["peers"])
                if chip is not None and self._is_asked_for(chip):
                    yield chip
        for chip in self._open_chips():
            if self._is_asked_for(chip):
                yield chip

    def _chip(self, need: str, slot: int, peers: list[str]) -> Chip | None:
        student = self.names.student_of(need)
        people = [student, *(self.names.people.get(peer) for peer in peers)]
        shown = tuple(one for one in people if one is not None)
        if student is None or not shown:
            return None
        focus = self.needs[need]["student"]
        return Chip(
            need=need,
            slot=slot,
            people=shown,
            names=" & ".join(one.called for one in shown),
            is_new=bool(self.previous)
            and any((focus, peer) not in self.previous for peer in peers),
            is_locked=(need, slot) in self.locked,
            time=self.names.time(slot),
            place=self.names.place(need),
        )

    def _open_chips(self) -> Iterator[Chip]:
        """Where a session is missing, at the first times it could be."""
        taken = {(row["need"], row["slot"]) for row in self.draft.sessions}
        for need, row in self.needs.items():
            missing = row["sessions"] - self.held[need]
            student = self.names.student_of(need)
            if missing <= 0 or student is None or need in self.draft.left_open:
                continue
            free = [slot for slot in row["slots"] if (need, slot) not in taken]
            for slot in free[:missing]:
                names = _("%(name)s: no partner yet") % {"name": student.called}
                yield Chip(
                    need, slot, (student,), names, False, False, True,
                    self.names.time(slot), self.names.place(need),
                )  # fmt: skip

    def _is_asked_for(self, chip: Chip) -> bool:
        words = self.filters.who.casefold().split()
        return not words or any(
            all(word in one.full_name.casefold() for word in words) for one in chip.people
        )

    # ------------------------------------------------------------------- views

    def rows(self, chips: list[Chip]) -> Iterator[Row]:
        by_slot: dict[int, list[Chip]] = defaultdict(list)
        for chip in chips:
            by_slot[chip.slot].append(chip)
        order = sorted(range(self.width), key=lambda index: self.names.periods[index]["starts"])
        for index in order:
            period = self.names.periods[index]
            cells = []
            for day in range(len(self.names.days)):
                here = sorted(
                    by_slot[day * self.width + index], key=lambda one: (not one.is_open, one.names)
                )
                cells.append(
                    Cell(day, index, tuple(here[:CHIPS_A_CELL]), max(0, len(here) - CHIPS_A_CELL))
                )
            yield Row(period_name(period), _clock(period["starts"]), tuple(cells))

    def groups(self, chips: list[Chip]) -> list[Group]:
        found: dict[tuple[str, str], list[Chip]] = defaultdict(list)
        people: dict[tuple[str, str], Person | None] = {}
        for chip in chips:
            for key, person in self._keys(chip):
                found[key].append(chip)
                people[key] = person
        return [
            Group(key[0], people[key], tuple(sorted(mine, key=lambda one: one.slot)))
            for key, mine in sorted(found.items())
        ]

    def _keys(self, chip: Chip) -> Iterator[tuple[tuple[str, str], Person | None]]:
        if self.filters.view == "classes":
            yield (chip.place[:1].upper() + chip.place[1:], ""), None
        elif self.filters.view == "students":
            yield (chip.people[0].full_name, chip.people[0].id), chip.people[0]
        else:
            for one in chip.people[1:]:
                yield (one.full_name, one.id), one

    # -------------------------------------------------------------- open needs

    def open_needs(self) -> list[OpenNeed]:
        stored = {row["need"]: row for row in self.draft.plan.get("unmet", ())}
        found = []
        for need, row in self.needs.items():
            missing = row["sessions"] - self.held[need]
            person = self.names.student_of(need)
            if missing > 0 and person is not None:
                found.append(
                    self._open_need(need, person, missing, row["sessions"], stored.get(need))
                )
        found.sort(key=lambda one: (one.is_left_open, one.person.last_name, one.person.called))
        return found

    def _open_need(
        self, need: str, person: Person, missing: int, wished: int, stored: dict | None
    ) -> OpenNeed:
        reasons = (stored or {}).get("reasons") or [{"code": "tight", "value": 0}]
        place = self.names.place(need)
        return OpenNeed(
            need=need,
            person=person,
            title=place,
            missing=_("%(missing)s of %(wished)s times a week are open")
            % {"missing": missing, "wished": wished},
            why=why_open(need, reasons[0]["code"], int(reasons[0].get("value", 0)), self.names)
            if stored
            else "",
            is_left_open=need in self.draft.left_open,
        )

    def met(self) -> int:
        return sum(1 for need, row in self.needs.items() if self.held[need] >= row["sessions"])


def review_page(draft: Draft, filters: Filters) -> ReviewPage:
    """The page for one draft the viewer may see, under the filters of the address."""
    reader = _Reader(draft, filters)
    chips = list(reader.chips())
    unmet = reader.open_needs()
    waiting = [one for one in unmet if not one.is_left_open]
    met, total = reader.met(), len(reader.needs)
    in_week = filters.view == "week"
    groups = [] if in_week else reader.groups(chips)
    first = GROUPS_A_PAGE * (filters.page - 1)
    new = {
        (reader.needs[row["need"]]["student"], peer)
        for row in draft.sessions
        for peer in row["peers"]
    }
    return ReviewPage(
        draft=draft,
        filters=filters,
        met=met,
        total=total,
        title=_("%(met)s of %(total)s needs met") % {"met": met, "total": total},
        subtitle=_subtitle(draft),
        days=tuple(_days(draft)),
        rows=tuple(reader.rows(chips)) if in_week else (),
        groups=tuple(groups[first : first + GROUPS_A_PAGE]),
        more_groups=max(0, len(groups) - first - GROUPS_A_PAGE),
        shown=len(chips),
        open_needs=tuple(unmet[:OPEN_NEEDS_SHOWN]),
        more_open=max(0, len(unmet) - OPEN_NEEDS_SHOWN),
        open_students=len({one.person.pk for one in waiting}),
        fair=tuple(fair_lines(draft, reader.needs, reader.names)),
        dock=_dock(draft, reader),
        new_pairs=len(new - reader.previous) if reader.previous else 0,
        can_undo=draft.edits.exclude(what="undo").filter(undone_by_version__isnull=True).exists(),
    )


def cell_chips(draft: Draft, filters: Filters, day: int, period: int) -> tuple[Chip, ...]:
    """Every chip of one cell, for *18 more*."""
    reader = _Reader(draft, filters)
    slot = day * reader.width + period
    here = [chip for chip in reader.chips() if chip.slot == slot]
    return tuple(sorted(here, key=lambda one: (not one.is_open, one.names)))


def _clock(text: str) -> str:
    hour, minute = text.split(":")
    return f"{(int(hour) - 1) % 12 + 1}:{minute}"


def _subtitle(draft: Draft) -> str:
    plan = draft.plan
    about = {
        "number": draft.number,
        "aim": draft.get_aim_display().lower(),
        "from": _short(draft.ask.starts_on),
        "to": _short(draft.ask.ends_on),
        "seconds": _counted("second", max(1, round(plan.get("seconds", 0)))),
    }
    said = _("%(from)s to %(to)s. Draft %(number)s, %(aim)s, matched in %(seconds)s.") % about
    if draft.version > 1:
        return said
    if plan.get("status") == "optimal":
        return f"{said} " + _("No plan gives more time together in this timetable.")
    gap = 100 * plan.get("gap", 0)
    return f"{said} " + _("At most %(gap)s%% more could be possible.") % {
        "gap": f"{max(gap, 0.1):.1f}"
    }


def _short(on: date) -> str:
    return f"{on:%b} {on.day}"


def _days(draft: Draft) -> Iterator[tuple[str, str]]:
    """The frame's days, each with the date it next falls on."""
    next_on: dict[int, date] = {}
    for day in open_days(draft.school, draft.ask.starts_on, draft.ask.ends_on)[:30]:
        if day.frame_day is not None:
            next_on.setdefault(day.frame_day, day.on)
    for index, day in enumerate(draft.ask.people["days"]):
        on = next_on.get(index)
        yield day["label"], _("from %(date)s") % {"date": _short(on)} if on else ""


def _dock(draft: Draft, reader: _Reader) -> str:
    peers = {peer for row in draft.sessions for peer in row["peers"]}
    students = {reader.needs[row["need"]]["student"] for row in draft.sessions}
    sections = {int(reader.needs[row["need"]]["section"]) for row in draft.sessions
                if reader.needs[row["need"]]["setting"] == "class"}  # fmt: skip
    teachers = (
        Teaching.objects.filter(section_id__in=sections, ends_on__isnull=True)
        .values("staff_id")
        .distinct()
        .count()
    )
    return _(
        "Publishing shows the plan to %(peers)s, %(students)s and %(teachers)s. "
        "Nothing goes out before that."
    ) % {
        "peers": _counted("peer", len(peers)),
        "students": _counted("student", len(students)),
        "teachers": _counted("teacher", teachers),
    }


def _counted(what: str, n: int) -> str:
    """A number with its word, one or many."""
    words = {
        "peer": ngettext("%(n)s peer", "%(n)s peers", n),
        "student": ngettext("%(n)s student", "%(n)s students", n),
        "teacher": ngettext("%(n)s teacher", "%(n)s teachers", n),
        "second": ngettext("%(n)s second", "%(n)s seconds", n),
    }
    return words[what] % {"n": n}
