"""A school's own text, checked as the library checks its own, with the line each fault stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.practices.models import SchoolPlaybook
from kithwork.playbooks import BadPlaybook, Fault, Playbook, check, parse, shipped
from kithwork.playbooks.load import MOST_BYTES

# Words of our own addresses: a practice of this id could not be opened.
RESERVED = frozenset({"lists", "own"})


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault: where it is in words, the line when it can be found, what stands there, and the mend."""

    line: int | None
    place: str
    excerpt: str
    sentence: str


def checked(text: str, school_id: int | None) -> Playbook:
    """The playbook of a text that may be kept as it is.

    Raises
    ------
    BadPlaybook
        With every fault at once.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text.encode()) > MOST_BYTES:
        raise BadPlaybook(
            [_fault("too_long", "", _("is longer than a million letters; shorten it."))]
        )
    if "\x00" in text:
        raise BadPlaybook(
            [_fault("not_text", "", _("holds a sign that is no text; paste it anew."))]
        )
    playbook = parse(text, file="")
    found = [*check(playbook, ""), *_about_versions(playbook, school_id)]
    if found:
        raise BadPlaybook(found)
    return playbook


def _about_versions(playbook: Playbook, school_id: int | None) -> list[Fault]:
    if playbook.id in shipped() or playbook.id in RESERVED:
        said = _('"%(id)s" is the id of another practice; choose your own.') % {"id": playbook.id}
        return [_fault("id_taken", "id", said)]
    kept = SchoolPlaybook.objects.filter(school_id=school_id, playbook=playbook.id)
    newest = kept.order_by("-version").first()
    if newest is None or playbook.version > newest.version:
        return []
    said = _("version %(old)s is kept already and stays as it is; write version = %(new)s.") % {
        "old": newest.version,
        "new": newest.version + 1,
    }
    return [_fault("version_taken", "version", said)]


def _fault(code: str, place: str, sentence: str) -> Fault:
    return Fault(code, "", place, sentence)


def fault_lines(text: str, bad: BadPlaybook) -> list[FaultLine]:
    """Every fault with its line, in the order of the text."""
    rows = text.splitlines()
    found = []
    for fault in bad.faults:
        line = line_of(text, fault.place)
        excerpt = rows[line - 1].strip()[:100] if line and line <= len(rows) else ""
        found.append(FaultLine(line, fault.place, excerpt, fault.sentence))
    return sorted(found, key=lambda one: one.line or 0)


def line_of(text: str, place: str) -> int | None:
    """The line of ``"sessions 1, steps 2, minutes"``, or of the nearest table around it; None when not found."""
    told = re.match(r"line (\d+)", place)
    if told:
        return int(told.group(1))
    rows = text.splitlines()
    at, end, path = 0, len(rows), ""
    found: int | None = None
    for piece in place.split(", ") if place else ():
        name, _space, number = piece.rpartition(" ")
        key, nth = (name, int(number)) if name and number.isdecimal() else (piece, 1)
        path = f"{path}.{key}" if path else key
        start = _table(rows, path, nth, at, end)
        if start is None:
            word = _word(rows, key, at, end)
            return word if word else found
        found, at = start + 1, start + 1
        end = _end_of(rows, path, at, end)
    return found


def _table(rows: list[str], path: str, nth: int, at: int, end: int) -> int | None:
    heads = (f"[[{path}]]", f"[{path}]")
    hits = [i for i in range(at, end) if rows[i].split("#")[0].strip() in heads]
    return hits[nth - 1] if len(hits) >= nth else None


def _end_of(rows: list[str], path: str, at: int, end: int) -> int:
    """Where a table ends: at the next heading that is not inside it."""
    for i in range(at, end):
        head: Any = re.match(r"\[{1,2}([\w.]+)\]", rows[i])
        if head and not head.group(1).startswith(f"{path}."):
            return i
    return end


def _word(rows: list[str], key: str, at: int, end: int) -> int | None:
    """The line that gives a word a value, before the next table begins."""
    for i in range(at, end):
        if rows[i].startswith("["):
            return None
        if re.match(rf"{re.escape(key)}\s*=", rows[i]):
            return i + 1
    return None
