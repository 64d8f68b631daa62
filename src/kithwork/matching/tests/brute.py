"""A second judge, as short and slow as can be: the rules of the design, read aloud over raw rows.

It knows nothing of `kithwork.matching.check`; the two must agree on every plan.
"""

from __future__ import annotations

from itertools import combinations

from kithwork.matching import Problem, Session

QUARTER = (64, 16, 4, 1)


def is_sound(problem: Problem, sessions: tuple[Session, ...]) -> bool:
    needs = {one.id: one for one in problem.needs}
    offers = {one.student: one for one in problem.peers}
    people = {one.id: one for one in problem.students}
    rows = [(needs[one.need], one.slot, one.peers) for one in sessions]
    comes = [(need, slot, peer) for need, slot, peers in rows for peer in peers]
    periods = problem.periods

    def at_once(one: int, two: int) -> bool:
        same_day = one // periods == two // periods
        pair = {one % periods, two % periods}
        return same_day and (len(pair) == 1 or any(pair == set(over) for over in problem.overlaps))

    def fits(need, slot, peer) -> bool:
        own, place = people[peer], people[peer].at[slot]
        focus = people[need.student]
        apart = {(need.student, peer), (peer, need.student)}
        return (
            peer != need.student
            and place
            in {"class": (need.section, "FREE"), "free": ("FREE",), "lunch": ("LUNCH",)}[
                need.setting
            ]
            and need.role in offers[peer].roles
            and own.grade >= focus.grade - 1
            and (need.student, peer) not in problem.avoids
            and not apart & set(problem.do_not_pair)
        )

    def place_of(need) -> str:
        return {"class": need.section, "free": "FREE", "lunch": "LUNCH"}[need.setting]

    def at_lunch(need) -> bool:
        return need.setting == "lunch"

    present = [(person, slot) for need, slot, peers in rows for person in (need.student, *peers)]
    return all(
        [
            all(
                slot in need.slots and people[need.student].at[slot] == place_of(need)
                for need, slot, _ in rows
            ),
            all(need.min_peers <= len(peers) <= need.max_peers for need, _, peers in rows),
            all(len(set(peers)) == len(peers) for _, _, peers in rows),
            len({(need.id, slot) for need, slot, _ in rows}) == len(rows),
            all(fits(*row) for row in comes),
            all(sum(one is need for one, _, _ in rows) <= need.sessions for need in problem.needs),
            all(
                len({p for one, _, p in comes if one is need}) <= need.team_max
                for need in problem.needs
            ),
            all(
                sum(p == offer.student for _, _, p in comes) <= offer.max_sessions
                for offer in problem.peers
            ),
            all(
                sum(p == offer.student and slot // periods == day for _, slot, p in comes)
                <= offer.max_per_day
                for offer in problem.peers
                for day in range(problem.days)
            ),
            all(
                len({need.student for need, _, p in comes if p == offer.student})
                <= offer.max_partners
                for offer in problem.peers
            ),
            all(
                offer.max_lunch_days is None
                or len({s // periods for n, s, p in comes if p == offer.student and at_lunch(n)})
                <= offer.max_lunch_days
                for offer in problem.peers
            ),
            not any(
                one[0] == two[0] and at_once(one[1], two[1])
                for one, two in combinations(present, 2)
            ),
            all(
                sum(need.supervision == group and slot == at for need, slot, _ in rows) <= cap
                for group, cap in problem.supervision.items()
                for at in range(problem.slots)
            ),
            all(
                any(
                    need.id == lock[0] and slot == lock[1] and p == lock[2]
                    for need, slot, p in comes
                )
                for lock in problem.locks
            ),
        ]
    )


def utility(problem: Problem, sessions: tuple[Session, ...]) -> int:
    """Coverage utility from the definition, student by student."""
    total = 0
    for focus in {need.student for need in problem.needs}:
        theirs = {need.id for need in problem.needs if need.student == focus}
        wished = sum(need.sessions for need in problem.needs if need.student == focus)
        held = sum(one.need in theirs for one in sessions)
        total += sum(QUARTER[number * 4 // wished] for number in range(held))
    return total
