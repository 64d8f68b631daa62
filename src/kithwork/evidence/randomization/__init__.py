"""Chance decides before the data, and a test that asks only what chance could have done."""

from kithwork.evidence.randomization.plan import (
    DESIGNS,
    RandomizationPlan,
    plan_from,
    seal,
    verify,
)
from kithwork.evidence.randomization.testing import TestResult, randomization_test

__all__ = [
    "DESIGNS", "RandomizationPlan", "TestResult", "plan_from", "randomization_test", "seal", "verify",
]  # fmt: skip
