"""The two lists of a program: how each is read, compared and kept, and what its columns may say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.program_upload.apply import (
    ListFacts,
    import_needs,
    import_volunteers,
)
from kithwork.apps.integrations.program_upload.needs import compare_needs
from kithwork.apps.integrations.program_upload.outcome import Outcome
from kithwork.apps.integrations.program_upload.volunteers import compare_volunteers
from kithwork.apps.integrations.roster_sheet.mapping import ColumnMeanings
from kithwork.apps.integrations.roster_sheet.program import (
    ProgramList,
    read_needs,
    read_volunteers,
)
from kithwork.apps.integrations.roster_sheet.targets import (
    NEEDS,
    NEEDS_TARGETS,
    VOLUNTEER_TARGETS,
    VOLUNTEERS,
)

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two lists. `explained`: a column of the blank list, and what it may say."""

    purpose: str
    title: Text
    intro: Text
    done: Text
    after: str
    read: Callable[[Upload, ColumnMeanings], ProgramList]
    compare: Callable[[ProgramList, Viewer], Outcome]
    apply: Callable[..., Outcome]
    explained: tuple[tuple[Text, Text], ...]

    @property
    def page(self) -> str:
        return f"integrations:import_{self.purpose}"

    def url(self, step: str) -> str:
        return f"integrations:{self.purpose}_{step}"


def _apply_volunteers(listed: ProgramList, *, joins: int, facts: ListFacts, by: Viewer) -> Outcome:
    """Volunteers join no team: anybody may offer."""
    del joins
    return import_volunteers(listed, facts=facts, by=by)


WHO: tuple[tuple[Text, Text], ...] = (
    (_("Student number"), _("As under People. With it, two students of one name are no trouble.")),
    (_("Full name"), _("First and last name, or Last, First. Needed when there is no number.")),
)
NAMES = _("Full names or student numbers, parted by semicolons. Only your team's eyes see them.")
NEEDS_KIND = Kind(
    purpose=NEEDS,
    title=_("Bring in needs"),
    intro=_("One row for each need. You see what would change before anything does."),
    done=_("The needs are in"),
    after="needs:needs",
    read=read_needs,
    compare=compare_needs,
    apply=import_needs,
    explained=(
        *WHO,
        (_("Place"), _("class, lunch, free or hallway")),
        (_("Class"), _("For class: the name, code or number of one of the student's classes.")),
        (_("Period"), _("If you like: 1 or 2, 5. Empty means any period that fits.")),
        (_("Role"), _("tutor, buddy, note-taker, facilitator or practice partner")),
        (_("Times a week"), _("1 to 20")),
        (_("Peers per session"), _("1 to 6, or a span such as 1-2")),
        (_("Minutes"), _("5 to 180. Empty means 30.")),
        (_("Brings"), _("What the student gives in this time, up to 200 letters.")),
        (_("Would like to know, would rather not"), NAMES),
        (_("How asked"), _("speech, symbols, device, writing, observed or not yet")),
        (_("From, Until"), _("Dates such as 2026-09-08")),
    ),
)
VOLUNTEERS_KIND = Kind(
    purpose=VOLUNTEERS,
    title=_("Bring in volunteers"),
    intro=_("One row for each student who offered. You see what would change before anything does."),
    done=_("The volunteers are in"),
    after="peers:peers",
    read=read_volunteers,
    compare=compare_volunteers,
    apply=_apply_volunteers,
    explained=(
        *WHO,
        (_("Roles"), _("tutor, buddy, note-taker, facilitator, practice partner; several with ;")),
        (_("Minutes a week"), _("0 to 600. Empty means the limit of their grade.")),
        (_("Sessions a week"), _("0 to 20. Empty means 3.")),
        (_("Sessions a day"), _("0 to 6. Empty means 1.")),
        (_("Partners"), _("0 to 6. Empty means the limit of their grade.")),
        (_("Protected classes"), _("Their own classes in which no plan asks for them; several with ;")),
        (_("Would like to know, would rather not"), _("Full names or student numbers, parted by ;")),
    ),
)  # fmt: skip


def sentences(faults: list[Any], translate: Callable[[str], str]) -> list[dict[str, Any]]:
    """Faults as the tables of problems show them: columns by their names, in the reader's language."""
    labels = {target.key: target.label for target in (*NEEDS_TARGETS, *VOLUNTEER_TARGETS)}
    return [
        fault.as_json()
        | {
            "sentence": fault.said(translate),
            "column": translate(labels[fault.column]) if fault.column in labels else fault.column,
        }
        for fault in faults
    ]
