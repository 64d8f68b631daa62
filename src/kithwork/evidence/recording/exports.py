"""Recordings written as BORIS, Countee and DataTracker write them, so that other programs can go on with them.

What `imports` reads of these files is what was written: the same bouts, to a thousandth of a second. A
program that keeps no place for something loses it: BORIS and Countee have no row for a behaviour that never
happened, DataTracker names no subject.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from string import ascii_uppercase, digits
from typing import Any

from kithwork.evidence.faults import refuse
from kithwork.evidence.files.long_csv import safe
from kithwork.evidence.recording.imports.boris import NO_SUBJECT
from kithwork.evidence.recording.record import Recording, Span

BORIS_HEAD = (
    "Observation id", "Observation date", "Description", "Observation type", "Source", "Time offset (s)",
    "Media duration (s)", "FPS (frame/s)", "Subject", "Behavior", "Behavioral category", "Modifiers",
    "Behavior type", "Start (s)", "Stop (s)", "Duration (s)", "Media file name", "Comment start",
    "Comment stop", "Session length (s)",
)  # fmt: skip
COUNTEE_HEAD = (
    "Session", "Subject", "Key", "Type", "Start (s)", "End (s)", "Duration (s)", "Session duration (s)",
)  # fmt: skip
# A keyboard has so many keys that a press can be told by.
KEYS = ascii_uppercase + digits


@dataclass(frozen=True, slots=True)
class Watched:
    """One behaviour of a session; ``is_state`` where it was timed, and not only counted."""

    behavior: str
    recording: Recording
    is_state: bool = False


@dataclass(frozen=True, slots=True)
class SessionOut:
    """One session of one subject: its name, when it was (as text), its length in seconds, what was watched.

    ``remark`` is something said of the file itself, such as who took it along.
    """

    observation: str
    subject: str
    on: str
    seconds: float
    watched: Sequence[Watched]
    condition: str = ""
    remark: str = ""


def write_boris(sessions: Iterable[SessionOut]) -> str:
    """The table of "Export aggregated events", for live observations: a bout a row.

    BORIS itself writes no length for what was coded live; the last column says it, and other programs leave
    it alone. A remark is the description of the observation. Cells that a spreadsheet would run as a formula
    begin with an apostrophe.
    """
    rows = (
        [
            safe(one.observation), one.on, safe(one.remark), "Live", "", "0.0", "NA", "NA",
            safe(one.subject) or NO_SUBJECT, safe(each.behavior), "", "",
            "STATE" if each.is_state else "POINT", _s(start), _s(end),
            _s(end - start) if each.is_state else "NA", "NA", "", "", _s(one.seconds),
        ]
        for one in sessions for each, start, end in _in_order(one)
    )  # fmt: skip
    return _csv(BORIS_HEAD, rows)


def write_countee(sessions: Iterable[SessionOut]) -> str:
    """A press a row, under the plainest of the names that are read (see `read_countee`).

    Nothing there is known to take words, so that a remark has a last column of its own, where there is one.
    """
    told = list(sessions)
    has_remark = any(one.remark for one in told)
    rows = (
        [
            safe(one.observation), safe(one.subject), safe(each.behavior),
            "Duration" if each.is_state else "Frequency", _s(start), _s(end),
            _s(end - start) if each.is_state else "", _s(one.seconds),
            *([safe(one.remark)] if has_remark else []),
        ]
        for one in told for each, start, end in _in_order(one)
    )  # fmt: skip
    return _csv([*COUNTEE_HEAD, *(["Remark"] if has_remark else [])], rows)


def write_datatracker(session: SessionOut) -> str:
    """One session file (JSON): its keys, those never pressed included, and every press.

    Bouts of one key that overlap are one: a key that is down cannot go down again. Raises BadData for more
    behaviours than a keyboard has keys. A remark stands under a key of its own, which DataTracker leaves alone.
    """
    if len(session.watched) > len(KEYS):
        said = f"DataTracker has {len(KEYS)} keys, and this session {len(session.watched)} behaviours. Leave some out."
        raise refuse("too_many_keys", said)
    keys = {each.behavior: key for each, key in zip(session.watched, KEYS, strict=False)}
    counted = [each for each in session.watched if not each.is_state]
    timed = [each for each in session.watched if each.is_state]
    plain: dict[str, Any] = {
        "SessionSettings": {
            "Session": session.observation, "Condition": session.condition or "Session",
            "Role": "Primary",
        },
        "Keyset": {
            "FrequencyKeys": [_key(each, keys) for each in counted],
            "DurationKeys": [_key(each, keys) for each in timed],
        },
        "FrequencyKeyPresses": _presses(counted, keys, "Frequency"),
        "DurationKeyPresses": _presses(timed, keys, "Duration"),
        "SessionStart": session.on,
        "TimerMain": round(session.seconds, 3),
    }  # fmt: skip
    if session.remark:
        plain["Remark"] = session.remark
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def _key(each: Watched, keys: dict[str, str]) -> dict[str, Any]:
    key = keys[each.behavior]
    return {"KeyName": key, "KeyDescription": each.behavior, "KeyCode": ord(key)}


def _presses(watched: Sequence[Watched], keys: dict[str, str], kind: str) -> list[dict[str, Any]]:
    found = [
        {**_key(each, keys), "KeyType": kind, "TimeIntoSession": round(at, 3)}
        for each in watched
        for at in _times(each)
    ]
    return sorted(found, key=lambda press: press["TimeIntoSession"])


def _times(each: Watched) -> Iterable[float]:
    if not each.is_state:
        return (start for start, _ in each.recording.bouts)
    return chain.from_iterable(apart(each.recording.bouts))  # type: ignore[arg-type]


def apart(bouts: Iterable[Span]) -> list[Span]:
    """Bouts that overlap as one; those that only touch stay two, for one may stop as the next starts."""
    found: list[Span] = []
    for start, end in sorted(bouts):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _in_order(one: SessionOut) -> list[tuple[Watched, float, float]]:
    rows = [
        (each, start, start if end is None or not each.is_state else end)
        for each in one.watched
        for start, end in each.recording.bouts
    ]
    return sorted(rows, key=lambda row: row[1:])


def _s(seconds: float) -> str:
    return f"{seconds:.3f}"


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return page.getvalue()
