"""The order of checks: what surrounds a student is looked at before the student is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def first_open(
    order: Sequence[str], asked: Sequence[str], passed: Mapping[str, bool | None]
) -> str | None:
    """The first check that has not been passed, or None when all have.

    Parameters
    ----------
    order
        All checks, the first first.
    asked
        The checks a rule asks for. Those the order does not name follow in the rule's own order.
    passed
        True passed, False not, None or left out: nobody knows yet, which is not passed either.
    """
    known = [check for check in order if check in asked]
    ordered = [*known, *(check for check in asked if check not in known)]
    return next((check for check in ordered if passed.get(check) is not True), None)
