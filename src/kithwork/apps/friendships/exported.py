"""A class as a table to take along: codes drawn anew for each file, and nothing that names anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from secrets import SystemRandom

from kithwork.apps.friendships.gathered import ANSWERS, LARGE, Gathered
from kithwork.apps.friendships.models import Circle
from kithwork.apps.friendships.reckoned import of_circle, pairs_of

COLUMNS = ("round", "student", "said", "way", "named", "put_together_with")


def table_of(circle: Circle) -> str:
    """One row for each counted student and round; codes join the rows of one file and of no other.

    ``said`` is names, nobody, pass or missing. ``named`` and ``put_together_with`` are codes with spaces between.
    """
    held = [one for one in of_circle(circle).values() if len(one.counted) >= LARGE]
    pairs = pairs_of(circle, held)
    code = _codes(held)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for one in held:
        for pk in sorted(one.counted, key=lambda pk: code[pk]):
            said = one.said.get(pk, "missing")
            is_answer = said in ANSWERS
            beside = {other for pair in pairs if pk in pair for other in pair - {pk}}
            table.writerow([
                one.round.kind, code[pk], said if is_answer or said == "pass" else "missing",
                one.modes[pk] if is_answer else "",
                _joined(code, one.named.get(pk, ()) if is_answer else ()), _joined(code, beside),
            ])  # fmt: skip
    return text.getvalue()


def _codes(held: Sequence[Gathered]) -> dict[int, str]:
    people = sorted({pk for one in held for pk in one.counted})
    SystemRandom().shuffle(people)
    return {pk: f"S{n:03d}" for n, pk in enumerate(people, start=1)}


def _joined(code: dict[int, str], people: Sequence[int] | frozenset[int] | set[int]) -> str:
    return " ".join(sorted(code[pk] for pk in people if pk in code))
