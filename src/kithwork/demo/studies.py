"""A study of the demo's middle school, mid-way: sealed starts, two tiers under way, a third still in its baseline."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.studies import actions
from kithwork.apps.studies.chance import plan_of, text_mark
from kithwork.apps.studies.file_read import Found, Given
from kithwork.apps.studies.models import Seal, Study
from kithwork.demo.plan import HARLOW, SEED
from kithwork.evidence.randomization import seal
from kithwork.evidence.series import Series

CASES = ("P1", "P2", "P3")
SESSIONS, STARTS, SO_FAR = 18, "6, 9, 12", 11
# Made up: greetings in ten minutes of lunch, before and after a peer network began.
BEFORE = (2, 1, 2, 3, 1, 2, 1, 2, 2, 1, 3)
AFTER = (4, 5, 5, 6, 7, 6)
RULES = (
    "Each start is judged on the graph by two masked readers, then by the randomisation test of the mean difference.\n"
    "A phase is changed on the session that was drawn, whatever the last point says."
)


def begin_study() -> Study:
    """Greetings at lunch: drawn before its first session, eleven sessions in, one day without data."""
    held = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school__name=HARLOW.name
    )
    by = viewer_of(held, held.user)
    frame = actions.StudyFrame(
        "Greetings at lunch",
        "multiple_baseline",
        question="Do students greet more classmates once a peer network has lunch with them?",
    )
    study = actions.start_study(frame, by=by)
    actions.add_cases(study, CASES, by=by)
    first = clock.today_for(by) - timedelta(weeks=SO_FAR)
    _seal(study, datetime.combine(first - timedelta(days=4), time(15), clock.now().tzinfo))
    drawn = study.seals.get(kind=Seal.Kind.STARTS).content["drawn"]
    series = [_series(case, start, first) for case, start in zip(CASES, drawn, strict=True)]
    agreement = {
        (one.case, one.outcome, session): 88.0 + session % 9
        for one in series
        for session in one.sessions
        if session % 4 == 1
    }
    brought = actions.Brought(
        Given("lunch-greetings.csv", "made up"), Found(tuple(series), agreement)
    )
    actions.bring_in(study, brought, by=by)
    return study


def _seal(study: Study, at: datetime) -> None:
    """Both seals bear the day before the first session, as they would have been made."""
    plan = plan_of("wampold_worsham", CASES, SESSIONS, STARTS)
    drawn = plan.draw(seed=SEED, made_at=at.isoformat(), made_by="demo")
    for kind, content in (
        (Seal.Kind.STARTS, drawn.to_json()),
        (Seal.Kind.RULES, {"text": RULES}),
    ):
        salt = secrets.token_urlsafe(24)
        mark = seal(drawn, salt) if kind == Seal.Kind.STARTS else text_mark(salt, RULES)
        Seal.objects.create(
            study=study, kind=kind, content=content, salt=salt, commitment=mark, by_id=study.made_by_id, at=at
        )  # fmt: skip


def _series(case: str, start: int, first: date) -> Series:
    sessions = range(1, SO_FAR + 1)
    shift = CASES.index(case)
    values: list[float | None] = [
        BEFORE[(session + shift) % len(BEFORE)] if session < start else AFTER[session - start]
        for session in sessions
    ]
    if case == "P2":
        values[3] = None  # nobody could observe that day
    return Series(
        case=case, outcome="Greetings in ten minutes", sessions=sessions, values=values,
        phases=["A" if session < start else "B" for session in sessions],
        improvement="increase", scale="count", session_minutes=10,
        dates=[first + timedelta(weeks=session - 1) for session in sessions],
    )  # fmt: skip
