"""What only a person can tell, and what a run needs to be told for its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.suggestions.metrics.base import WHOLE_RUN, Found
from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Facts, Seen
from kithwork.playbooks.schema.quality import Condition


@dataclass(frozen=True, slots=True)
class Question:
    """Asked of the adult, because no record of this house can say it."""

    words: str | Promise
    kind: Literal["yes_no", "number"] = "yes_no"


QUESTIONS: dict[str, Question] = {
    "class_transfer": Question(_("Is it seen in class work, too?")),
    "benchmark": Question(_("Which benchmark does your school use, in one minute?"), "number"),
    "friend_answers_both_yes": Question(_("Do both say that they are friends?")),
    "tutor_missed_core_teaching": Question(_("Does the tutor miss core teaching for it?")),
    "own_marks_fallen": Question(_("Have a classmate's own marks fallen by a grade?")),
    "class_composite_low": Question(
        _("The lowest share of intervals seen of classmates, in per cent?"), "number"
    ),
    "off_task_or_conflict_flags": Question(
        _("Was a pair busy with other things, or with each other, in the last session?")
    ),
}
# Which questions the metric of a rule needs, where its name is another.
NEEDS = {"benchmark_score": ("benchmark",), "interaction_any": ("class_composite_low",)}


def told(metric: str):  # type: ignore[no-untyped-def]
    """A metric whose newest answer counts."""

    def facts(data: RunData, ask: Condition) -> Found:
        points = tuple(Seen(row.on, bool(row.value)) for row in data.facts_told[metric])
        return {WHOLE_RUN: Facts(points)} if points else {}

    return facts


def questions_for(metrics: frozenset[str]) -> dict[str, Question]:
    """The questions a run's rules ask of its adults."""
    asked = set(metrics) | {key for one in metrics for key in NEEDS.get(one, ())}
    return {key: question for key, question in QUESTIONS.items() if key in asked}
