"""Where each student of a run stands by the latest scores: for draws and for staff, never for students."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from kithwork.apps.runs.models import Run, Score
from kithwork.playbooks import Playbook

READING = (Score.Kind.READING,)
TESTS = (Score.Kind.PRE, Score.Kind.POST)
SECONDS_A_MINUTE = 60


def kinds_that_rank(playbook: Playbook) -> tuple[str, ...]:
    """Which kinds of score order the class: one-minute readings where reading is practised, else the tests."""
    by_reading = {"wcpm", "letter_sounds", "word_id"} & set(playbook.pairing.rank_by)
    return READING if by_reading else TESTS


def latest_values(run: Run, playbook: Playbook, on: date) -> dict[int, float]:
    """Student id -> latest value up to a day: words in a minute, or the share right, 0 to 100."""
    rows = Score.objects.filter(run=run, on__lte=on, kind__in=kinds_that_rank(playbook)).filter(
        counting()
    )
    rows = rows.order_by("on", "pk")
    return {row.student_id: value for row in rows if (value := value_of(row)) is not None}


def counting() -> Q:
    """Rows that count: not corrected since, not taken back."""
    return Q(replaced_by__isnull=True, is_taken_back=False)


def value_of(score: Score) -> float | None:
    """Words read correctly in a minute for a reading, per cent for everything else; None when untold."""
    if score.kind == Score.Kind.READING:
        return score.right * SECONDS_A_MINUTE / (score.seconds or SECONDS_A_MINUTE)
    return 100 * score.right / score.out_of if score.out_of else None
