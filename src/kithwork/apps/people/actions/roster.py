"""Bringing in a roster: keep the upload's facts, apply it in one transaction, take it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.jobs.actions import enqueue
from kithwork.apps.people.models import ColumnMapping, RosterImport
from kithwork.apps.people.policies import may_import_into, may_import_roster
from kithwork.apps.people.roster.apply import write
from kithwork.apps.people.roster.compare import Progress, compare
from kithwork.apps.people.roster.comparison import Comparison
from kithwork.apps.people.roster.guard import check_guard
from kithwork.apps.people.roster.meetings import read_meetings
from kithwork.apps.people.roster.places import Choices
from kithwork.apps.people.roster.rows import Roster
from kithwork.apps.people.roster.undo import take_back
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """What is kept of an uploaded file; the file itself goes."""

    file_name: str
    sha256: str
    quarantine: str = ""


def preview_roster(
    roster: Roster,
    school: School,
    choices: Choices,
    *,
    by: Viewer,
    progress: Progress = lambda said, percent: None,
) -> Comparison:
    """What the roster would change. Nothing is touched.

    Raises Refused if `by` may not import here, FileRefused when the file cannot be placed.
    """
    require(may_import_into(by, school))
    on = clock.today(school.timezone)
    return compare(roster, school, _within_rights(choices, by), on=on, progress=progress)


@action("roster.begin")
def begin_import(school: School, facts: UploadFacts, *, by: Viewer) -> RosterImport:
    """Note that a file was given. Raises Refused if `by` may not import here."""
    require(may_import_into(by, school))
    return RosterImport.objects.create(
        school=school,
        by_id=by.user_id,
        file_name=facts.file_name[:200],
        sha256=facts.sha256,
        quarantine=facts.quarantine,
    )


@action("roster.choose")
def choose_for_import(
    roster_import: RosterImport, choices: dict[str, Any], *, by: Viewer
) -> RosterImport:
    """Keep what a person decided about the file. The preview is made anew.

    Raises Refused, or Problem once the import is applied or dropped.
    """
    require(may_import_into(by, roster_import.school))
    row = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    _must_be_open(row)
    row.choices = {**row.choices, **choices}
    row.status = RosterImport.Status.UPLOADED
    row.save(update_fields=["choices", "status"])
    return row


@action("roster.apply")
def apply_roster(
    roster_import: RosterImport,
    roster: Roster,
    choices: Choices,
    *,
    by: Viewer,
    leaving: int | None = None,
    problems: tuple[dict[str, Any], ...] = (),
    progress: Progress = lambda said, percent: None,
) -> RosterImport:
    """Write the roster: everything or nothing. Doing it again changes nothing.

    Raises Refused if `by` may not, FileRefused when many would leave and `leaving` is not
    that number, Problem when the import is over already.
    """
    require(may_import_into(by, roster_import.school))
    into = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    if into.status == RosterImport.Status.APPLIED:
        return into
    _must_be_open(into)
    on = clock.today(into.school.timezone)
    choices = _within_rights(choices, by)
    found = compare(roster, into.school, choices, on=on, progress=progress)
    check_guard(found, leaving)
    write(found, into, on=on, by=by, progress=progress)
    into.status = RosterImport.Status.APPLIED
    into.applied_at = clock.now()
    into.layout, into.source, into.counts = roster.layout, roster.source, found.counts
    into.problems = [*problems, *(fault.as_kept() for fault in found.faults)]
    into.choices = {**into.choices, **choices.as_json()}
    into.save()
    note(changes=len(found.changes), sha256=into.sha256[:16])
    _tell_schools(into.school, by)
    return into


@action("roster.keep_preview")
def keep_preview(
    roster_import: RosterImport,
    *,
    layout: str,
    counts: dict[str, Any],
    problems: list[dict[str, Any]],
    choices: dict[str, Any],
    by: Viewer,
) -> RosterImport:
    """Keep what a preview found, for the page. The roster itself is untouched."""
    require(may_import_into(by, roster_import.school))
    row = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    _must_be_open(row)
    row.status, row.layout = RosterImport.Status.READ, layout
    row.counts, row.problems = counts, problems
    row.choices = {**row.choices, **choices}
    row.save()
    return row


@action("roster.refuse")
def refuse_import(
    roster_import: RosterImport, problems: list[dict[str, Any]], *, by: Viewer
) -> RosterImport:
    """Keep why a file could not be taken at all."""
    require(may_import_into(by, roster_import.school))
    row = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    _must_be_open(row)
    row.status, row.problems = RosterImport.Status.REFUSED, problems
    row.save(update_fields=["status", "problems"])
    note(codes=sorted({str(p["code"]) for p in problems})[:10])
    return row


@action("roster.hand_over")
def hand_over(
    roster_import: RosterImport, kind: str, args: dict[str, Any], *, by: Viewer
) -> RosterImport:
    """Read or apply a large file in the background. Raises Problem when that is under way."""
    require(may_import_into(by, roster_import.school))
    row = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    _must_be_open(row)
    row.job = enqueue(kind, {"import": row.pk, **args}, by=by, once=f"{kind}:{row.pk}")
    applying = kind == "roster.apply"
    row.status = RosterImport.Status.APPLYING if applying else RosterImport.Status.READING
    row.save(update_fields=["job", "status"])
    return row


@action("roster.undo")
def undo_import(roster_import: RosterImport, *, by: Viewer) -> RosterImport:
    """Take the last import back.

    Raises Refused if `by` may not, Problem when it is not the last one or was built on.
    """
    require(may_import_into(by, roster_import.school))
    row = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    if row.status != RosterImport.Status.APPLIED:
        raise Problem(_("Only an import that was applied can be undone."))
    later = RosterImport.objects.filter(
        school__district=row.school.district,
        status=RosterImport.Status.APPLIED,
        pk__gt=row.pk,
        changes__isnull=False,
    )
    if later.exists():
        raise Problem(_("Only the last import can be undone. Undo the later one first."))
    take_back(row, by=by)
    row.status = RosterImport.Status.UNDONE
    row.undone_at = clock.now()
    row.save(update_fields=["status", "undone_at"])
    _tell_schools(row.school, by)
    return row


@action("roster.drop")
def drop_import(roster_import: RosterImport, *, by: Viewer) -> RosterImport:
    """Do not go on with a file. Raises Problem when it was applied already."""
    require(may_import_into(by, roster_import.school))
    row = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    _must_be_open(row)
    row.status = RosterImport.Status.DROPPED
    row.save(update_fields=["status"])
    return row


@action("roster.remember_columns")
def remember_columns(
    school: School, *, purpose: str, shape: str, columns: dict[str, Any], by: Viewer
) -> ColumnMapping:
    """Next time a list of this shape comes, read it this way."""
    require(may_import_into(by, school))
    mapping, _made = ColumnMapping.objects.update_or_create(
        school=school, purpose=purpose, shape=shape, defaults={"columns": columns}
    )
    return mapping


@action("section.read_meetings")
def read_meetings_again(school: School, *, by: Viewer) -> School:
    """Work out anew when sections meet, after the school has said what its periods are called."""
    require(may_import_into(by, school))
    note(meetings=read_meetings(school))
    return school


def _tell_schools(beside: School, by: Viewer) -> None:
    """A roster may close or bring back students of any school of its district."""
    for school_id in School.objects.filter(district=beside.district_id).values_list(
        "pk", flat=True
    ):
        tell("guardians.changed", school_id, by=by)
        tell("people.changed", school_id, by=by)


def _must_be_open(row: RosterImport) -> None:
    done = {RosterImport.Status.APPLIED, RosterImport.Status.DROPPED, RosterImport.Status.UNDONE}
    if row.status in done:
        raise Problem(_("This import is over. Upload the file again to go on."))


def _within_rights(choices: Choices, by: Viewer) -> Choices:
    """Whoever runs one school imports one school; a whole district is for the command line."""
    if by.role == Role.SYSTEM_ADMINISTRATOR:
        return choices
    return replace(choices, only=True)


__all__ = [
    "UploadFacts",
    "apply_roster",
    "begin_import",
    "choose_for_import",
    "drop_import",
    "hand_over",
    "keep_preview",
    "may_import_roster",
    "preview_roster",
    "read_meetings_again",
    "refuse_import",
    "remember_columns",
    "undo_import",
]
