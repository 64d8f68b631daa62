"""A school's own ideas for everyday roles: written down, looked at, withdrawn, brought back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices import policies
from kithwork.apps.practices.models import RoleIdea
from kithwork.apps.trail.actions import action, note
from kithwork.playbooks import reciprocal_roles
from kithwork.playbooks.schema.voice import FormField


@dataclass(frozen=True, slots=True)
class RoleFrame:
    """What two students do, and what each side gives."""

    name: str
    place: str
    grades: tuple[str, ...]
    gives: str
    receives: str
    minutes: int
    prepare: str = ""
    supports: str = ""
    brings: tuple[str, ...] = ()
    whose: str = RoleIdea.Whose.STAFF


def questions() -> tuple[FormField, ...]:
    """What is asked of an idea before a school uses it: safe, dignified, both ways."""
    asked = reciprocal_roles().add_an_idea
    return asked.review if asked else ()


@action("role_idea.add")
def add_role_idea(frame: RoleFrame, *, yes_to: Collection[str] = (), by: Viewer) -> RoleIdea:
    """Write an idea down. It is in use at once where somebody who may look says yes to every question.

    Raises Refused if `by` may not, Problem when a role of this name is there already.
    """
    require(policies.may_add_role_idea(by))
    _require_new(frame.name, by)
    is_looked_at = not _unanswered(yes_to) and bool(policies.may_look_at_role_ideas(by))
    note(place=frame.place, waits=not is_looked_at)
    return RoleIdea.objects.create(
        school_id=by.school_id,
        name=frame.name,
        place=frame.place,
        grades=list(frame.grades),
        gives=frame.gives,
        receives=frame.receives,
        minutes=frame.minutes,
        prepare=frame.prepare,
        supports=frame.supports,
        brings=list(frame.brings),
        whose=frame.whose,
        written_by_id=by.user_id,
        looked_at=clock.now() if is_looked_at else None,
        looked_by_id=by.user_id if is_looked_at else None,
    )


@action("role_idea.look")
def look_at_role_idea(idea: RoleIdea, *, yes_to: Collection[str], by: Viewer) -> RoleIdea:
    """Say yes to every question, and the whole school may use it.

    Raises Refused if `by` may not, Problem naming the first question without a yes.
    """
    require(policies.may_look_at_role_ideas(by))
    idea = _held(idea, by)
    if idea.withdrawn_at is not None:
        raise Problem(_("This idea was withdrawn meanwhile. Bring it back first."))
    if idea.looked_at is not None:
        raise Problem(_("A colleague looked at it already. It is in use."))
    open_ones = _unanswered(yes_to)
    if open_ones:
        raise Problem(
            _("Not in use yet. This has no yes: %(question)s Talk with whoever wrote it.")
            % {"question": open_ones[0].label}
        )
    idea.looked_at, idea.looked_by_id = clock.now(), by.user_id
    idea.save(update_fields=["looked_at", "looked_by"])
    return idea


@action("role_idea.withdraw")
def withdraw_role_idea(idea: RoleIdea, *, by: Viewer) -> RoleIdea:
    """Nobody is offered it any more. It stays on record and can be brought back.

    Raises Refused if `by` may not, Problem when it is withdrawn already.
    """
    require(policies.may_withdraw_role_idea(by, idea))
    idea = _held(idea, by)
    if idea.withdrawn_at is not None:
        raise Problem(_("This idea is withdrawn already."))
    idea.withdrawn_at = clock.now()
    idea.save(update_fields=["withdrawn_at"])
    return idea


@action("role_idea.bring_back")
def bring_back_role_idea(idea: RoleIdea, *, by: Viewer) -> RoleIdea:
    """Offer it again, as it stood.

    Raises Refused if `by` may not, Problem when it is there already, or another took its name.
    """
    require(policies.may_withdraw_role_idea(by, idea))
    idea = _held(idea, by)
    if idea.withdrawn_at is None:
        raise Problem(_("This idea is there already."))
    _require_new(idea.name, by)
    idea.withdrawn_at = None
    idea.save(update_fields=["withdrawn_at"])
    return idea


def _unanswered(yes_to: Collection[str]) -> list[FormField]:
    return [one for one in questions() if one.id not in yes_to]


def _require_new(name: str, by: Viewer) -> None:
    shipped = {role.name.casefold() for role in reciprocal_roles().roles}
    kept = RoleIdea.objects.filter(school_id=by.school_id, withdrawn_at__isnull=True)
    if name.casefold() in shipped or kept.filter(name__iexact=name).exists():
        raise Problem(
            _("There is a role called %(name)s already. Give yours another name.") % {"name": name}
        )


def _held(idea: RoleIdea, by: Viewer) -> RoleIdea:
    rows = policies.visible_role_ideas(by).select_for_update()
    return rows.get(pk=idea.pk)
