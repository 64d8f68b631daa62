"""A file of another program on its way in, as three pages have it: chosen, looked at, and only then kept.

Between looking and keeping it travels with the page, signed: nothing lies on the server that nobody kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.observations.actions import Found
from kithwork.apps.observations.brought_in import (
    MOST_BYTES,
    Heard,
    decoded,
    guessed,
    read_file,
)
from kithwork.apps.observations.forms_records import MatchForm
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.evidence.faults import BadData

SALT = "kithwork.observations.file"
HELD_FOR_SECONDS = 24 * 60 * 60
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen: the file, and what else its page asked for. `door` is where it may be kept, and nowhere else."""

    door: str
    text: str
    program: str
    seconds: float | None
    more: Mapping[str, Any]

    def signed(self) -> str:
        said = [self.door, self.text, self.program, self.seconds, dict(self.more)]
        return signing.dumps(said, salt=SALT, compress=True)


def drafted(request: HttpRequest, form: forms.Form, more: Mapping[str, Any]) -> Draft | None:
    """The draft of a form that was filled in; None, with what is wrong on the form, where the file cannot be read."""
    given, said = request.FILES["file"], form.cleaned_data
    try:
        text = decoded(given.read(MOST_BYTES + 1))
        read_file(text, said["program"], said["seconds"])
    except BadData as wrong:
        for fault in wrong.faults[:MOST_FAULTS]:
            form.add_error("seconds" if fault.column == "seconds" else "file", in_words(fault))
        return None
    return Draft(request.path, text, said["program"], said["seconds"], more)


def with_draft(request: HttpRequest, draft: Draft) -> None:
    """As if the page had come back with it: the second step follows at once."""
    posted = request.POST.copy()
    posted["draft"] = draft.signed()
    request.POST = posted  # type: ignore[assignment]


def in_words(fault: Any) -> str:
    """The place a person looks for, then the sentence."""
    places = []
    if fault.row is not None:
        places.append(_("line {n}").format(n=fault.row))
    if fault.column and fault.column != "seconds":
        places.append(_("field {name}").format(name=fault.column))
    place = ", ".join(places)
    return f"{place[:1].upper()}{place[1:]}: {fault.sentence}" if place else fault.sentence


def reopened(request: HttpRequest) -> Draft | None:
    """The draft that came back with the page; None where a file is only now chosen. Raises Problem when it is too old."""
    token = request.POST.get("draft")
    if not token:
        return None
    try:
        door, text, program, seconds, more = signing.loads(
            token, salt=SALT, max_age=HELD_FOR_SECONDS
        )
    except signing.BadSignature:
        door = ""
    if door != request.path:
        raise Problem(_("This took too long. Choose the file again; nothing was kept."))
    return Draft(door, text, program, seconds, more)


@dataclass(frozen=True, slots=True)
class Look:
    """What the file says, which of its observations is looked at, and the form that matches its names to pads."""

    draft: Draft
    heard: list[Heard]
    which: int
    match: MatchForm

    @property
    def one(self) -> Heard:
        return self.heard[self.which]

    @property
    def token(self) -> str:
        return self.draft.signed()

    @property
    def found(self) -> Found:
        return Found(self.draft.text, self.draft.program, self.one, self.match.codes)


def look_at(
    request: HttpRequest, draft: Draft, text: InstrumentText, said_before: Mapping[str, str]
) -> Look:
    """The page's second step; its form is bound once somebody asks to keep it."""
    heard = read_file(draft.text, draft.program, draft.seconds)
    asked = request.POST.get("which", "0")
    which = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0
    which = which if which < len(heard) else 0
    codes = guessed(heard[which], text, said_before)
    is_kept = request.POST.get("step") == "keep"
    match = MatchForm(request.POST if is_kept else None, heard=heard[which], text=text, codes=codes)
    return Look(draft, heard, which, match)
