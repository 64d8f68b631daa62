"""What a person decides about a letter that waits for one, and joining another's observation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Envelope, Watch
from kithwork.apps.observations.policies import may_arrange, may_observe
from kithwork.apps.trail.actions import action, note


@action("observation.settle")
def settle_conflict(aside: Envelope, *, takes_this: bool, by: Viewer) -> Envelope:
    """Say which of two texts under one id counts. Both stay as they are; only what is read changes.

    Raises Refused if `by` may not, Problem when it was settled before.
    """
    require(may_arrange(by))
    aside = Envelope.objects.select_for_update().get(pk=aside.pk, school_id=by.school_id)
    if aside.is_first or aside.settled_at is not None:
        raise Problem(_("Somebody has decided this already."))
    if takes_this:
        aside = _change_places(aside)
    rows = Envelope.objects.filter(letter=aside.letter, is_first=False)
    rows.update(settled_at=clock.now(), settled_by_id=by.user_id)
    note(letter=str(aside.letter), takes="the later" if takes_this else "the first")
    return aside


def _change_places(aside: Envelope) -> Envelope:
    first = Envelope.objects.select_for_update().get(letter=aside.letter, is_first=True)
    if first.status == Envelope.Status.DELETED:
        raise Problem(_("The first of the two was taken away. Leave it so, or ask for it again."))
    if hasattr(first, "observation"):
        first.observation.delete()
    first.is_first, first.status = False, Envelope.Status.WAITING
    first.save(update_fields=["is_first", "status"])
    aside.is_first, aside.status = True, Envelope.Status.WAITING
    aside.save(update_fields=["is_first", "status"])
    return aside


@action("observation.join")
def join_watch(code: str, *, by: Viewer) -> Watch:
    """Be the second observer of what a colleague observes today, by the code on their screen.

    Raises Refused if `by` may not observe, Problem when no such code is about today, when it is one's own, or
    when somebody else is the second observer already.
    """
    require(may_observe(by))
    today = clock.today_for(by)
    found = (
        Watch.objects.select_for_update()
        .filter(
            plan__school_id=by.school_id, code=code.strip().upper(), on=today, is_cancelled=False
        )
        .first()
    )
    if found is None:
        raise Problem(
            _("No observation of today has this code. Look at your colleague's screen again.")
        )
    if found.observer_id == by.user_id:
        raise Problem(_("This is your own observation. A colleague joins with the code."))
    if found.second_observer_id not in {None, by.user_id}:
        raise Problem(_("Somebody else observes this with your colleague already."))
    found.second_observer_id = by.user_id
    found.save(update_fields=["second_observer"])
    return found
