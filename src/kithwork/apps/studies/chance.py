"""What was left to chance: a plan written by a person, its seal, and a p-value only where the seal came first. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kithwork.apps.studies.models import Seal
from kithwork.evidence.faults import BadData, refuse
from kithwork.evidence.randomization import (
    RandomizationPlan,
    TestResult,
    plan_from,
    randomization_test,
    verify,
)
from kithwork.evidence.series import Series

# Which ways of drawing fit a design; the library's names.
SCHEMES: dict[str, tuple[str, ...]] = {
    "multiple_baseline": ("wampold_worsham", "koehler_levin", "marascuilo_busk"),
    "multiple_probe": ("wampold_worsham", "koehler_levin", "marascuilo_busk"),
    "reversal": ("ABAB",),
    "before_after": ("AB",),
}
MOST_SESSIONS = 400


def plan_of(scheme: str, cases: Sequence[str], sessions: int, starts: str) -> RandomizationPlan:
    """A plan, nothing drawn yet. Raises BadData with every fault of what was written."""
    if not 2 <= sessions <= MOST_SESSIONS:
        raise refuse(
            "bad_choices", f"Sessions is a number from 2 to {MOST_SESSIONS}.", column="sessions"
        )
    lists = [_numbers(line) for line in re.split(r"[;\n]", starts) if line.strip()]
    if scheme == "marascuilo_busk" and len(lists) == 1:
        lists = lists * len(cases)
    return RandomizationPlan(scheme, cases, sessions, lists)


def _numbers(text: str) -> list[int]:
    """Session numbers: 6, 9, 12 or 5-8."""
    found: list[int] = []
    for part in re.split(r"[,\s]+", text.strip().replace("–", "-")):
        match = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
        if match is None:
            raise refuse(
                "not_a_number",
                f"{part!r} is no session. Write numbers such as 6, 9, 12 or 5-8.",
                column="starts",
            )
        first = int(match[1])
        found += range(first, int(match[2] or first) + 1)
    return found


def text_mark(salt: str, text: str) -> str:
    """The commitment of rules: what the library does for a plan, for a text."""
    written = json.dumps(text, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{written}".encode()).hexdigest()


def holds(seal: Seal) -> bool:
    """Whether what is kept is what was sealed."""
    if seal.kind == Seal.Kind.RULES:
        return hmac.compare_digest(text_mark(seal.salt, seal.content["text"]), seal.commitment)
    return verify(plan_from(seal.content), seal.salt, seal.commitment)


@dataclass(frozen=True, slots=True)
class Tested:
    """A p-value with its result, or the sentence that says why there is none."""

    found: TestResult | None
    why_not: str = ""


def chance_result(seal: Seal | None, series: Sequence[Series], *, zone: str) -> Tested:
    """The randomisation test of one outcome. No seal before the first treatment session, no p-value."""
    if seal is None:
        return Tested(
            None,
            _(
                "Not randomised: no starts were drawn and sealed before the data, so there is no p-value."
            ),
        )
    if not holds(seal):
        return Tested(
            None, _("The plan does not fit its seal. It was changed, so there is no p-value.")
        )
    plan = plan_from(seal.content)
    if why := next(_not_as_planned(plan, series), ""):
        return Tested(None, why)
    began = _first_treatment(series, zone)
    if began is None:
        return Tested(
            None,
            _(
                "The days of the first treatment sessions are not known, so nobody can see that the draw came first."
                " There is no p-value."
            ),
        )
    data = {one.case: _scores(plan, one) for one in series}
    try:
        found = randomization_test(
            plan, data, improvement=series[0].improvement, first_treatment_at=began
        )
    except BadData as bad:
        return Tested(None, " ".join(fault.sentence for fault in bad.faults))
    if found.p is None:
        return Tested(found, " ".join(found.warnings) or _("There is no p-value for these data."))
    return Tested(found)


def _not_as_planned(plan: RandomizationPlan, series: Sequence[Series]) -> Iterator[str]:
    by_case = {one.case: one for one in series}
    for case in plan.cases:
        if case not in by_case:
            yield _("{case} has no data here, and the plan is about all its cases.").format(
                case=case
            )
            return
    for one in series:
        if one.case not in plan.cases:
            yield _("{case} is not in the sealed plan. The test is for what was drawn.").format(
                case=one.case
            )
        changes = [run.points[0].session for run in one.runs[1:]]
        drawn = (
            list(plan.drawn)
            if plan.design == "ABAB"
            else [plan.drawn[list(plan.cases).index(one.case)]]
            if one.case in plan.cases
            else []
        )
        if changes != drawn:
            yield _(
                "{case} changed phase at session {real}, but {drawn} was drawn. The test is for what was drawn."
            ).format(case=one.case, real=_listed(changes), drawn=_listed(drawn))
        if any(
            session != int(session) or not 1 <= session <= plan.sessions for session in one.sessions
        ):
            yield _("{case} has sessions that the plan does not number. It has 1 to {n}.").format(
                case=one.case, n=plan.sessions
            )


def _listed(sessions: Sequence[float]) -> str:
    return ", ".join(f"{one:g}" for one in sessions) or _("none")


def _scores(plan: RandomizationPlan, one: Series) -> list[float | None]:
    by_session = dict(zip(one.sessions, one.values, strict=True))
    return [by_session.get(session) for session in range(1, plan.sessions + 1)]


def _first_treatment(series: Sequence[Series], zone: str) -> str | None:
    """The morning of the earliest first treatment session: a draw on that very day does not count as before."""
    days: list[date | None] = [one.runs[1].points[0].on for one in series if len(one.runs) > 1]
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return None
    return datetime.combine(min(known), time.min, ZoneInfo(zone)).isoformat()
