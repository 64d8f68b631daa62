"""Bringing in what was recorded in another program: the file as it is, and a letter made of it like any other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.actions.keep import Item, Sending, keep_letters
from kithwork.apps.observations.actions.read import read_envelopes
from kithwork.apps.observations.brought_in import Heard, taps_of
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.letter import MADE_WITH, Letter, read_letter
from kithwork.apps.observations.models import (
    Envelope,
    Instrument,
    Observation,
    SourceFile,
    Watch,
)
from kithwork.apps.observations.policies import could_observe, may_observe, observable_students
from kithwork.apps.observations.policies_records import may_bring_in_for
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note
from kithwork.evidence.faults import BadData


@dataclass(frozen=True, slots=True)
class Found:
    """A file, the observation in it that is meant, and which of its behaviours is which pad."""

    text: str
    program: str
    heard: Heard
    codes: Mapping[str, str]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """Of whom, by whom, with which form, where and when; a planned time says the most of it."""

    student: Student
    instrument: Instrument
    observer: int
    phase: str
    setting: str
    began_at: datetime
    watch: Watch | None = None


@action("observation.bring_in")
def bring_in(found: Found, place: Place, *, by: Viewer) -> Observation:
    """Keep the file byte for byte, make its letter, and read it as any letter is read.

    Raises Refused if `by` may not observe, or brings in a colleague's; Problem when it is there already, when
    the file does not fit the form, or when the observer was never to observe this student.
    """
    require(may_observe(by))
    require(may_bring_in_for(by, place.observer))
    _check(place, by)
    letter = _letter_id(found, by)
    text = _letter(found, place)
    read = read_letter(text)
    if not isinstance(read, Letter):
        raise Problem(read)
    SourceFile.objects.bulk_create([_source(found, by)], ignore_conflicts=True)
    held, stored = keep_letters([Item(letter, text)], {}, Sending(), by=by)
    (envelope,) = (row for row in held[letter] if row.is_first)
    if (letter, envelope.sha256) not in stored or envelope.text != text:
        raise _there_already(envelope)
    read_envelopes([envelope.pk], by=by)
    observation = Observation.objects.filter(envelope=envelope).first()
    if observation is None:
        envelope.refresh_from_db()
        raise Problem(envelope.sentence)
    note(program=found.program, sha256=found.sha256, letter=str(letter))
    return observation


def _check(place: Place, by: Viewer) -> None:
    if not observable_students(by).filter(pk=place.student.pk).exists():
        raise Problem(_("You do not observe this student. Ask your coordinator to plan it."))
    if not Membership.objects.filter(user_id=place.observer, school_id=by.school_id).exists():
        raise Problem(_("Whoever observed is not at this school. Choose somebody else."))
    if not could_observe(place.observer, place.student):
        raise Problem(
            _("Whoever observed was never to observe this student. Plan it for them first.")
        )
    watch = place.watch
    if watch is None:
        return
    if place.observer not in {watch.observer_id, watch.second_observer_id}:
        raise Problem(_("This time is another observer's. Choose who was to observe then."))
    if watch.is_cancelled:
        raise Problem(_("This time was called off. Bring the file in without a planned time."))
    mine = Observation.objects.filter(watch=watch, is_second=_is_second(place))
    if mine.exists():
        raise Problem(
            _("A record of this observer and this time is in already. It stays as it is.")
        )


def _is_second(place: Place) -> bool:
    return place.watch is not None and place.observer == place.watch.second_observer_id


def _letter_id(found: Found, by: Viewer) -> UUID:
    """The same for the same recording of the same file: the database lets it in once.

    After it was taken away it may come in again, under the next id.
    """
    nth = 0
    while True:
        said = f"kithwork:file:{by.school_id}:{found.sha256}:{found.heard.observation}:{nth}"
        letter = uuid5(NAMESPACE_URL, said)
        first = Envelope.objects.filter(letter=letter, is_first=True).first()
        if first is None:
            return letter
        if first.status != Envelope.Status.DELETED:
            raise _there_already(first)
        nth += 1


def _there_already(envelope: Envelope) -> Problem:
    return Problem(
        _(
            "This recording was brought in on {day} by {name}. Nothing was kept twice."
            " If it was for somebody else, have that record taken away first."
        ).format(day=envelope.received_at.date().isoformat(), name=envelope.by.name)
    )


def _source(found: Found, by: Viewer) -> SourceFile:
    return SourceFile(
        school_id=by.school_id, sha256=found.sha256, text=found.text, program=found.program,
        by_id=by.user_id, received_at=clock.now(),
    )  # fmt: skip


def _letter(found: Found, place: Place) -> str:
    """The text of the letter; the same for the same file and the same answers."""
    said: dict[str, object] = {
        "made_with": MADE_WITH,
        "observer": place.observer,
        "student": place.student.pk,
        "instrument": place.instrument.pk,
        "phase": place.phase,
        "setting": place.setting,
        "began_at": place.began_at.isoformat(),
        "length_ms": round(found.heard.seconds * 1000),
        "taps": tape_text(found, InstrumentText.model_validate(place.instrument.text)),
        "is_second": _is_second(place),
        "source": {
            "program": found.program,
            "sha256": found.sha256,
            "observation": found.heard.observation,
            "codes": dict(found.codes),
        },
    }
    if place.watch is not None:
        said["watch"] = place.watch.pk
    return json.dumps(said)


def tape_text(found: Found, form: InstrumentText) -> list[dict[str, object]]:
    """The taps, or a Problem in words for whoever chose the pads."""
    try:
        return taps_of(found.heard, found.codes, form)
    except BadData as wrong:
        raise Problem(" ".join(fault.sentence for fault in wrong.faults)) from None
