"""Other ways to cover a gap: two others at the same place, or another time for the same people.

Every way offered has been held against the rules as they stand; the page offers it, an action does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.queries.gaps import Finder, in_force
from kithwork.apps.plans.wording import period_name
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.runs.policies import visible_sessions
from kithwork.apps.runs.queries import SessionLine, sessions_on
from kithwork.apps.schools.queries import open_days, slot_times

AHEAD_DAYS = 7
MOST = 3


@dataclass(frozen=True, slots=True)
class Trio:
    """Two others whom the student could join, and why."""

    host_id: int
    people: tuple[Student, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Move:
    """Another time, with whom, and why."""

    on: date
    label: str
    starts_at: time
    peers: tuple[Student, ...]
    why: str

    @property
    def when(self) -> str:
        """Thursday, November 12, Period 3."""
        return f"{date_format(self.on, 'l, F j')}, {period_name({'label': self.label, 'kind': ''})}"

    @property
    def choice(self) -> str:
        """Names this way in a form."""
        return f"{self.on.isoformat()}|{self.label}"


@dataclass(frozen=True, slots=True)
class Ways:
    trios: tuple[Trio, ...] = ()
    moves: tuple[Move, ...] = ()


def ways_for(viewer: Viewer, session: Session) -> Ways:
    """What could be done about a session that lacks its partner, besides asking somebody else."""
    draft = in_force(viewer)
    if draft is None or session.status != Session.Status.PLANNED:
        return Ways()
    finder = _Ways(viewer, draft, session)
    return Ways(tuple(finder.trios())[:MOST], tuple(finder.moves())[:MOST])


def instead_words(session: Session) -> str:
    """What happens in place of a session that was put off by hand; empty when nothing does."""
    other = session.instead
    if other is None:
        return ""
    names = [row.peer.called for row in other.session_peers.filter(is_live=True)]
    about = {"name": session.whose.called, "others": " & ".join(names)}
    if other.student_id == session.student_id:
        where = {"label": other.label, "kind": ""}
        about["when"] = f"{date_format(other.on, 'l, F j')}, {period_name(where)}"
        return _("Moved to %(when)s, with %(others)s.") % about
    about["others"] = " & ".join(
        [other.whose.called, *(one for one in names if one != about["name"])]
    )
    return _("%(name)s joins %(others)s.") % about


class _Ways:
    def __init__(self, viewer: Viewer, draft: Draft, session: Session) -> None:
        self.viewer, self.draft, self.session = viewer, draft, session
        self.today = Finder(viewer, draft, session.on)
        self.c = self.today.problem
        self.need = self.today.need_of.get(session.need_id, "")
        self.n = self.c.need_index.get(self.need, -1)
        self.student = session.whose
        rows = session.session_peers.filter(is_substitute=False).select_related("peer")
        self.usual = [row.peer for row in rows]
        self.counts: dict[date, Counter[int]] = {}
        self.weeks: dict[tuple[date, int], int] = {}
        self.lunches: dict[tuple[date, int], set[date]] = {}

    # ------------------------------------------------------------------ two others

    def trios(self) -> Iterator[Trio]:
        """Two who are together at the same time and place, and who may be with the student."""
        session, day = self.session, self.today
        if self.n < 0 or self.student.pk in self._away(day):
            return
        sections = dict(
            visible_sessions(self.viewer).filter(on=session.on).values_list("pk", "section_id")
        )
        for line in sessions_on(self.viewer, session.on):
            if (
                (line.label, sections.get(line.pk)) == (session.label, session.section_id)
                and line.pk != session.pk
                and line.status == Session.Status.PLANNED
                and not line.away
                and len(line.people) == 2
                and self._may_join(line, day)
            ):
                why = _("Same time and place. All three may be together.")
                yield Trio(line.pk, line.people, why)

    def _may_join(self, line: SessionLine, day: Finder) -> bool:
        """Nobody of the three is kept from another, and one of the two is ready for the role."""
        for one in line.people:
            pair, turned = (self.student.pk, one.pk), (one.pk, self.student.pk)
            if pair in day.apart or turned in day.apart:
                return False
        peers = [self.c.peer_index.get(day.name_of.get(one.pk, ""), -1) for one in line.people]
        return any(p >= 0 and self.c.may_pair(self.n, p) for p in peers)

    # ------------------------------------------------------------------ another time

    def moves(self) -> Iterator[Move]:
        """Times of the next days at which the student is in the right place and enough people can come."""
        if self.n < 0:
            return
        now = clock.local_now(self.viewer.timezone)
        first = max(self.session.on, now.date())
        last = min(first + timedelta(days=AHEAD_DAYS), self.draft.ask.ends_on)
        for day in open_days(self.draft.school, first, last):
            finder = self.today if day.on == self.session.on else None
            finder = finder or Finder(self.viewer, self.draft, day.on, self.c)
            if finder.frame_day is None or self.student.pk in self._away(finder):
                continue
            bells = slot_times(day.schedule_id)
            for slot in self._slots(finder):
                label = finder.periods[slot % finder.width]
                if label not in bells or (day.on, bells[label][0]) <= (now.date(), now.time()):
                    continue
                peers = self._who_comes(finder, slot, label)
                if peers:
                    yield Move(day.on, label, bells[label][0], peers, self._why(peers))

    def _slots(self, finder: Finder) -> list[int]:
        """Slots of the day at which the need may be met and the student has nothing else."""
        found = []
        for slot in sorted(self.c.candidate_mask[self.n]):
            label = finder.periods[slot % finder.width]
            is_same = (finder.on, label) == (self.session.on, self.session.label)
            at_once = {label, *self._overlapping(finder, slot)}
            busy = any(self.student.pk in finder.busy.get(one, ()) for one in at_once)
            if slot // finder.width == finder.frame_day and not (is_same or busy):
                found.append(slot)
        return found

    def _overlapping(self, finder: Finder, slot: int) -> list[str]:
        return [finder.periods[other % finder.width] for other in self.c.also[slot]]

    def _who_comes(self, finder: Finder, slot: int, label: str) -> tuple[Student, ...]:
        """The usual peers where enough of them can; today, somebody else as well."""
        need = self.c.problem.needs[self.n]
        if self._is_full(finder, slot, label):
            return ()
        able = [one for one in self.usual if self._can_come(finder, one, slot, label)]
        if len(able) >= need.min_peers:
            return tuple(able[: need.max_peers])
        if finder is not self.today:
            return ()
        names = [self.c.problem.peers[p].student for p in self.c.candidates[self.n][slot]]
        for one in Student.objects.filter(pk__in=[finder.row_of[name] for name in names]):
            if one not in able and self._can_come(finder, one, slot, label):
                able.append(one)
            if len(able) == need.min_peers:
                return tuple(able)
        return ()

    def _can_come(self, finder: Finder, one: Student, slot: int, label: str) -> bool:
        p = self.c.peer_index.get(finder.name_of.get(one.pk, ""), -1)
        if p < 0 or not self.c.candidate_mask[self.n].get(slot, 0) >> p & 1:
            return False
        at_once = {label, *self._overlapping(finder, slot)}
        return (
            one.pk not in self._away(finder)
            and one.closed_on is None
            and not any(one.pk in finder.busy.get(name, ()) for name in at_once)
            and (self.student.pk, one.pk) not in finder.apart
            and self._sessions_that_day(finder)[one.pk] < self.c.daily[p]
            and self._has_room_that_week(finder.on, one, p)
            and self._has_lunch_left(finder.on, one, p)
        )

    def _has_room_that_week(self, on: date, one: Student, p: int) -> bool:
        """Moving within a week adds nothing to it; in another week the limit of the week holds."""
        monday, own = (_monday(day) for day in (on, self.session.on))
        if monday == own:
            return True
        if (monday, one.pk) not in self.weeks:
            rows = SessionPeer.objects.filter(
                session__in=visible_sessions(self.viewer), peer=one, is_live=True,
                on__gte=monday, on__lt=monday + timedelta(weeks=1),
            )  # fmt: skip
            self.weeks[monday, one.pk] = rows.count()
        return self.weeks[monday, one.pk] < self.c.week[p]

    def _has_lunch_left(self, on: date, one: Student, p: int) -> bool:
        """Would a time at lunch leave them enough lunches of that week, this session left out?"""
        if not self.c.at_lunch[self.n]:
            return True
        monday = _monday(on)
        if (monday, one.pk) not in self.lunches:
            rows = SessionPeer.objects.filter(
                session__in=visible_sessions(self.viewer), session__need__place="lunch",
                peer=one, is_live=True, on__gte=monday, on__lt=monday + timedelta(weeks=1),
            ).exclude(session=self.session)  # fmt: skip
            self.lunches[monday, one.pk] = set(rows.values_list("on", flat=True))
        given = self.lunches[monday, one.pk]
        return on in given or len(given) < self.c.lunches[p]

    def _is_full(self, finder: Finder, slot: int, label: str) -> bool:
        """Has the adult who would be there as many pairs as they can look after?"""
        group = self.c.group[self.n]
        if group < 0:
            return False
        same = {self.c.problem.needs[n].id for n in self.c.group_needs[group]}
        rows = visible_sessions(self.viewer).filter(on=finder.on, label=label)
        needs = rows.exclude(status=Session.Status.CANCELLED).values_list("need_id", flat=True)
        at_once = sum(finder.need_of.get(need) in same for need in needs)
        return at_once >= self.c.group_cap[group]

    def _sessions_that_day(self, finder: Finder) -> Counter[int]:
        """How often each peer comes that day already, this session left out."""
        if finder.on not in self.counts:
            rows = SessionPeer.objects.filter(
                session__in=visible_sessions(self.viewer), on=finder.on, is_live=True
            ).exclude(session=self.session)
            self.counts[finder.on] = Counter(rows.values_list("peer_id", flat=True))
        return self.counts[finder.on]

    def _away(self, finder: Finder) -> set[int]:
        return {finder.row_of[name] for name in finder.absent}

    def _why(self, peers: tuple[Student, ...]) -> str:
        names = {"names": " & ".join(one.called for one in peers)}
        if set(peers) <= set(self.usual):
            return _("With %(names)s, as usual.") % names
        return _("With %(names)s: free then and ready for this role.") % names


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
