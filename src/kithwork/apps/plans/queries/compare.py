"""The three plans of one ask, side by side in plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.apps.plans.policies import visible_drafts


@dataclass(frozen=True, slots=True)
class Column:
    """One plan: counts with their "of"."""

    draft: Draft
    aim: str
    sessions: int
    wished: int
    students_full: int
    students: int
    wishes: int
    asked: int
    most: int
    kept_pct: float

    @property
    def figures(self) -> tuple[float, ...]:
        return (self.sessions, self.students_full, self.wishes, self.most, self.kept_pct)


@dataclass(frozen=True, slots=True)
class ComparePage:
    ask: PlanAsk
    columns: tuple[Column, ...]
    had_plan: bool

    @property
    def are_alike(self) -> bool:
        return len(self.columns) > 1 and len({one.figures for one in self.columns}) == 1


def compare_page(viewer: Viewer, ask: PlanAsk) -> ComparePage:
    drafts = (
        visible_drafts(viewer)
        .filter(ask=ask)
        .exclude(status=Draft.Status.DROPPED)
        .order_by("number")
    )
    return ComparePage(
        ask, tuple(_column(draft) for draft in drafts), bool(ask.problem["previous"])
    )


def _column(draft: Draft) -> Column:
    scores = draft.plan["scores"]
    return Column(
        draft=draft,
        aim=draft.get_aim_display(),
        sessions=len(draft.sessions),
        wished=scores["wished"],
        students_full=scores["levels"][4],
        students=sum(scores["levels"]),
        wishes=scores["wanted"],
        asked=scores["asked"],
        most=scores["max_load"],
        kept_pct=scores["kept_pct"],
    )
