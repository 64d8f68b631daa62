"""DR-46: whether what a program's stage asks for is there, as its own gate says."""

from __future__ import annotations

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.stages import conditions, following
from kithwork.apps.suggestions.rules_here import asked
from kithwork.evidence.decisions import Facts, Seen, Weighed, decide, weigh
from kithwork.playbooks import rule_book

GATE = "DR-46"


def gate_of(program: Program) -> Weighed:
    """What the gate's conditions come to, as the coordinator would read them. What only people can tell is open."""
    rule = rule_book().of(GATE)
    assert rule is not None, "a shared rule"
    return weigh([decide(asked(rule.conditions[0]), _facts(program))])


def _facts(program: Program) -> Facts:
    held = (
        Membership.objects.filter(school_id=program.school_id, role=Role.COORDINATOR.value)
        .select_related("school", "district", "user")
        .order_by("pk")
        .first()
    )
    if held is None or following(program.stage) is None:
        return Facts()
    met = [one.is_met for one in conditions(viewer_of(held, held.user), program)]
    is_there = None if None in met and False not in met else all(met)
    return Facts((Seen(clock.today(program.school.timezone), is_there),))
