"""Each line of the trail is sealed together with the one before it, so that tampering shows and has a place.

The seal is keyed: whoever holds the database but not the key cannot make one. The newest seal is
also noted in a file beside the database, so that a shortened trail shows too. `docs/decisions/0029`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from kithwork.apps.trail.models import TrailEntry

# One number for all processes: whoever holds it is the one who adds lines.
LOCK = 0x7472_6169_6C


def add(lines: list[TrailEntry]) -> None:
    """Write lines at the end of the trail, each sealed to the one before. Call inside a transaction."""
    _wait_for_turn()
    before = TrailEntry.objects.order_by("-id").values_list("id", "seal").first()
    for line in lines:
        line.follows, previous = before or (None, "")
        line.seal = seal_of(line, previous)
        line.save(force_insert=True)
        before = (line.pk, line.seal)
    if lines:
        transaction.on_commit(lambda: _note_end(*before), robust=True)


def _wait_for_turn() -> None:
    """SQLite has one writer at a time anyway; PostgreSQL is told to, until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def seal_of(line: TrailEntry, previous: str) -> str:
    """HMAC-SHA256 over the seal before and everything this line says, as 64 hex digits."""
    says = [
        previous, line.follows, line.at.isoformat(), line.verb, line.by_id, line.role, line.school_id,
        line.subject_type, line.subject_id, _plain(line.detail),
    ]  # fmt: skip
    text = json.dumps(says, sort_keys=True, ensure_ascii=True)
    return hmac.new(settings.RECORD_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> Any:
    """The same for what was written and for what either database gives back: 1.0 and 1 are one number."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{float(value):.15g}"
    return value


def faults() -> Iterator[str]:
    """A sentence for each place where the trail is not as it was written; none when it is whole."""
    before, previous, end = None, "", _noted_end()
    end_is_there = end is None
    for line in TrailEntry.objects.order_by("id").iterator(chunk_size=2000):
        if line.follows != before:
            yield (
                f"Before line {line.pk} lines are missing or have changed places: "
                f"it was written after {_line(line.follows)}, and stands after {_line(before)}."
            )
        elif not hmac.compare_digest(line.seal, seal_of(line, previous)):
            yield f"Line {line.pk} ({line.at:%Y-%m-%d %H:%M} UTC, {line.verb}) was changed."
        end_is_there = end_is_there or [line.pk, line.seal] == end
        before, previous = line.pk, line.seal
    if not end_is_there and end is not None:
        yield f"The end is missing: line {end[0]} was written, and the trail stops at {_line(before)}."


def _line(number: int | None) -> str:
    return "the beginning" if number is None else f"line {number}"


def _end_file() -> Path:
    """One for each database, so that another one beside it raises no alarm."""
    database = connection.settings_dict
    name = f"{database['ENGINE']} {database['HOST']} {database['NAME']}"
    return Path(settings.TRAIL_END / f"trail-end-{hashlib.sha256(name.encode()).hexdigest()[:12]}")


def _noted_end() -> list[Any] | None:
    try:
        return list(json.loads(_end_file().read_text()))
    except (OSError, ValueError):
        return None


def _note_end(number: int, seal: str) -> None:
    """Outside the database: a database cut short, or put back from an old copy, cannot change it."""
    noted = _noted_end()
    if noted and noted[0] >= number:
        return
    path = _end_file()
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps([number, seal]))
    fresh.replace(path)
