"""Who may open the pages of a roster import."""

from __future__ import annotations

from kithwork.apps.foundation.verdict import Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.policies import may_import_roster


def may_open_import(viewer: Viewer) -> Verdict:
    """Those who run one school. The machine's keeper has the command line, and no student's name."""
    if viewer.school_id is None or viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return no("Only the coordinator or the principal can bring in a roster.")
    return may_import_roster(viewer)
