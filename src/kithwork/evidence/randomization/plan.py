"""A randomisation plan: what chance may choose, what it chose, and a seal that shows it came before the data."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from kithwork.evidence.faults import BadData, Fault, refuse

DESIGNS = ("AB", "ABAB", "wampold_worsham", "marascuilo_busk", "koehler_levin")
FEW = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class RandomizationPlan:
    """What may be chosen and what was.

    Parameters
    ----------
    design
        "AB" one case, one start; "ABAB" one case, three changes; "wampold_worsham" cases exchanged over
        fixed starts; "marascuilo_busk" an independent start for each case; "koehler_levin" both.
    cases
        Names, in the order of ``drawn``.
    sessions
        How many sessions each case has, numbered from 1.
    choices
        AB: one list of first treatment sessions. ABAB: one list with the fewest sessions of a phase.
        wampold_worsham: one list of fixed starts, one a case. marascuilo_busk: a list for each case.
        koehler_levin: a list for each place in the stagger, none of which overlap.
    drawn
        The first treatment session of each case; for ABAB the first sessions of B, A and B. Empty
        before anything was drawn.
    made_at, made_by
        When (ISO date and time with its zone) and by whom it was drawn.
    seed
        The seed of the draw; None where it was drawn by hand.

    Raises
    ------
    BadData
        For an unknown design, choices that do not fit it, or a draw that was not among the choices.
    """

    design: str
    cases: Sequence[str]
    sessions: int
    choices: Sequence[Sequence[int]]
    drawn: Sequence[int] = ()
    made_at: str = ""
    made_by: str = ""
    seed: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "cases", tuple(self.cases))
        object.__setattr__(self, "choices", tuple(tuple(sorted(set(one))) for one in self.choices))
        object.__setattr__(self, "drawn", tuple(self.drawn))
        faults = list(_faults(self)) or list(_draw_faults(self))
        if faults:
            raise BadData(faults)

    @property
    def assignments(self) -> int:
        """How many assignments chance could have chosen."""
        if self.design == "ABAB":
            return _triples(self.sessions, self.choices[0][0])
        product = math.prod(len(one) for one in self.choices)
        orders = math.factorial(len(self.cases))
        return {"AB": product, "marascuilo_busk": product, "wampold_worsham": orders}.get(
            self.design, orders * product
        )

    @property
    def smallest_p(self) -> Fraction:
        """The smallest p this plan can ever give, known before the first session."""
        return Fraction(1, self.assignments)

    @property
    def promise(self) -> str:
        """What to tell before the study starts."""
        said = f"{self.assignments:,} assignments are possible, so the smallest p is {self.smallest_p}."
        if self.smallest_p > FEW:
            return said + " It can never be below .05: add cases or starts if a test is wanted."
        return said

    def draw(self, *, seed: int, made_at: str, made_by: str) -> RandomizationPlan:
        """The same plan with an assignment drawn; the same seed draws the same one."""
        chosen = tuple(int(one) for one in next(sampled(self, seed)))
        return replace(self, drawn=chosen, seed=seed, made_at=made_at, made_by=made_by)

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self)
        for name in ("cases", "drawn"):
            plain[name] = list(plain[name])
        plain["choices"] = [list(one) for one in self.choices]
        return plain


def plan_from(fields: Mapping[str, Any]) -> RandomizationPlan:
    """A plan from its JSON. Raises BadData for fields that are missing, unknown or of another kind."""
    names = set(RandomizationPlan.__dataclass_fields__)
    for name in sorted(set(fields) - names):
        raise refuse("unknown_field", f"A plan has no {name!r}.", column=name)
    for name in ("design", "cases", "sessions", "choices"):
        if name not in fields:
            raise refuse("no_column", f"The plan does not say its {name}.", column=name)
    try:
        return RandomizationPlan(**fields)
    except TypeError:
        said = "The plan's fields are of the wrong kind. Write numbers as numbers, lists as lists."
        raise refuse("bad_plan", said) from None


def seal(plan: RandomizationPlan, salt: str) -> str:
    """A commitment to publish before the data: it gives nothing away, and only this plan and salt fit it.

    Raises BadData for a plan without a draw, or a salt somebody could guess.
    """
    if not plan.drawn:
        raise refuse(
            "nothing_drawn", "Nothing was drawn yet. Draw an assignment before you seal it."
        )
    if len(salt) < 16:
        said = (
            "The salt has fewer than 16 characters, so the draw could be guessed. Use a longer one."
        )
        raise refuse("short_salt", said)
    text = json.dumps(plan.to_json(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def verify(plan: RandomizationPlan, salt: str, commitment: str) -> bool:
    """Whether this is the plan that was sealed."""
    return hmac.compare_digest(seal(plan, salt), commitment)


def sampled(plan: RandomizationPlan, seed: int) -> Iterator[np.ndarray]:
    """Assignments drawn at random, each equally likely, without end."""
    chance = np.random.default_rng(seed)
    while True:
        if plan.design == "ABAB":
            shortest = plan.choices[0][0]
            spare = plan.sessions - 4 * shortest
            bars = np.sort(chance.choice(spare + 3, 3, replace=False))
            yield bars - np.arange(3) + 1 + shortest * np.arange(1, 4)
            continue
        if plan.design == "wampold_worsham":
            yield chance.permutation(plan.choices[0])
            continue
        starts = np.array([chance.choice(one) for one in plan.choices])
        yield chance.permutation(starts) if plan.design == "koehler_levin" else starts


def _triples(sessions: int, shortest: int) -> int:
    """Ways to cut the sessions into four phases of at least so many: stars and bars."""
    spare = sessions - 4 * shortest
    return math.comb(spare + 3, 3) if spare >= 0 else 0


def _faults(plan: RandomizationPlan) -> Iterator[Fault]:
    if plan.design not in DESIGNS:
        yield Fault(
            "unknown_design",
            f"{plan.design!r} is no design. Use one of: {', '.join(DESIGNS)}.",
            column="design",
        )
        return
    named = all(isinstance(case, str) for case in plan.cases)
    if not named or len(set(plan.cases)) != len(plan.cases) or not plan.cases:
        yield Fault("bad_cases", "Name each case once, and at least one.", column="cases")
        return
    if wrong := next((name for name, given in _numbers(plan) if not _is_whole(given)), ""):
        yield Fault("not_a_number", "Sessions are whole numbers from 1 on.", column=wrong)
        return
    lists = {"marascuilo_busk": len(plan.cases), "koehler_levin": len(plan.cases)}.get(
        plan.design, 1
    )
    if len(plan.choices) != lists or not all(plan.choices):
        many = "list" if lists == 1 else "lists"
        said = f"{plan.design} needs {lists} {many} of sessions, none empty."
        yield Fault("bad_choices", said, column="choices")
        return
    if plan.design in {"AB", "ABAB"} and len(plan.cases) != 1:
        yield Fault("bad_cases", f"{plan.design} is for one case.", column="cases")
    if plan.design == "ABAB":
        if plan.choices[0][0] < 1 or plan.assignments < 1:
            yield Fault(
                "bad_choices",
                "The sessions do not hold four phases of that length.",
                column="choices",
            )
        return
    yield from _start_faults(plan)


def _numbers(plan: RandomizationPlan) -> Iterator[tuple[str, Any]]:
    yield "sessions", plan.sessions
    yield from (("choices", session) for one in plan.choices for session in one)
    yield from (("drawn", session) for session in plan.drawn)


def _is_whole(given: Any) -> bool:
    """A session number: a whole number no study reaches the end of."""
    return isinstance(given, int) and not isinstance(given, bool) and abs(given) <= 1_000_000


def _start_faults(plan: RandomizationPlan) -> Iterator[Fault]:
    starts = [start for one in plan.choices for start in one]
    if min(starts) < 2 or max(starts) > plan.sessions:
        yield Fault(
            "bad_choices",
            f"A first treatment session lies from 2 to {plan.sessions}.",
            column="choices",
        )
    if plan.design == "wampold_worsham" and len(plan.choices[0]) != len(plan.cases):
        yield Fault(
            "bad_choices", "Give as many different starts as there are cases.", column="choices"
        )
    if plan.design == "koehler_levin" and len(set(starts)) != len(starts):
        yield Fault(
            "bad_choices", "The places in the stagger may not share a session.", column="choices"
        )


def _draw_faults(plan: RandomizationPlan) -> Iterator[Fault]:
    if not plan.drawn:
        return
    if not _is_allowed(plan):
        yield Fault(
            "not_a_choice",
            f"{list(plan.drawn)} was not among the choices of this plan.",
            column="drawn",
        )
    try:
        zone = datetime.fromisoformat(plan.made_at).tzinfo
    except ValueError:
        zone = None
    if zone is None:
        yield Fault(
            "bad_time", "Say when it was drawn, as 2026-11-23T08:30:00+00:00.", column="made_at"
        )


def _is_allowed(plan: RandomizationPlan) -> bool:
    drawn, choices = plan.drawn, plan.choices
    if plan.design == "ABAB":
        ends = [1, *drawn, plan.sessions + 1]
        long_enough = all(b - a >= choices[0][0] for a, b in pairwise(ends))
        return len(drawn) == 3 and long_enough
    if len(drawn) != len(plan.cases):
        return False
    if plan.design == "wampold_worsham":
        return sorted(drawn) == list(choices[0])
    if plan.design == "koehler_levin":
        places = [[k for k, one in enumerate(choices) if start in one] for start in drawn]
        return sorted(places) == [[k] for k in range(len(choices))]
    return all(start in one for start, one in zip(drawn, choices, strict=True))
