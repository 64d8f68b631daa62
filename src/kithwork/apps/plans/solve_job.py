"""The background job that asks the matching and leaves three drafts, or nothing."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.jobs.run import JobRun
from kithwork.apps.plans.current import as_rows
from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.matching import Plan, Problem, Progress, plan_from, problem_from, three_plans
from kithwork.matching.plan import as_json

STAGES = {
    "First plan": gettext_lazy("First plan"),
    "Improving": gettext_lazy("Improving"),
    "Polishing": gettext_lazy("Polishing"),
}
AIMS = {
    "balanced": gettext_lazy("Balanced"),
    "time": gettext_lazy("More time together"),
    "wishes": gettext_lazy("Wishes first"),
}


def solve_ask(run: JobRun) -> dict[str, Any]:
    """Solve the ask in `args` for the three aims, and keep the drafts if the job is still ours."""
    ask = PlanAsk.objects.get(pk=run.args["ask_id"])
    problem = problem_from(ask.problem)
    teller = _Teller(run, ask.seconds)
    plans = three_plans(
        problem,
        seconds=float(ask.seconds),
        seed=ask.seed,
        keep=_plan_to_keep(ask, problem),
        progress=teller.tell,
        stop=run.should_stop,
    )
    with transaction.atomic():
        run.hold()
        drafts = _write_drafts(ask, plans)
    return {"ask": ask.pk, "drafts": [draft.pk for draft in drafts]}


class _Teller:
    """Turns the matching's progress into what a person watches."""

    def __init__(self, run: JobRun, seconds: int) -> None:
        self.run, self.seconds, self.begun = run, max(seconds, 1), time.monotonic()

    def tell(self, said: Progress) -> None:
        elapsed = time.monotonic() - self.begun
        self.run.progress(
            stage=f"{AIMS[said.aim]}: {STAGES.get(said.stage, said.stage)}",
            said=_(
                "%(held)s of %(wished)s sessions a week so far. Best %(best)s, and never above %(bound)s."
            )
            % {
                "held": said.sessions,
                "wished": said.wished,
                "best": said.utility,
                "bound": said.bound,
            },
            best=said.utility,
            bound=said.bound,
            percent=min(99, int(100 * elapsed / self.seconds)),
        )


def _plan_to_keep(ask: PlanAsk, problem: Problem) -> Plan | None:
    """Sessions to go on with, under this ask's ids, when it was asked from a plan in force or a draft."""
    rows = ask.people.get("keep")
    if not rows:
        return None
    return plan_from({"schema": "kithwork-plan/1", "sessions": rows})


def _write_drafts(ask: PlanAsk, plans: dict[str, Plan]) -> list[Draft]:
    if ask.drafts.exists():  # a run before this one finished; its drafts stand
        return list(ask.drafts.all())
    last = Draft.objects.filter(school=ask.school).aggregate(last=Max("number"))["last"] or 0
    return [
        Draft.objects.create(
            ask=ask,
            school=ask.school,
            aim=aim,
            number=last + place,
            plan=as_json(plan.with_changes(sessions=())),
            sessions=as_rows(plan.sessions),
            locks=[list(lock) for lock in ask.problem.get("locks", [])],
        )
        for place, (aim, plan) in enumerate(plans.items(), 1)
    ]
