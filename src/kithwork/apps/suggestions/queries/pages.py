"""What there is to decide, run by run, and the page of one run."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.verdict import Verdict
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.queries import playbook_here
from kithwork.apps.suggestions.metrics.told import Question, questions_for
from kithwork.apps.suggestions.models import SealedRules, Suggestion, Told
from kithwork.apps.suggestions.policies import may_decide_in, visible_decision_runs
from kithwork.apps.suggestions.queries.cards import Card, card_of, open_in, rows_for
from kithwork.apps.suggestions.queries.history import HistoryLine, history_of
from kithwork.apps.suggestions.rules_here import rules_of, values_of
from kithwork.apps.suggestions.sentences import number

SHORT = 5


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What only a person can tell, and what was told last."""

    key: str
    question: Question
    last: Told | None
    said: str


@dataclass(frozen=True, slots=True)
class RunPage:
    run: Run
    cards: tuple[Card, ...]
    history: tuple[HistoryLine, ...]
    has_more: bool
    questions: tuple[QuestionLine, ...]
    sealed: tuple[SealedRules, ...]
    may_decide: Verdict
    looked_at: object


def run_or_404(viewer: Viewer, run_id: int) -> Run:
    rows = visible_decision_runs(viewer).select_related(
        "school", "playbook", "facilitator", "section"
    )
    return first_or_404(rows.filter(pk=run_id))


def run_page(viewer: Viewer, run: Run) -> RunPage:
    history = history_of(viewer, run)
    look = getattr(run, "look", None)
    return RunPage(
        run=run,
        cards=tuple(open_in(viewer, run)),
        history=tuple(history[:SHORT]),
        has_more=len(history) > SHORT,
        questions=tuple(_questions(run)),
        sealed=tuple(run.sealed_rules.select_related("sealed_by").order_by("-number")),
        may_decide=may_decide_in(viewer, run),
        looked_at=look.looked_at if look else None,
    )


def _questions(run: Run) -> list[QuestionLine]:
    rules = rules_of(playbook_here(run), values_of(run.school_id))
    metrics = frozenset(one.metric for here in rules for one in here.conditions)
    newest = {row.metric: row for row in Told.objects.filter(run=run).order_by("on", "pk")}
    return [
        QuestionLine(key, question, newest.get(key), _said(question, newest.get(key)))
        for key, question in questions_for(metrics).items()
    ]


def _said(question: Question, row: Told | None) -> str:
    if row is None:
        return ""
    return number(bool(row.value) if question.kind == "yes_no" else row.value)


def decide_list(viewer: Viewer) -> list[Card]:
    """Everything open this viewer sees, runs together, what stands before a student first in each."""
    rows = rows_for(viewer).filter(status=Suggestion.Status.OPEN)
    found = sorted(
        rows,
        key=lambda one: (
            one.run.name if one.run else "", one.run_id or 0, not one.check_of, one.opened_at, one.pk,
        ),
    )  # fmt: skip
    return [card_of(viewer, one) for one in found]
