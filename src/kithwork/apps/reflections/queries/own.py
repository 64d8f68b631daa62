"""What a student is asked: which questions are open, and one question at a time. Cards only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.models import Reply, Wave
from kithwork.apps.reflections.policies import own_student, own_waves
from kithwork.apps.reflections.questionnaire import STUDENT, WORDS, Item, Option, Questionnaire


@dataclass(frozen=True, slots=True)
class OwnWave:
    """One set of questions that is open, and how far it is."""

    id: int
    title: str
    due_on: date
    done: int
    of: int

    @property
    def is_done(self) -> bool:
        return self.done >= self.of


@dataclass(frozen=True, slots=True)
class Choice:
    option: Option
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One question, with what they said before; or the end."""

    wave_id: int
    title: str
    intro: str
    number: int
    of: int
    item_id: str = ""
    asks: str = ""
    kind: str = ""
    choices: tuple[Choice, ...] = ()
    words: str = ""
    is_skipped: bool = False
    skipped: int = 0

    @property
    def is_end(self) -> bool:
        return not self.item_id

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def asked_now(viewer: Viewer, language: str = "en") -> list[OwnWave]:
    """What is open for this student and not done."""
    return [one for one in own_waves_page(viewer, language) if not one.is_done]


def own_waves_page(viewer: Viewer, language: str = "en") -> list[OwnWave]:
    rows = []
    for wave in own_waves(viewer).order_by("due_on", "pk"):
        asked = wave.survey.asks(language)
        if STUDENT in asked.voices:
            done = len(_own_replies(viewer, wave))
            rows.append(OwnWave(wave.pk, asked.short, wave.due_on, done, len(asked.items)))
    return rows


def wave_for_me_or_404(viewer: Viewer, wave_id: int) -> Wave:
    row = own_waves(viewer).filter(pk=wave_id).first()
    if row is None or STUDENT not in row.survey.asks().voices:
        raise Http404
    return row


def is_stop(wave: Wave, item: str, answer: str) -> bool:
    """Whether this answer is heard as stop."""
    found = wave.survey.asks().item(item)
    return found is not None and bool(found.stops) and found.stops == answer


def item_page(viewer: Viewer, wave: Wave, at: int | None, language: str) -> ItemPage:
    """The question at a place, or the first that is open: they go on where they stopped."""
    asked, held = wave.survey.asks(language), _own_replies(viewer, wave)
    of = len(asked.items)
    place = at if at is not None else _first_open(asked, held) + 1
    if not 1 <= place <= of:
        skipped = sum(one.is_skipped for one in held.values())
        return ItemPage(wave.pk, asked.short, asked.intro, of + 1, of, skipped=skipped)
    return _asked(wave, asked, asked.items[place - 1], place, held)


def _asked(
    wave: Wave, asked: Questionnaire, item: Item, place: int, held: Mapping[str, Reply]
) -> ItemPage:
    said, ways = held.get(item.id), asked.ways(item)
    chosen = said.choice if said else ""
    return ItemPage(
        wave.pk, asked.short, asked.intro, place, len(asked.items), item.id, item.asks(STUDENT), ways.kind,
        choices=tuple(Choice(one, one.key == chosen) for one in ways.options),
        words=said.words if said and ways.kind == WORDS else "",
        is_skipped=bool(said and said.is_skipped),
    )  # fmt: skip


def _first_open(asked: Questionnaire, held: Mapping[str, Reply]) -> int:
    return next((n for n, one in enumerate(asked.items) if one.id not in held), len(asked.items))


def _own_replies(viewer: Viewer, wave: Wave) -> dict[str, Reply]:
    own = own_student(viewer)
    rows = Reply.objects.filter(wave=wave, student=own, voice=STUDENT).order_by("pk")
    return {row.item: row for row in rows}
