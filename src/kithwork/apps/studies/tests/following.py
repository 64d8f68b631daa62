"""A study that follows measures: three students who agreed to research, each with a tier of the study of the files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kithwork.apps.consents.models import Permit
from kithwork.apps.measures.tests.making import BASELINE_FROM, measure_of, network, observe
from kithwork.apps.runs.models import Phase
from kithwork.apps.studies import actions
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import CaseMeasure, Study

WHO = {"P1": "malik", "P2": "sora", "P3": "lena"}
NAMES = ("Malik", "Stone", "Sora", "Lena", "Brandt")


def day(session: int) -> date:
    return BASELINE_FROM + timedelta(days=session - 1)


def follow(
    cast: Any, student: Any, before: list[float], after: list[float], *,
    behaviour: str = "initiation", setting: str = "lunch", **fields: Any,
) -> Any:  # fmt: skip
    """A measure with a session each day, in a run that begins its practice after so many."""
    run = network(cast, focus_student=student, students=[student])
    Phase.objects.filter(run=run).delete()
    Phase.objects.create(run=run, kind="baseline", starts_on=day(1))
    Phase.objects.create(run=run, kind="intervention", starts_on=day(len(before) + 1))
    for session, value in enumerate([*before, *after], start=1):
        observe(
            cast, day(session), value / 10, student=student, behaviour=behaviour, setting=setting
        )
    key = f"together/{behaviour}/student/rate"
    return measure_of(cast, run, student=student, key=key, setting=setting, **fields)


def add(study: Study, measure: Any, code: str, *, by: Any, **more: Any) -> CaseMeasure:
    return actions.add_measure(study, actions.MeasureFrame(measure, code, **more), by=by)


def withdraw(student: Any) -> None:
    Permit.objects.filter(student=student, purpose="research").delete()


def codes(study: Study) -> list[str]:
    found = gathered(study)
    return [one.case for one in found.series_of(found.outcomes[0])]
