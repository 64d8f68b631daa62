"""Recordings from the tabular exports of BORIS.

Confirmed against BORIS's own export code and the exports in its tests: the names below of "Export
events" (old: ``Time``, ``Status`` and ``Total length`` under some lines about the observation; new:
``Behavior type`` holds START, STOP or POINT) and of "Export aggregated events" (``Start (s)``,
``Stop (s)``, ``Duration (s)``, ``Behavior type`` STATE or POINT; POINT has NA as its duration). There
``Observation duration`` and ``Coding duration`` are the time of coding, which may run only from the first
coded event to the last. A rate on that would be too high: they are not used as the session's length.
Not confirmed: what old versions wrote as ``Total length`` of live observations; it is not used there.
"""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.evidence.faults import BadData
from kithwork.evidence.recording.imports.gather import Found, Gathered, Imported, Key, Seconds
from kithwork.evidence.recording.imports.table import Columns, Row, Table, read_table

NO_SUBJECT = "No focal subject"
EVENTS: Columns = {
    "behavior": ("behavior",),
    "time": ("time", "time (s)"),
    "status": ("status", "behavior type"),
}
AGGREGATED: Columns = {
    "behavior": ("behavior",),
    "start": ("start (s)", "start (seconds)", "start"),
    "stop": ("stop (s)", "stop (seconds)", "stop"),
}
OTHERS: Columns = {
    "observation": ("observation id",),
    "subject": ("subject",),
    "type": ("behavior type",),
    "duration": ("duration (s)", "duration (seconds)", "duration"),
    "media": ("media file name", "media file path", "media file"),
    "media_seconds": ("media duration (s)",),
    "total_seconds": ("total length",),
    # No column of BORIS's: what `exports` adds, since BORIS writes no length for what was coded live.
    "session_seconds": ("session length (s)",),
    "modifiers": ("modifiers",),
    **{f"modifier_{number}": (f"modifier #{number}",) for number in range(1, 10)},
}
MODIFIERS = ("modifiers", *(f"modifier_{number}" for number in range(1, 10)))
# Start, stop and duration are each rounded to a thousandth.
ROUNDING = 0.01
LIVE = frozenset({"live", "live observation"})


def read_boris(
    text: str,
    *,
    seconds: Seconds = None,
    behaviors: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> tuple[Imported, ...]:
    """One recording for each observation, subject and behaviour of a BORIS export (CSV or TSV).

    Needs the columns ``Behavior`` and either ``Time`` with ``Status`` (or ``Behavior type``), or
    ``Start (s)`` and ``Stop (s)``. Takes, where they are there, ``Observation id``, ``Subject``,
    ``Modifier #1`` and so on, ``Duration (s)``, ``Media duration (s)``, ``Total length``, and the ``Session
    length (s)`` that our own export adds. Columns in any order; others are left alone.

    Parameters
    ----------
    seconds
        Length of the session, or of each observation by its id. Needed where the file does not say how
        long the media were, as for live observations; goes before what the file says.
    behaviors
        What was watched for. BORIS writes no row for what never happened: name it here, and it is a
        recording with no bout instead of none at all.
    hidden
        Behaviours that mean nobody could see ("out of sight"); they become unobservable time of every
        other behaviour of that subject.

    Raises
    ------
    BadData
        With every fault by row and column: text for a number, START without STOP, STOP without START, a
        status BORIS does not have, a time after the session, a length nobody told, an empty file.
    """
    table = _read(text)
    gathered = Gathered()
    take = _take_bouts if "start" in table.columns else _take_events
    take(table, gathered)
    for row in table.rows:
        gathered.faults += row.faults
    gathered.faults.sort(key=lambda fault: fault.row or 0)
    gathered.look_for(behaviors)
    return gathered.recordings(seconds, hidden)


def _read(text: str) -> Table:
    """The table of either kind. What is lacking is told for the kind the header is nearer to."""
    try:
        return read_table(text, AGGREGATED, OTHERS)
    except BadData as bouts:
        if bouts.faults[0].code != "no_column":
            raise
        try:
            return read_table(text, EVENTS, OTHERS)
        except BadData as events:
            nearer = events if len(events.faults) <= len(bouts.faults) else bouts
            raise nearer from None


def _key(row: Row, table: Table, gathered: Gathered) -> Key:
    observation = row.text("observation") or table.above.get("observation id", "")
    length = _media_seconds(row)
    if length is None and row.has("session_seconds"):
        length = row.seconds("session_seconds")
    if length is not None:
        gathered.lengths.setdefault(observation, length)
    if not row.has("behavior"):
        row.fault("no_behavior", "This row names no behaviour.", "behavior")
    return Key(observation, row.text("subject") or NO_SUBJECT, row.text("behavior"))


def _media_seconds(row: Row) -> float | None:
    """How long the media were. Files of one player follow each other; players run side by side."""
    if row.has("media_seconds"):
        players = row.text("media_seconds").split("|")
        found = [_sum(player.split(";")) for player in players]
        return max((each for each in found if each is not None), default=None)
    if row.has("total_seconds") and row.has("media") and row.text("media").lower() not in LIVE:
        return _sum([row.text("total_seconds")])
    return None


def _sum(parts: Sequence[str]) -> float | None:
    try:
        total = sum(float(part) for part in parts)
    except ValueError:
        return None
    return total if 0 < total < float("inf") else None


def _take_bouts(table: Table, gathered: Gathered) -> None:
    """Aggregated events: a bout a row."""
    for row in table.rows:
        key = _key(row, table, gathered)
        onset = row.seconds("start")
        offset = onset
        if row.text("type").upper() != "POINT" and (row.has("stop") or "type" in table.columns):
            offset = row.seconds("stop")
        if onset is not None and offset is not None and _is_sound(row, onset, offset):
            gathered.add(key, Found(onset, offset, row.number, row.written["start"]))


def _is_sound(row: Row, onset: float, offset: float) -> bool:
    if offset < onset:
        row.fault(
            "ends_before_it_begins",
            f"{offset:g} comes before {onset:g}. Mend one of the two.",
            "stop",
        )
    elif row.has("duration"):
        length = row.seconds("duration")
        if length is not None and abs(offset - onset - length) > ROUNDING:
            row.fault(
                "times_disagree",
                f"From {onset:g} to {offset:g} is not {length:g} seconds. Mend one of the three.",
                "duration",
            )
    return not row.faults


def _take_events(table: Table, gathered: Gathered) -> None:
    """Events one by one: START and STOP of the same behaviour and modifiers make a bout."""
    states: dict[tuple[Key, tuple[str, ...]], list[tuple[float, Row]]] = {}
    for row in table.rows:
        key, time = _key(row, table, gathered), row.seconds("time")
        status = row.text("status").upper()
        if status not in {"START", "STOP", "POINT"}:
            row.fault(
                "unknown_status",
                f"{row.text('status')!r} is not START, STOP or POINT.",
                "status",
            )
        gathered.bouts.setdefault(key, [])
        if time is None or row.faults:
            continue
        if status == "POINT":
            gathered.add(key, Found(time, time, row.number, row.written["time"]))
        else:
            modifiers = tuple(row.text(name) for name in MODIFIERS)
            states.setdefault((key, modifiers), []).append((time, row))
    for (key, _), events in states.items():
        # Rows of one time stay as written: a stop and the next start may share it.
        _pair(key, sorted(events, key=lambda event: event[0]), gathered)


def _pair(key: Key, events: Sequence[tuple[float, Row]], gathered: Gathered) -> None:
    begun: tuple[float, Row] | None = None
    for time, row in events:
        if row.text("status").upper() == "START":
            if begun is not None:
                _never_stops(begun[1], key)
            begun = (time, row)
        elif begun is None:
            row.fault(
                "stop_without_start",
                f"{key.behavior!r} stops here but never started. Mend it in BORIS and export again.",
                "status",
            )
        else:
            gathered.add(key, Found(begun[0], time, begun[1].number, row.written["time"]))
            begun = None
    if begun is not None:
        _never_stops(begun[1], key)


def _never_stops(row: Row, key: Key) -> None:
    row.fault(
        "start_without_stop",
        f"{key.behavior!r} starts here but does not stop. Mend it in BORIS and export again.",
        "status",
    )
