"""The problem in whole numbers: what the search and the judge's helpers count with.

Everything is an index into a tuple, in the order of the problem, so that nothing
depends on how a text is hashed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from kithwork.matching.problem import FREE, LUNCH, Need, Problem, Student
from kithwork.matching.scoring import (
    INTEREST,
    KEPT,
    LANGUAGE,
    PEER_WISH,
    SAME_GRADE,
    SAME_SECTION,
    WANTED,
    marginal_utility,
)


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while mask:
        bit = mask & -mask
        mask ^= bit
        found.append(bit.bit_length() - 1)
    return found


class Compiled:
    """Indexes: f a student (focus or not), p a peer, n a need, s a slot, d a day."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._everyday: set[str] | None = None
        self.S, self.periods = problem.slots, problem.periods
        self.student_index = {student.id: i for i, student in enumerate(problem.students)}
        self.peer_index = {peer.student: i for i, peer in enumerate(problem.peers)}
        self.need_index = {need.id: i for i, need in enumerate(problem.needs)}
        self.peer_student = [self.student_index[peer.student] for peer in problem.peers]
        self.peer_of_student = {student: p for p, student in enumerate(self.peer_student)}
        self.week = [peer.max_sessions for peer in problem.peers]
        self.daily = [peer.max_per_day for peer in problem.peers]
        self.partners = [peer.max_partners for peer in problem.peers]
        # Nobody gives up more lunches than there are days.
        self.lunches = [
            problem.days if peer.max_lunch_days is None else peer.max_lunch_days
            for peer in problem.peers
        ]
        self.day_of = [slot // self.periods for slot in range(self.S)]
        self.also = self._overlapping_slots()
        self._compile_needs()
        self._compile_groups()
        self.forbidden = self._forbidden()
        self._compile_wishes()
        self.locks = [
            (self.need_index[need], slot, self.peer_index[peer])
            for need, slot, peer in problem.locks
        ]

    def _overlapping_slots(self) -> list[tuple[int, ...]]:
        """For each slot, the other slots of the same day that run at the same time."""
        near: dict[int, set[int]] = defaultdict(set)
        for one, two in self.problem.overlaps:
            near[one].add(two)
            near[two].add(one)
        return [
            tuple(
                sorted(
                    slot - slot % self.periods + period
                    for period in near.get(slot % self.periods, ())
                )
            )
            for slot in range(self.S)
        ]

    def _compile_needs(self) -> None:
        needs = self.problem.needs
        self.need_student = [self.student_index[need.student] for need in needs]
        self.k = [need.sessions for need in needs]
        self.lo = [need.min_peers for need in needs]
        self.hi = [need.max_peers for need in needs]
        self.team = [need.team_max for need in needs]
        # Needs whose peers give up a lunch that is counted: none where no peer's limit can be reached.
        is_counted = any(limit < self.problem.days for limit in self.lunches)
        self.at_lunch = [is_counted and need.setting == "lunch" for need in needs]
        self.needs_of: dict[int, list[int]] = defaultdict(list)
        for n, f in enumerate(self.need_student):
            self.needs_of[f].append(n)
        self.focus = sorted(self.needs_of)
        self.wished = {f: sum(self.k[n] for n in self.needs_of[f]) for f in self.focus}
        self.marginal = {f: marginal_utility(self.wished[f]) for f in self.focus}

    def _compile_groups(self) -> None:
        names = sorted(self.problem.supervision)
        index = {name: g for g, name in enumerate(names)}
        self.group_cap = [self.problem.supervision[name] for name in names]
        self.group = [index.get(need.supervision, -1) for need in self.problem.needs]
        self.group_needs: dict[int, list[int]] = defaultdict(list)
        for n, g in enumerate(self.group):
            self.group_needs[g].append(n)

    def _forbidden(self) -> set[tuple[int, int]]:
        """(focus student, peer's student) who are never put together."""
        index = self.student_index
        pairs = {(index[a], index[b]) for a, b in self.problem.avoids}
        for a, b in self.problem.do_not_pair:
            pairs |= {(index[a], index[b]), (index[b], index[a])}
        return pairs

    def is_there(self, need: Need, student: int, slot: int) -> bool:
        """Is the focus student where the need is, at that slot?"""
        place = self.problem.students[student].at[slot]
        if need.setting == "class":
            return place == need.section
        return place == (FREE if need.setting == "free" else LUNCH)

    def can_be_there(self, need: Need, student: int, slot: int) -> bool:
        """May a peer come there: in the same section, free for a class or free period, or at lunch too?"""
        place = self.problem.students[student].at[slot]
        if need.setting == "class":
            return place in (need.section, FREE)
        return place == (FREE if need.setting == "free" else LUNCH)

    def may_pair(self, n: int, p: int, *, trained: bool = False) -> bool:
        """Trained (or taken to be), not the same person, not more than a grade younger, not kept apart."""
        need, peer = self.problem.needs[n], self.problem.peers[p]
        f, student = self.need_student[n], self.peer_student[p]
        grades = self.problem.students
        return (
            f != student
            and (trained or need.role in peer.roles)
            and grades[student].grade >= grades[f].grade - 1
            and (f, student) not in self.forbidden
        )

    @cached_property
    def candidates(self) -> list[dict[int, list[int]]]:
        """For each need, slot -> peers who could come, for the slots at which the student is there too."""
        return [{slot: bits(mask) for slot, mask in found.items()} for found in self.candidate_mask]

    @cached_property
    def candidate_mask(self) -> list[dict[int, int]]:
        """As `candidates`, the peers as bits.

        The same answer as asking `may_pair` and `can_be_there` of everybody, with peers as bits.
        """
        people, peers = self.problem.students, self.problem.peers
        trained: dict[str, int] = defaultdict(int)
        in_grade: dict[int, int] = defaultdict(int)
        for p, student in enumerate(self.peer_student):
            bit = 1 << p
            for role in set(peers[p].roles):
                trained[role] |= bit
            in_grade[people[student].grade] |= bit
        apart: dict[int, int] = defaultdict(int)
        for f, student in self.forbidden:
            apart[f] |= self.bit_of(student)
        masks: list[dict[int, int]] = []
        for n, need in enumerate(self.problem.needs):
            f = self.need_student[n]
            able = trained[need.role] & ~apart[f] & ~self.bit_of(f)
            able &= sum(bit for grade, bit in in_grade.items() if grade >= people[f].grade - 1)
            found = {}
            for slot in need.slots:
                mask = able & self.there_mask(need, slot)
                if mask.bit_count() >= need.min_peers and self.is_there(need, f, slot):
                    found[slot] = mask
            masks.append(found)
        return masks

    @cached_property
    def there(self) -> dict[tuple[int, str], int]:
        """(slot, place) -> the peers whose timetable puts them there, as bits."""
        found: dict[tuple[int, str], int] = defaultdict(int)
        for p, student in enumerate(self.peer_student):
            for slot, place in enumerate(self.problem.students[student].at):
                if place is not None:
                    found[slot, place] |= 1 << p
        return found

    def bit_of(self, student: int) -> int:
        """The bit of a student among the peers; 0 for one who is no peer."""
        p = self.peer_of_student.get(student)
        return 0 if p is None else 1 << p

    def there_mask(self, need: Need, slot: int) -> int:
        """Everybody who is where the need is, or free to go there: `can_be_there`, as bits."""
        if need.setting == "class":
            return self.there.get((slot, need.section), 0) | self.there.get((slot, FREE), 0)
        return self.there.get((slot, FREE if need.setting == "free" else LUNCH), 0)

    def _compile_wishes(self) -> None:
        problem, index = self.problem, self.student_index
        self.wanted: dict[int, set[int]] = defaultdict(set)
        for focus, peer in problem.wants:
            p = self.peer_index.get(peer)
            if p is not None:
                self.wanted[index[focus]].add(p)
        kept = {(index[f], index[p]) for f, p in problem.previous}
        self.kept = {
            (f, self.peer_of_student[student])
            for f, student in kept
            if student in self.peer_of_student
        }

    @cached_property
    def worth(self) -> list[dict[int, int]]:
        """For each need, what each of its candidates is worth beyond being there."""
        index = self.student_index
        kept = {(index[f], index[p]) for f, p in self.problem.previous}
        eager = {(index[f], index[p]) for p, f in self.problem.peer_wants}
        found = []
        for n, need in enumerate(self.problem.needs):
            f, mask = self.need_student[n], 0
            for there in self.candidate_mask[n].values():
                mask |= there
            found.append({p: self._pair_worth(need, f, p, kept, eager) for p in bits(mask)})
        return found

    def shared_languages(self, one: Student, two: Student) -> set[str]:
        """Languages both speak that most of the school does not: those are what brings two together."""
        if self._everyday is None:
            speakers = Counter(
                word for each in self.problem.students for word in set(each.languages)
            )
            half = len(self.problem.students) / 2
            self._everyday = {word for word, count in speakers.items() if count > half}
        return set(one.languages) & set(two.languages) - self._everyday

    def could_grant(self, f: int) -> bool:
        """Did student f ask for somebody who is a candidate for one of their needs?"""
        wanted = self.wanted.get(f, set())
        return any(wanted & self.worth[n].keys() for n in self.needs_of[f])

    def _pair_worth(
        self, need: Need, f: int, p: int, kept: set[tuple[int, int]], eager: set[tuple[int, int]]
    ) -> int:
        one = self.problem.students[f]
        student = self.peer_student[p]
        two = self.problem.students[student]
        shared = len(set(one.interests) & set(two.interests))
        return (
            KEPT * ((f, student) in kept)
            + PEER_WISH * ((f, student) in eager)
            + WANTED * (p in self.wanted.get(f, ()))
            + SAME_SECTION * (need.setting == "class" and need.section in two.at)
            + LANGUAGE * bool(self.shared_languages(one, two))
            + INTEREST * min(shared, 2)
            + SAME_GRADE * (one.grade == two.grade)
        )
