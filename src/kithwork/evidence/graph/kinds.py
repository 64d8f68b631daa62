"""Which design the data look like, where the caller does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kithwork.evidence.faults import Fault
from kithwork.evidence.graph.model import CONDITIONS, Kind, Mark
from kithwork.evidence.graph.wanted import Wanted

Block = list[Mark]
# "at most two in a row", as the design standards ask of alternating treatments.
LONGEST_TURN = 2
FEWEST_TURNS = 4
_CRITERION = re.compile(
    r"(?:criterion|criteria|aim|goal|step)?\s*(\d+(?:\.\d+)?)\s*%?", re.IGNORECASE
)


def blocks_of(marks: Sequence[Mark]) -> list[Block]:
    """Sessions under one condition that follow one another. A label may return."""
    blocks: list[Block] = []
    for mark in marks:
        if blocks and blocks[-1][-1].phase == mark.phase:
            blocks[-1].append(mark)
        else:
            blocks.append([mark])
    return blocks


def compared(blocks: Sequence[Block]) -> tuple[int, int]:
    """The first and last block of the comparison of alternating treatments.

    A baseline before it or a phase after it stands alone where its label comes only once and at
    least two conditions are left.
    """
    labels = [block[0].phase for block in blocks]
    first, last = 0, len(labels) - 1
    if labels.count(labels[first]) == 1 and len(set(labels[1:])) >= 2:
        first += 1
    if labels.count(labels[last]) == 1 and len(set(labels[first:last])) >= 2:
        last -= 1
    return first, last


def alternates(blocks: Sequence[Block]) -> bool:
    """Whether conditions take turns so quickly that they cannot be phases: never more than two sessions, mostly one."""
    first, last = compared(blocks)
    turns = blocks[first : last + 1]
    conditions = {turn[0].phase for turn in turns}
    return (
        len(turns) >= FEWEST_TURNS
        and 2 <= len(conditions) <= len(CONDITIONS)
        and max(len(turn) for turn in turns) <= LONGEST_TURN
        and sum(len(turn) == 1 for turn in turns) * 2 > len(turns)
    )


def returns(blocks: Sequence[Block]) -> bool:
    """Whether a condition comes back after another."""
    return len({block[0].phase for block in blocks}) < len(blocks)


def read_criteria(blocks: Sequence[Block]) -> dict[str, float]:
    """Labels that are criteria themselves: "5", "criterion 5", "80 %"."""
    found = {block[0].phase: _CRITERION.fullmatch(block[0].phase.strip()) for block in blocks}
    return {label: float(match[1]) for label, match in found.items() if match}


def choose(cases: Sequence[Sequence[Block]], wanted: Wanted) -> tuple[Kind, str]:
    """The kind of figure and the sentence that says why it was taken."""
    kind, why = _guess(cases, wanted.criteria)
    if wanted.kind is not None:
        return wanted.kind, ""
    return kind, f"Drawn as {kind.words}: {why}."


def _guess(cases: Sequence[Sequence[Block]], criteria: Mapping[str, float]) -> tuple[Kind, str]:
    if all(alternates(blocks) for blocks in cases):
        return Kind.ALTERNATING_TREATMENTS, "the conditions take turns from session to session"
    if criteria or all(len(read_criteria(blocks)) >= 2 for blocks in cases):
        return Kind.CHANGING_CRITERION, "the phases have criteria"
    if any(returns(blocks) for blocks in cases):
        return Kind.REVERSAL, "a condition comes back after another"
    starts = {blocks[1][0].x for blocks in cases if len(blocks) > 1}
    if len(starts) > 1:
        return Kind.MULTIPLE_BASELINE, f"{len(cases)} panels with different starts"
    if len(cases) > 1:
        return Kind.SINGLE, "the panels do not start at different times"
    return Kind.SINGLE, "no condition comes back"


def kind_faults(kind: Kind, cases: Sequence[Sequence[Block]], names: Sequence[str]) -> list[Fault]:
    """Why this kind cannot be drawn from these data."""
    if kind is Kind.MULTIPLE_BASELINE and len(cases) < 2:
        text = "A multiple baseline needs two panels or more. Add a case, or draw it as single."
        return [Fault("one_panel", text, column="kind")]
    if kind is Kind.ALTERNATING_TREATMENTS:
        return [
            fault
            for blocks, name in zip(cases, names, strict=True)
            for fault in _turns(blocks, name)
        ]
    return []


def _turns(blocks: Sequence[Block], name: str) -> list[Fault]:
    first, last = compared(blocks)
    conditions = list(dict.fromkeys(block[0].phase for block in blocks[first : last + 1]))
    if 2 <= len(conditions) <= len(CONDITIONS):
        return []
    text = (
        f"{name} has {len(conditions)} conditions to compare ({', '.join(conditions)})."
        f" A panel shows two or three; leave some out, or draw it as another kind."
    )
    return [
        Fault("too_many_series" if len(conditions) > 1 else "one_condition", text, column="phase")
    ]
