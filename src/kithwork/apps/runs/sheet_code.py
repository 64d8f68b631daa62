"""The short code on a printed sheet: easy to type, and a slip is noticed with its place. Pure.

23 characters without vowels, so that no code is a word, and without what looks alike (0 O Q, 1 I L, 2 Z,
5 S, 8 B, 6 G, U V). Five are drawn by lot and say nothing; the last one checks them. 23 is a prime, so one
wrong character and any two that changed places always change the check.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

ALPHABET = "23456789CDFHJKMNPRTVWXY"
LENGTH = 6
# What a hurried eye or finger takes for one of ours.
TAKEN_FOR = str.maketrans("ZSBG", "2586")
BETWEEN = " -–—_.·"
# Which of ours are mistaken for one another in print or lie side by side on a keyboard.
NEIGHBOURS = frozenset(
    map(frozenset, (
        "MN", "VW", "VY", "XY", "38", "69", "CD", "PR", "FP", "HN", "KX", "27", "49", "56", "HM", "TY",
        "23", "34", "45", "67", "78", "89", "CX", "CV", "DF", "HJ", "JK", "JM", "RT", "DX", "NJ", "FR",
    ))
)  # fmt: skip
Why = Literal["length", "character", "check"]


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a typed code, and where: ``place`` counts from 1 and is 0 where nobody can tell."""

    why: Why
    place: int = 0
    typed: str = ""
    meant: str = ""
    swapped: bool = False
    length: int = 0


def new_code() -> str:
    """A code nobody can guess from another."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """The character that makes the weighted sum a multiple of 23."""
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(drawn, 1))
    # The last weight is 6, and 6 times 4 is one more than 23.
    return ALPHABET[-total * 4 % len(ALPHABET)]


def is_sound(code: str) -> bool:
    return len(code) == LENGTH and code[-1] == check_character(code[:-1])


def shown(code: str) -> str:
    """In two groups of three, as it is printed."""
    return f"{code[:3]}-{code[3:]}"


def cleaned(typed: str) -> str:
    """As it stands on paper: capitals, nothing between, look-alikes as the ones we use."""
    kept = "".join(one for one in typed.upper() if one not in BETWEEN)
    return kept.translate(TAKEN_FOR)


def read_code(typed: str, is_known: Callable[[str], bool] = lambda code: False) -> str | Slip:
    """The code, or what is wrong with it.

    Parameters
    ----------
    typed
        As somebody typed it: small letters, blanks and a hyphen do no harm.
    is_known
        Whether a code is on a sheet this person may see. It settles which of several slips it was.
    """
    code = cleaned(typed)
    for place, one in enumerate(code, 1):
        if one not in ALPHABET:
            return Slip("character", place, one)
    if len(code) != LENGTH:
        return Slip("length", length=len(code))
    return code if is_sound(code) else _likely(code, is_known)


def _likely(code: str, is_known: Callable[[str], bool]) -> Slip:
    """The slip that leads to a sheet there is; else the most usual one; else a slip without a place."""
    found = list(_slips(code))
    known = [slip for meant, slip in found if is_known(meant)]
    if known:
        return known[0]
    usual = [slip for _meant, slip in found if slip.swapped or _is_usual(slip)]
    return usual[0] if len(usual) == 1 else Slip("check")


def _is_usual(slip: Slip) -> bool:
    return frozenset((slip.typed, slip.meant)) in NEIGHBOURS


def _slips(code: str) -> Iterator[tuple[str, Slip]]:
    """Every sound code one slip away: two neighbours that changed places, or one wrong character."""
    for at in range(LENGTH - 1):
        meant = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        if is_sound(meant):
            yield meant, Slip("check", at + 1, code[at], code[at + 1], swapped=True)
    for at, typed in enumerate(code):
        for one in ALPHABET:
            meant = code[:at] + one + code[at + 1 :]
            if one != typed and is_sound(meant):
                yield meant, Slip("check", at + 1, typed, one)
