"""Recordings from the CSV exports of Countee.

Not confirmed against a file of Countee: none was to be found. Known is that Countee has frequency keys
and duration keys with names that are case-sensitive, and exports a session as CSV parted by commas, in
UTF-8. The columns below are therefore the plainest reading of such a file, under several names; a file
that names them otherwise is refused with what is lacking, never guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.evidence.recording.imports.gather import Found, Gathered, Imported, Key, Seconds
from kithwork.evidence.recording.imports.table import Columns, Row, read_table

NEEDED: Columns = {
    "behavior": ("key", "key name", "name", "behavior", "behaviour", "event"),
    "start": ("start", "start (s)", "start time", "start time (s)", "time", "time (s)", "onset"),
}
OTHERS: Columns = {
    "stop": ("end", "end (s)", "end time", "end time (s)", "stop", "stop (s)", "offset"),
    "duration": ("duration", "duration (s)"),
    "type": ("type", "key type"),
    "observation": ("session", "session name", "session label"),
    "subject": ("subject", "participant", "client"),
    "session_seconds": ("session duration", "session duration (s)", "session length (s)"),
}


def read_countee(
    text: str,
    *,
    seconds: Seconds = None,
    behaviors: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> tuple[Imported, ...]:
    """One recording for each session, subject and key of a Countee export.

    Needs a column for the key (``key``, ``key name``, ``name``, ``behavior``, ``event``) and one for when it
    was pressed (``start``, ``start time``, ``time``, ``onset``, each also with ``(s)``), in seconds since the
    session began. Takes, where they are there, its end (``end``, ``stop``, ``offset``) or its ``duration``,
    ``type`` (a frequency key is an instant), ``session``, ``subject`` and ``session duration``. A press with
    neither end nor duration is an instant. Columns in any order, in small or capital letters; of several
    that mean the same, the one named first here is taken.

    Parameters
    ----------
    seconds
        Length of the session, or of each session by its name; goes before what the file says.
    behaviors
        Keys that were there to be pressed: one never pressed is a recording with no bout.
    hidden
        Keys that mean nobody could see; they become unobservable time of every other of that subject.

    Raises
    ------
    BadData
        With every fault by row and column.
    """
    gathered = Gathered()
    for row in read_table(text, NEEDED, OTHERS).rows:
        _take(row, gathered)
        gathered.faults += row.faults
    gathered.look_for(behaviors)
    return gathered.recordings(seconds, hidden)


def _take(row: Row, gathered: Gathered) -> None:
    key = Key(row.text("observation"), row.text("subject"), row.text("behavior"))
    if not row.has("behavior"):
        row.fault("no_behavior", "This row names no key.", "behavior")
    if row.has("session_seconds"):
        length = row.seconds("session_seconds")
        if length is not None:
            gathered.lengths.setdefault(key.observation, length)
    onset = row.seconds("start")
    offset = _end(row, onset)
    if onset is not None and offset is not None and not row.faults:
        gathered.add(key, Found(onset, offset, row.number, row.written["start"]))


def _end(row: Row, onset: float | None) -> float | None:
    """When it ended; None, with its fault, where that cannot be. Nothing said, an instant."""
    if onset is None or row.text("type").lower().startswith("freq"):
        return onset
    if row.has("stop"):
        offset = row.seconds("stop")
        if offset is not None and offset < onset:
            row.fault(
                "ends_before_it_begins",
                f"{offset:g} comes before {onset:g}. Mend one of the two.",
                "stop",
            )
        return offset
    if row.has("duration"):
        length = row.seconds("duration")
        return None if length is None else onset + length
    return onset
