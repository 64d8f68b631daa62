"""A study with all its points in force, and as the library sees it: series, coverage, facts of its design."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies.live import condition_of, live_of
from kithwork.apps.studies.models import Case, Condition, Outcome, Point, Study
from kithwork.evidence.agreement.coverage import Coverage, Scored, coverage
from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import BadData
from kithwork.evidence.graph import Figure, figure
from kithwork.evidence.series import Scale, Series

# Of so many first sessions a multiple probe study must show its initial probes in (the table, step 9).
INITIAL_SESSIONS = 3


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything a page or a report of one study needs, read once."""

    study: Study
    conditions: tuple[Condition, ...]
    outcomes: tuple[Outcome, ...]
    cases: tuple[Case, ...]
    points: Mapping[tuple[int, int], Sequence[Point]]
    # How many cases were followed in it and are not in it any more.
    gone: int = 0
    # Whether the school's own measures are its cases: their days are numbered over all of them.
    is_followed: bool = False

    @property
    def says_gone(self) -> str:
        """How many, never who and why: one of them may be a family that took its permission back."""
        if not self.gone:
            return ""
        said = ngettext(
            "%(n)s case that was followed in this study is not in it any more, with none of its sessions.",
            "%(n)s cases that were followed in this study are not in it any more, with none of their sessions.",
            self.gone,
        )
        return said % {"n": self.gone}

    @property
    def has_points(self) -> bool:
        return bool(self.points)

    @property
    def baseline(self) -> str | None:
        return next((one.label for one in self.conditions if one.is_baseline), None)

    @property
    def names(self) -> dict[str, str]:
        return {one.label: one.name for one in self.conditions}

    @property
    def criteria(self) -> dict[str, float]:
        return {one.label: one.criterion for one in self.conditions if one.criterion is not None}

    def outcome(self, outcome_id: int | None) -> Outcome | None:
        """The one asked for, or the first."""
        found = [one for one in self.outcomes if one.pk == outcome_id]
        return (found or list(self.outcomes) or [None])[0]

    def points_of(self, case: Case, outcome: Outcome) -> Sequence[Point]:
        return self.points.get((case.pk, outcome.pk), ())

    def series_of(self, outcome: Outcome) -> tuple[Series, ...]:
        """One series for each case that has points, in the order of the cases."""
        return tuple(
            _series(case, outcome, points)
            for case in self.cases
            if (points := self.points_of(case, outcome))
        )

    def coverage_of(self, outcome: Outcome) -> list[Coverage]:
        """Of the sessions that have a score, how many were scored twice, by case and phase as it returned."""
        return coverage(
            Scored(
                case=one.case, phase=f"{run.label}\x1f{number}", session=point.session,
                twice=kept[point.session].is_twice, agreement=_share(kept[point.session]),
            )
            for one in self.series_of(outcome)
            for kept in [self._by_session(one.case, outcome)]
            for number, run in enumerate(one.runs, start=1)
            for point in run.points
            if point.value is not None
        )  # fmt: skip

    def _by_session(self, code: str, outcome: Outcome) -> dict[float, Point]:
        case = next(one for one in self.cases if one.code == code)
        return {point.session: point for point in self.points_of(case, outcome)}

    def figure_of(self, outcome: Outcome) -> Figure | None:
        """The figure of the design; of what the data look like, where they cannot be drawn as the design yet."""
        series = self.series_of(outcome)
        if not series:
            return None
        wishes: dict[str, Any] = {
            "labels": self.names, "criteria": self.criteria or None, "title": None,
            "join_skipped": self.is_followed,
            "baseline": self.baseline if any(self.baseline in one.labels for one in series) else None,
        }  # fmt: skip
        kind = KINDS.get(self.study.design)
        if kind == "multiple_baseline" and len(series) < 2:
            kind = "single"
        for wanted in (kind, None, "single"):
            try:
                return figure(series, wanted, **wishes)
            except BadData:
                continue
        return figure(series, "single")

    def facts(self, outcome: Outcome) -> list[dict[str, Any]]:
        """What the design check reads: one study for tiers, one for each case otherwise; none for watching only."""
        series = self.series_of(outcome)
        if self.study.design == Study.Design.BEFORE_AFTER or not series:
            return []
        groups = [series] if self.study.is_tiered else [(one,) for one in series]
        return [self._facts(group, outcome) for group in groups]

    def _facts(self, group: Sequence[Series], outcome: Outcome) -> dict[str, Any]:
        twice = {(one.case, one.phase): one for one in self.coverage_of(outcome)}
        known = [
            point.agreement_pct
            for one in group
            for point in self._by_session(one.case, outcome).values()
            if point.is_twice and point.value is not None
        ]
        values = [value for value in known if value is not None]
        mean = sum(values) / len(values) if values else None
        phases = [self._phases(one, twice) for one in group]
        facts: dict[str, Any] = {
            "id": self.study.title if self.study.is_tiered else group[0].case,
            "design": self.study.design,
            "iv_manipulated": self.study.is_planned,
            "data_available": True,
            "confound": self.study.has_confound,
            "ioa": {"method": "percent", "value_overall": mean} if known else None,
        }
        if self.study.is_of_one or (self.study.is_tiered and self.is_followed):
            # Of cases that came in a file nobody knows what they are until somebody says so.
            facts["across"] = self.study.across
        if self.study.is_tiered:
            facts["phases"] = [_tier(one, own) for one, own in zip(group, phases, strict=True)]
        else:
            facts["phases"] = phases[0]
        if self.study.design == Study.Design.MULTIPLE_PROBE:
            for tier, one in zip(facts["phases"], group, strict=True):
                tier["probe"] = _probe(one, group)
        if self.study.design == Study.Design.ALTERNATING:
            facts |= _turns(group[0], twice)
        return facts

    def _phases(
        self, one: Series, twice: Mapping[tuple[str, str], Coverage]
    ) -> list[dict[str, Any]]:
        found = []
        for number, run in enumerate(one.runs, start=1):
            of_it = twice.get((one.case, f"{run.label}\x1f{number}"))
            found.append(
                {
                    "label": run.label,
                    "n": len(run.scores),
                    "double_scored": of_it.twice if of_it else 0,
                }
            )
        return found


KINDS = {
    Study.Design.MULTIPLE_BASELINE.value: "multiple_baseline",
    Study.Design.MULTIPLE_PROBE.value: "multiple_baseline",
    Study.Design.REVERSAL.value: "reversal",
    Study.Design.ALTERNATING.value: "alternating_treatments",
    Study.Design.CRITERION.value: "changing_criterion",
    Study.Design.BEFORE_AFTER.value: "single",
}


def gathered(study: Study, viewer: Viewer | None = None) -> Gathered:
    """A study with what was kept in it and what its measures say now. The caller began at what the viewer may see.

    ``viewer``: whoever looks, for what an observer may not read before their own record is in.
    """
    kept: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for point in Point.objects.filter(case__study=study, ended_at__isnull=True).order_by("session"):
        kept[point.case_id, point.outcome_id].append(point)
    followed = live_of(study, viewer)
    points: dict[tuple[int, int], Sequence[Point]] = {**kept, **followed.points}
    conditions = list(study.conditions.all())
    named = {one.label for one in conditions}
    conditions += [condition_of(study, one) for one in followed.phases if one not in named]
    cases = tuple(one for one in study.cases.all() if one.pk not in followed.gone)
    return Gathered(
        study,
        tuple(conditions),
        tuple(study.outcomes.all()),
        cases,
        points,
        len(followed.gone),
        is_followed=bool(followed.points),
    )


def _series(case: Case, outcome: Outcome, points: Sequence[Point]) -> Series:
    dates = [point.on for point in points]
    improvement: Aim = "increase" if outcome.improvement == "increase" else "decrease"
    return Series(
        case=case.code, outcome=outcome.name, sessions=[point.session for point in points],
        values=[point.value for point in points], phases=[point.phase for point in points],
        improvement=improvement, scale=Scale(outcome.scale), session_minutes=outcome.minutes,
        intervals=outcome.intervals, goal=outcome.goal, dates=dates if any(dates) else None,
    )  # fmt: skip


def _share(point: Point) -> float | None:
    return None if point.agreement_pct is None else point.agreement_pct / 100


def _tier(one: Series, phases: list[dict[str, Any]]) -> dict[str, Any]:
    scored = [point.session for point in one.points if point.value is not None]
    tier: dict[str, Any] = {"tier": one.case, "phases": phases}
    if scored:
        tier["sessions"] = [scored[0], scored[-1]]
    if len(one.runs) > 1:
        tier["start_session"] = one.runs[1].points[0].session
    return tier


def _probe(one: Series, group: Sequence[Series]) -> dict[str, Any]:
    """The three facts of a multiple probe, counted from the numbers of the sessions."""
    scored = {
        each.case: {point.session for point in each.points if point.value is not None}
        for each in group
    }
    first = sorted(set().union(*scored.values()))[:INITIAL_SESSIONS]
    together = [session for session in first if all(session in own for own in scored.values())]
    starts = {each.case: each.runs[1].points[0].session for each in group if len(each.runs) > 1}
    own_start = starts.get(one.case)
    baseline = sorted(
        session for session in scored[one.case] if own_start is None or session < own_start
    )
    row = 0
    while (
        own_start is not None and row < len(baseline) and baseline[-1 - row] == own_start - 1 - row
    ):
        row += 1
    earlier = [
        start
        for case, start in starts.items()
        if case != one.case and (own_start is None or start < own_start)
    ]
    return {
        "initial_overlap_points": len(together),
        "points_just_before_start": row,
        "probe_when_other_starts": all(start in scored[one.case] for start in earlier),
    }


def _turns(one: Series, twice: Mapping[tuple[str, str], Coverage]) -> dict[str, Any]:
    """The conditions of an alternating design with all their points, and the longest row of one of them."""
    counts: dict[str, list[int]] = {}
    longest, runs = 1, list(enumerate(one.runs, start=1))
    labels = [run.label for run in one.runs]
    # A baseline before the comparison stands alone, and so does a phase after it.
    if labels.count(labels[0]) == 1 and len(set(labels[1:])) > 1:
        runs = runs[1:]
    if labels.count(labels[-1]) == 1 and len({run.label for _number, run in runs[:-1]}) > 1:
        runs = runs[:-1]
    for number, run in runs:
        of_it = twice.get((one.case, f"{run.label}\x1f{number}"))
        both = counts.setdefault(run.label, [0, 0])
        both[0] += len(run.scores)
        both[1] += of_it.twice if of_it else 0
        longest = max(longest, len(run.points))
    phases = [
        {"label": label, "n": n, "double_scored": double} for label, (n, double) in counts.items()
    ]
    return {"phases": phases, "max_consecutive_same": longest}
