"""Recordings to practise with, what came of each practice, and how its time line looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.definitions import words_of
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.models import (
    Certificate,
    Observation,
    PracticeTape,
    ScoredRecording,
)
from kithwork.apps.observations.policies import may_arrange
from kithwork.apps.observations.policies_training import (
    visible_certificates,
    visible_recordings,
    visible_tapes,
)
from kithwork.apps.observations.practice import (
    Key,
    Result,
    key_text,
    read_key,
    read_practice,
    result_of,
)
from kithwork.apps.observations.queries.setup import text_of
from kithwork.apps.observations.tape import Tape, tape_of


@dataclass(frozen=True, slots=True)
class RecordingLine:
    """One recording, and how far this person is with it."""

    recording: ScoredRecording
    tries: int
    in_a_row: int
    certificate: Certificate | None
    is_good: bool


@dataclass(frozen=True, slots=True)
class TrainingPage:
    lines: list[RecordingLine]
    retired: list[ScoredRecording]
    may_arrange: bool


def training_page(viewer: Viewer) -> TrainingPage:
    rows = list(visible_recordings(viewer).select_related("instrument"))
    live = [one for one in rows if not one.is_retired]
    retired = [one for one in rows if one.is_retired]
    lines = [line_of(viewer, one) for one in live]
    return TrainingPage(lines, retired, bool(may_arrange(viewer)))


def line_of(viewer: Viewer, recording: ScoredRecording) -> RecordingLine:
    """One's own tries, and one's own certificate for this form, whichever recording earned it."""
    own = list(visible_tapes(viewer).filter(recording=recording, by_id=viewer.user_id))
    held = visible_certificates(viewer).filter(
        observer_id=viewer.user_id, instrument__key=recording.instrument.key
    )
    certificate = held.order_by("-until", "-pk").first()
    is_good = certificate is not None and certificate.until >= clock.today_for(viewer)
    return RecordingLine(recording, len(own), _in_a_row(own), certificate, is_good)


def _in_a_row(tapes: list[PracticeTape]) -> int:
    """How many of the last passed, since the last certificate."""
    count = 0
    for tape in reversed(tapes):
        if not tape.has_passed or hasattr(tape, "certificate"):
            break
        count += 1
    return count


def recording_or_404(viewer: Viewer, recording_id: int) -> ScoredRecording:
    found = (
        visible_recordings(viewer)
        .select_related("instrument", "by")
        .filter(pk=recording_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class RecordingPage:
    line: RecordingLine
    seconds: float
    tapes: list[PracticeTape]
    may_arrange: bool

    @property
    def recording(self) -> ScoredRecording:
        return self.line.recording


def recording_page(viewer: Viewer, recording: ScoredRecording) -> RecordingPage:
    """One's own practices of it; everybody's for whoever arranges, the newest first."""
    key = read_key(recording.key)
    tapes = visible_tapes(viewer).filter(recording=recording).select_related("by", "certificate")
    seconds = key.length_ms / 1000 if isinstance(key, Key) else 0.0
    return RecordingPage(
        line_of(viewer, recording), seconds, list(tapes.order_by("-pk")[:100]),
        bool(may_arrange(viewer)),
    )  # fmt: skip


def what_to_score(recording: ScoredRecording) -> dict[str, object]:
    """What the capture page needs of a recording: its form, and where the tape goes. No word of its key."""
    form = recording.instrument
    return {
        "recording": recording.pk,
        "title": recording.title,
        "keep": reverse("observations:keep_practice", args=[recording.pk]),
        "instrument": {"id": form.pk, "name": form.name, "text": form.text, "words": words_of(form)},
    }  # fmt: skip


def key_of(observation: Observation) -> str:
    """The taps of a record that count, as a key. Nothing else of it is taken."""
    letter = read_letter(observation.envelope.text)
    if not isinstance(letter, Letter):
        raise Http404
    taps: list[dict[str, object]] = [
        {"at": tap.at, "code": tap.code} for tap in letter.taps if not tap.undone
    ]
    return key_text(letter.length_ms, taps)


# ------------------------------------------------------------------ what came of a practice


@dataclass(frozen=True, slots=True)
class Mark:
    """One tap on the time line: how far along in thousandths, and whether only one of the two has it."""

    x: int
    is_alone: bool


@dataclass(frozen=True, slots=True)
class LinePad:
    label: str
    key: list[Mark]
    own: list[Mark]


@dataclass(frozen=True, slots=True)
class ResultPage:
    tape: PracticeTape
    result: Result
    line: list[LinePad]
    in_a_row: int
    certificate: Certificate | None
    is_own: bool
    until: date | None

    @property
    def low(self) -> list[str]:
        return [one.pad.label for one in self.result.pads if one.is_low]


def tape_or_404(viewer: Viewer, tape_id: int) -> PracticeTape:
    rows = visible_tapes(viewer).select_related("recording__instrument", "by", "certificate")
    return first_or_404(rows.filter(pk=tape_id))


def result_page(viewer: Viewer, tape: PracticeTape) -> ResultPage:
    """Worked out anew from the two texts, which say the same whenever they are asked."""
    recording = tape.recording
    key, own = read_key(recording.key), read_practice(tape.text)
    assert isinstance(key, Key) and isinstance(own, Key)
    result = result_of(recording, own)
    form = text_of(recording.instrument)
    before = visible_tapes(viewer).filter(recording=recording, by_id=tape.by_id, pk__lte=tape.pk)
    earned = getattr(tape, "certificate", None)
    return ResultPage(
        tape,
        result,
        _line(result, tape_of(key, form), tape_of(own, form)),
        _in_a_row(list(before.select_related("certificate"))),
        earned,
        tape.by_id == viewer.user_id,
        earned.until if earned else None,
    )


def _line(result: Result, key: Tape, own: Tape) -> list[LinePad]:
    end = max(key.seconds, own.seconds)
    return [
        LinePad(
            one.pad.label,
            [_mark(at, one.missed, end) for at, mark in key.of(one.pad) if not mark.endswith("-")],
            [_mark(at, one.extra, end) for at, mark in own.of(one.pad) if not mark.endswith("-")],
        )
        for one in result.pads
        if one.pad.records not in {"rating", "step"}
    ]


def _mark(at: float, alone: tuple[float, ...], end: float) -> Mark:
    return Mark(round(1000 * at / end), at in alone)
