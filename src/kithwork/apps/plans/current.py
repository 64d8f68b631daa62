"""A draft as the matching sees it now: the problem with what people allowed, and the sessions as edited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.matching import Problem, Session, problem_from

RAISES = {
    "raise_sessions": "max_sessions",
    "raise_day": "max_per_day",
    "raise_partners": "max_partners",
    "raise_lunches": "max_lunch_days",
}


@lru_cache(maxsize=8)
def _asked(digest: str, ask_id: int) -> Problem:
    """The question of an ask, kept by what is in it: it is read once while it stays the same."""
    return problem_from(PlanAsk.objects.values_list("problem", flat=True).get(pk=ask_id))


@lru_cache(maxsize=16)
def _allowed(digest: str, ask_id: int, allowances: str, locks: str) -> Problem:
    problem = _asked(digest, ask_id)
    for allowance in json.loads(allowances):
        problem = allow(problem, allowance["kind"], allowance["change"])
    return replace(problem, locks=tuple(tuple(lock) for lock in json.loads(locks)))


def problem_of(draft: Draft) -> Problem:
    """The problem with the rules raised that people raised for this plan, and its locks."""
    digest = draft.plan["problem"]["sha256"]
    return _allowed(digest, draft.ask_id, json.dumps(draft.allowances), json.dumps(draft.locks))


def allow(problem: Problem, kind: str, change: dict[str, Any]) -> Problem:
    """The same problem with one rule raised, as a fix of the matching asks for it."""
    if kind in RAISES:
        raised = {RAISES[kind]: change["to"]}
        peers = (replace(p, **raised) if p.student == change["peer"] else p for p in problem.peers)
        return replace(problem, peers=tuple(peers))
    if kind == "train":
        peers = (
            replace(p, roles=(*p.roles, change["add"])) if p.student == change["peer"] else p
            for p in problem.peers
        )
        return replace(problem, peers=tuple(peers))
    if kind == "raise_supervision":
        groups = {**problem.supervision, change["supervision"]: change["to"]}
        return replace(problem, supervision=groups)
    if kind in {"raise_team", "another_slot", "raise_need", "resize"}:
        return replace(
            problem,
            needs=tuple(
                _raised_need(n, kind, change) if n.id == change["need"] else n
                for n in problem.needs
            ),
        )
    return problem


def _raised_need(need: Any, kind: str, change: dict[str, Any]) -> Any:
    if kind == "raise_team":
        return replace(need, team_max=change["to"])
    if kind == "raise_need":
        return replace(need, sessions=change["to"])
    if kind == "resize":
        return replace(
            need,
            min_peers=min(need.min_peers, change["to"]),
            max_peers=max(need.max_peers, change["to"]),
        )
    return replace(need, slots=tuple(sorted({*need.slots, change["add"]})))


def begun_on(draft: Draft) -> date:
    """The first day a published plan was laid out from; its frame is counted from there."""
    published = (draft.published_at or draft.made_at).astimezone(ZoneInfo(draft.school.timezone))
    return max(draft.ask.starts_on, published.date())


def sessions_of(draft: Draft) -> tuple[Session, ...]:
    return tuple(Session(row["need"], row["slot"], tuple(row["peers"])) for row in draft.sessions)


def as_rows(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Sessions as a draft keeps them, in one order."""
    ordered = sorted(sessions, key=lambda one: (one.need, one.slot))
    return [{"need": one.need, "slot": one.slot, "peers": list(one.peers)} for one in ordered]
