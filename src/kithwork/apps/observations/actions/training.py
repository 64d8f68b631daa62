"""Practice for observers: a scored recording, a tape held against it, and the certificate that follows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.letter import MOST_BYTES
from kithwork.apps.observations.models import (
    Certificate,
    Instrument,
    Observation,
    PracticeTape,
    ScoredRecording,
)
from kithwork.apps.observations.models.training import By
from kithwork.apps.observations.policies import may_arrange, may_observe
from kithwork.apps.observations.policies_training import visible_recordings
from kithwork.apps.observations.practice import Practice, read_key, read_practice, result_of
from kithwork.apps.observations.tape import UnreadableError, tape_of
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class RecordingFrame:
    """What is said of a recording to practise with, and its key as text."""

    instrument: Instrument
    title: str
    where_to_find: str
    key: str
    least_pct: int
    in_a_row: int
    by_index: str = By.FIRST.value
    program: str = ""
    made_from: Observation | None = None


@action("practice.make")
def make_recording(frame: RecordingFrame, *, by: Viewer) -> ScoredRecording:
    """Keep a scored recording to practise with. Its key never changes: another scoring is another recording.

    Raises Refused if `by` may not, Problem when the key holds nothing or does not fit the form.
    """
    require(may_arrange(by))
    key = read_key(frame.key)
    if isinstance(key, str):
        raise Problem(key)
    form = InstrumentText.model_validate(frame.instrument.text)
    try:
        tape = tape_of(key, form)
    except UnreadableError as wrong:
        raise Problem(str(wrong)) from None
    if not tape.taps:
        raise Problem(_("The key holds no tap. Nothing could be held against it."))
    return ScoredRecording.objects.create(
        school_id=by.school_id,
        instrument=frame.instrument,
        title=frame.title,
        where_to_find=frame.where_to_find,
        key=frame.key,
        sha256=digest(frame.key),
        program=frame.program,
        made_from=frame.made_from,
        least_pct=frame.least_pct,
        in_a_row=frame.in_a_row,
        by_index=frame.by_index,
        by_id=by.user_id,
        made_at=clock.now(),
    )


@action("practice.retire")
def retire_recording(recording: ScoredRecording, *, by: Viewer) -> ScoredRecording:
    """Nobody practises with it any more; certificates stay. Raises Refused, or Problem when it is retired."""
    require(may_arrange(by))
    recording = ScoredRecording.objects.select_for_update().get(
        pk=recording.pk, school_id=by.school_id
    )
    if recording.is_retired:
        raise Problem(_("This recording is not in use any more."))
    recording.is_retired = True
    recording.save(update_fields=["is_retired"])
    return recording


@action("practice.keep")
def keep_practice(
    recording: ScoredRecording, *, letter: UUID, text: str, by: Viewer, program: str = ""
) -> PracticeTape:
    """Keep what an observer made of a recording, byte for byte, and certify whoever agreed often enough in a row.

    The same text again is the same tape. Raises Refused if `by` may not observe, Problem for a text that cannot
    be read, that is of another recording, or whose id is taken.
    """
    require(may_observe(by))
    # One at a time for each recording: how often in a row is counted from what is there.
    found = visible_recordings(by).select_for_update().filter(pk=recording.pk, is_retired=False)
    recording = found.first() or _gone()
    there = PracticeTape.objects.filter(letter=letter).first()
    if there is not None:
        if (there.by_id, there.sha256) != (by.user_id, digest(text)):
            raise Problem(_("Another practice has this id. Load the page again and start anew."))
        return there
    result = result_of(recording, _read(recording, text))
    tape = PracticeTape.objects.create(
        recording=recording,
        by_id=by.user_id,
        letter=letter,
        text=text,
        sha256=digest(text),
        program=program,
        lowest_pct=result.lowest_pct,
        has_passed=result.has_passed,
        received_at=clock.now(),
    )
    certificate = _certify(tape, by) if result.has_passed else None
    note(passed=result.has_passed, certificate=certificate.pk if certificate else None)
    return tape


def _gone() -> ScoredRecording:
    raise Problem(_("This recording is not in use any more. Choose another."))


def _read(recording: ScoredRecording, text: str) -> Practice:
    if len(text.encode()) > MOST_BYTES:
        raise Problem(_("This practice is longer than any recording. Start it anew."))
    own = read_practice(text)
    if isinstance(own, str):
        raise Problem(own)
    if own.recording != recording.pk:
        raise Problem(_("This practice is of another recording. Load the page again."))
    return own


def _certify(tape: PracticeTape, by: Viewer) -> Certificate | None:
    """A row when this tape is the last of as many in a row as the recording asks for, all since the last row."""
    recording = tape.recording
    tapes = PracticeTape.objects.filter(recording=recording, by_id=tape.by_id)
    before = Certificate.objects.filter(recording=recording, observer_id=tape.by_id)
    if (last := before.order_by("-tape_id").first()) is not None:
        tapes = tapes.filter(pk__gt=last.tape_id)
    latest = list(tapes.order_by("-pk")[: recording.in_a_row])
    if len(latest) < recording.in_a_row or not all(one.has_passed for one in latest):
        return None
    today = clock.today_for(by)
    held_to = limits(School.objects.get(pk=by.school_id))
    return Certificate.objects.create(
        observer_id=tape.by_id,
        instrument=recording.instrument,
        recording=recording,
        tape=tape,
        at_least_pct=min(one.lowest_pct or 0.0 for one in latest),
        on=today,
        until=today + timedelta(days=held_to.certificate_days),
    )


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
