"""The answer: sessions, what stays open and why, and how good it is. Format kithwork-plan/1."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

SCHEMA = "kithwork-plan/1"


@dataclass(frozen=True, slots=True)
class Session:
    """One weekly time together: a need, a slot, and who comes."""

    need: str
    slot: int
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fix:
    """One change that a solve has confirmed to meet an open need, and what it would cost.

    ``kind`` is rearrange, raise_sessions, raise_day, raise_partners, raise_lunches, train, raise_team,
    raise_supervision or another_slot. ``change`` says which rule changes to what, with
    ids; ``add`` and ``remove`` are the sessions that applying it adds and takes away.
    ``costs``: ``moved`` other sessions that change, ``wishes`` students who lose their only
    wished partner, ``pairs`` pairs of before that end.
    """

    kind: str
    meets: int
    change: Mapping[str, Any] = field(default_factory=dict)
    add: tuple[Session, ...] = ()
    remove: tuple[Session, ...] = ()
    costs: Mapping[str, int] = field(default_factory=dict)

    @property
    def moves(self) -> dict[str, tuple[Session, ...]]:
        """What applying the fix does to the sessions: first ``remove``, then ``add``."""
        return {"add": self.add, "remove": self.remove}


@dataclass(frozen=True, slots=True)
class Unmet:
    """A need that is not fully met. ``funnel``: how many peers are left after each question."""

    need: str
    missing: int
    funnel: tuple[tuple[str, int], ...] = ()
    reasons: tuple[Mapping[str, Any], ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and its measures.

    ``utility`` is coverage utility, ``bound`` no plan can exceed it, ``gap`` is
    (bound - utility) / bound in [0, 1]. ``status``: optimal (utility equals the bound),
    bounded (search ended by itself), stopped (somebody stopped it).
    """

    sessions: tuple[Session, ...]
    problem: Mapping[str, str] = field(default_factory=dict)
    status: str = "bounded"
    aim: str = "balanced"
    utility: int = 0
    bound: int = 0
    gap: float = 0.0
    seed: int = 0
    iterations: int = 0
    seconds: float = 0.0
    unmet: tuple[Unmet, ...] = ()
    scores: Mapping[str, Any] = field(default_factory=dict)
    backups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_changes(self, **changes: Any) -> Plan:
        return replace(self, **changes)


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan in the format kithwork-plan/1, ready for json.dump."""
    return {"schema": SCHEMA, **asdict(plan)}


def write_plan(plan: Plan, path: Path | str) -> None:
    """Write the plan; the file is there whole or not at all. A pipe, device or link is written through."""
    target, text = Path(path), json.dumps(as_json(plan), indent=1)
    if target.is_symlink() or (target.exists() and not target.is_file()):
        target.write_text(text, encoding="utf-8")
        return
    part = target.with_name(target.name + f".{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def plan_from(body: Mapping[str, Any]) -> Plan:
    """Build a plan from parsed JSON. Raises ValueError when it is not a kithwork-plan/1."""
    if body.get("schema") != SCHEMA:
        raise ValueError(f'schema: must be "{SCHEMA}", not {body.get("schema")!r}.')
    known = {key: body[key] for key in Plan.__dataclass_fields__ if key in body}
    known["sessions"] = tuple(session_from(row) for row in body.get("sessions", ()))
    known["unmet"] = tuple(_unmet(row) for row in body.get("unmet", ()))
    known["backups"] = {key: tuple(peers) for key, peers in body.get("backups", {}).items()}
    return Plan(**known)


def session_from(row: Mapping[str, Any]) -> Session:
    return Session(need=row["need"], slot=row["slot"], peers=tuple(row["peers"]))


def _unmet(row: Mapping[str, Any]) -> Unmet:
    return Unmet(
        need=row["need"],
        missing=row["missing"],
        funnel=tuple((stage, left) for stage, left in row.get("funnel", ())),
        reasons=tuple(row.get("reasons", ())),
        fixes=tuple(fix_from(fix) for fix in row.get("fixes", ())),
    )


def fix_from(row: Mapping[str, Any]) -> Fix:
    return Fix(
        kind=row["kind"],
        meets=row["meets"],
        change=dict(row.get("change", {})),
        add=tuple(session_from(one) for one in row.get("add", ())),
        remove=tuple(session_from(one) for one in row.get("remove", ())),
        costs=dict(row.get("costs", {})),
    )


def read_plan(path: Path | str) -> Plan:
    """Read a file in format kithwork-plan/1. Raises ValueError when it is not one."""
    return plan_from(json.loads(Path(path).read_text(encoding="utf-8-sig")))
