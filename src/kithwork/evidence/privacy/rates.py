"""Percentages of groups: shown, given as a band, or hidden with a sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.privacy.attack import exposed_cells
from kithwork.evidence.privacy.release import THRESHOLD, Release, Sum
from kithwork.evidence.privacy.suppress import Plan, check_counts, is_whole, protected
from kithwork.evidence.privacy.values import EVERYONE, GroupValue, why

SMALLEST_PART = 3
BAND = 20  # a band is one in twenty: 5 percent at the bottom, 95 at the top


def suppress_rates(
    groups: Mapping[str, tuple[int, int]],
    *,
    whole: bool = True,
    threshold: int = THRESHOLD,
    smallest_part: int = SMALLEST_PART,
    width: int | None = None,
) -> tuple[GroupValue, ...]:
    """Rates of groups that share nobody, and of all of them together.

    Parameters
    ----------
    groups
        For each group how many said yes (or had it, or did it), and how many there are.
    whole
        Whether the rate of everyone is published too. Then a hidden group could be reckoned from
        the others; more are hidden until it cannot.
    threshold
        A group below this size has no rate.
    smallest_part
        Yes and no must each be at least this many, or the exact rate is hidden.
    width
        How far apart the possible numbers behind a hidden rate must be; the threshold unless given.

    Returns
    -------
    tuple of GroupValue
        In the order given, then "everyone" if asked for.

    Raises
    ------
    BadData
        Numbers that are not counts, more yes than people, a group called "everyone".

    Notes
    -----
    A published rate with its size is reckoned as giving away the exact numbers. A hidden rate near
    an end is shown as a band (5 percent or less, 95 percent or more) only where the group is so
    large that the band itself leaves ``width`` numbers open.

    Source: threshold and parts as in the product's security design. Worked example:
    ``tests/golden/suppress_rates_kithwork_2026.toml``.
    """
    _check(groups)
    counts, sums = _counted(groups, whole)
    check_counts(counts, sums, threshold, "hide", width)
    if not is_whole(smallest_part) or smallest_part < 1:
        raise refuse("bad_part", "Give a whole number of 1 or more.", column="smallest_part")
    names = [*groups, EVERYONE] if whole else [*groups]
    plan = Plan(
        counts=counts,
        sums=sums,
        small=frozenset(
            part for name in names for part in _small(counts, name, threshold, smallest_part)
        ),
        published=tuple(counts),
        width=threshold if width is None else width,
        threshold=threshold,
        # Yes and no are hidden for several reasons, so that they are hidden says nothing more.
        limits=dict.fromkeys(counts, 1 + sum(counts.values())),
    )
    release = protected(plan)
    release, bands = _bands(release, names, counts, plan.width)
    return tuple(_value(name, counts, release, bands) for name in names)


def _yes(group: str) -> str:
    return f"yes in {group}"


def _no(group: str) -> str:
    return f"no in {group}"


def _all(group: str) -> str:
    return f"all of {group}"


def _check(groups: Mapping[str, tuple[int, int]]) -> None:
    faults = []
    for place, (group, pair) in enumerate(groups.items(), start=1):
        numbers = tuple(pair)
        if len(numbers) != 2 or any(not is_whole(number) for number in numbers):
            faults.append(
                Fault("not_a_count", "Give two whole numbers: yes, and all.", place, group)
            )
        elif not 0 <= numbers[0] <= numbers[1]:
            sentence = f"{numbers[0]} of {numbers[1]} is not possible."
            faults.append(Fault("out_of_range", sentence, place, group))
        if group == EVERYONE:
            faults.append(Fault("bad_name", f"{EVERYONE} means all groups.", place, group))
    if faults:
        raise BadData(faults)


def _counted(
    groups: Mapping[str, tuple[int, int]], whole: bool
) -> tuple[dict[str, int], tuple[Sum, ...]]:
    """Yes, no and all of each group as counts that add up."""
    counts: dict[str, int] = {}
    sums = []
    both = dict(groups)
    if whole:
        both[EVERYONE] = (
            sum(yes for yes, _ in groups.values()),
            sum(n for _, n in groups.values()),
        )
    for group, (yes, n) in both.items():
        counts |= {_yes(group): yes, _no(group): n - yes, _all(group): n}
        sums.append(Sum(_all(group), (_yes(group), _no(group))))
    if whole:
        sums += [
            Sum(part(EVERYONE), tuple(part(group) for group in groups))
            for part in (_yes, _no, _all)
        ]
    return counts, tuple(sums)


def _small(counts: Mapping[str, int], group: str, threshold: int, part: int) -> Iterator[str]:
    """The counts of a group that must not be shown."""
    n = counts[_all(group)]
    if 0 < n < threshold:
        yield _all(group)
    if n > 0 and (n < threshold or min(counts[_yes(group)], counts[_no(group)]) < part):
        yield _yes(group)
        yield _no(group)


def _bands(
    release: Release, names: list[str], counts: Mapping[str, int], width: int
) -> tuple[Release, dict[str, tuple[float, float]]]:
    """Bands that can be given one after the other without helping the attack."""
    bands: dict[str, tuple[float, float]] = {}
    for name in names:
        n = release.shown.get(_all(name), 0)
        for part, band in ((_yes(name), (0.0, 1 / BAND)), (_no(name), (1 - 1 / BAND, 1.0))):
            if part in release.hidden and BAND * counts[part] <= n:
                said = replace(release, highest={**release.highest, part: n // BAND})
                if next(exposed_cells(said, width), None) is None:
                    release, bands[name] = said, band
    return release, bands


def _value(
    name: str,
    counts: Mapping[str, int],
    release: Release,
    bands: Mapping[str, tuple[float, float]],
) -> GroupValue:
    n = release.shown.get(_all(name))
    if n and _yes(name) in release.shown:
        return GroupValue(name, counts[_yes(name)] / n, n)
    reason = "small_group" if n is None else "band" if name in bands else "telling"
    if n == 0:
        reason = "nobody"
    return GroupValue(name, None, n, bands.get(name), reason, why(reason, release.threshold))
