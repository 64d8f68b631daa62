"""Keeping letters: each once, byte for byte, and never one in another's place.

The database decides, not a look beforehand: two requests at the same instant cannot see each other's rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.letter import Letter, offset_ms, read_letter
from kithwork.apps.observations.models import Envelope
from kithwork.apps.observations.policies import may_observe, may_send_from
from kithwork.apps.trail.actions import action, note

# What is held under each id; and one text under an id, by its digest.
Held = dict[UUID, list[Envelope]]
Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One letter on its way in: the id its device gave it, its text, and what the device says of the text."""

    letter: UUID
    text: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """What is said of a whole batch: from which browser, and what time it was there."""

    device: UUID | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one letter: stored, already (the same was kept before), conflict, refused or retry."""

    letter: str
    answer: str
    sha256: str = ""
    sentence: str = ""
    is_deleted: bool = False

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.letter, "answer": self.answer, "sha256": self.sha256,
            "sentence": self.sentence, "is_deleted": self.is_deleted,
        }  # fmt: skip


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def take_in(items: Sequence[Item], sending: Sending, *, by: Viewer) -> list[Answer]:
    """One answer for each item, in its order; what was kept before is answered without writing anything.

    Raises Refused if `by` may not observe, or sends from a browser that was shut out.
    """
    require(may_observe(by))
    require(may_send_from(by, sending.device))
    answers: list[Answer | None] = [_refused(item, by) for item in items]
    sound = {item: None for item, answer in zip(items, answers, strict=True) if answer is None}
    held = _held(sound)
    fresh = [item for item in sound if not _is_held(held, item)]
    stored: frozenset[Key] = frozenset()
    if fresh:
        held, stored = keep_letters(fresh, held, sending, by=by)
    return [
        answer or _answer(item, held, stored, by)
        for item, answer in zip(items, answers, strict=True)
    ]


@action("observation.receive")
def keep_letters(
    items: Sequence[Item], before: Held, sending: Sending, *, by: Viewer
) -> tuple[Held, frozenset[Key]]:
    """Write down what is new; what is held now, and which of it was not there `before`.

    Another text under an id that is taken is kept beside the first. Raises Refused if `by` may not observe.
    """
    require(may_observe(by))
    # Always in one order: two batches with the same letters never wait for each other.
    rows = [
        _row(item, sending, by) for item in sorted(items, key=lambda one: (one.letter, one.text))
    ]
    Envelope.objects.bulk_create(rows, ignore_conflicts=True)
    after = _held(items)
    aside = [row for row in rows if row.sha256 not in _digests(after, row.letter)]
    if aside:
        for row in aside:
            row.is_first = False
        Envelope.objects.bulk_create(aside, ignore_conflicts=True)
        after = _held(items)
    new = frozenset(
        (letter, row.sha256)
        for letter, found in after.items()
        for row in found
        if row.sha256 not in _digests(before, letter)
    )
    note(stored=len(new) - len(aside), conflicts=len(aside))
    return before | after, new


def _digests(held: Held, letter: UUID) -> set[str]:
    return {row.sha256 for row in held.get(letter, ())}


def _row(item: Item, sending: Sending, by: Viewer) -> Envelope:
    now = clock.now()
    return Envelope(
        school_id=by.school_id,
        letter=item.letter,
        sha256=digest_of(item.text),
        text=item.text,
        by_id=by.user_id,
        device=sending.device,
        received_at=now,
        sent_at=sending.sent_at,
        clock_offset_ms=offset_ms(sending.sent_at, now),
    )


def _held(items: Iterable[Item]) -> Held:
    found: Held = {}
    letters = {item.letter for item in items}
    for row in Envelope.objects.filter(letter__in=letters).defer("text"):
        found.setdefault(row.letter, []).append(row)
    return found


def _is_held(held: Held, item: Item) -> bool:
    digest = digest_of(item.text)
    return any(row.sha256 == digest for row in held.get(item.letter, ()))


def _answer(item: Item, held: Held, stored: frozenset[Key], by: Viewer) -> Answer:
    digest, letter = digest_of(item.text), str(item.letter)
    mine = next((row for row in held.get(item.letter, ()) if row.sha256 == digest), None)
    if mine is None or mine.by_id != by.user_id:
        # Its id or its text is somebody else's. Nothing of theirs is told.
        return Answer(letter, "refused", digest, _("Another person's record has this id."))
    if not mine.is_first:
        said = _(
            "Another record has this id. Both are kept, and your coordinator is asked to compare them."
        )
        return Answer(letter, "conflict", digest, said)
    is_deleted = mine.status == Envelope.Status.DELETED
    if (item.letter, digest) in stored:
        return Answer(letter, "stored", digest)
    return Answer(letter, "already", digest, is_deleted=is_deleted)


def _refused(item: Item, by: Viewer) -> Answer | None:
    """What is wrong with an item and will not change by sending it again; None when it can be kept."""
    letter, digest = str(item.letter), digest_of(item.text)
    if item.sha256 and item.sha256 != digest:
        return Answer(letter, "retry", digest, _("The text changed on its way. Send it again."))
    read = read_letter(item.text)
    if isinstance(read, str):
        return Answer(letter, "refused", digest, read)
    return _others(read, letter, digest, by)


def _others(read: Letter, letter: str, digest: str, by: Viewer) -> Answer | None:
    if read.source is not None:
        said = _("source: a file of another program is brought in on its page. Leave it out.")
        return Answer(letter, "refused", digest, said)
    if read.observer == by.user_id:
        return None
    said = _("Somebody else observed this. It waits until they sign in here.")
    return Answer(letter, "refused", digest, said)
