"""Judges a plan without the solver: one violation for every broken rule.

Written from the problem alone, with no help from the search and no shared counting, so
that a mistake there is found here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kithwork.matching.plan import Plan, Session
from kithwork.matching.problem import FREE, LUNCH, Need, Peer, Problem, Student

# Rules of truth and safety: never set aside by a person. The others are limits an adult may raise.
HARD = frozenset(
    {
        "unknown_need", "unknown_peer", "slot_not_allowed", "student_not_there", "peer_not_there",
        "not_trained", "too_young", "avoided", "same_person", "two_places", "student_two_places", "twice",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: its code, the ids it is about, and a sentence with those ids."""

    code: str
    sentence: str
    need: str = ""
    slot: int = -1
    peer: str = ""
    student: str = ""
    limit: int = 0

    @property
    def is_hard(self) -> bool:
        return self.code in HARD

    def __str__(self) -> str:
        return self.sentence


def violations(problem: Problem, plan: Plan | Iterable[Session]) -> Iterator[Violation]:
    """Yield one violation per broken rule; an empty iterator means the plan is sound."""
    sessions = tuple(plan.sessions if isinstance(plan, Plan) else plan)
    yield from _Judge(problem, sessions).all()


class _Judge:
    def __init__(self, problem: Problem, sessions: tuple[Session, ...]) -> None:
        self.problem = problem
        self.needs = {need.id: need for need in problem.needs}
        self.peers = {peer.student: peer for peer in problem.peers}
        self.students = {student.id: student for student in problem.students}
        self.apart = set(problem.avoids)
        for one, two in problem.do_not_pair:
            self.apart |= {(one, two), (two, one)}
        self.given = sessions
        self.sessions = [one for one in sessions if one.need in self.needs]

    def all(self) -> Iterator[Violation]:
        for session in self.given:
            if session.need not in self.needs:
                yield Violation(
                    "unknown_need", f"There is no need {session.need}.", need=session.need
                )
        for session in self.sessions:
            yield from self._session(session)
        yield from self._needs()
        yield from self._peers()
        yield from self._places()
        yield from self._supervision()
        yield from self._locks()

    # ------------------------------------------------------------ one session

    def _session(self, session: Session) -> Iterator[Violation]:
        need, slot = self.needs[session.need], session.slot
        about: dict[str, Any] = {"need": need.id, "slot": slot, "student": need.student}
        if slot not in need.slots:
            yield Violation(
                "slot_not_allowed", f"Need {need.id} may not be at slot {slot}.", **about
            )
            if slot not in range(self.problem.slots):
                return
        if not _there(need, self.students[need.student], slot, is_peer=False):
            yield Violation(
                "student_not_there", f"{need.student} is elsewhere at slot {slot}.", **about
            )
        count = len(session.peers)
        if not need.min_peers <= count <= need.max_peers:
            yield Violation(
                "wrong_size",
                f"Need {need.id} at slot {slot} has {count} peers, not {need.min_peers} to {need.max_peers}.",
                limit=need.min_peers,
                **about,
            )
        if len(set(session.peers)) != count:
            yield Violation("twice", f"A peer is twice in need {need.id} at slot {slot}.", **about)
        for one in session.peers:
            yield from self._peer(need, slot, one)

    def _peer(self, need: Need, slot: int, one: str) -> Iterator[Violation]:
        about: dict[str, Any] = {
            "need": need.id,
            "slot": slot,
            "peer": one,
            "student": need.student,
        }
        peer = self.peers.get(one)
        if peer is None:
            yield Violation("unknown_peer", f"{one} is not a peer.", **about)
            return
        student, focus = self.students[one], self.students[need.student]
        if one == need.student:
            yield Violation("same_person", f"{one} cannot partner with themselves.", **about)
        if not _there(need, student, slot, is_peer=True):
            yield Violation("peer_not_there", f"{one} is elsewhere at slot {slot}.", **about)
        if need.role not in peer.roles:
            yield Violation("not_trained", f"{one} is not ready for the role {need.role}.", **about)
        if student.grade < focus.grade - 1:
            yield Violation(
                "too_young", f"{one} is more than a grade younger than {need.student}.", **about
            )
        if (need.student, one) in self.apart:
            yield Violation("avoided", f"{need.student} and {one} are kept apart.", **about)

    # ------------------------------------------------------------ whole weeks

    def _needs(self) -> Iterator[Violation]:
        held: Counter[str] = Counter(one.need for one in self.sessions)
        team: dict[str, set[str]] = defaultdict(set)
        for session in self.sessions:
            team[session.need] |= set(session.peers)
        for (name, slot), times in Counter((one.need, one.slot) for one in self.sessions).items():
            if times > 1:
                yield Violation(
                    "twice",
                    f"Need {name} is held {times} times at slot {slot}.",
                    need=name,
                    slot=slot,
                )
        for key, times in held.items():
            need = self.needs[key]
            if times > need.sessions:
                yield Violation(
                    "too_often", f"Need {key} is held {times} times a week, not {need.sessions}.",
                    need=key, student=need.student, limit=need.sessions,
                )  # fmt: skip
            if len(team[key]) > need.team_max:
                yield Violation(
                    "team_too_large",
                    f"Need {key} has {len(team[key])} peers over the week, not {need.team_max}.",
                    need=key, student=need.student, limit=need.team_max,
                )  # fmt: skip

    def _peers(self) -> Iterator[Violation]:
        week: Counter[str] = Counter()
        day: Counter[tuple[str, int]] = Counter()
        partners: dict[str, set[str]] = defaultdict(set)
        lunches: dict[str, set[int]] = defaultdict(set)
        for session in self.sessions:
            need, number = self.needs[session.need], session.slot // self.problem.periods
            for one in session.peers:
                week[one] += 1
                day[one, number] += 1
                partners[one].add(need.student)
                if need.setting == "lunch":
                    lunches[one].add(number)
        for one, peer in self.peers.items():
            yield from self._limits(peer, week[one], partners[one], lunches[one])
        for (one, number), times in sorted(day.items()):
            held = self.peers.get(one)
            if held and times > held.max_per_day:
                yield Violation(
                    "daily_limit", f"{one} has {times} sessions on day {number}, not {held.max_per_day}.",
                    peer=one, slot=number * self.problem.periods, limit=held.max_per_day,
                )  # fmt: skip

    def _limits(
        self, peer: Peer, sessions: int, partners: set[str], lunches: set[int]
    ) -> Iterator[Violation]:
        if sessions > peer.max_sessions:
            yield Violation(
                "weekly_limit", f"{peer.student} has {sessions} sessions a week, not {peer.max_sessions}.",
                peer=peer.student, limit=peer.max_sessions,
            )  # fmt: skip
        if len(partners) > peer.max_partners:
            yield Violation(
                "partner_limit", f"{peer.student} has {len(partners)} partners, not {peer.max_partners}.",
                peer=peer.student, limit=peer.max_partners,
            )  # fmt: skip
        if peer.max_lunch_days is not None and len(lunches) > peer.max_lunch_days:
            yield Violation(
                "lunch_limit", f"{peer.student} gives up lunch on {len(lunches)} days a week, not {peer.max_lunch_days}.",
                peer=peer.student, limit=peer.max_lunch_days,
            )  # fmt: skip

    def _places(self) -> Iterator[Violation]:
        """Nobody, supported or partnering, in two places at one time."""
        near: dict[int, set[int]] = defaultdict(set)
        for one, two in self.problem.overlaps:
            near[one].add(two)
            near[two].add(one)
        at: dict[tuple[str, int], list[tuple[str, bool]]] = defaultdict(list)
        for session in self.sessions:
            at[self.needs[session.need].student, session.slot].append((session.need, False))
            for peer in set(session.peers):
                at[peer, session.slot].append((session.need, True))
        for (student, slot), things in sorted(at.items()):
            first = slot - slot % self.problem.periods
            # Each overlapping pair of slots is looked at once, from the earlier one.
            overlapping = [
                first + p for p in near.get(slot % self.problem.periods, ()) if first + p > slot
            ]
            clashes = [thing for other in overlapping for thing in at.get((student, other), ())]
            if len(things) > 1 or clashes:
                as_peer = any(is_peer for _, is_peer in [*things, *clashes])
                yield Violation(
                    "two_places" if as_peer else "student_two_places",
                    f"{student} is in {len(things) + len(clashes)} places at slot {slot}.",
                    need=things[-1][0], slot=slot, peer=student if as_peer else "", student=student,
                )  # fmt: skip

    def _supervision(self) -> Iterator[Violation]:
        at_once: Counter[tuple[str, int]] = Counter()
        for session in self.sessions:
            group = self.needs[session.need].supervision
            if group:
                at_once[group, session.slot] += 1
        for (group, slot), times in sorted(at_once.items()):
            cap = self.problem.supervision.get(group, times)
            if times > cap:
                yield Violation(
                    "supervision",
                    f"{group} has {times} sessions at slot {slot}, not {cap}.",
                    slot=slot,
                    limit=cap,
                )

    def _locks(self) -> Iterator[Violation]:
        held = {(one.need, one.slot): set(one.peers) for one in self.sessions}
        for need, slot, peer in self.problem.locks:
            if peer not in held.get((need, slot), ()):
                yield Violation(
                    "lock",
                    f"{peer} was locked to need {need} at slot {slot}.",
                    need=need,
                    slot=slot,
                    peer=peer,
                )


def _there(need: Need, student: Student, slot: int, *, is_peer: bool) -> bool:
    place = student.at[slot]
    if need.setting == "class":
        return place == need.section or (is_peer and place == FREE)
    return place == (FREE if need.setting == "free" else LUNCH)
