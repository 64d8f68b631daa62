"""The recruitment kit: what is printed and shown to invite, made of the school's own five lines and our few words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).parent
LANGUAGES = {"en": "English", "es": "Español"}
PIECES = {
    "flyer": _("Flyer"),
    "poster": _("Poster"),
    "web": _("Web page"),
    "announcement": _("Announcement"),
    "presentation": _("Talk with slides"),
    "letter": _("Letter of invitation"),
}
PIECES_FOR = {
    "flyer": _("To hand out and to take home."),
    "poster": _("For the wall; one page, big letters."),
    "web": _("To copy onto the school's site."),
    "announcement": _("To be read aloud in the morning, in half a minute."),
    "presentation": _("Seven slides for a visit to a class."),
    "letter": _("For families, to go out before anybody is invited."),
}
# Pieces that name who, when and whom to ask in a table of their own.
# So many letters of a school's own fit a flyer in big print.
SHORT = 260
WITH_FACTS = frozenset({"flyer", "poster", "web"})


@dataclass(frozen=True, slots=True)
class Slide:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to print or show, with everything filled in. It holds no model object."""

    key: str
    language: str
    head: str
    lead: str = ""
    points: tuple[str, ...] = ()
    foot: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Slide, ...] = ()
    slides: tuple[Slide, ...] = ()
    lines: tuple[str, ...] = ()
    greeting: str = ""
    close: str = ""
    sender: str = ""
    # The school's own words are many: letters are smaller then, and it stays on one page.
    is_long: bool = False

    @property
    def text(self) -> list[str]:
        """Every line somebody reads, in order."""
        more = [text for one in (*self.sections, *self.slides) for text in (one.title, *one.lines)]
        facts = [text for fact in self.facts for text in fact]
        found = [self.greeting, self.lead, *self.lines, *self.points, *more, *facts, self.foot]
        return [one for one in (self.head, *found, self.close) if one]


@cache
def texts(language: str) -> dict[str, Any]:
    """Our words in one language."""
    return tomllib.loads((HERE / f"{language}.toml").read_text("utf-8"))


def piece(key: str, language: str, own: dict[str, str]) -> Piece:
    """The piece, filled with the school's own words: name, purpose, who, when, ask and school."""
    said, words = texts(language)[key], texts(language)["words"]

    def fill(text: str) -> str:
        return text.format(**own)

    def every(name: str) -> tuple[str, ...]:
        return tuple(fill(one) for one in said.get(name, ()))

    facts = ((words["who"], own["who"]), (words["when"], own["when"]))
    slides = tuple(
        Slide(fill(one["title"]), tuple(fill(line) for line in one["lines"]))
        for one in said.get("slides", ())
    )
    return Piece(
        key=key,
        language=language,
        head=fill(said["head"]) if "head" in said else slides[0].title,
        lead=fill(said.get("lead", "")),
        points=every("points"),
        foot=fill(said.get("foot", "")),
        facts=facts if key in WITH_FACTS else (),
        sections=tuple(
            Slide(fill(one["title"]), (fill(one["text"]),)) for one in said.get("sections", ())
        ),
        slides=slides,
        lines=every("lines") or every("paras"),
        greeting=fill(said.get("greeting", "")),
        close=fill(said.get("close", "")),
        sender=fill(said.get("from", "")),
        is_long=sum(len(own[name]) for name in ("purpose", "who", "when", "ask")) > SHORT,
    )
