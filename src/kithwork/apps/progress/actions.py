"""What leaves this room: the points of a student as files, with what for, on the trail."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.accounts.taken_along import mark, written_down
from kithwork.apps.consents.queries import FOR_A_STUDY, require_research
from kithwork.apps.foundation.archive import packed
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.policies import may_follow
from kithwork.apps.measures.queries import followed, measures_of
from kithwork.apps.people.models import Student
from kithwork.apps.progress.exported import files_of
from kithwork.apps.trail.actions import action, note

# On the trail by its key; never a sentence about somebody.
PURPOSES = ("team", "family", "move", FOR_A_STUDY)


@dataclass(frozen=True, slots=True)
class Taken:
    """One archive to take along. Its name names nobody."""

    student: Student
    name: str
    content: bytes


@action("progress.export")
def export_progress(student: Student, *, purpose: str, by: Viewer) -> Student:
    """Write down that a student's points leave, and for what. `archive_of` makes the file.

    Raises Refused for whoever does not work with the student, Problem without a purpose or a point, and for a study
    in which the student may not be today (0068).
    """
    require(may_follow(by, student))
    if purpose not in PURPOSES:
        raise Problem(_("Say what it is for."))
    if purpose == FOR_A_STUDY:
        require_research([student.pk], by=by)
    measures = measures_of(by, student)
    rows = sum(len(one.reading.dots) + len(one.reading.probes) for one in followed(by, measures))
    if not rows:
        raise Problem(_("Nothing was recorded yet that could be taken along."))
    note(purpose=purpose, measures=[one.pk for one in measures])
    written_down(students=1, rows=rows, by=by)
    return student


def archive_of(viewer: Viewer, student: Student) -> Taken:
    """What this viewer may read of a student's measures, as files."""
    readings = [one.reading for one in followed(viewer, measures_of(viewer, student))]
    about = [
        _("How a student gets on, out of Kithwork."),
        mark(viewer),
        _("The student is a number here. Keep this where their records are kept, and delete it afterwards."),
        _("For a study, ask for an extract under Studies: that one gives nobody away."),
    ]  # fmt: skip
    return Taken(student, f"progress-{student.pk}.zip", packed(files_of(readings, about)))
