"""How runs say phases, adult levels, states and tags; other words of playbooks are those of the library."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithwork.apps.practices.words import SETTINGS, label
from kithwork.apps.runs.models import Phase, Run
from kithwork.playbooks.schema.base import CITABLE

PHASES: dict[str, Promise] = {
    Phase.Kind.BASELINE: _("Before it begins"),
    Phase.Kind.TRAINING: _("Training"),
    Phase.Kind.INTERVENTION: _("Practice"),
    Phase.Kind.FADE: _("Adult steps back"),
    Phase.Kind.PROBE: _("Check in another place"),
    Phase.Kind.MAINTENANCE: _("Keeping it up"),
    Phase.Kind.CLOSED: _("Ended"),
}
LEVELS: dict[int, Promise] = {
    5: _("Lead: in the group, runs the activity"),
    4: _("Beside: within a step, prompts peers first"),
    3: _("Near: a few steps away, prompts after a pause"),
    2: _("Roving: anywhere in the room, checks each pair"),
    1: _("Scheduled check: looks in at set times"),
    0: _("Consult: not there, can be asked"),
}
STATUSES: dict[str, Promise] = {
    Run.Status.DRAFT: _("Getting ready"),
    Run.Status.ACTIVE: _("Going on"),
    Run.Status.PAUSED: _("Paused"),
    Run.Status.CLOSED: _("Over"),
}


def place_words(place: str) -> str:
    return label(SETTINGS, place)


def period_words(slot: str) -> str:
    """Period 3; Lunch."""
    return gettext("Period %(label)s") % {"label": slot} if slot[:1].isdigit() else slot


def tag_words(tag: str | None) -> str:
    """Where a number comes from. Only what was read in print is ever called research."""
    if tag in CITABLE:
        return str(_("seen in print"))
    return str(_("our setting"))
