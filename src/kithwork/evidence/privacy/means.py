"""Means of groups: shown where the group is large enough and nobody can be reckoned from them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import is_number
from kithwork.evidence.privacy.release import THRESHOLD, Release, Sum
from kithwork.evidence.privacy.suppress import Plan, check_counts, protected
from kithwork.evidence.privacy.values import EVERYONE, GroupValue, why


def suppress_means(
    groups: Mapping[str, Sequence[float | None]],
    *,
    whole: bool = True,
    threshold: int = THRESHOLD,
    width: int | None = None,
) -> tuple[GroupValue, ...]:
    """Means of groups that share nobody, and of all of them together.

    Parameters
    ----------
    groups
        For each group one value a person, in the measure's own unit; None is left out.
    whole
        Whether the mean of everyone is published too. Then the mean of a single hidden group could
        be reckoned from the others; at least two are hidden, with ``threshold`` people in all.
    threshold
        A group with fewer values has no mean.
    width
        How far apart the possible sizes of a hidden group must be; the threshold unless given.

    Returns
    -------
    tuple of GroupValue
        In the order given, then "everyone" if asked for.

    Raises
    ------
    BadData
        Values that are not finite numbers, a group called "everyone".

    Notes
    -----
    A mean is hidden, too, where everybody has the same value: it would tell on all of them. Give
    one value for each person, not for each observation.

    Source: threshold as in the product's security design. Worked example:
    ``tests/golden/suppress_means_kithwork_2026.toml``.
    """
    kept = {group: _kept(values) for group, values in _checked(groups).items()}
    if whole:
        kept[EVERYONE] = [value for values in kept.values() for value in values]
    counts = {group: len(values) for group, values in kept.items()}
    sums = (Sum(EVERYONE, tuple(groups)),) if whole else ()
    check_counts(counts, sums, threshold, "show", width)
    small = {group for group, values in kept.items() if _telling(values, threshold)}
    if not whole:
        # No sum is published: nothing that is hidden can be reckoned from what is shown.
        shown = {group: count for group, count in counts.items() if group not in small}
        alone = Release(shown, tuple(group for group in counts if group in small), (), threshold)
        return tuple(_value(group, values, alone) for group, values in kept.items())

    def hide(names: Collection[str]) -> Release:
        return protected(
            Plan(
                counts=counts,
                sums=sums,
                small=frozenset(names),
                published=tuple(counts),
                width=threshold if width is None else width,
                threshold=threshold,
                # A mean is hidden for several reasons: that it is says nothing of the size.
                limits=dict.fromkeys(counts, 1 + sum(counts.values())),
            )
        )

    release = hide(small)
    together = [value for group in release.hidden for value in kept[group]]
    if EVERYONE in release.shown and _same(together):
        release = hide({*small, EVERYONE})  # all the hidden have one value: the rest would tell it
    return tuple(_value(group, values, release) for group, values in kept.items())


def _telling(values: Sequence[float], threshold: int) -> bool:
    return 0 < len(values) < threshold or _same(values)


def _same(values: Collection[float]) -> bool:
    return len(set(values)) == 1


def _kept(values: Iterable[float | None]) -> list[float]:
    return [float(value) for value in values if value is not None]


def _checked(
    groups: Mapping[str, Sequence[float | None]],
) -> Mapping[str, Sequence[float | None]]:
    faults = [*_faults(groups)]
    if faults:
        raise BadData(faults)
    return groups


def _faults(groups: Mapping[str, Sequence[float | None]]) -> Iterator[Fault]:
    for group, values in groups.items():
        if group == EVERYONE:
            yield Fault("bad_name", f"{EVERYONE} means all groups.", column=group)
        for place, value in enumerate(values, start=1):
            if value is None:
                continue
            if not is_number(value):
                sentence = f"{value!r} is not a finite number. Leave out what is not there."
                yield Fault("not_a_number", sentence, place, group)


def _value(group: str, values: Sequence[float], release: Release) -> GroupValue:
    n = release.shown.get(group)
    if n:
        return GroupValue(group, math.fsum(values) / n, n)
    reason = "nobody" if n == 0 else "small_group"
    return GroupValue(group, None, n, reason=reason, sentence=why(reason, release.threshold))
