"""One event of Maple Street School, and short ways to set its scene."""

from datetime import time, timedelta

import pytest

from kithwork.apps.events import actions
from kithwork.apps.events.actions import Frame, When
from kithwork.playbooks import event_templates
from tests.cast import MONDAY


def when(days=14, **fields):
    return When(MONDAY + timedelta(days=days), fields.get("at", time(14, 0)), time(15, 30))


def frame(**fields):
    return Frame(
        **{"name": "Wheelchair soccer", "kind": "event", "place": "Gym", "lead": None, **fields}
    )


def make_event(cast, template="wheelchair_soccer", *, by=None, days=14, **fields):
    fields.setdefault("lead", cast.tomas_staff)
    chosen = event_templates()[template] if template else None
    if chosen:
        fields.setdefault("kind", chosen.kind)
        fields.setdefault("is_off_campus", chosen.is_off_campus)
    return actions.start_event(
        frame(**fields), when=when(days), template=chosen, by=by or cast.rosa
    )


def answer_all(event, by, on=MONDAY):
    for question in event.access_questions.all():
        actions.answer_access(question, says="Seen to for everybody.", who="Tomas", by_on=on, by=by)


@pytest.fixture
def soccer(cast, frozen_now):
    """Two weeks from Monday, led by Tomas."""
    return make_event(cast)


@pytest.fixture
def today(cast, frozen_now):
    """This afternoon, led by Tomas, with Ada, Ben and Sora on the list."""
    event = make_event(cast, days=0)
    for student in (cast.ada, cast.ben, cast.sora):
        actions.add_student(event, student, by=cast.rosa)
    return event
