"""Reading what was kept: a letter becomes an observation, or stays with the sentence that says why not."""

from __future__ import annotations

import time
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.instrument_text import read_text
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.models import (
    Envelope,
    Instrument,
    Observation,
    Value,
    Watch,
)
from kithwork.apps.observations.policies import could_observe
from kithwork.apps.observations.tape import Said, Tape, UnreadableError, measures
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note
from kithwork.evidence.faults import BadData

# A heap is read in small parts with a rest between them: whoever sends just now goes first.
AT_ONCE = 20
REST = 0.2


@action("observation.read")
def read_envelopes(letters: Iterable[int], *, by: Viewer) -> int:
    """Work out what waits among these envelopes; each on its own, so that one holds up no other.

    It follows from what was kept, whoever is there: nothing is asked of `by`. Returns how many became
    observations.
    """
    # What another engine reads at this moment is left to it.
    waiting = Envelope.objects.select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked
    ).filter(pk__in=list(letters), status=Envelope.Status.WAITING, is_first=True)
    done = [_read(envelope) for envelope in waiting]
    note(read=sum(done), unreadable=len(done) - sum(done))
    return sum(done)


def read_letters(letters: Iterable[UUID], *, by: Viewer) -> int:
    """The same by the ids of the letters."""
    rows = Envelope.objects.filter(letter__in=list(letters), is_first=True)
    return read_envelopes(rows.values_list("pk", flat=True), by=by)


def read_waiting() -> int:
    """Read what waits, a part at a time: a duty of the engine. Safe to run twice, and at the same time by two."""
    total = 0
    while heap := _heap():
        for school_id in sorted({school for _, school in heap}):
            letters = [pk for pk, school in heap if school == school_id]
            total += read_envelopes(letters, by=Viewer.command(school_id=school_id))
        if len(heap) < AT_ONCE:
            break
        time.sleep(REST)
    return total


def _heap() -> list[tuple[int, int]]:
    """The oldest that wait: (envelope, school)."""
    rows = Envelope.objects.filter(status=Envelope.Status.WAITING, is_first=True)
    return list(rows.order_by("pk").values_list("pk", "school_id")[:AT_ONCE])


def _read(envelope: Envelope) -> bool:
    try:
        with transaction.atomic():
            _become_observation(envelope)
    except (UnreadableError, BadData) as why:
        envelope.status, envelope.sentence = Envelope.Status.UNREADABLE, str(why)[:300]
    else:
        envelope.status, envelope.sentence = Envelope.Status.READ, ""
    envelope.save(update_fields=["status", "sentence"])
    return envelope.status == Envelope.Status.READ


def _become_observation(envelope: Envelope) -> Observation:
    letter = read_letter(envelope.text)
    if isinstance(letter, str):
        raise UnreadableError(letter)
    instrument = _instrument(letter, envelope.school_id)
    form = read_text(instrument.text)
    if isinstance(form, str):
        raise UnreadableError(f"The form it was made with cannot be read: {form}")
    student, watch = _student(letter, envelope.school_id), _watch(letter, envelope)
    # Somebody else may have brought in what an observer recorded in another program.
    observer = letter.observer if letter.source else envelope.by_id
    if not could_observe(observer, student):
        raise UnreadableError(
            "Whoever sent it was not on this student's list. Ask them, then decide."
        )
    tape, said = measures(letter, form)
    observation = Observation.objects.create(
        envelope=envelope,
        school_id=envelope.school_id,
        watch=watch,
        student=student,
        instrument=instrument,
        phase=letter.phase,
        setting=letter.setting,
        by_id=observer,
        is_second=letter.is_second,
        began_at=letter.began_at,
        seconds=tape.seconds,
        is_usable=letter.is_usable,
        why_not=letter.why_not,
        note=letter.note,
        corrects=letter.corrects,
        imported_from=letter.source.program if letter.source else "",
        read_at=clock.now(),
    )
    Value.objects.bulk_create(values_of(observation, said, tape))
    return observation


def values_of(observation: Observation, said: list[Said], tape: Tape) -> list[Value]:
    return [
        Value(
            observation=observation,
            code=one.pad.code,
            behaviour=one.pad.behaviour,
            who=one.pad.who,
            index=one.measure.index,
            value=one.measure.value,
            unit=one.measure.unit,
            reasons=list(one.measure.reasons),
            details=dict(one.measure.details),
        )
        for one in said
    ]


def _instrument(letter: Letter, school_id: int) -> Instrument:
    found = Instrument.objects.filter(pk=letter.instrument, school_id=school_id).first()
    if found is None:
        raise UnreadableError("The form it was made with is not known at this school.")
    return found


def _student(letter: Letter, school_id: int) -> Student:
    found = Student.objects.filter(pk=letter.student, school_id=school_id).first()
    if found is None:
        raise UnreadableError("The student it is about is not known at this school.")
    return found


def _watch(letter: Letter, envelope: Envelope) -> Watch | None:
    """The planned observation it belongs to; one that is not its observer's, or of another student, is told."""
    if letter.watch is None:
        return None
    found = Watch.objects.filter(pk=letter.watch, plan__school_id=envelope.school_id).first()
    if found is None:
        raise UnreadableError("The planned observation it belongs to is not known at this school.")
    if found.student_id != letter.student:
        raise UnreadableError(
            "It names one student, and the planned observation it belongs to another."
        )
    return found
