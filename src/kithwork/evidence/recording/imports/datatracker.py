"""Recordings from the session files of DataTracker.

Confirmed against DataTracker's manual ("Data File Fields and Types"), its types and the sessions it ships
as examples (miyamot0/datatracker-pwa): one JSON file a session; ``TimeIntoSession`` is seconds since the
session began; ``TimerMain`` the seconds of the whole session; a duration key pressed once begins a bout,
pressed again ends it, and one left open runs to the end. The file does not say whose session it is (the
folder does), so the subject is an argument. Confirmed too that its CSV export is a summary, one row a
session without times, out of which no recording can be made. Not confirmed: a CSV of single presses; one
that bears the same names as the JSON is read all the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kithwork.evidence.faults import Fault, refuse
from kithwork.evidence.numeric import is_number
from kithwork.evidence.recording.imports.gather import Found, Gathered, Imported, Key, Seconds
from kithwork.evidence.recording.imports.table import Columns, read_table

PRESSES = ("FrequencyKeyPresses", "DurationKeyPresses")
KEYS = ("FrequencyKeys", "DurationKeys", "ScorableDurationKeys")
NEEDED: Columns = {
    "name": ("keyname",),
    "type": ("keytype",),
    "time": ("timeintosession",),
}
OTHERS: Columns = {"description": ("keydescription",)}


def read_datatracker(
    text: str, *, subject: str = "", seconds: Seconds = None, hidden: Sequence[str] = ()
) -> tuple[Imported, ...]:
    """One recording for each key of a DataTracker session, those never pressed included.

    Reads the session file (JSON: ``FrequencyKeyPresses`` and ``DurationKeyPresses``, each press with
    ``KeyName``, ``KeyDescription`` and ``TimeIntoSession``; ``Keyset``, ``SessionSettings`` and ``TimerMain``
    where they are there), or a CSV of presses with the columns ``KeyName``, ``KeyType`` and
    ``TimeIntoSession``, and perhaps ``KeyDescription``. The behaviour is the key's description, or its
    name where it has none. The observation is named as DataTracker names its file: 3_Attention_Primary.

    Parameters
    ----------
    subject
        Whose session it is.
    seconds
        Length of the session; goes before ``TimerMain``. A CSV needs it.
    hidden
        Keys that mean nobody could see; they become unobservable time of every other.

    Raises
    ------
    BadData
        For text that is neither, the CSV summary, a field that is not there, text for a number, or a time
        outside the session. ``row`` is the place in the list named by ``column`` for JSON, counted from 1.
    """
    plain = text.lstrip("\ufeff").lstrip()
    gathered = Gathered()
    if plain.startswith("{"):
        _take_session(_json(plain), subject, gathered)
    else:
        _take_table(plain, subject, gathered)
    return gathered.recordings(seconds, hidden)


def _json(text: str) -> Mapping[str, Any]:
    try:
        session: Mapping[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as broken:
        row = getattr(broken, "lineno", None)
        raise refuse(
            "not_json", "This is no JSON. Take the session file as DataTracker wrote it.", row=row
        ) from None
    return session


def _take_session(session: Mapping[str, Any], subject: str, gathered: Gathered) -> None:
    observation = _observation(session.get("SessionSettings"))
    length = session.get("TimerMain")
    if length is not None and length != 0:
        gathered.lengths[observation] = length
    for behavior in _watched(session.get("Keyset")):
        gathered.bouts[Key(observation, subject, behavior)] = []
    for name in PRESSES:
        presses = session.get(name)
        if not isinstance(presses, list):
            gathered.faults.append(
                Fault("no_field", f"The session has no list {name!r}.", column=name)
            )
            continue
        states: dict[tuple[str, str], list[tuple[float, int]]] = {}
        for row, press in enumerate(presses, start=1):
            time = _checked(press, row, name, gathered)
            if time is not None:
                key = (str(press.get("KeyName") or ""), _behavior(press))
                states.setdefault(key, []).append((time, row))
        for (_, behavior), times in states.items():
            _add(Key(observation, subject, behavior), times, name, name == PRESSES[1], gathered)


def _observation(settings: Any) -> str:
    fields = settings if isinstance(settings, Mapping) else {}
    parts = (fields.get(name) for name in ("Session", "Condition", "Role"))
    return "_".join(str(part) for part in parts if part is not None)


def _watched(keyset: Any) -> list[str]:
    fields = keyset if isinstance(keyset, Mapping) else {}
    lists = (fields.get(name) for name in KEYS)
    found = (key for keys in lists if isinstance(keys, list) for key in keys)
    return [_behavior(key) for key in found if isinstance(key, Mapping) and _behavior(key)]


def _behavior(press: Mapping[str, Any]) -> str:
    return str(press.get("KeyDescription") or press.get("KeyName") or "").strip()


def _checked(press: Any, row: int, name: str, gathered: Gathered) -> float | None:
    """The time of a press; None, with its fault, where it has none or no key."""
    if not isinstance(press, Mapping) or not _behavior(press):
        said = "This press names no key. Take the session file as DataTracker wrote it."
        gathered.faults.append(Fault("no_behavior", said, row, name))
        return None
    time: Any = press.get("TimeIntoSession")
    if not is_number(time):
        said = f"{time!r} is no number. TimeIntoSession needs seconds."
        gathered.faults.append(Fault("not_a_number", said, row, name))
        return None
    if time < 0:
        said = f"{time:g} lies before the session. Mend the time."
        gathered.faults.append(Fault("before_the_session", said, row, name))
        return None
    return float(time)


def _add(
    key: Key, times: Sequence[tuple[float, int]], column: str, is_state: bool, gathered: Gathered
) -> None:
    """Presses of one key: instants, or every other one an end."""
    times = sorted(times)
    if not is_state:
        for time, row in times:
            gathered.add(key, Found(time, time, row, column))
        return
    ends = [time for time, _ in times[1::2]]
    open_end = [None] if len(times) % 2 else []
    for (time, row), end in zip(times[::2], [*ends, *open_end], strict=True):
        gathered.add(key, Found(time, end, row, column))


def _take_table(text: str, subject: str, gathered: Gathered) -> None:
    if "Session #" in text.split("\n", 1)[0]:
        raise refuse(
            "only_a_summary",
            "This is DataTracker's summary: it has no times. Take the session files (.json) instead.",
            row=1,
        )
    table = read_table(text, NEEDED, OTHERS)
    states: dict[tuple[str, str, bool], list[tuple[float, int]]] = {}
    for row in table.rows:
        kind = row.text("type").lower()
        if kind in {"system", "timing"}:
            continue
        if kind not in {"frequency", "duration"}:
            row.fault(
                "unknown_status", f"{row.text('type')!r} is not Frequency or Duration.", "type"
            )
        behavior = row.text("description") or row.text("name")
        if not behavior:
            row.fault("no_behavior", "This row names no key.", "name")
        time = row.seconds("time")
        gathered.faults += row.faults
        if time is not None:
            key = (row.text("name"), behavior, kind == "duration")
            states.setdefault(key, []).append((time, row.number))
    for (_, behavior, is_state), times in states.items():
        _add(Key("", subject, behavior), times, "TimeIntoSession", is_state, gathered)
