"""From one series to what stands in its panel: sessions on the axis, phases, and what may be joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from kithwork.evidence.faults import Fault
from kithwork.evidence.graph.kinds import Block, blocks_of, compared
from kithwork.evidence.graph.model import (
    CONDITIONS,
    Change,
    Group,
    Kind,
    Look,
    Mark,
    Path,
    Remark,
    Span,
)
from kithwork.evidence.graph.wanted import COMPARISON, LETTERS, Wanted, ordinal
from kithwork.evidence.series import Point, Series

# Beyond these a float no longer tells one session or score from the next.
MOST_SESSION, MOST_VALUE = 1e9, 1e15


@dataclass(frozen=True, slots=True)
class Case:
    """A series on the axis: every session with its place, probes apart, phases as they followed."""

    series: Series
    points: tuple[Mark, ...]
    blocks: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a panel holds before its scale is known."""

    points: tuple[Mark, ...]
    groups: tuple[Group, ...]
    paths: tuple[Path, ...]
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...]


def place(series: Series, probes: Sequence[Series], wanted: Wanted) -> Case | list[Fault]:
    """The sessions of one case on the axis, or the faults that keep them from it."""
    faults = [*_place_faults(series, wanted)]
    for other in probes:
        faults += _place_faults(other, wanted)
    if faults:
        return faults
    own = [_mark(point, wanted) for point in series.points]
    kept = [mark for mark in own if mark.look is not Look.PROBE]
    if not kept:
        text = f"{series.case} has nothing but probes. Leave a phase to draw."
        return [Fault("only_probes", text, column="phase")]
    extra = [
        replace(_mark(point, wanted), look=Look.PROBE) for other in probes for point in other.points
    ]
    points = sorted([*own, *extra], key=lambda mark: (mark.x, mark.session))
    return Case(series, tuple(points), tuple(tuple(block) for block in blocks_of(kept)))


def _mark(point: Point, wanted: Wanted) -> Mark:
    x = ordinal(point.on) if wanted.dated and point.on else float(point.session)
    look = Look.PROBE if point.phase in wanted.probe_labels else Look.FIRST
    return Mark(x, point.value, float(point.session), point.phase, look, point.on)


def _place_faults(series: Series, wanted: Wanted) -> Iterator[Fault]:
    before: Point | None = None
    for point in series.points:
        if abs(point.session) > MOST_SESSION:
            text = f"Session {point.session:g} is too large to draw. Number sessions 1, 2, 3."
            yield Fault("too_large_to_draw", text, point.row, "session")
        if point.value is not None and abs(point.value) > MOST_VALUE:
            text = f"{point.value:g} is too large to draw. Give it in a larger unit."
            yield Fault("too_large_to_draw", text, point.row, "value")
        if wanted.dated and point.on is None:
            text = f"Session {point.session:g} has no date. Write one, or draw by session."
            yield Fault("no_date", text, point.row, "date")
        if wanted.dated and before and before.on and point.on and point.on < before.on:
            text = (
                f"Session {point.session:g} ({point.on}) is before session {before.session:g} ({before.on})."
                " Mend the date, or draw by session."
            )
            yield Fault("dates_out_of_order", text, point.row, "date")
        if wanted.dated and wanted.lines and before and before.on == point.on is not None:
            text = (
                f"Two sessions are on {point.on}. Lines through a phase by date need one session a day;"
                " draw by session, or without lines."
            )
            yield Fault("two_sessions_a_day", text, point.row, "date")
        before = point


def arrange(case: Case, kind: Kind, wanted: Wanted, names: dict[str, str]) -> Arranged:
    """Phases, groups and paths of one case."""
    groups = _groups(case, kind, wanted, names)
    stretches: list[list[Mark]] = [[] for _ in range(max(group.span for group in groups) + 1)]
    for group in groups:
        stretches[group.span] += group.marks
    edges = [(min(mark.x for mark in one), max(mark.x for mark in one)) for one in stretches]
    lines = [(left[1] + right[0]) / 2 for left, right in pairwise(edges)]
    labels = [_span_label(groups, number) for number in range(len(stretches))]
    starts, stops = [edges[0][0], *lines], [*lines, edges[-1][1]]
    return Arranged(
        points=_with_looks(case, groups),
        groups=groups,
        paths=tuple(_paths(case, groups, wanted)),
        spans=tuple(
            Span(label, _name(label, names), start, stop)
            for label, start, stop in zip(labels, starts, stops, strict=True)
        ),
        changes=tuple(
            Change(x, before, after)
            for x, (before, after) in zip(lines, pairwise(labels), strict=True)
        ),
        remarks=tuple(_remarks(case, wanted)),
    )


def names_of(
    labels: Sequence[str], criteria: Mapping[str, float], wanted: Wanted
) -> dict[str, str]:
    """A name for each label: as asked, or Baseline and Treatment where a file has only A and B.

    A criterion that is nothing but a number is called one.
    """
    bare = {label: f"Criterion {label}" for label in criteria if label[:1].isdigit()}
    usual = {label: name for label, name in LETTERS.items() if label not in criteria}
    if not set(labels) - set(criteria) <= set(LETTERS):
        usual = {}
    return {COMPARISON: "Comparison", **usual, **bare, **wanted.labels}


def _name(label: str, names: dict[str, str]) -> str:
    return names.get(label, label)


def _span_label(groups: Sequence[Group], number: int) -> str:
    labels = [group.label for group in groups if group.span == number]
    return labels[0] if len(labels) == 1 else COMPARISON


def _groups(case: Case, kind: Kind, wanted: Wanted, names: dict[str, str]) -> tuple[Group, ...]:
    blocks = [list(block) for block in case.blocks]
    if kind is Kind.ALTERNATING_TREATMENTS:
        return tuple(_by_condition(blocks, names))
    baseline = wanted.baseline if wanted.baseline is not None else blocks[0][0].phase
    return tuple(
        _group(number, block, Look.BASELINE if block[0].phase == baseline else Look.FIRST, names)
        for number, block in enumerate(blocks)
    )


def _by_condition(blocks: list[Block], names: dict[str, str]) -> Iterator[Group]:
    """Baseline before, conditions side by side, and what stands alone after them."""
    first, last = compared(blocks)
    turns = [mark for block in blocks[first : last + 1] for mark in block]
    conditions = list(dict.fromkeys(mark.phase for mark in turns))
    looks = dict(zip(conditions, CONDITIONS, strict=False))
    number = 0
    if first:
        yield _group(number, blocks[0], Look.BASELINE, names)
        number += 1
    for condition in conditions:
        own = [mark for mark in turns if mark.phase == condition]
        yield _group(number, own, looks[condition], names)
    if last < len(blocks) - 1:
        after = blocks[-1]
        free = [look for look in CONDITIONS if look not in looks.values()]
        look = (free or [Look.BASELINE])[0]
        yield _group(number + 1, after, look, names)


def _group(span: int, marks: Sequence[Mark], look: Look, names: dict[str, str]) -> Group:
    label = marks[0].phase
    own = tuple(replace(mark, look=look) for mark in marks)
    return Group(span, label, _name(label, names), look, own)


def _with_looks(case: Case, groups: Sequence[Group]) -> tuple[Mark, ...]:
    drawn = {mark.session: mark for group in groups for mark in group.marks}
    return tuple(mark if mark.look is Look.PROBE else drawn[mark.session] for mark in case.points)


def _paths(case: Case, groups: Sequence[Group], wanted: Wanted) -> Iterator[Path]:
    stretch = _stretches(case.points, wanted)
    for group in groups:
        # A session without data parts what is before it from what is after it.
        lacking = 0
        keyed = []
        for mark in group.marks:
            if mark.value is None:
                lacking += 1
            else:
                keyed.append(((stretch[mark.session], lacking), (mark.x, mark.value)))
        for _, joined in groupby(keyed, key=lambda pair: pair[0]):
            points = tuple(point for _, point in joined)
            if len(points) > 1:
                yield Path(group.look, points)


def _stretches(points: Sequence[Mark], wanted: Wanted) -> dict[float, int]:
    """For each session, the number of gaps before it."""
    found: dict[float, int] = {}
    number = 0
    for before, after in zip([None, *points], points, strict=False):
        if before is not None and gap_between(before, after, wanted):
            number += 1
        found[after.session] = number
    return found


def gap_between(before: Mark, after: Mark, wanted: Wanted) -> bool:
    """Whether time is missing between two sessions, so that no line may join them."""
    if not wanted.join_skipped and after.session - before.session > 1:
        return True
    if before.on and after.on and (after.on - before.on).days > wanted.pause_days:
        return True
    return any(
        low < high and first < high and last > low
        for low, high, first, last in _pauses(before, after, wanted)
    )


def _pauses(
    before: Mark, after: Mark, wanted: Wanted
) -> Iterator[tuple[float, float, float, float]]:
    for pause in wanted.pauses:
        by_session = isinstance(pause.first, (int, float))
        if by_session:
            yield before.session, after.session, ordinal(pause.first), ordinal(pause.last)
        elif before.on and after.on:
            yield ordinal(before.on), ordinal(after.on), ordinal(pause.first), ordinal(pause.last)


def _remarks(case: Case, wanted: Wanted) -> Iterator[Remark]:
    """Words at gaps: those asked for, and the names of breaks that fall between two sessions."""
    where = {mark.session: mark.x for mark in case.points}
    for session, text in wanted.remarks.get(case.series.case, {}).items():
        yield Remark(where.get(float(session), float(session)), text)
    for pause in wanted.pauses:
        alone = replace(wanted, pauses=(pause,), join_skipped=True, pause_days=10**9)
        for before, after in pairwise(case.points):
            if pause.name and gap_between(before, after, alone):
                yield Remark((before.x + after.x) / 2, pause.name)
                break
