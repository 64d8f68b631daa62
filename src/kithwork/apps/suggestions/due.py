"""What the engine does for this room: looks at every run with something new, and at each once a day."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max, QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Entry, Goal, Measure
from kithwork.apps.observations.models import Observation
from kithwork.apps.programs.models import Program
from kithwork.apps.runs.models import (
    Draw,
    FidelityCheck,
    Phase,
    Run,
    Score,
    Session,
    SessionEvent,
    SessionLog,
)
from kithwork.apps.schools.models import School
from kithwork.apps.suggestions.actions import look_at_program, look_at_run
from kithwork.apps.suggestions.models import CheckAnswer, Decision, Look, OwnValue, Suggestion, Told
from kithwork.apps.suggestions.programs import gate_of

log = logging.getLogger(__name__)
# One turn of the engine looks at so many runs and leaves the rest for the next, so that other work gets its turn.
AT_ONCE = 40


def look_at_what_is_new() -> int:
    """A duty of the engine. Safe to run twice, and beside another: a run is held while it is looked at."""
    n = 0
    for school in School.objects.order_by("pk"):
        today = clock.today(school.timezone)
        by = Viewer.command(school_id=school.pk)
        for run in runs_with_news(school, today):
            if n >= AT_ONCE:
                return n
            n += 1
            _look(run, today, by)
    return n


def _look(run: Run, today: date, by: Viewer) -> None:
    """One run whose rows cannot be read keeps none of the others from being looked at."""
    try:
        look_at_run(run, on=today, at=clock.now(), by=by)
    except Exception:
        log.exception("the rules of run %s could not be read", run.pk)


def runs_with_news(school: School, today: date) -> Iterator[Run]:
    """Runs that go on, or are followed after their end, with something newer than the last look, or a new day."""
    rows = Run.objects.filter(school=school, starts_on__lte=today).exclude(status=Run.Status.DRAFT)
    followed = Measure.objects.filter(run__isnull=False, ended_on__isnull=True).values("run_id")
    going_on = rows.filter(status=Run.Status.ACTIVE) | rows.filter(
        status__in=[Run.Status.CLOSED, Run.Status.PAUSED], pk__in=followed
    )
    looks = {row.run_id: row for row in Look.objects.filter(run__school=school)}
    newest = _newest(school)
    values = OwnValue.objects.filter(school=school).aggregate(a=Max("set_at"), b=Max("ended_at"))
    for run in going_on.select_related("school", "playbook").order_by("pk").distinct():
        last = looks.get(run.pk)
        stamps = [newest.get(run.pk), values["a"], values["b"]]
        is_new = last is None or last.on < today
        if is_new or any(stamp is not None and stamp >= last.looked_at for stamp in stamps):  # type: ignore[union-attr]
            yield run


def _newest(school: School) -> dict[int, datetime]:
    """Run id -> when something last came in: one question to each table, whatever the number of runs."""
    found: dict[int, datetime] = {}
    for rows, run, stamp in _stamps(school):
        for pk, at in (
            rows.order_by().values_list(run).annotate(at=Max(stamp)).values_list(run, "at")
        ):
            if at is not None and (pk not in found or at > found[pk]):
                found[pk] = at
    return found


def _stamps(school: School) -> Iterator[tuple[QuerySet, str, str]]:  # type: ignore[type-arg]
    of_run = {"run__school": school}
    of_session = {"session__run__school": school}
    yield SessionLog.objects.filter(**of_session), "session__run_id", "logged_at"
    yield FidelityCheck.objects.filter(**of_session), "session__run_id", "checked_at"
    yield SessionEvent.objects.filter(**of_session), "session__run_id", "kept_at"
    yield Session.objects.filter(**of_run), "run_id", "changed_at"
    yield Score.objects.filter(**of_run), "run_id", "kept_at"
    yield Phase.objects.filter(**of_run), "run_id", "set_at"
    yield Draw.objects.filter(**of_run), "run_id", "drawn_at"
    yield Told.objects.filter(**of_run), "run_id", "at"
    yield CheckAnswer.objects.filter(**of_run), "run_id", "at"
    yield Measure.objects.filter(**of_run), "run_id", "made_at"
    yield Entry.objects.filter(measure__run__school=school), "measure__run_id", "kept_at"
    yield Goal.objects.filter(measure__run__school=school), "measure__run_id", "set_at"
    yield (
        Observation.objects.filter(school=school, watch__plan__run__isnull=False),
        "watch__plan__run_id",
        "read_at",
    )
    yield (
        Observation.objects.filter(school=school, student__measures__run__isnull=False),
        "student__measures__run_id",
        "read_at",
    )
    taken_back = Decision.objects.filter(
        suggestion__run__school=school, kind=Decision.Kind.TAKE_BACK
    )
    yield taken_back, "suggestion__run_id", "at"


def look_at_programs() -> None:
    """Another duty: the gate of each program's stage, which is opened by a person. A stage is asked about once."""
    for school in School.objects.order_by("pk"):
        by = Viewer.command(school_id=school.pk)
        for program in Program.objects.filter(school=school, closed_on__isnull=True):
            rows = Suggestion.objects.filter(program=program)
            asked = rows.filter(key=program.stage).exclude(status=Suggestion.Status.NO_LONGER)
            is_open = rows.filter(status=Suggestion.Status.OPEN).exists()
            if is_open or (not asked.exists() and gate_of(program).fires):
                look_at_program(program, by=by)
