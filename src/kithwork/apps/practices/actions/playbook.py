"""A school's own practices: kept version by version, withdrawn, brought back. Never overwritten."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices import policies
from kithwork.apps.practices.checking import checked
from kithwork.apps.practices.models import SchoolPlaybook
from kithwork.apps.trail.actions import action, note


@action("playbook.keep")
def keep_playbook(text: str, *, started_from: str = "", by: Viewer) -> SchoolPlaybook:
    """Keep a text as a new version of a practice of one's school.

    Raises
    ------
    Refused
        When this person may not.
    BadPlaybook
        When the text has a fault; it names each place, and nothing is kept.
    Conflict
        When somebody kept this version a moment ago.
    """
    require(policies.may_keep_playbook(by))
    playbook = checked(text, by.school_id)
    note(playbook=playbook.id, version=playbook.version)
    try:
        with transaction.atomic():
            return SchoolPlaybook.objects.create(
                school_id=by.school_id,
                playbook=playbook.id,
                version=playbook.version,
                name=playbook.name[:120],
                text=playbook.text,
                digest=playbook.digest,
                started_from=started_from[:80],
                kept_by_id=by.user_id,
            )
    except IntegrityError:
        raise Conflict(
            _(
                "Somebody kept version %(version)s a moment ago. Look at it, then keep yours as the next."
            )
            % {"version": playbook.version}
        ) from None


@action("playbook.withdraw")
def withdraw_playbook(kept: SchoolPlaybook, *, by: Viewer) -> SchoolPlaybook:
    """Nobody starts with this version any more; the one before takes its place. Runs that began with it go on.

    Raises
    ------
    Refused
        When this person may not.
    Problem
        When it is withdrawn already.
    """
    require(policies.may_withdraw_playbook(by, kept))
    note(playbook=kept.playbook, version=kept.version)
    return _put(kept, is_withdrawn=True, said=_("This version is withdrawn already."))


@action("playbook.bring_back")
def bring_back_playbook(kept: SchoolPlaybook, *, by: Viewer) -> SchoolPlaybook:
    """Let a withdrawn version be used again.

    Raises
    ------
    Refused
        When this person may not.
    Problem
        When it is in use already.
    """
    require(policies.may_withdraw_playbook(by, kept))
    note(playbook=kept.playbook, version=kept.version)
    return _put(kept, is_withdrawn=False, said=_("This version is in use already."))


def _put(kept: SchoolPlaybook, *, is_withdrawn: bool, said: str) -> SchoolPlaybook:
    """One of two who press at once does it; the other is told."""
    rows = SchoolPlaybook.objects.filter(pk=kept.pk, withdrawn_at__isnull=is_withdrawn)
    kept.withdrawn_at = clock.now() if is_withdrawn else None
    if not rows.update(withdrawn_at=kept.withdrawn_at):
        raise Problem(said)
    return kept
