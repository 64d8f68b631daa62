"""What an event still lacks before it can take place well: each thing a sentence and the page that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.events.models import (
    AccessQuestion,
    Event,
    EventPartner,
    EventStudent,
    RoleHolder,
)

# Fewer than two is not planning together. Our own default.
PLANNERS = 2


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, and the door to mend it."""

    key: str
    sentence: str
    label: str
    door: str


def open_questions(event: Event) -> list[AccessQuestion]:
    """Questions of the access check without an answer."""
    return list(event.access_questions.filter(answers__isnull=True))


def lacking(event: Event) -> list[Lack]:
    """Everything that is missing, in the order people plan."""
    return [*_planners(event), *_lead(event), *_roles(event), *_access(event), *_partners(event)]


def _planners(event: Event) -> Iterator[Lack]:
    rows = EventStudent.objects.filter(event=event, left_at__isnull=True, is_planner=True)
    if rows.count() < PLANNERS:
        yield Lack(
            "planners",
            _("At least two students plan it. Ask who would like to."),
            _("Ask students"),
            "events:people",
        )
    if not event.is_planned_with_both:
        yield Lack(
            "both",
            _(
                "Students with and students without disabilities plan it together. Say when they do."
            ),
            _("Who plans"),
            "events:people",
        )


def _lead(event: Event) -> Iterator[Lack]:
    if event.lead_id is None:
        yield Lack("lead", _("No adult leads it yet."), _("Name one"), "events:change_event")


def _roles(event: Event) -> Iterator[Lack]:
    held = RoleHolder.objects.filter(role__event=event, given_back_at__isnull=True)
    if not held.filter(role__dropped_at__isnull=True).exists():
        yield Lack("roles", _("No student has chosen a role yet."), _("Roles"), "events:roles")


def _access(event: Event) -> Iterator[Lack]:
    count = len(open_questions(event))
    if count:
        sentence = ngettext(
            "%(n)s question of the access check is open.",
            "%(n)s questions of the access check are open.",
            count,
        )
        yield Lack("access", sentence % {"n": count}, _("Access check"), "events:access")


def _partners(event: Event) -> Iterator[Lack]:
    if event.kind != Event.Kind.SERVICE_PROJECT:
        return
    joined = event.partners.filter(dropped_at__isnull=True, answer=EventPartner.Answer.YES)
    if not joined.exists():
        yield Lack(
            "partners",
            _("No department or partner has said yes yet."),
            _("Partners"),
            "events:partners",
        )
