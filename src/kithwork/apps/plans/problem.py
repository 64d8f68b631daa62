"""From a school to a question: ids drawn anew, no names, and a note of what had to be left out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import live
from kithwork.apps.needs.queries import (
    PlanNeed,
    do_not_pairs_for_plan,
    needs_for_plan,
    wishes_for_plan,
)
from kithwork.apps.peers.queries import PlanVolunteer, volunteers_for_plan
from kithwork.apps.people.models import Student
from kithwork.apps.people.queries import timetables, untaught_slots
from kithwork.apps.runs.apart import paused_pairs, paused_students
from kithwork.apps.runs.models import Pairing
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import Frame, Limits, frame, limits
from kithwork.matching import Need, Peer, Problem
from kithwork.matching import Student as Member
from kithwork.matching.problem import FREE, LUNCH

# A frame of this many days is about a week; in a longer one, wishes are scaled to it.
ABOUT_A_WEEK = 6
SCHOOL_WEEK = 5
YOUNGEST = {"IT": -4, "PR": -3, "PK": -2, "TK": -1, "KG": 0}
# Who says no grade may partner with anybody, and anybody may partner with them.
UNKNOWN_FOCUS, UNKNOWN_PEER = -4, 13


@dataclass(frozen=True, slots=True)
class Question:
    """A problem, who its ids are, and what of the school is not in it, as (code, row id)."""

    problem: Problem
    people: dict[str, Any]
    left_out: list[tuple[str, int]] = field(default_factory=list)


def question_for(
    school: School, starts_on: date, ends_on: date, *, locks: Iterable[tuple[int, int, int]] = ()
) -> Question:
    """The matching's question for a school and dates, from needs and volunteers as they stand.

    `locks` are (need row, slot, student row of the peer). Raises Problem when the school has no
    bell schedule to plan on.
    """
    return _Asker(school, starts_on, ends_on).question(locks)


class _Asker:
    """Gathers what each room says for plans, and turns it into ids and slots."""

    def __init__(self, school: School, starts_on: date, ends_on: date) -> None:
        self.school, self.starts_on = school, starts_on
        self.frame: Frame = frame(school)
        self.limits: Limits = limits(school)
        paused = paused_students(school.pk)
        asked = [
            need
            for need in needs_for_plan(school.pk, starts_on, ends_on)
            if need.student_id not in paused
        ]
        agreed = live(Purpose.TAKE_PART, starts_on, {need.student_id for need in asked})
        self.needs = [need for need in asked if need.student_id in agreed]
        self.volunteers = [
            offer
            for offer in volunteers_for_plan(school.pk, starts_on, ends_on)
            if offer.student_id not in paused
        ]
        self.where = timetables(school, self.frame, starts_on)
        self.untaught = untaught_slots(school, self.frame, starts_on)
        self.left_out: list[tuple[str, int]] = [
            ("no_permission", need.need_id) for need in asked if need.student_id not in agreed
        ]
        self.hallways = self._hallways()
        self.width = len(self.frame.periods) + len(self.hallways)
        self._name_people()

    # ---------------------------------------------------------------- names

    def _name_people(self) -> None:
        rows = {need.student_id for need in self.needs} | {
            one.student_id for one in self.volunteers
        }
        known = Student.objects.filter(pk__in=rows).order_by("pk")
        self.students = {row.pk: row for row in known if row.pk in self.where}
        self.id_of = dict(zip(self.students, _fresh_ids("s", len(self.students)), strict=True))
        self.offering = [one for one in self.volunteers if one.student_id in self.students]
        self.offers = {one.student_id: one for one in self.offering}

    # ------------------------------------------------------------ hallway time

    def _hallways(self) -> list[int]:
        """Period indexes whose passing time before them somebody would like company in."""
        asked: set[int] = set()
        for need in self.needs:
            if need.place == "hallway":
                labels = set(need.labels)
                asked |= {
                    p.index
                    for p in self.frame.periods
                    if not p.is_lunch and (not labels or p.label in labels)
                }
        return sorted(asked)

    def _slot(self, day: int, period: int) -> int:
        return day * self.width + period

    # --------------------------------------------------------------- question

    def question(self, locks: Iterable[tuple[int, int, int]]) -> Question:
        needs, rows, groups = [], {}, {}
        for asked, name in zip(self.needs, _fresh_ids("n", len(self.needs)), strict=True):
            made = self._need(asked, name)
            if made is not None:
                needs.append(made)
                rows[name] = asked.need_id
                groups[made.supervision] = self._at_once(asked)
        problem = Problem(
            days=len(self.frame.days),
            periods=self.width,
            students=tuple(self._member(pk) for pk in self.students),
            peers=tuple(self._peer(one) for one in self.offering),
            needs=tuple(needs),
            supervision=groups,
            overlaps=self.frame.overlaps,
            name="plan",
            **self._pairs(),
        )
        by_row = {row: name for name, row in rows.items()}
        kept = tuple(
            (by_row[need], slot, self.id_of[peer])
            for need, slot, peer in locks
            if need in by_row and peer in self.offers and slot < problem.slots
        )
        return Question(problem.with_changes(locks=kept), self._people(rows), self.left_out)

    def _people(self, rows: dict[str, int]) -> dict[str, Any]:
        periods = [
            {"label": p.label, "kind": p.kind, "starts": p.starts_at.isoformat("minutes")}
            for p in self.frame.periods
        ]
        for index in self.hallways:
            before = self.frame.periods[index]
            periods.append(
                {
                    "label": before.label,
                    "kind": "hallway",
                    "starts": before.starts_at.isoformat("minutes"),
                }
            )
        return {
            "students": {self.id_of[pk]: pk for pk in self.students},
            "needs": rows,
            "days": [{"cycle_day": day.cycle_day, "label": day.label} for day in self.frame.days],
            "periods": periods,
        }

    def _member(self, pk: int) -> Member:
        row = self.students[pk]
        return Member(
            id=self.id_of[pk],
            grade=grade_number(row.grade, is_peer=pk in self.offers),
            at=tuple(self._at(pk)),
            interests=tuple(row.interests),
            languages=tuple(row.languages),
        )

    def _at(self, pk: int) -> Iterator[str | None]:
        """Where a student is, slot by slot, with a place of their own in a class they protect."""
        offer = self.offers.get(pk)
        own_needs = {need.section_id for need in self.needs if need.student_id == pk}
        protected = (offer.protected_sections if offer else frozenset()) - own_needs
        width = len(self.frame.periods)
        for day in self.frame.days:
            today = self.where[pk][day.index * width : (day.index + 1) * width]
            for place in today:
                yield f"own {place}" if place in protected else _place(place)
            for index in self.hallways:
                yield FREE if today[index] is not None and today[index] != LUNCH else None

    def _peer(self, offer: PlanVolunteer) -> Peer:
        minutes = [need.minutes for need in self.needs if need.role in offer.roles]
        by_minutes = offer.weekly_minutes // max(minutes, default=30)
        fits = [need.role for need in self.needs if need.minutes <= offer.session_minutes]
        return Peer(
            student=self.id_of[offer.student_id],
            roles=tuple(role for role in offer.roles if role in fits or role not in self._roles()),
            max_sessions=min(offer.max_sessions, by_minutes),
            max_per_day=offer.max_per_day,
            max_partners=offer.max_partners,
            max_lunch_days=offer.max_lunch_days,
        )

    def _roles(self) -> set[str]:
        return {need.role for need in self.needs}

    def _need(self, asked: PlanNeed, name: str) -> Need | None:
        if asked.student_id not in self.students:
            self.left_out.append(("not_at_school", asked.need_id))
            return None
        slots = tuple(self._slots(asked))
        if not slots:
            self.left_out.append(("no_time", asked.need_id))
        setting = {"class": "class", "lunch": "lunch"}.get(asked.place, "free")
        section = (
            str(asked.section_id) if setting == "class" else (LUNCH if setting == "lunch" else FREE)
        )
        return Need(
            id=name,
            student=self.id_of[asked.student_id],
            setting=setting,
            section=section,
            slots=slots,
            role=asked.role,
            sessions=self._sessions(asked.times_a_week),
            min_peers=asked.min_peers,
            max_peers=asked.max_peers,
            team_max=asked.team_max,
            minutes=asked.minutes,
            supervision=f"class {asked.section_id}" if setting == "class" else asked.place,
        )

    def _sessions(self, times_a_week: int) -> int:
        days = len(self.frame.days)
        return (
            times_a_week
            if days <= ABOUT_A_WEEK
            else max(1, round(times_a_week * days / SCHOOL_WEEK))
        )

    def _slots(self, asked: PlanNeed) -> Iterator[int]:
        """Where the student is in the right place, at a period the need allows."""
        labels, width = set(asked.labels), len(self.frame.periods)
        for day in self.frame.days:
            today = self.where[asked.student_id][day.index * width : (day.index + 1) * width]
            if asked.place == "hallway":
                for place, index in enumerate(self.hallways):
                    fits = not labels or self.frame.periods[index].label in labels
                    if fits and today[index] is not None and today[index] != LUNCH:
                        yield self._slot(day.index, width + place)
                continue
            for period in self.frame.periods:
                fits = not labels or period.label in labels
                if fits and self._fits(asked, today[period.index], day.index, period.index):
                    yield self._slot(day.index, period.index)

    def _fits(self, asked: PlanNeed, place: object, day: int, period: int) -> bool:
        """Is the student there, and in a class somebody with them?"""
        if asked.place == "class":
            away = self.untaught.get(asked.section_id or 0, ())
            return place == asked.section_id and self.frame.slot(day, period) not in away
        return place == (LUNCH if asked.place == "lunch" else FREE)

    def _at_once(self, asked: PlanNeed) -> int:
        if asked.place == "class":
            return self.limits.class_sessions_at_once
        if asked.place == "lunch":
            return self.limits.lunch_sessions_at_once
        return self.limits.free_sessions_at_once

    def _pairs(self) -> dict[str, tuple[tuple[str, str], ...]]:
        wishes = wishes_for_plan(self.school.pk)
        avoids = [(one, other) for one, others in wishes.avoids.items() for other in others]
        peer_wants = []
        for offer in self.offering:
            peer_wants += [(offer.student_id, other) for other in offer.would_like]
            avoids += [(other, offer.student_id) for other in offer.rather_not]
        pairs = {
            "wants": [(one, other) for one, others in wishes.wants.items() for other in others],
            "avoids": avoids,
            "do_not_pair": [
                *do_not_pairs_for_plan(self.school.pk, self.starts_on),
                *paused_pairs(self.school.pk),
            ],
            "peer_wants": peer_wants,
            "previous": Pairing.objects.filter(school=self.school, status=Pairing.Status.ACTIVE)
            .values_list("student_id", "peer_id")
            .distinct(),
        }
        return {key: tuple(sorted(self._named(rows))) for key, rows in pairs.items()}

    def _named(self, rows: Iterable[tuple[int, int]]) -> set[tuple[str, str]]:
        """Pairs of whom both take part, under their ids. An avoid wish counts in both directions."""
        return {
            (self.id_of[one], self.id_of[other])
            for one, other in rows
            if one in self.id_of and other in self.id_of and one != other
        }


def _place(place: object) -> str | None:
    return None if place is None else str(place)


def _fresh_ids(letter: str, count: int) -> list[str]:
    """Ids that say nothing: drawn anew for each ask, in no order."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn.add(f"{letter}{secrets.token_hex(4)}")
    return list(drawn)


def grade_number(grade: str, *, is_peer: bool) -> int:
    """A CEDS grade as a number: PK -2, KG 0, 01 to 12; unknown ones keep nobody from pairing."""
    if grade.isdecimal():
        return min(int(grade), 13)
    return YOUNGEST.get(grade, UNKNOWN_PEER if is_peer else UNKNOWN_FOCUS)
