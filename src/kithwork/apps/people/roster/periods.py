"""Period expressions of rosters, cut into labels and cycle days, never mapped to a bell by guess.

Real ones: ``3``, ``1,2,3``, ``1(A)``, ``1-2(A,C)``, ``P3(A)``, ``1(A-E)``, ``1(A) 2(B)``. Which of
the school's own periods a label means is for the school's table of period names to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_PIECES = 40


@dataclass(frozen=True, slots=True)
class PeriodWord:
    """One label as the roster writes it, and the cycle days it names (none: not said)."""

    theirs: str
    cycle_days: tuple[str, ...] = ()


def period_words(text: str) -> tuple[PeriodWord, ...]:
    """The labels of one expression, in order, each once. What cannot be cut stays whole."""
    text = " ".join(text.split())
    if not text or len(text) > 200 or text.count("(") != text.count(")"):
        return (PeriodWord(text[:60]),) if text else ()
    words: list[PeriodWord] = []
    for piece in _pieces(text):
        found = re.fullmatch(r"([^()]+?)\s*(?:\(([^()]*)\))?", piece)
        if found is None:
            return (PeriodWord(text[:60]),)
        days = _days(found[2] or "")
        if days is None:
            return (PeriodWord(text[:60]),)
        for label in _labels(found[1].strip(), has_days=bool(found[2])):
            word = PeriodWord(label[:60], days)
            if word not in words:
                words.append(word)
    return tuple(words)


def _pieces(text: str) -> list[str]:
    """Cut at commas, semicolons and bars outside brackets, and after a closing bracket."""
    pieces, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        closing = c == ")" and depth == 0
        if (c in ",;|" and depth == 0) or closing:
            pieces.append(text[start : i + closing].strip(" ,;|"))
            start = i + 1
    pieces.append(text[start:].strip(" ,;|"))
    return [piece for piece in pieces if piece][:MOST_PIECES]


def _days(text: str) -> tuple[str, ...] | None:
    """``A,C`` or ``A-E`` or ``1-6``; None when it is neither."""
    days: list[str] = []
    for part in (p.strip() for p in text.split(",") if p.strip()):
        span = re.fullmatch(r"([A-Za-z]|\d{1,2})\s*-\s*([A-Za-z]|\d{1,2})", part)
        if span is None:
            days.append(part)
            continue
        first, last = span[1], span[2]
        if first.isdecimal() and last.isdecimal() and int(first) <= int(last):
            days += [str(n) for n in range(int(first), int(last) + 1)]
        elif first.isalpha() and last.isalpha() and first.upper() <= last.upper():
            days += [chr(n) for n in range(ord(first.upper()), ord(last.upper()) + 1)]
        else:
            return None
    return tuple(dict.fromkeys(days))


def _labels(label: str, *, has_days: bool) -> list[str]:
    """``1-2`` with days is a span of periods; alone it may mean day 1 period 2, so it stays."""
    span = re.fullmatch(r"(\d{1,2})-(\d{1,2})", label)
    if span and has_days and int(span[1]) < int(span[2]) <= int(span[1]) + 12:
        return [str(n) for n in range(int(span[1]), int(span[2]) + 1)]
    return [label]
