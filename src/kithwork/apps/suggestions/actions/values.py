"""A school's own values, the rules of a run as they are sealed, and what only a person can tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.models import Run
from kithwork.apps.schools.models import School
from kithwork.apps.suggestions.looking import look
from kithwork.apps.suggestions.metrics.told import QUESTIONS
from kithwork.apps.suggestions.models import OwnValue, SealedRules, Told
from kithwork.apps.suggestions.policies import may_decide_in, may_set_values
from kithwork.apps.suggestions.rules_here import (
    OURS,
    RuleHere,
    bounds_of,
    digest_of,
    text_of,
    value_in,
    values_of,
)
from kithwork.apps.trail.actions import action, note
from kithwork.playbooks import rule_book


@action("rule_value.set")
def set_value(rule_id: str, place: int, *, value: float, by: Viewer) -> OwnValue:
    """The school's own value in a rule that is our default. Runs follow it, and seal it as a new version.

    Raises Refused if `by` may not; Problem for a rule that is not ours to change, or outside its bounds.
    """
    require(may_set_values(by))
    rule = rule_book().of(rule_id)
    if rule is None or place not in range(len(rule.conditions)):
        raise Problem(_("There is no such rule. Open the page again."))
    condition = rule.conditions[place]
    if rule.tag != OURS or value_in(condition) is None:
        raise Problem(_("This number was seen in print or is common knowledge. It stays as it is."))
    limits = bounds_of(condition)
    if not limits.least <= value <= limits.most:
        raise Problem(
            _("Choose a number from %(least)g to %(most)g.")
            % {"least": limits.least, "most": limits.most}
        )
    before = _end(by, rule_id, place)
    note(rule=rule_id, place=place, before=before, after=value)
    return OwnValue.objects.create(
        school_id=by.school_id, rule=rule_id, place=place, value=value, set_by_id=by.user_id
    )


@action("rule_value.reset")
def reset_value(rule_id: str, place: int, *, by: Viewer) -> School:
    """Back to our default. The school's value stays on record, with when it ended."""
    require(may_set_values(by))
    before = _end(by, rule_id, place)
    if before is None:
        raise Problem(_("This is our value already."))
    note(rule=rule_id, place=place, before=before)
    return School.objects.get(pk=by.school_id)


def _end(by: Viewer, rule_id: str, place: int) -> float | None:
    rows = OwnValue.objects.select_for_update().filter(
        school_id=by.school_id, rule=rule_id, place=place, ended_at__isnull=True
    )
    row = rows.first()
    if row is None:
        return None
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    return row.value


@action("rules.seal")
def seal_rules(run: Run, *, by: Viewer) -> SealedRules:
    """Seal a run's rules as they stand, before data or after: when, by whom, and their hash.

    Raises Refused if `by` may not change the run; Problem when exactly these are sealed already.
    """
    require(may_decide_in(by, run))
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("school", "playbook")
        .get(pk=run.pk)
    )
    looked = look(run, clock.today_for(by), values_of(run.school_id))
    newest = SealedRules.objects.filter(run=run).last()
    sealed = keep_sealed(run, looked.rules, has_data=looked.has_data, by=by)
    if newest is not None and sealed.pk == newest.pk:
        raise Problem(_("These rules are sealed already; nothing in them changed since."))
    return sealed


def keep_sealed(run: Run, rules: Iterable[RuleHere], *, has_data: bool, by: Viewer) -> SealedRules:
    """The newest seal where the rules are the same; else the next version, marked when data had begun."""
    text = text_of(rules)
    digest = digest_of(text)
    newest = SealedRules.objects.filter(run=run).last()
    if newest is not None and newest.digest == digest:
        return newest
    return SealedRules.objects.create(
        run=run,
        number=newest.number + 1 if newest else 1,
        text=text,
        digest=digest,
        is_after_data=has_data,
        sealed_by_id=by.user_id,
    )


@action("rule_fact.tell")
def tell(run: Run, metric: str, *, value: float, on: date, by: Viewer) -> Told:
    """What no record can say and a rule asks for. Told again, the newer one counts.

    Raises Refused if `by` may not change the run; Problem for a question nobody asks, or a day to come.
    """
    require(may_decide_in(by, run))
    if metric not in QUESTIONS:
        raise Problem(_("Nobody asks for this. Open the page again."))
    if on > clock.today_for(by):
        raise Problem(_("Choose today or an earlier day."))
    note(metric=metric)
    return Told.objects.create(run=run, metric=metric, value=value, on=on, by_id=by.user_id)
