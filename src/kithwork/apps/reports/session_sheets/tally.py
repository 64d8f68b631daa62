"""Tally sheets: for adults who watch, one line a pair, to be typed in later by the code on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kithwork.apps.people.models import Student
from kithwork.apps.runs.classwide import short_names
from kithwork.apps.runs.log_form import REASONS
from kithwork.apps.runs.models import Run, Session, Sheet
from kithwork.apps.runs.queries import planned_minutes, playbook_here
from kithwork.apps.runs.sheet_code import shown
from kithwork.apps.runs.wording import LEVELS, period_words


@dataclass(frozen=True, slots=True)
class Numbered:
    """Something to circle by its number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class TallyRow:
    number: int
    team: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TallySheet:
    """One session on paper, in the order in which it is typed in."""

    code: str
    version: str
    title: str
    when: str
    minutes: str
    reasons: tuple[Numbered, ...]
    levels: tuple[Numbered, ...]
    steps: tuple[Numbered, ...]
    pair_items: tuple[Numbered, ...]
    columns: tuple[str, ...]
    has_points: bool
    has_bonus: bool
    rows: tuple[TallyRow, ...]


def tally_sheets(run: Run, sheets: Sequence[Sheet]) -> list[TallySheet]:
    """Each sheet as it was kept under its code: rows and items of that day, names as they are now."""
    ids = {pk for sheet in sheets for row in sheet.rows for pk in row["students"]}
    names = short_names(Student.objects.filter(pk__in=ids))
    return [_tally_sheet(run, sheet, names) for sheet in sheets]


def _tally_sheet(run: Run, sheet: Sheet, names: dict[int, str]) -> TallySheet:
    playbook = playbook_here(run)
    texts = {one.id: one.text for one in playbook.fidelity.items}
    has_points = playbook.scoring.kind != "none" and any(row["group"] for row in sheet.rows)
    return TallySheet(
        code=shown(sheet.code),
        version=_("Version %(n)s") % {"n": sheet.version},
        title=run.name,
        when=_when(sheet.session),
        minutes=_("%(n)s on the plan") % {"n": planned_minutes(sheet.session)},
        reasons=_numbered([str(one) for one in REASONS]),
        levels=tuple(Numbered(level, str(words)) for level, words in LEVELS.items()),
        steps=_numbered([texts.get(key, key) for key in sheet.steps]),
        pair_items=_numbered([texts.get(key, key) for key in sheet.pair_items]),
        columns=_columns(has_points, has_points and playbook.scoring.bonus is not None, sheet),
        has_points=has_points,
        has_bonus=has_points and playbook.scoring.bonus is not None,
        rows=tuple(
            TallyRow(number, row["team"], tuple(names.get(pk, "") for pk in row["students"]))
            for number, row in enumerate(sheet.rows, 1)
        ),
    )


def _numbered(texts: Sequence[str]) -> tuple[Numbered, ...]:
    return tuple(Numbered(number, text) for number, text in enumerate(texts, 1))


def _columns(has_points: bool, has_bonus: bool, sheet: Sheet) -> tuple[str, ...]:
    """The heads of the form's table, in the same order."""
    heads = [_("Row"), _("Who"), _("Away")]
    heads += [_("Points")] if has_points else []
    heads += [_("Bonus")] if has_bonus else []
    return (*heads, *((_("Seen"), _("Not seen")) if sheet.pair_items else ()))


def _when(session: Session) -> str:
    on = date_format(session.on, "l, F j")
    where = f", {session.section.title}" if session.section else ""
    return f"{on}, {period_words(session.label)}, {date_format(session.starts_at, 'g:i')}{where}"
