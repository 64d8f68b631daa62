"""What is copied into an event: from a template, from the shared access check, from the event before."""

from __future__ import annotations

from datetime import date, timedelta

from kithwork.apps.events.models import (
    AccessQuestion,
    Event,
    EventPartner,
    EventQuestion,
    EventRole,
    EventStep,
)
from kithwork.apps.foundation import clock
from kithwork.playbooks import access_check
from kithwork.playbooks.schema.events import EventTemplate

Part = EventStep.Part


def copy_template(event: Event, template: EventTemplate, on: date) -> None:
    """Steps, roles, partners and questions of a template, as rows of the event."""
    event.template, event.template_version = template.id, template.version
    event.about = template.about
    event.cautions = [one.text for one in template.cautions]
    event.purpose = event.purpose or template.purpose
    event.save(update_fields=["template", "template_version", "about", "cautions", "purpose"])
    EventStep.objects.bulk_create(_steps(event, template, on))
    EventRole.objects.bulk_create(
        EventRole(
            event=event, name=one.name, gives=one.gives, receives=one.receives,
            places=one.places, supports=one.supports or "",
        )
        for one in template.roles
    )  # fmt: skip
    EventPartner.objects.bulk_create(
        EventPartner(event=event, kind=one.kind, name=one.name, brings=one.brings)
        for one in template.partners
    )
    EventQuestion.objects.bulk_create(
        EventQuestion(event=event, moment=one.moment, asks=one.asks) for one in template.reflection
    )


def _steps(event: Event, template: EventTemplate, on: date) -> list[EventStep]:
    """Its lines. What would have been due before today is due today: nobody begins late."""
    today = clock.today(event.school.timezone)
    rows = [
        EventStep(
            event=event, part=Part.PREPARE, name=one.name, who=one.who,
            due_on=max(today, on - timedelta(weeks=one.weeks_before)),
        )
        for one in template.tasks
    ]  # fmt: skip
    rows += [
        EventStep(event=event, part=Part.BRING, name=one.name, says=one.from_whom)
        for one in template.gear
    ]
    rows += [
        EventStep(
            event=event, part=Part.DAY, name=one.name, who=one.who, minutes=one.minutes,
            says=one.say or "",
        )
        for one in template.steps
    ]  # fmt: skip
    rows += [
        EventStep(event=event, part=Part.STAGE, name=one.name, says=f"{one.does} → {one.next_when}")
        for one in template.stages
    ]
    for place, row in enumerate(rows, 1):
        row.place = place
    return rows


def keep_questions(event: Event, template: EventTemplate | None) -> None:
    """The questions of the shared check that this event lacks; the one about leaving school only when it does.

    A question that was answered stays when the event comes back to school: what was said is not lost.
    """
    here = {one.key: one for one in event.access_questions.exclude(key="")}
    tips = {one.question: one.tip for one in template.access} if template else {}
    for place, one in enumerate(access_check(event.language).questions, 1):
        if one.only_off_campus and not event.is_off_campus:
            if one.id in here and not here[one.id].answers.exists():
                here[one.id].delete()
            continue
        if one.id not in here:
            AccessQuestion.objects.create(
                event=event,
                key=one.id,
                place=place,
                name=one.name,
                asks=one.asks,
                hint=tips.get(one.id) or one.hint,
                about_bodies=one.about_bodies,
            )


def copy_event(event: Event, on: date, *, made_by: int | None) -> Event:
    """The plan of an event once more, without its people, its answers and what was recorded."""
    first = event.days.filter(dropped_at__isnull=True).first()
    shift = on - first.on if first else timedelta()
    following = Event.objects.create(
        school_id=event.school_id, kind=event.kind, name=event.name, purpose=event.purpose,
        about=event.about, language=event.language, cautions=event.cautions, place=event.place,
        is_off_campus=event.is_off_campus, cost=event.cost, funder=event.funder, run_id=event.run_id,
        lead_id=event.lead_id, template=event.template, template_version=event.template_version,
        follows=event, made_by_id=made_by,
    )  # fmt: skip
    following.staff.set(event.staff.all())
    today = clock.today(event.school.timezone)
    EventStep.objects.bulk_create(
        EventStep(
            event=following, part=one.part, place=one.place, name=one.name, who=one.who,
            minutes=one.minutes, says=one.says, due_on=max(today, one.due_on + shift) if one.due_on else None,
        )
        for one in event.steps.filter(dropped_at__isnull=True)
    )  # fmt: skip
    EventRole.objects.bulk_create(
        EventRole(
            event=following, name=one.name, gives=one.gives, receives=one.receives,
            places=one.places, supports=one.supports,
        )
        for one in event.roles.filter(dropped_at__isnull=True)
    )  # fmt: skip
    EventPartner.objects.bulk_create(
        EventPartner(
            event=following, kind=one.kind, name=one.name, brings=one.brings, contact=one.contact
        )
        for one in event.partners.filter(dropped_at__isnull=True)
    )
    EventQuestion.objects.bulk_create(
        EventQuestion(event=following, moment=one.moment, asks=one.asks)
        for one in event.questions.all()
    )
    AccessQuestion.objects.bulk_create(
        AccessQuestion(
            event=following, key=one.key, place=one.place, name=one.name, asks=one.asks,
            hint=_last_answer(one) or one.hint, about_bodies=one.about_bodies,
        )
        for one in event.access_questions.prefetch_related("answers")
    )  # fmt: skip
    return following


def _last_answer(question: AccessQuestion) -> str:
    """Last time's answer becomes the hint of this time."""
    answers = list(question.answers.all())
    return answers[-1].says if answers else ""
