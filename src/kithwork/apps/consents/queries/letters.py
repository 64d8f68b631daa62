"""Letters that are out, as a family reads them."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.consents.links import Code
from kithwork.apps.consents.models import Ask
from kithwork.apps.consents.policies import visible_asks
from kithwork.apps.consents.queries.own import AskCard, link_cards
from kithwork.apps.consents.texts import page_words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Letter:
    """One page: whom it is for, what it asks, and the way to answer."""

    ask: Ask
    language: str
    words: dict[str, str]
    cards: tuple[AskCard, ...]
    link: str
    code: Code
    to: str


def open_asks(viewer: Viewer) -> list[Ask]:
    """Links that are out and not answered, by the student's name."""
    rows = visible_asks(viewer).filter(
        closed_at__isnull=True,
        answered_at__isnull=True,
        until__gte=clock.today_for(viewer),
        student__closed_on__isnull=True,
    )
    return list(
        rows.select_related("student__school", "school", "guardian").order_by(
            "student__last_name", "student__first_name", "pk"
        )
    )


def letter_of(ask: Ask, link: str, code: Code) -> Letter:
    words = page_words(
        ask.language,
        child=ask.student.called,
        school=ask.student.school.name,
        guardian=str(ask.guardian or ""),
    )
    cards = link_cards(ask, ask.language)
    return Letter(ask, ask.language, words, cards, link, code, str(ask.guardian or ""))
