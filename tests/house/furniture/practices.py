"""A practice of the school's own, what it is about, and an event."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4

from kithwork.playbooks import event_templates
from tests.house.furniture.days import monday


def practice(cast: Any, form: Any) -> tuple[Any, Any]:
    """A recording to practise with, and what Tomas made of it."""
    from kithwork.apps.observations import actions as observations
    from kithwork.apps.observations.practice import key_text, practice_text

    taps = [{"at": 30_000, "code": "e@0"}]
    frame = observations.RecordingFrame(
        form, "Lunch, table four", "Shelf B", key_text(600_000, taps), 80, 2
    )
    recording = observations.make_recording(frame, by=cast.rosa)
    text = practice_text(recording.pk, 600_000, taps)
    tape = observations.keep_practice(recording, letter=uuid4(), text=text, by=cast.tomas)
    return recording, tape


def an_event(cast: Any) -> dict[str, Any]:
    """An event of today, led by Tomas, with one row of everything."""
    from kithwork.apps.events import actions as events
    from kithwork.apps.events.models import EventStep

    frame = events.Frame("Garden day", "service_project", "Garden", lead=cast.tomas_staff)
    when = events.When(monday(), time(14, 0), time(15, 30))
    event = events.start_event(
        frame, when=when, template=event_templates()["community_garden"], by=cast.rosa
    )
    place = events.add_student(event, cast.ada, is_planner=True, by=cast.rosa)
    role, question = event.roles.first(), event.access_questions.first()
    holder = events.take_role(role, cast.ada, chosen="self", how="device", by=cast.rosa)
    said = {"says": "A firm path.", "who": "The planners", "by_on": monday()}
    answer = events.answer_access(question, **said, by=cast.rosa)
    events.mark_attendance(event.days.get(), cast.ada, is_here=True, by=cast.tomas)
    events.reflect(event, events.Words("before", "Something that smells good."), by=cast.tomas)
    return {
        "event_id": event.pk,
        "event_template": "wheelchair_soccer",
        "event_day_id": event.days.get().pk,
        "event_student_id": place.pk,
        "event_role_id": role.pk,
        "role_holder_id": holder.pk,
        "access_question_id": question.pk,
        "access_answer_id": answer.pk,
        "event_step_id": EventStep.objects.filter(event=event).first().pk,
        "event_partner_id": event.partners.first().pk,
    }


def own_practice() -> str:
    """A copy with everything a practice can say, to be read on its page."""
    from kithwork.playbooks import shipped
    from kithwork.playbooks.starter import starting_text

    return starting_text("our_tutoring", copy_of=shipped()["cwpt"])
