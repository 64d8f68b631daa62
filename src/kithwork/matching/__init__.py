"""Who supports whom, in which role, and when.

A library of its own: it knows opaque ids, slots and limits, nothing of Django and nobody's name.

>>> from kithwork.matching import generate_school, solve, violations
>>> problem = generate_school(students=60, seed=1)
>>> plan = solve(problem, aim="balanced", iterations=2000, seed=1)
>>> list(violations(problem, plan))
[]

The question is a `Problem` (format kithwork-matching/1), the answer a `Plan`
(kithwork-plan/1). `solve` finds one, `three_plans` finds the three a coordinator chooses
from, `violations` judges a plan without the solver, `explain` says why, `repair` mends.
"""

from kithwork.matching.bound import upper_bound
from kithwork.matching.check import Violation, violations
from kithwork.matching.explain import (
    Candidate,
    Reason,
    candidates_for,
    funnel,
    why_not,
    why_pair,
)
from kithwork.matching.fixes import fixes_for
from kithwork.matching.generate import generate_school
from kithwork.matching.plan import Fix, Plan, Session, Unmet, plan_from, read_plan, write_plan
from kithwork.matching.problem import (
    BadProblem,
    Need,
    Peer,
    Problem,
    Student,
    problem_from,
    read_problem,
    write_problem,
)
from kithwork.matching.repair import after_change, substitutes, without_peer
from kithwork.matching.search.telling import Progress
from kithwork.matching.solve import AIMS, solve, three_plans

__all__ = [
    "AIMS",
    "BadProblem",
    "Candidate",
    "Fix",
    "Need",
    "Peer",
    "Plan",
    "Problem",
    "Progress",
    "Reason",
    "Session",
    "Student",
    "Unmet",
    "Violation",
    "after_change",
    "candidates_for",
    "fixes_for",
    "funnel",
    "generate_school",
    "plan_from",
    "problem_from",
    "read_plan",
    "read_problem",
    "solve",
    "substitutes",
    "three_plans",
    "upper_bound",
    "violations",
    "why_not",
    "why_pair",
    "without_peer",
    "write_plan",
    "write_problem",
]
