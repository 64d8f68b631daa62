"""What adults are asked for themselves, and what they said: means and words, never who, and nothing of few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.models import Survey, View, Wave
from kithwork.apps.reflections.policies import side_of, visible_surveys, waves_for_adults
from kithwork.apps.reflections.questionnaire import WORDS, Item
from kithwork.evidence.privacy import GroupValue, suppress_means

# As few as hide a mean hide words, too: in a small staff a way of writing is a name.
LEAST = 10


@dataclass(frozen=True, slots=True)
class OpenView:
    """Questions an adult has not answered yet."""

    id: int
    title: str
    due_on: date
    of: int


@dataclass(frozen=True, slots=True)
class Came:
    """How many of one side have answered in one wave."""

    wave: Wave
    staff: int
    family: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side answered to one question in one wave: a safe mean, or words. Neither: nobody has answered."""

    wave: Wave
    mean: GroupValue | None = None
    words: tuple[str, ...] = ()
    is_hidden: bool = False
    # A mean that moves from day to day would tell what the last one said.
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class ViewLine:
    side: str
    item: Item
    cells: tuple[Cell, ...]


def views_to_give(viewer: Viewer, language: str = "en") -> list[OpenView]:
    rows, side = [], side_of(viewer)
    for wave in waves_for_adults(viewer).order_by("due_on", "pk"):
        asked = wave.survey.asks(language)
        rows.append(OpenView(wave.pk, asked.short, wave.due_on, len(asked.items_for(side))))
    return rows


def wave_for_adult_or_404(viewer: Viewer, wave_id: int) -> Wave:
    return first_or_404(waves_for_adults(viewer).filter(pk=wave_id))


def how_many_came(survey: Survey) -> list[Came]:
    """Every answer has a row for each question of its side, so the first question counts them."""
    asked = survey.asks()
    firsts = {side: asked.items_for(side)[0].id for side in asked.sides}
    rows = View.objects.filter(wave__survey=survey).values("wave_id", "side", "item")
    count = {
        (row["wave_id"], row["side"], row["item"]): row["n"]
        for row in rows.annotate(n=Count("pk")).order_by()
    }
    return [
        Came(wave, *(count.get((wave.pk, side, firsts.get(side)), 0) for side in View.Side.values))
        for wave in survey.waves.all()
    ]


def view_lines(viewer: Viewer, survey: Survey) -> list[ViewLine]:
    """What each side said, for whoever may read what groups say."""
    if not visible_surveys(viewer).filter(pk=survey.pk).exists():
        return []
    asked, waves, today = survey.asks(), list(survey.waves.all()), clock.today_for(viewer)
    said: dict[tuple[int, str, str], list[View]] = {}
    for row in View.objects.filter(wave__survey=survey).order_by("pk"):
        said.setdefault((row.wave_id, row.side, row.item), []).append(row)
    lines = []
    for side in asked.sides:
        for item in asked.items_for(side):
            cell = _words if asked.ways(item).kind == WORDS else _mean
            cells = (
                Cell(wave, is_open=True)
                if wave.due_on >= today and survey.ended_on is None
                else cell(wave, side, said.get((wave.pk, side, item.id), []))
                for wave in waves
            )
            lines.append(ViewLine(side, item, tuple(cells)))
    return lines


def _mean(wave: Wave, side: str, rows: list[View]) -> Cell:
    if not rows:
        return Cell(wave)
    (mean,) = suppress_means({side: [row.value for row in rows]}, whole=False)
    return Cell(wave, mean, is_hidden=mean.value is None)


def _words(wave: Wave, side: str, rows: list[View]) -> Cell:
    """Words of a side of which ten or more wrote any; none of fewer, and in no order that tells when."""
    said = sorted(row.words for row in rows if row.words)
    if len(said) < LEAST:
        return Cell(wave, is_hidden=bool(said))
    return Cell(wave, words=tuple(said))
