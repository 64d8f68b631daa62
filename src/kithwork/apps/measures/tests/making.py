"""Rows for tests of this room and of those above it: a run with phases, a measure, records on its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from kithwork.apps.measures.models import Measure
from kithwork.apps.observations.models import Envelope, Instrument, Observation, Value
from kithwork.apps.observations.tests.conftest import FORM
from kithwork.apps.runs.models import Phase, Run
from tests.cast import MONDAY, make_playbook_copy, make_run

KEY = "together/initiation/student/rate"
BASELINE_FROM = MONDAY - timedelta(weeks=8)


def network(cast: Any, **fields: Any) -> Run:
    """Ada's lunch network: three weeks before it begins, then the practice, then the adult steps back."""
    run = make_run(
        cast,
        "Lunch network",
        **{
            "students": [cast.ada, cast.ben],
            "scope": Run.Scope.FOCUS_STUDENT,
            "section": None,
            "focus_student": cast.ada,
            "facilitator": cast.tomas_staff,
            "playbook": make_playbook_copy("peer_network"),
            "starts_on": BASELINE_FROM,
            **fields,
        },
    )
    for kind, weeks, level in (("baseline", 0, 5), ("intervention", 3, 4), ("fade", 6, 3)):
        Phase.objects.create(
            run=run, kind=kind, starts_on=BASELINE_FROM + timedelta(weeks=weeks), adult_level=level
        )
    return run


def measure_of(cast: Any, run: Run | None = None, **fields: Any) -> Measure:
    given = {
        "school": cast.school,
        "student": cast.ada,
        "run": run,
        "name": "Starts or answers a classmate",
        "source": Measure.Source.OBSERVED,
        "key": KEY,
        "scale": Measure.Scale.RATE,
        "unit": "times in 10 minutes",
        "setting": "lunch",
        "started_on": BASELINE_FROM,
        **fields,
    }
    return Measure.objects.create(**given)


def observe(
    cast: Any,
    on: date,
    value: float | None,
    *,
    student: Any = None,
    behaviour: str = "initiation",
    who: str = "student",
    index: str = "rate",
    **fields: Any,
) -> Observation:
    """One record of ten minutes at lunch by Tomas; ``value`` as the library gives it: a minute, a share."""
    instrument, _made = Instrument.objects.get_or_create(
        school=cast.school, key="together", version=1, defaults={"name": "Together", "text": FORM}
    )
    began = datetime.combine(on, time(11, 0), ZoneInfo(cast.school.timezone))
    letter = uuid4()
    envelope = Envelope.objects.create(
        school=cast.school, letter=letter, sha256=letter.hex * 2, text="{}", received_at=began,
        by_id=cast.tomas.user_id, status="read",
    )  # fmt: skip
    row = Observation.objects.create(
        **{
            "envelope": envelope, "school": cast.school, "student": student or cast.ada,
            "instrument": instrument, "phase": "baseline", "setting": "lunch",
            "by_id": cast.tomas.user_id, "began_at": began, "seconds": 600, "read_at": began,
            **fields,
        }
    )  # fmt: skip
    Value.objects.create(
        observation=row, code="a", behaviour=behaviour, who=who, index=index, value=value,
        unit="per minute",
    )  # fmt: skip
    return row


def observe_each(
    cast: Any, values: Sequence[float | None], *, first: date, days: int = 2, **fields: Any
) -> list[Observation]:
    """One record every so many days."""
    return [
        observe(cast, first + timedelta(days=days * place), value, **fields)
        for place, value in enumerate(values)
    ]
