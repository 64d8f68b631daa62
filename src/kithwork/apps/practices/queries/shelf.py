"""Which practice an id means at a school: its own current version first, then the shipped one."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import QuerySet

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices.models import SchoolPlaybook
from kithwork.playbooks import (
    BadPlaybook,
    Overlay,
    Playbook,
    in_language,
    parse,
    read_overlay,
    shipped,
)
from kithwork.playbooks.load import file_of
from kithwork.playbooks.overlay import languages

# Roles of a plan's session, and the practice that says what they do.
ROLE_PRACTICES = {
    "tutor": "tutor",
    "buddy": "buddy",
    "note_taker": "note_taker",
    "facilitator": "facilitator_role",
    "practice_partner": "study_buddy",
}


def playbook_for(school_id: int | None, key: str) -> Playbook | None:
    """The practice of this id at a school, or None. Runs keep the text they began with and do not ask here."""
    row = _in_use(school_id).filter(playbook=key).order_by("-version").first()
    own = _read(row) if row is not None else None
    return own or shipped().get(key)


def playbook_of_role(role: str) -> Playbook | None:
    """The shipped practice of a role that a plan gives (tutor, buddy …), or None while there is none."""
    return shipped().get(ROLE_PRACTICES.get(role, ""))


def practices_of(viewer: Viewer) -> list[Playbook]:
    """Every practice this person's school can begin with: its own and the shipped ones, by family and name."""
    found = dict(shipped())
    for row in _newest(viewer.school_id):
        own = _read(row)
        if own is not None:
            found[own.id] = own
    return sorted(found.values(), key=lambda one: (one.family, one.name.casefold()))


def unreadable(viewer: Viewer) -> list[SchoolPlaybook]:
    """The school's own that this version of the product can no longer read: to be mended, never hidden."""
    return [row for row in _newest(viewer.school_id) if _read(row) is None]


def own_keys(school_id: int | None) -> set[str]:
    """Ids of the school's own practices in use."""
    return set(_in_use(school_id).values_list("playbook", flat=True))


def _in_use(school_id: int | None) -> QuerySet[SchoolPlaybook]:
    return SchoolPlaybook.objects.filter(school_id=school_id, withdrawn_at__isnull=True)


def _newest(school_id: int | None) -> list[SchoolPlaybook]:
    """The current version of each of the school's own."""
    newest: dict[str, SchoolPlaybook] = {}
    for row in _in_use(school_id).order_by("playbook", "-version"):
        newest.setdefault(row.playbook, row)
    return list(newest.values())


def _read(row: SchoolPlaybook) -> Playbook | None:
    return _parsed(row.digest, row.text)


@lru_cache(maxsize=128)
def _parsed(digest: str, text: str) -> Playbook | None:
    try:
        return parse(text, file="")
    except BadPlaybook:
        return None


def languages_of(playbook: Playbook) -> list[str]:
    """Other languages a practice can be read in, as two letters."""
    return languages(file_of(playbook.id)) if is_shipped(playbook) else []


def is_shipped(playbook: Playbook) -> bool:
    known = shipped().get(playbook.id)
    return known is not None and known.digest == playbook.digest


def said_in(playbook: Playbook, language: str) -> Playbook:
    """The practice in another language where it has one, else as it is."""
    if language not in languages_of(playbook):
        return playbook
    return _translated(playbook.digest, playbook.id, language)


@lru_cache(maxsize=64)
def _translated(digest: str, key: str, language: str) -> Playbook:
    overlay: Overlay = read_overlay(file_of(key), language)
    return in_language(shipped()[key], overlay)
