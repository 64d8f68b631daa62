"""What a metric is asked and what it answers: the facts of each subject of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Facts
from kithwork.playbooks.schema.quality import Condition


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom or what in a run a finding is. Empty: of the run as it is done."""

    key: str = ""
    student: int | None = None
    measure: int | None = None
    is_plan: bool = False


WHOLE_RUN = Subject()
Found = Mapping[Subject, Facts]


@dataclass(frozen=True, slots=True)
class Metric:
    """Where the values of one metric come from, and how they are called and written.

    ``blames`` are the comparisons that say something of a student is lacking: before such a finding, what
    surrounds the student is looked at.
    """

    label: str | Promise
    facts: Callable[[RunData, Condition], Found]
    unit: str = ""
    blames: frozenset[str] = frozenset({
        "below", "drop_over", "all_below_aim_line", "slope_below_goal", "no_rise_over_baseline",
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A metric another room acts on by itself already; no suggestion is made of it a second time."""

    label: str | Promise
    acts: str
