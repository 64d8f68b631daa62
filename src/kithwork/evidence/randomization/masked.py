"""Masked visual analysis: an analyst who does not know the order names it, and only then the key is opened.

The log is a chain: each entry holds the mark of the one before, so that nothing can be put in, changed or
taken out afterwards without its showing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from kithwork.evidence.faults import refuse


@dataclass(frozen=True, slots=True)
class Key:
    """The hidden order of the cases, and a salt so that the commitment cannot be guessed."""

    order: tuple[str, ...]
    salt: str

    def commitment(self) -> str:
        """What is published at the start. Raises BadData for a salt somebody could guess."""
        if len(self.salt) < 16:
            raise refuse("short_salt", "The salt has fewer than 16 characters. Use a longer one.")
        text = json.dumps([self.salt, *self.order], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: the key laid down, an order named, or the key opened."""

    kind: str
    by: str
    at: str
    order: tuple[str, ...]
    commitment: str
    before: str

    def mark(self) -> str:
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "order": list(self.order)}


@dataclass(frozen=True, slots=True)
class Log:
    """All lines so far, each tied to the one before.

    Every step gives a new log and leaves the old one. Raises BadData for a step out of turn, a time that
    goes back, a signer who laid down the key, or a chain that was tampered with.
    """

    entries: tuple[Entry, ...] = ()

    @classmethod
    def begin(cls, key: Key, *, by: str, at: str) -> Log:
        """Somebody who is not the analyst lays down the key's commitment."""
        return cls()._with("key", by, at, (), key.commitment())

    def specify(self, order: Sequence[str], *, by: str, at: str) -> Log:
        """The analyst names an order and signs it."""
        self.check()
        if not self.entries or self.is_open:
            raise refuse(
                "out_of_turn",
                "An order is named after the key was laid down and before it is opened.",
            )
        if by == self.entries[0].by:
            raise refuse(
                "knows_the_key", "Whoever made the key knows the order and cannot be the analyst."
            )
        if len(set(order)) != len(order) or not order:
            raise refuse("bad_order", "Name each case once, in the order you think.")
        return self._with("specification", by, at, tuple(order), "")

    def reveal(self, key: Key, *, by: str, at: str) -> Log:
        """Open the key, after at least one order was signed."""
        self.check()
        if self.is_open or not self.specifications:
            raise refuse(
                "out_of_turn", "The key is opened once, after an order was named and signed."
            )
        if not hmac.compare_digest(key.commitment(), self.entries[0].commitment):
            raise refuse("other_key", "This is not the key that was laid down.")
        named = set(self.specifications[0].order)
        if set(key.order) != named:
            raise refuse("other_cases", "The key and the orders named are about different cases.")
        return self._with("opened", by, at, key.order, "")

    @property
    def specifications(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.kind == "specification")

    @property
    def is_open(self) -> bool:
        return any(one.kind == "opened" for one in self.entries)

    def tries(self) -> int | None:
        """At which naming the order was right; None where it never was. Raises BadData before it is opened."""
        self.check()
        if not self.is_open:
            raise refuse("out_of_turn", "The key is not open yet.")
        order = self.entries[-1].order
        named = [one.order for one in self.specifications]
        return named.index(order) + 1 if order in named else None

    def check(self) -> None:
        """Raises BadData where a line is not tied to the one before, or comes before it in time."""
        before, time = "", None
        for row, one in enumerate(self.entries, start=1):
            if one.before != before:
                raise refuse(
                    "tampered",
                    "This line does not follow from the one before. The log was changed.",
                    row=row,
                )
            at = _when(one.at, row)
            if time is not None and at < time:
                raise refuse(
                    "time_order", "This line is older than the one before.", row=row, column="at"
                )
            before, time = one.mark(), at

    def _with(self, kind: str, by: str, at: str, order: tuple[str, ...], commitment: str) -> Log:
        if not by.strip():
            raise refuse("nobody", "Say who does this.", column="by")
        before = self.entries[-1].mark() if self.entries else ""
        made = Log((*self.entries, Entry(kind, by, at, order, commitment, before)))
        made.check()
        return made


def _when(text: str, row: int) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise refuse("bad_time", "Say when, as 2026-11-23T08:30:00+00:00.", row=row, column="at")
    return at


def p_value(tries: int | None, *, cases: int | None = None, orders: int | None = None) -> Fraction:
    """How likely it is to be right as early by guessing among the possible orders, without repeats.

    Parameters
    ----------
    tries
        At which naming the analyst was right; None where never.
    cases
        How many cases start one after another: there are cases! orders.
    orders
        How many orders were possible, where they are not all orders of the cases.

    Returns
    -------
    Fraction
        tries / orders; 1 where the analyst never was right.

    Raises
    ------
    BadData
        Unless exactly one of ``cases`` and ``orders`` is given, above zero, and tries do not pass it.

    Source: Ferron & Jones (2006), The Journal of Experimental Education 75(1), 66-81.
    """
    if (cases is None) == (orders is None) or (cases or orders or 0) < 1:
        raise refuse(
            "bad_orders", "Say how many cases there were, or how many orders were possible."
        )
    possible = math.factorial(cases) if cases is not None else int(orders or 1)
    if tries is None:
        return Fraction(1)
    if not 1 <= tries <= possible:
        raise refuse("bad_orders", f"{tries} tries of {possible} orders is not possible.")
    return Fraction(tries, possible)
