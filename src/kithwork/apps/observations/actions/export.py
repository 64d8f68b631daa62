"""Taking records along into another program: a named export, with whom it was about and what for on the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kithwork.apps.accounts.taken_along import mark, written_down
from kithwork.apps.consents.queries import FOR_A_STUDY, require_research
from kithwork.apps.foundation.archive import packed
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused, require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.exported import ENDINGS, KINDS, NAMES, file_of, session_of
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.models import Observation, SourceFile
from kithwork.apps.observations.policies_records import (
    may_export,
    may_have_source,
    open_observations,
)
from kithwork.apps.observations.purposes import PURPOSES
from kithwork.apps.observations.tape import tape_of
from kithwork.apps.trail.actions import action, note
from kithwork.evidence.recording.exports import SessionOut

MOST = 1000


@dataclass(frozen=True, slots=True)
class Download:
    """One file to take along. Its name names nobody."""

    name: str
    kind: str
    content: bytes


@action("observation.export")
def export_observations(
    observations: Sequence[Observation],
    *,
    plan_id: int | None,
    program: str,
    purpose: str,
    by: Viewer,
) -> Download:
    """These records as files of another program: one as it is, those of a plan in one archive.

    Raises Refused for a record that is not open to `by`, Problem without a purpose, where there is none, where there
    are too many, and for a study with somebody in it who may not be in one today (0068).
    """
    require(may_export(by))
    if len(open_observations(by, observations)) < len(observations):
        raise Refused(_("One of these records is not open to you yet. Both observers' must be in."))
    if not observations:
        raise Problem(
            _("Nothing was observed yet that could be exported. Come back after the first time.")
        )
    if len(observations) > MOST:
        raise Problem(_("More than {n} records at once. Export them one by one.").format(n=MOST))
    students = sorted({one.student_id for one in observations})
    _require_purpose(purpose, students, by)
    note(
        program=program, purpose=purpose, observations=[one.pk for one in observations], students=students,
    )  # fmt: skip
    written_down(students=len(students), rows=len(observations), by=by)
    ending = ENDINGS[program]
    remark = _remark(purpose, by)
    files = {
        f"observation-{one.pk}.{ending}": file_of(_session(one, remark, by), program)
        for one in observations
    }
    if plan_id is None:
        ((name, text),) = files.items()
        return Download(f"{program}-{name}", KINDS[ending], text.encode())
    files["README.txt"] = _about(len(observations), program, remark)
    return Download(
        f"{program}-plan-{plan_id}.zip",
        "application/zip",
        packed({name: text.encode() for name, text in files.items()}),
    )


def _require_purpose(purpose: str, students: Sequence[int], by: Viewer) -> None:
    if purpose not in PURPOSES:
        raise Problem(_("Say what it is for."))
    if purpose == FOR_A_STUDY:
        require_research(students, by=by)


def _remark(purpose: str, by: Viewer) -> str:
    """Whose copy a file is, since when and what for."""
    return f"{mark(by)} {_('Purpose: {purpose}.').format(purpose=PURPOSES[purpose])}"


def _session(one: Observation, remark: str, by: Viewer) -> SessionOut:
    letter = read_letter(one.envelope.text)
    if not isinstance(letter, Letter):
        raise Problem(_("Record {n} cannot be read any more: {why}").format(n=one.pk, why=letter))
    form = InstrumentText.model_validate(one.instrument.text)
    return session_of(
        tape_of(letter, form), form, name=f"observation-{one.pk}", subject=f"student-{one.student_id}",
        began_at=one.began_at.astimezone(ZoneInfo(by.timezone)), phase=one.get_phase_display(),
        remark=remark,
    )  # fmt: skip


def _about(count: int, program: str, remark: str) -> str:
    """Lies in every archive: who took it along and when, and what that program keeps no place for."""
    lines = [
        _("{n} records from Kithwork, as files of {program}.").format(n=count, program=NAMES[program]),
        remark,
        _("Students bear numbers and no names. Keep this file where their records are kept, and delete it afterwards."),
        _("Pauses are left out. BORIS and Countee have no row for what never happened."),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


@action("observation.give_source")
def give_source(
    source: SourceFile, observation: Observation, *, purpose: str, by: Viewer
) -> Download:
    """The file a record was made of, as it came: no mark stands in it.

    Raises Refused for whoever did not bring it in themselves, Problem without a purpose, and for a study in which
    the student may not be today.
    """
    require(may_have_source(by, observation))
    if source.school_id != by.school_id or not open_observations(by, [observation]):
        raise Refused(_("This record is not open to you yet. Both observers' must be in."))
    _require_purpose(purpose, [observation.student_id], by)
    note(
        program=source.program, purpose=purpose, observations=[observation.pk], students=[observation.student_id],
    )  # fmt: skip
    written_down(students=1, rows=1, by=by)
    ending = ENDINGS[source.program]
    name = f"observation-{observation.pk}-as-it-came.{ending}"
    return Download(name, KINDS[ending], source.text.encode())
