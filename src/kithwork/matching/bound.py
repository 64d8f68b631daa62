"""A number no plan can exceed, from a flow that forgets some of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from kithwork.matching.compiled import Compiled
from kithwork.matching.problem import Problem


def upper_bound(problem: Problem | Compiled, look: Callable[[], None] = lambda: None) -> int:
    """An upper bound on coverage utility, in its own unit; about a second for 3000 students.

    `look` is called again and again while the flow is laid out, so that somebody can be told.

    Peers flow through their periods to needs and on to the quarters of each student's wish. Partner,
    team, daily and supervision limits are forgotten, and the lunches a peer gives are held to their limit
    within each period only, so the bound may be above the best plan, never below.

    Source: minimum-cost flow; the relaxation is section 2 of the matching design.
    """
    c = problem if isinstance(problem, Compiled) else Compiled(problem)
    return _Flow(c, look).value()


class _Flow:
    """Nodes: source, peers, (peer, period), (peer, period) at lunch, needs, focus students, sink."""

    def __init__(self, c: Compiled, look: Callable[[], None]) -> None:
        from ortools.graph.python import (
            min_cost_flow,
        )  # 1.3 s of import: only where a bound is asked for

        self.c, self.look = c, look
        self.solver = min_cost_flow.SimpleMinCostFlow()
        self.nodes: dict[tuple, int] = {}  # type: ignore[type-arg]
        self.source, self.sink = self._node(("source",)), self._node(("sink",))
        self._peers_to_needs()
        self._needs_to_students()

    def _node(self, key: tuple) -> int:  # type: ignore[type-arg]
        return self.nodes.setdefault(key, len(self.nodes))

    def _arc(self, tail: int, head: int, capacity: int, cost: int = 0) -> None:
        self.solver.add_arc_with_capacity_and_unit_cost(tail, head, capacity, cost)

    def _peers_to_needs(self) -> None:
        c = self.c
        reach: dict[tuple[int, int, int], int] = defaultdict(int)
        days: dict[tuple[int, int], set[int]] = defaultdict(set)
        for n, there in enumerate(c.candidates):
            self.look()
            for s, peers in there.items():
                period = s % c.periods
                for p in peers:
                    reach[p, period, n] += 1
                    days[p, period].add(s)
        lunch = self._lunches(reach, days)
        seen: set[int] = set()
        for (p, period), slots in sorted(days.items()):
            if p not in seen:
                seen.add(p)
                self._arc(self.source, self._node(("peer", p)), c.week[p])
            self._arc(self._node(("peer", p)), self._node(("time", p, period)), len(slots))
        for number, ((p, period, n), slots_there) in enumerate(sorted(reach.items())):
            if number % 1000 == 0:
                self.look()
            capacity = min(slots_there, c.k[n])
            tail = self._node(("time", p, period))
            if c.at_lunch[n] and (p, period) in lunch:
                tail = lunch[p, period]
            self._arc(tail, self._node(("need", n)), capacity)

    def _lunches(
        self, reach: dict[tuple[int, int, int], int], days: dict[tuple[int, int], set[int]]
    ) -> dict[tuple[int, int], int]:
        """A node for each peer and period at which they could give up more lunches than they may.

        Slots of one period lie on different days, so as many sessions at lunch in it are so many days.
        """
        c, found = self.c, {}
        for p, period, n in sorted(reach):
            held = c.at_lunch[n] and len(days[p, period]) > c.lunches[p]
            if held and (p, period) not in found:
                found[p, period] = self._node(("lunch", p, period))
                self._arc(self._node(("time", p, period)), found[p, period], c.lunches[p])
        return found

    def _needs_to_students(self) -> None:
        c = self.c
        for n, there in enumerate(c.candidates):
            if there:
                # A session needs `lo` peers; one of them is enough for the flow, which keeps it a bound.
                capacity = min(c.k[n], len(there))
                self._arc(
                    self._node(("need", n)), self._node(("focus", c.need_student[n])), capacity
                )
        for f in c.focus:
            for worth in c.marginal[f]:
                self._arc(self._node(("focus", f)), self.sink, 1, -worth)

    def value(self) -> int:
        total = sum(self.c.week)
        self.solver.set_node_supply(self.source, total)
        self.solver.set_node_supply(self.sink, -total)
        self._arc(self.source, self.sink, total)  # what is not needed may stay at home
        status = self.solver.solve()
        if status != self.solver.OPTIMAL:
            raise RuntimeError(f"the flow bound could not be computed (status {status})")
        return -int(self.solver.optimal_cost())
