"""A class as a table to take along: codes drawn anew for each file, and nothing that names anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from secrets import SystemRandom

from kithwork.apps.consents.queries import FOR_A_STUDY, for_a_study
from kithwork.apps.friendships.gathered import ANSWERS, LARGE, Gathered, Said
from kithwork.apps.friendships.models import Circle
from kithwork.apps.friendships.reckoned import of_circle, pairs_of

COLUMNS = ("round", "student", "said", "way", "named", "put_together_with", "taken_along")


def leaving(circle: Circle, purpose: str) -> list[Gathered]:
    """Rounds large enough to leave. For a study only those who may be in one (0068), naming and named."""
    held = of_circle(circle).values()
    if purpose == FOR_A_STUDY:
        held = [_only(one, for_a_study(circle.school, one.counted)) for one in held]
    return [one for one in held if len(one.counted) >= LARGE]


def _only(held: Gathered, among: set[int]) -> Gathered:
    return replace(
        held,
        counted=tuple(pk for pk in held.counted if pk in among),
        named={pk: named & among for pk, named in held.named.items()},
    )


def table_of(circle: Circle, held: Sequence[Gathered], mark: str) -> str:
    """One row for each counted student and round; codes join the rows of one file and of no other.

    ``said`` is names, nobody, pass or missing. ``named`` and ``put_together_with`` are codes with spaces between.
    ``mark`` says in the last column whose copy it is.
    """
    pairs, code = pairs_of(circle, held), _codes(held)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for one in held:
        for pk in sorted(one.counted, key=lambda pk: code[pk]):
            said = one.said.get(pk, "")
            is_answer = said in ANSWERS
            beside = {other for pair in pairs if pk in pair for other in pair - {pk}}
            table.writerow([
                one.round.kind, code[pk], said if is_answer or said == Said.PASS else "missing",
                one.modes[pk] if is_answer else "",
                _joined(code, one.named.get(pk, ()) if is_answer else ()), _joined(code, beside), mark,
            ])  # fmt: skip
    return text.getvalue()


def _codes(held: Iterable[Gathered]) -> dict[int, str]:
    people = sorted({pk for one in held for pk in one.counted})
    SystemRandom().shuffle(people)
    return {pk: f"S{n:03d}" for n, pk in enumerate(people, start=1)}


def _joined(code: dict[int, str], people: Iterable[int]) -> str:
    return " ".join(sorted(code[pk] for pk in people if pk in code))
