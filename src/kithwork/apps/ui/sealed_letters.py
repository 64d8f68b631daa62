"""What was written without a network and sealed on the device: a batch read, one letter opened by its writer."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.sealed import UnreadableError, unseal
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.ui.outbox import owner_of

MOST_LETTERS = 50


def read_batch(body: bytes) -> list[object] | str:
    """The letters of a batch, or the sentence that says what to send."""
    try:
        sent = json.loads(body)["letters"]
    except (ValueError, KeyError, TypeError, RecursionError):
        sent = None
    if not isinstance(sent, list) or len(sent) > MOST_LETTERS:
        return f"Send an object with letters, a list of at most {MOST_LETTERS}."
    return sent


def id_of(raw: object) -> str:
    """The id a letter gives itself, also when nothing else of it can be read."""
    return str(raw.get("letter", "")) if isinstance(raw, dict) else ""


def opened(raw: object, by: Viewer) -> tuple[UUID, dict[str, Any]]:
    """The letter's id and what it says.

    Raises Problem when it cannot be read, or is not this person's: a letter goes under the name of who wrote it.
    """
    if not isinstance(raw, dict) or raw.get("owner") != owner_of(by):
        raise Problem(_("This was written by somebody else on this device. They can send it."))
    try:
        letter = UUID(str(raw.get("letter")))
    except ValueError:
        raise Problem(_("It has no mark of its own. Please write it again.")) from None
    try:
        said = json.loads(unseal(str(raw.get("sealed", "")), f"{letter} {raw['owner']}"))
    except (UnreadableError, ValueError, RecursionError):
        raise Problem(_("It cannot be read any more. Please write it again.")) from None
    if not isinstance(said, dict):
        raise Problem(_("It cannot be read any more. Please write it again."))
    return letter, said
