"""Point sheets: numbers to cross out, as the practice's scoring says, with room for the total."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kithwork.apps.reports.session_sheets.words import Words
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.queries import sheet_rows
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.quality import Award

# Sheets of these kinds have numbers or boxes to mark; a log of hours has none.
MARKED = {"numerals", "boxes", "tally"}
USUAL = 200


@dataclass(frozen=True, slots=True)
class PointSheet:
    """One grid: a partner's, or the pair's where they earn together."""

    names: str
    team: str
    is_numbered: bool
    boxes: int
    how: str
    earns: tuple[str, ...]
    bonus: str


def has_point_sheet(playbook: Playbook) -> bool:
    return playbook.scoring.sheet in MARKED


def is_each_students(playbook: Playbook) -> bool:
    """Whether every partner has a sheet of their own."""
    return any(one.prints == "point_sheet" and one.each == "student" for one in playbook.materials)


def point_sheets(
    run: Run, playbook: Playbook, on: date, words: Words, *, original: Playbook
) -> list[list[PointSheet]]:
    """The grids of each pair. `original` tells which words of the practice were put into the language."""
    if not has_point_sheet(playbook):
        return []
    common = _common(playbook, words, original)
    sheets = []
    for row in sheet_rows(run, on):
        if row.group is None:
            continue
        team = words.say("with_team", team=row.team) if row.team else ""
        together = " & ".join(row.names)
        holders = (
            [f"{name} ({together})" for name in row.names]
            if is_each_students(playbook)
            else [together]
        )
        sheets.append([PointSheet(names, team, **common) for names in holders])
    return sheets


def _common(playbook: Playbook, words: Words, original: Playbook) -> dict[str, object]:
    scoring = playbook.scoring
    is_numbered = scoring.sheet != "tally"
    return {
        "is_numbered": is_numbered,
        "boxes": scoring.sheet_to or USUAL,
        "how": words.say("cross_out" if is_numbered else "tick"),
        "earns": tuple(f"{one.name}: {one.points}" for one in _awards(playbook, words, original)),
        "bonus": words.say("bonus") if scoring.bonus else "",
    }


def _awards(playbook: Playbook, words: Words, original: Playbook) -> list[Award]:
    """What earns points in the sessions of this version; nothing where its words are of another language."""
    used = [key for session in playbook.sessions for step in session.steps for key in step.awards]
    found = [one for one in playbook.scoring.awards if one.id in used]
    if words.language != "en" and playbook.scoring.awards == original.scoring.awards:
        return []
    return found
