"""Bouts as an import finds them, put together into one recording for each subject and behaviour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import is_number
from kithwork.evidence.recording.record import Recording

Seconds = float | Mapping[str, float] | None


class Key(NamedTuple):
    """Whose recording a bout belongs to."""

    observation: str
    subject: str
    behavior: str


@dataclass(frozen=True, slots=True)
class Imported:
    """One behaviour of one subject in one observation, as another program recorded it.

    ``notes`` are sentences about what the import had to decide; show them beside the recording.
    """

    observation: str
    subject: str
    behavior: str
    recording: Recording
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary: JSON writes it as it is."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Found:
    """One bout and the row and column it was read from; without an end where the file has none."""

    onset: float
    offset: float | None
    row: int | None
    column: str


@dataclass(slots=True)
class Gathered:
    """What an import has found so far."""

    bouts: dict[Key, list[Found]] = field(default_factory=dict)
    lengths: dict[str, float] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, key: Key, bout: Found) -> None:
        self.bouts.setdefault(key, []).append(bout)

    def look_for(self, behaviors: Iterable[str]) -> None:
        """Behaviours somebody watched for: where none was seen, that is a count of zero."""
        for observation, subject in list(dict.fromkeys(key[:2] for key in self.bouts)):
            for behavior in behaviors:
                self.bouts.setdefault(Key(observation, subject, behavior), [])

    def recordings(self, seconds: Seconds, hidden: Sequence[str] = ()) -> tuple[Imported, ...]:
        """Every recording, in the order they first come. Raises BadData with every fault."""
        lengths = {key.observation: self._length(key.observation, seconds) for key in self.bouts}
        for key, bouts in self.bouts.items():
            self.faults += _outside(bouts, lengths[key.observation])
        if self.faults:
            raise BadData(self.faults)
        return tuple(
            self._recording(key, bouts, lengths[key.observation] or 0.0, hidden)
            for key, bouts in self.bouts.items()
            if key.behavior not in hidden
        )

    def _length(self, observation: str, seconds: Seconds) -> float | None:
        told = seconds.get(observation) if isinstance(seconds, Mapping) else seconds
        if told is None:
            told = self.lengths.get(observation)
        if told is None:
            fault = Fault(
                "no_length",
                f"The file does not say how long the session {observation!r} was. Give its seconds.",
                column="seconds",
            )
        elif not is_number(told) or told <= 0:
            fault = Fault(
                "bad_length",
                f"{told!r} is no length of a session. Give seconds above zero.",
                column="seconds",
            )
        else:
            return float(told)
        if fault not in self.faults:
            self.faults.append(fault)
        return None

    def _recording(
        self, key: Key, bouts: Sequence[Found], length: float, hidden: Sequence[str]
    ) -> Imported:
        unseen = [
            (bout.onset, length if bout.offset is None else bout.offset)
            for behavior in hidden
            for bout in self.bouts.get(key._replace(behavior=behavior), ())
        ]
        spans = [(bout.onset, length if bout.offset is None else bout.offset) for bout in bouts]
        recording = Recording(spans, length, unobservable=unseen)
        return Imported(*key, recording, tuple(_notes(bouts, length)))


def _outside(bouts: Sequence[Found], length: float | None) -> Iterator[Fault]:
    for bout in bouts:
        if length is not None and bout.onset > length:
            yield Fault(
                "outside_the_session",
                f"{bout.onset:g} lies after the end of a session of {length:g} seconds."
                " Mend the time, or give the session's length.",
                bout.row,
                bout.column,
            )


def _notes(bouts: Sequence[Found], length: float) -> Iterator[str]:
    if any(bout.offset is None for bout in bouts):
        yield "A bout never ended; it was taken as going on to the end of the session."
    if any(bout.offset is not None and bout.offset > length for bout in bouts):
        yield "A bout went on past the end of the session and is cut there."
