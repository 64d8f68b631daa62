"""Versions of a practice the school wrote for itself, and the text a new one begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices.models import SchoolPlaybook
from kithwork.apps.practices.policies import visible_playbooks
from kithwork.apps.practices.queries.shelf import playbook_for
from kithwork.playbooks import Playbook
from kithwork.playbooks.starter import starting_text


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Every version of one of the school's own practices, newest first."""

    key: str
    name: str
    versions: list[SchoolPlaybook]
    current: SchoolPlaybook | None


def own_or_404(viewer: Viewer, own_id: int) -> SchoolPlaybook:
    return get_object_or_404(visible_playbooks(viewer), pk=own_id)


def versions_page(viewer: Viewer, key: str) -> VersionsPage:
    rows = visible_playbooks(viewer).filter(playbook=key).select_related("kept_by")
    versions = list(rows.order_by("-version"))
    if not versions:
        raise Http404
    current = next((one for one in versions if one.withdrawn_at is None), None)
    return VersionsPage(key, (current or versions[0]).name, versions, current)


def copied_text(viewer: Viewer, playbook: Playbook) -> str:
    """A copy of a practice under an id nobody at the school uses yet."""
    key, number = f"our_{playbook.id}"[:56], 1
    taken = set(visible_playbooks(viewer).values_list("playbook", flat=True))
    free = key
    while free in taken or playbook_for(viewer.school_id, free) is not None:
        number += 1
        free = f"{key}_{number}"
    return starting_text(free, copy_of=playbook)


def next_text(viewer: Viewer, key: str) -> str:
    """The newest text of one of the school's own, its version raised by one; everything else untouched."""
    newest = versions_page(viewer, key).versions[0]
    line = f"version = {newest.version + 1}"
    return re.sub(r"^version\s*=.*$", line, newest.text, count=1, flags=re.MULTILINE)


def blank_text() -> str:
    """The smallest complete practice, to change line by line."""
    return starting_text("our_practice")
