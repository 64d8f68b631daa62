"""How good a plan is, counted from its sessions alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from kithwork.matching.compiled import Compiled
from kithwork.matching.plan import Session
from kithwork.matching.scoring import level


def coverage_utility(c: Compiled, sessions: tuple[Session, ...]) -> int:
    """Sum over focus students of the worth of their 1st, 2nd, … session of the week."""
    held: Counter[int] = Counter()
    for session in sessions:
        held[c.need_student[c.need_index[session.need]]] += 1
    return sum(sum(c.marginal[f][: held[f]]) for f in c.focus)


def scores(c: Compiled, sessions: tuple[Session, ...]) -> dict[str, Any]:
    """The measures of the format kithwork-plan/1.

    coverage_pct: sessions held of sessions wished, 0-100. wanted_pct: of the focus students who
    asked for somebody that could partner them at all (a candidate for one of their needs), those who have at
    least one of the people they asked for, 0-100 (100 when nobody asked). kept_pct: of
    the pairs in force before, those that go on, 0-100. levels: students whose week is met to 0, 1, 2, 3
    and 4 quarters. max_load, gini: sessions a week over all peers with a limit above zero.
    """
    held: Counter[int] = Counter()
    load: Counter[int] = Counter()
    partners: dict[int, set[int]] = defaultdict(set)
    for session in sessions:
        f = c.need_student[c.need_index[session.need]]
        held[f] += 1
        for peer in session.peers:
            p = c.peer_index[peer]
            load[p] += 1
            partners[f].add(p)
    wished = sum(c.wished.values())
    asked = [f for f in c.focus if c.could_grant(f)]
    granted = sum(1 for f in asked if c.wanted[f] & partners[f])
    kept = [1 for f, p in sorted(c.kept) if p in partners[f]]
    levels = Counter(level(held[f], c.wished[f]) for f in c.focus)
    loads = [load[p] for p in range(len(c.week)) if c.week[p] > 0]
    return {
        "sessions": len(sessions),
        "wished": wished,
        "coverage_pct": _pct(len(sessions), wished),
        "wanted_pct": _pct(granted, len(asked)),
        "wanted": granted,
        "asked": len(asked),
        "kept_pct": _pct(len(kept), len(c.kept)),
        "levels": [levels[quarters] for quarters in range(5)],
        "max_load": max(loads, default=0),
        "gini": round(gini(loads), 4),
    }


def _pct(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 100.0


def gini(values: list[int]) -> float:
    """Inequality of loads in [0, 1): 0 when everybody carries the same."""
    total, count = sum(values), len(values)
    if not total:
        return 0.0
    ranked = sum((2 * rank - count - 1) * value for rank, value in enumerate(sorted(values), 1))
    return ranked / (count * total)
