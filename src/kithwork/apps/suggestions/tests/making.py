"""Rows for tests of this room: sessions, checklists, logs, scores, on days of a run."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.models import Attendance, FidelityCheck, Score, Session, SessionLog
from kithwork.apps.runs.queries import playbook_of
from kithwork.apps.suggestions.actions import look_at_run
from kithwork.apps.suggestions.models import Suggestion
from tests.cast import MONDAY

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def session(run, on, status="held", label="1"):
    return Session.objects.create(
        school=run.school, run=run, on=on, label=label, starts_at=time(8, 10), ends_at=time(9, 0),
        status=status,
    )  # fmt: skip


def log(held, *, asked=None, lines=None, **fields):
    measures = {"asked": asked or {}} | ({"lines": lines} if lines is not None else {})
    given = {"was_held": True, "minutes": 30, "measures": measures, **fields}
    return SessionLog.objects.create(session=held, letter=uuid4(), **given)


def check(held, yes, no, kind="observed"):
    """A checklist with so many items seen and so many missed, no key step among those missed where that can be."""
    items = playbook_of(held.run).fidelity.items
    order = [
        *(one.id for one in items if one.critical),
        *(one.id for one in items if not one.critical),
    ]
    answers = dict.fromkeys(order[:yes], "yes") | dict.fromkeys(order[yes : yes + no], "no")
    return FidelityCheck.objects.create(session=held, letter=uuid4(), kind=kind, answers=answers)


def there(held, students, away=()):
    Attendance.objects.bulk_create(
        Attendance(session=held, student=one, is_present=one not in away) for one in students
    )


def reading(run, student, on, right, errors=None):
    return Score.objects.create(
        run=run, student=student, kind="reading", on=on, right=right, errors=errors, seconds=60
    )


def test_of(run, student, on, right, kind="post"):
    return Score.objects.create(run=run, student=student, kind=kind, on=on, right=right, out_of=10)


test_of.__test__ = False


def look(run, on=MONDAY):
    look_at_run(run, on=on, at=clock.now(), by=Viewer.command(school_id=run.school_id))
    return list(
        Suggestion.objects.filter(run=run, status="open").order_by("rule", "key", "check_of")
    )


def rules(found):
    return [one.rule for one in found]
