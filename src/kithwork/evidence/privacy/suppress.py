"""Hide small counts, and as many others as it takes that nobody can reckon them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np

from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.privacy.attack import exposed_cells
from kithwork.evidence.privacy.release import THRESHOLD, Release, Sum, groups

Zeros = Literal["telling", "show", "hide"]
MOST = 1_000_000  # people in a cell; the attack reckons exactly up to here


def suppress_counts(
    counts: Mapping[str, int],
    sums: Iterable[Sum],
    *,
    threshold: int = THRESHOLD,
    zeros: Zeros = "telling",
    width: int | None = None,
    unpublished: Collection[str] = (),
    out_already: Collection[str] = (),
) -> Release:
    """Suppress small counts among any counts that add up to one another.

    Parameters
    ----------
    counts
        Every count by name, totals included, in people: whole numbers of 0 or more.
    sums
        How they add up. Tables about the same people share names: that links them.
    threshold
        Counts from 1 to ``threshold - 1`` are hidden. 10 unless given.
    zeros
        "telling" (default) hides a zero only where all of a line are in one cell, so that it would
        tell on everybody; "show" shows all zeros; "hide" hides all.
    width
        How far apart the lowest and the highest possible count of a hidden cell must be; the
        threshold unless given.
    unpublished
        Names in ``counts`` that will not be shown but could be reckoned, such as those who joined
        between two dates. They are protected where they are small.
    out_already
        Names published earlier: they cannot be hidden any more.

    Returns
    -------
    Release
        Shown counts are the truth. Either the attack recovers none of the hidden ones, or the
        release says which are exposed by what was out already.

    Raises
    ------
    BadData
        Counts that are not whole or below 0, names that are not there, sums that do not add up,
        options that make no sense.

    Notes
    -----
    Hidden cells of a line sum to the threshold or more, wherever cells are left to be hidden.
    Neighbours are hidden smallest first. This hides more than the least possible; finding the
    least is a hard problem, and a table is small.

    Source: Cox, L. H. (1980). Suppression methodology and statistical disclosure control. Journal
    of the American Statistical Association. Worked example:
    ``tests/golden/suppress_table_kithwork_2026.toml``.
    """
    sums = tuple(sums)
    check_counts(counts, sums, threshold, zeros, width, {*unpublished, *out_already})
    counts = {name: int(count) for name, count in counts.items()}
    published = [name for name in counts if name not in unpublished]
    small = {name for name, count in counts.items() if 0 < count < threshold}
    small |= {name for name in _zeros(counts, sums, zeros) if name not in unpublished}
    lowest = 1 if zeros == "show" else 0
    plan = Plan(
        counts=counts,
        sums=sums,
        small=frozenset(small),
        published=tuple(published),
        width=threshold if width is None else width,
        out_already=frozenset(out_already),
        threshold=threshold,
        lowest=dict.fromkeys(published, lowest),
        keep_zeros=zeros == "show",
    )
    return protected(plan)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to protect, what may be hidden for it, and what everybody knows."""

    counts: Mapping[str, int]
    sums: tuple[Sum, ...]
    small: frozenset[str]
    published: tuple[str, ...]
    width: int
    threshold: int
    out_already: frozenset[str] = frozenset()
    lowest: Mapping[str, int] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    keep_zeros: bool = False


def protected(plan: Plan) -> Release:
    """Hide the small cells, then neighbours, until the attack fails or nothing is left to hide."""
    hidden = plan.small - plan.out_already
    while True:
        weak = [line for line in plan.sums if _weak(plan, hidden, line)]
        further = next((name for line in weak for name in _neighbours(plan, hidden, [line])), None)
        if further is None:
            release = _release(plan, hidden)
            further, stuck = _against_the_attack(plan, hidden, release)
            if further is None:
                return replace(release, exposed=stuck)
        hidden |= {further}


def _against_the_attack(
    plan: Plan, hidden: frozenset[str], release: Release
) -> tuple[str | None, tuple[str, ...]]:
    """The next cell to hide; or None, and the cells that nothing more can protect."""
    stuck = []
    for exposed in exposed_cells(release, plan.width):
        beside = [line for line in plan.sums if exposed in line.members]
        for lines in (beside, _around(plan, release, exposed)):
            further = next(_neighbours(plan, hidden, lines), None)
            if further is not None:
                return further, ()
        stuck.append(exposed)
    return None, tuple(stuck)


def _release(plan: Plan, hidden: frozenset[str]) -> Release:
    shown = {name: plan.counts[name] for name in plan.published if name not in hidden}
    inner = tuple(name for name in plan.counts if name not in plan.published)
    return Release(
        shown=shown,
        hidden=tuple(name for name in plan.published if name in hidden),
        sums=plan.sums,
        threshold=plan.threshold,
        unpublished=inner,
        guarded=tuple(name for name in inner if name in hidden),
        limits=plan.limits,
        lowest={name: low for name, low in plan.lowest.items() if name in hidden},
    )


def _weak(plan: Plan, hidden: frozenset[str], line: Sum) -> bool:
    """Whether this line by itself gives a hidden cell, or a small union of them, away."""
    if not hidden.intersection(line.members):
        return False
    unknown = [name for name in line.members if name in hidden or name not in plan.published]
    if len(unknown) == 1:
        return True
    union = sum(plan.counts[name] for name in line.parts if name in unknown)
    return line.total not in unknown and union < plan.threshold


def _neighbours(plan: Plan, hidden: frozenset[str], lines: Sequence[Sum]) -> Iterator[str]:
    """Cells of these lines that can still be hidden: inner before totals, smallest first."""
    totals = {line.total for line in plan.sums}
    free = [
        name
        for name in dict.fromkeys(name for line in lines for name in line.members)
        if name in plan.published and name not in hidden and name not in plan.out_already
        if plan.counts[name] or not plan.keep_zeros
    ]
    # A zero comes last: an outsider may know that nobody can be there.
    yield from sorted(
        free, key=lambda name: (name in totals, not plan.counts[name], plan.counts[name])
    )


def _around(plan: Plan, release: Release, exposed: str) -> list[Sum]:
    """Every line that touches a cell this one hangs together with."""
    unknown = (*release.hidden, *release.unpublished)
    together = next(names for names in groups(plan.sums, unknown) if exposed in names)
    return [line for line in plan.sums if not set(together).isdisjoint(line.members)]


def _zeros(counts: Mapping[str, int], sums: Sequence[Sum], zeros: Zeros) -> Iterator[str]:
    """The zeros that must not be shown."""
    if zeros == "hide":
        yield from (name for name, count in counts.items() if not count)
    elif zeros == "telling":
        for line in sums:
            if sum(counts[name] > 0 for name in line.parts) == 1:
                yield from (name for name in line.parts if not counts[name])


def check_counts(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    threshold: int,
    zeros: str,
    width: int | None,
    named: Collection[str] = (),
) -> None:
    """Refuse what cannot be suppressed: every fault at once."""
    faults = [*_option_faults(threshold, zeros, width), *_count_faults(counts)]
    known = {*named, *(name for line in sums for name in line.members)}
    faults += [
        Fault("no_such_cell", "There is no count of this name.", column=name)
        for name in sorted(known - set(counts))
    ]
    if not faults:
        faults += [
            Fault(
                "does_not_add_up",
                f"{counts[line.total]} is not the sum of its parts, {_sum(counts, line)}.",
                column=line.total,
            )
            for line in sums
            if counts[line.total] != _sum(counts, line)
        ]
    if faults:
        raise BadData(faults)


def _sum(counts: Mapping[str, int], line: Sum) -> int:
    return sum(counts[name] for name in line.parts)


def _option_faults(threshold: int, zeros: str, width: int | None) -> Iterator[Fault]:
    if not is_whole(threshold) or threshold < 3:
        # Below 3 a hidden cell could only be 1.
        yield Fault("bad_threshold", "Give a whole number of 3 or more.", column="threshold")
    if width is not None and (not is_whole(width) or width < 1):
        yield Fault("bad_width", "Give a whole number of 1 or more.", column="width")
    if zeros not in get_args(Zeros):
        words = ", ".join(get_args(Zeros))
        yield Fault("bad_zeros", f"{zeros!r} is not one of: {words}.", column="zeros")


def _count_faults(counts: Mapping[str, int]) -> Iterator[Fault]:
    if not counts:
        yield Fault("empty_table", "There is no count. Give at least one.")
    for name, count in counts.items():
        if not is_whole(count) or not 0 <= count <= MOST:
            yield Fault(
                "not_a_count",
                f"{count!r} is not a number of people. Give a whole number from 0 to {MOST}.",
                column=name,
            )


def is_whole(value: object) -> bool:
    """Whether this is a whole number (true and false are not)."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)
