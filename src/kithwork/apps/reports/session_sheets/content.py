"""What can be printed for a run on a day, and the page object of each kind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices.words import LANGUAGES
from kithwork.apps.reports.session_sheets.cards import coach_cards, pair_cards
from kithwork.apps.reports.session_sheets.points import (
    has_point_sheet,
    is_each_students,
    point_sheets,
)
from kithwork.apps.reports.session_sheets.tally import tally_sheets
from kithwork.apps.reports.session_sheets.words import Words
from kithwork.apps.runs.models import Run, Session
from kithwork.apps.runs.queries import (
    draw_on,
    languages_here,
    next_day,
    playbook_here,
    sessions_to_print,
    sheets_of,
)

KINDS = ("pairs", "coach", "points")
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PrintPage:
    """What the page of things to print offers."""

    run: Run
    on: date
    before: date
    after: date
    language: str
    languages: list[tuple[str, str]]
    draws_pairs: bool
    has_draw: bool
    pairs: int
    coach: int
    has_points: bool
    each_students: bool
    sessions: list[Session]


def day_to_print(viewer: Viewer, run: Run, asked: date | None) -> date:
    """The day asked for inside the run's days, else the next one it meets."""
    if asked is not None and run.starts_on <= asked <= run.ends_on:
        return asked
    return next_day(run, clock.today_for(viewer))


def language_of(run: Run, asked: str) -> str | None:
    """The language asked for, else the run's own where its cards have it; None for one they do not have."""
    known = languages_here(run)
    if asked:
        return asked if asked in known else None
    return run.language if run.language in known else known[0]


def print_page(viewer: Viewer, run: Run, on: date, language: str) -> PrintPage:
    playbook, words = playbook_here(run, language), Words(language)
    cards = pair_cards(run, playbook, on, words)
    return PrintPage(
        run=run,
        on=on,
        before=max(run.starts_on, on - A_WEEK),
        after=min(run.ends_on, on + A_WEEK),
        language=language,
        languages=[(key, LANGUAGES.get(key, key)) for key in languages_here(run)],
        draws_pairs=playbook.pairing.rule != "none" and run.scope == Run.Scope.CLASS,
        has_draw=draw_on(run, on) is not None,
        pairs=len(cards),
        coach=len(coach_cards(playbook, words)),
        has_points=has_point_sheet(playbook) and bool(cards),
        each_students=is_each_students(playbook),
        sessions=sessions_to_print(viewer, run, on),
    )


def printed(kind: str, run: Run, on: date, language: str) -> dict[str, Any] | None:
    """The page object of cards or point sheets; None where there is nothing to print."""
    playbook, words = playbook_here(run, language), Words(language)
    page: dict[str, Any] = {"lang": language, "cut": words.say("cut")}
    if kind == "pairs":
        cards = [asdict(one) for one in pair_cards(run, playbook, on, words)]
        return page | {"title": words.say("pair_cards"), "cards": cards} if cards else None
    if kind == "coach":
        cards = [asdict(one) for one in coach_cards(playbook, words)]
        title = f"{playbook.name}: {words.say('coach_cards')}"
        return page | {"title": title, "practice": playbook.name, "cards": cards} if cards else None
    sheets = point_sheets(run, playbook, on, words, original=playbook_here(run))
    page |= {key: words.say(key) for key in ("day", "total", "sum")}
    page |= {
        "title": words.say("point_sheets"),
        "each": is_each_students(playbook),
        "pairs": [[asdict(one) for one in pair] for pair in sheets],
    }
    return page if sheets else None


def printed_tallies(viewer: Viewer, run: Run, ids: Collection[int]) -> dict[str, Any] | None:
    """The page object of tally sheets. They are for adults, in the language of whoever prints them."""
    sheets = sheets_of(viewer, run, ids)
    if not sheets:
        return None
    return {
        "title": _("Tally sheets"),
        "lang": "en",
        "code_says": _("Code to type under “From paper”"),
        "happened": _("Did it happen?"),
        "yes_no": [
            {"number": number, "text": text}
            for number, text in ((1, _("Yes")), (2, _("Partly")), (0, _("No")))
        ],
        "why": _("Why not?"),
        "other": _("or"),
        "minutes": _("Minutes together"),
        "level": _("Where was the adult?"),
        "steps": _("Steps you saw"),
        "looked": _("Seen, not seen:"),
        "note": _("Note"),
        "keep": _(
            "Circle numbers, write points. Names stand here: keep it as you keep class lists."
        ),
        "sheets": [asdict(one) for one in tally_sheets(run, sheets)],
    }
