"""A school's own behaviours: defined, changed by making the next version, retired."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import OwnBehaviour
from kithwork.apps.observations.policies import may_arrange
from kithwork.apps.trail.actions import action, note

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a behaviour is called, what counts, what does not, and how it is recorded best."""

    name: str
    definition: str
    example: str
    non_example: str
    method: str
    also: tuple[str, ...] = ()


@action("behaviour.define")
def define_behaviour(meaning: Meaning, *, by: Viewer) -> OwnBehaviour:
    """Put a behaviour of the school's own beside the dictionary. Raises Refused, or Problem when its name is taken."""
    require(may_arrange(by))
    key = f"own_{slugify(meaning.name).replace('-', '_')}"[:LONGEST_KEY].rstrip("_")
    if key == "own" or OwnBehaviour.objects.filter(school_id=by.school_id, key=key).exists():
        raise Problem(_("Give it a name that no other behaviour of your school has."))
    return _kept(meaning, key, 1, by)


@action("behaviour.change")
def change_behaviour(own: OwnBehaviour, meaning: Meaning, *, by: Viewer) -> OwnBehaviour:
    """Make the next version. Forms that watch it keep the earlier words until they are saved again.

    Raises Refused if `by` may not, Problem when nothing was changed or it is retired.
    """
    require(may_arrange(by))
    newest = _newest(own, by)
    if newest.is_retired:
        raise Problem(_("This behaviour is retired. Define one anew under another name."))
    said = {name: getattr(newest, name) for name in asdict(meaning)}
    if said | {"also": tuple(newest.also)} == asdict(meaning):
        raise Problem(_("Nothing was changed."))
    note(version=newest.version + 1)
    return _kept(meaning, newest.key, newest.version + 1, by)


@action("behaviour.retire")
def retire_behaviour(own: OwnBehaviour, *, by: Viewer) -> OwnBehaviour:
    """No new form can watch it; what watches it already goes on. Raises Refused, or Problem when it is retired."""
    require(may_arrange(by))
    newest = _newest(own, by)
    if newest.is_retired:
        raise Problem(_("This behaviour is retired already."))
    newest.is_retired = True
    newest.save(update_fields=["is_retired"])
    return newest


def _newest(own: OwnBehaviour, by: Viewer) -> OwnBehaviour:
    rows = OwnBehaviour.objects.select_for_update()
    return rows.filter(school_id=by.school_id, key=own.key).latest("version")


def _kept(meaning: Meaning, key: str, version: int, by: Viewer) -> OwnBehaviour:
    return OwnBehaviour.objects.create(
        school_id=by.school_id,
        key=key,
        version=version,
        by_id=by.user_id,
        **asdict(meaning) | {"also": list(meaning.also)},
    )
