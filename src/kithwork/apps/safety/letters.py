"""Concerns written without a network: sealed on the device, opened here, kept like any other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.safety.actions import Report, report_concern
from kithwork.apps.safety.policies import STUDENTS, students_to_name
from kithwork.apps.ui.sealed_letters import id_of, opened

MOST_NAMED, LONGEST_ID = 50, 12
# A device's clock may be a little ahead; a time further off is not believed.
AHEAD = timedelta(minutes=10)


def take(raw: object, *, by: Viewer) -> dict[str, str]:
    """What became of one letter: kept, already (kept before), or refused with its sentence.

    A letter goes under the name of who wrote it, and of nobody else.
    """
    letter = id_of(raw)
    try:
        report_concern(_report(raw, by), by=by)
    except Problem as problem:
        return {"letter": letter, "answer": "refused", "sentence": str(problem)}
    return {"letter": letter, "answer": "kept"}


def _report(raw: object, by: Viewer) -> Report:
    """Raises Problem when it cannot be read, or is not this person's."""
    letter, said = opened(raw, by)
    return Report(letter=letter, seen=_text(said, "seen", 4000), **_more(said, by))


def _more(said: dict[str, Any], by: Viewer) -> dict[str, Any]:
    """What an adult adds. Whoever is not on their list any more is left to the words."""
    written_at = _when(said.get("written_at"))
    if by.role in STUDENTS:
        return {"written_at": written_at}
    named = [one for one in map(str, _list(said.get("students"))) if _is_id(one)][:MOST_NAMED]
    return {
        "level": int(said["level"]) if said.get("level") in {"1", "2", "3"} else 1,
        "when": _text(said, "when", 80),
        "place": _text(said, "place", 120),
        "done": _text(said, "done", 4000),
        "is_adult_told": said.get("is_adult_told") == "yes",
        "students": list(students_to_name(by).filter(pk__in=named)),
        "written_at": written_at,
    }


def _text(said: dict[str, Any], name: str, most: int) -> str:
    text = said.get(name, "")
    return text.replace("\x00", "")[:most] if isinstance(text, str) else ""


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_ID


def _when(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo and at <= clock.now() + AHEAD else None
