"""Starts drawn by chance and rules written down, each sealed before the first point."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies.actions.study import has_points
from kithwork.apps.studies.chance import text_mark
from kithwork.apps.studies.models import Seal, Study
from kithwork.apps.studies.policies import may_run_study
from kithwork.apps.trail.actions import action, note
from kithwork.evidence.randomization import RandomizationPlan, seal

SALT_BYTES = 24


@action("study.draw_and_seal")
def draw_and_seal(study: Study, plan: RandomizationPlan, *, by: Viewer) -> Seal:
    """Let chance draw, and seal what it drew. The salt stays back, so that the mark tells nothing.

    Raises Refused if `by` does not run the study, Problem once there are data or a draw.
    """
    require(may_run_study(by, study))
    study = _before_data(study, Seal.Kind.STARTS)
    now, salt = clock.now(), secrets.token_urlsafe(SALT_BYTES)
    drawn = plan.draw(
        seed=secrets.randbelow(2**31), made_at=now.isoformat(), made_by=f"account {by.user_id}"
    )
    made = Seal.objects.create(
        study=study, kind=Seal.Kind.STARTS, content=drawn.to_json(), salt=salt,
        commitment=seal(drawn, salt), by_id=by.user_id, at=now,
    )  # fmt: skip
    note(commitment=made.commitment)
    return made


@action("study.seal_rules")
def seal_rules(study: Study, text: str, *, by: Viewer) -> Seal:
    """Write down how the data will be analysed, before there are any.

    Raises Refused if `by` does not run the study, Problem once there are data or sealed rules, or for no text.
    """
    require(may_run_study(by, study))
    if not text.strip():
        raise Problem(_("Write how you will analyse the data, and what would count as a change."))
    study = _before_data(study, Seal.Kind.RULES)
    salt = secrets.token_urlsafe(SALT_BYTES)
    made = Seal.objects.create(
        study=study, kind=Seal.Kind.RULES, content={"text": text.strip()}, salt=salt,
        commitment=text_mark(salt, text.strip()), by_id=by.user_id, at=clock.now(),
    )  # fmt: skip
    note(commitment=made.commitment)
    return made


def _before_data(study: Study, kind: str) -> Study:
    study = Study.objects.select_for_update().get(pk=study.pk)
    if study.seals.filter(kind=kind).exists():
        raise Problem(_("This was sealed already, and stays as it is."))
    if has_points(study):
        raise Problem(
            _(
                "There are data already. What is sealed afterwards proves nothing, so it is not sealed."
            )
        )
    return study
