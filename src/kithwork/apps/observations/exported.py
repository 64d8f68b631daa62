"""A tape as the programs BORIS, Countee and DataTracker hold it: behaviours, with when and how long. Pure."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kithwork.apps.observations.answers import Answer, answers_of
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.tape import HIDE, Tape, bouts_of, scores_of
from kithwork.evidence.recording import Recording
from kithwork.evidence.recording.exports import (
    SessionOut,
    Watched,
    write_boris,
    write_countee,
    write_datatracker,
)
from kithwork.evidence.recording.record import Span

# What a program's file ends with, and what a browser is told it is.
ENDINGS = {"boris": "csv", "countee": "csv", "datatracker": "json"}
KINDS = {"csv": "text/csv", "json": "application/json"}
NAMES = {"boris": "BORIS", "countee": "Countee", "datatracker": "DataTracker"}


def file_of(session: SessionOut, program: str) -> str:
    """One session as one file of that program."""
    if program == "datatracker":
        return write_datatracker(session)
    return write_boris([session]) if program == "boris" else write_countee([session])


def session_of(
    tape: Tape, form: InstrumentText, *, name: str, subject: str, began_at: datetime, phase: str,
    remark: str = "",
) -> SessionOut:  # fmt: skip
    """The whole tape. Pauses are no part of it, as they are none of what was measured."""
    on = began_at.strftime("%Y-%m-%d %H:%M:%S")
    return SessionOut(name, subject, on, tape.seconds, watched_of(tape, form), phase, remark)


def watched_of(tape: Tape, form: InstrumentText) -> list[Watched]:
    """A behaviour for each thing the form can record, those that never happened included.

    An interval that was scored with yes is a bout as long as it, so that each way of scoring intervals
    reads yes of it again; one nobody scored is told beside.
    """
    found = []
    for answer in answers_of(form):
        if answer.kind == "intervals":
            found += _intervals(tape, form, answer)
        elif answer.code == HIDE:
            if tape.unobservable:
                found.append(_timed(answer.name, list(tape.unobservable), tape))
        elif answer.kind == "bouts":
            pad = form.pad(answer.pad)
            assert pad is not None
            found.append(_timed(answer.name, bouts_of(tape, pad), tape))
        else:
            times = [(at, None) for at, code in tape.taps if code == answer.code]
            found.append(Watched(answer.name, Recording(times, tape.seconds)))
    return found


def _timed(name: str, bouts: list[Span], tape: Tape) -> Watched:
    return Watched(name, Recording(bouts, tape.seconds), is_state=True)


def _intervals(tape: Tape, form: InstrumentText, answer: Answer) -> list[Watched]:
    pad = form.pad(answer.pad)
    assert pad is not None and form.interval is not None
    length = float(form.interval.seconds)
    spans: dict[bool | None, list[Span]] = {True: [], False: [], None: []}
    for place, score in enumerate(scores_of(tape, pad, form)):
        spans[score].append((place * length, (place + 1) * length))
    yes = _timed(answer.name, spans[True], tape)
    left_out = _timed(_("{name}: not scored").format(name=answer.name), spans[None], tape)
    return [yes, left_out] if spans[None] else [yes]
