"""The lines of the plan and the partners: added, done, taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from kithwork.apps.events.actions.shared_checks import to_change, words
from kithwork.apps.events.models import Event, EventPartner, EventStep
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.trail.actions import action

LONGEST_STEP = 600


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan as it was typed."""

    part: str
    name: str
    who: str = EventStep.Who.TOGETHER
    minutes: int | None = None
    due_on: date | None = None
    says: str = ""


@action("event.add_step")
def add_step(event: Event, line: Line, *, by: Viewer) -> EventStep:
    """One more line: to get ready, to bring, or on the day."""
    event = to_change(event, by)
    if line.part not in EventStep.Part.values or line.who not in EventStep.Who.values:
        raise Problem(_("Choose where this line belongs, and who does it."))
    if line.minutes is not None and not 0 < line.minutes <= LONGEST_STEP:
        raise Problem(_("Say the minutes as a number from 1 to 600, or leave them out."))
    last = event.steps.aggregate(last=Max("place"))["last"] or 0
    return EventStep.objects.create(
        event=event,
        part=line.part,
        place=last + 1,
        name=words(line.name, 200, _("Say what is done.")),
        who=line.who,
        minutes=line.minutes,
        due_on=line.due_on,
        says=line.says.strip(),
    )


@action("event.step_done")
def step_done(step: EventStep, *, is_done: bool, by: Viewer) -> EventStep:
    """A line is done, or is not done after all."""
    to_change(step.event, by)
    step.done_at = clock.now() if is_done else None
    step.done_by_id = by.user_id if is_done else None
    step.save(update_fields=["done_at", "done_by"])
    return step


@action("event.drop_step")
def drop_step(step: EventStep, *, is_dropped: bool = True, by: Viewer) -> EventStep:
    """A line this event does not need; or it is needed after all."""
    to_change(step.event, by)
    step.dropped_at = clock.now() if is_dropped else None
    step.save(update_fields=["dropped_at"])
    return step


@action("event.add_partner")
def add_partner(
    event: Event, *, kind: str, name: str, brings: str = "", contact: str, by: Viewer
) -> EventPartner:
    """A department or a partner to ask. The name of an office or a group, nobody's private number."""
    event = to_change(event, by)
    if kind not in EventPartner.Kind.values or contact not in EventPartner.Contact.values:
        raise Problem(_("Choose what kind of partner it is, and how you reach them."))
    said = words(name, 120, _("Say which department or partner."))
    _nothing_private(f"{said} {brings}")
    return EventPartner.objects.create(
        event=event, kind=kind, name=said, brings=brings.strip()[:200], contact=contact
    )


@action("event.partner_said")
def partner_said(partner: EventPartner, *, answer: str, by: Viewer) -> EventPartner:
    """They were asked, said yes, or said no."""
    to_change(partner.event, by)
    if answer not in EventPartner.Answer.values:
        raise Problem(_("Choose what they said."))
    partner.answer = answer
    partner.save(update_fields=["answer"])
    return partner


@action("event.drop_partner")
def drop_partner(partner: EventPartner, *, by: Viewer) -> EventPartner:
    """A partner this event does without."""
    to_change(partner.event, by)
    partner.dropped_at = clock.now()
    partner.save(update_fields=["dropped_at"])
    return partner


def _nothing_private(text: str) -> None:
    digits = sum(sign.isdigit() for sign in text)
    if "@" in text or digits >= 7:
        raise Problem(
            _(
                "Leave numbers and addresses out. The office keeps them; say here only how you reach them."
            )
        )
