"""Printing a sheet under a code, and typing one in: what it says joins what was recorded, over nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.actions.log import (
    check_fidelity,
    correct_check,
    correct_log,
    log_session,
)
from kithwork.apps.runs.actions.told import Told
from kithwork.apps.runs.models import (
    FidelityCheck,
    Group,
    Run,
    Session,
    SessionEvent,
    SessionLog,
    Sheet,
)
from kithwork.apps.runs.policies import may_log, may_print
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.queries.runner import tally_of
from kithwork.apps.runs.queries.sheets import items_of, sheet_rows
from kithwork.apps.runs.sheet_code import new_code
from kithwork.apps.trail.actions import action, note

DEVICE = "paper"
MOST_POINTS = 1000


@dataclass(frozen=True, slots=True)
class RowTold:
    """What one line of a sheet says. Empty is not nought: nothing was written there."""

    number: int
    group: int | None
    points: int | None = None
    bonus: int | None = None
    seen: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def answers(self) -> dict[str, str]:
        return dict.fromkeys(self.seen, "yes") | dict.fromkeys(self.missed, "no")


@action("sheet.print")
def print_sheets(run: Run, sessions: Collection[Session], *, by: Viewer) -> list[Sheet]:
    """A sheet for each session. Where nothing changed since it was last printed, it keeps its code.

    Raises Refused if `by` does not see everybody on it, Problem if there is nobody to put on one.
    """
    require(may_print(by, run))
    playbook = playbook_here(run)
    made = []
    for session in sessions:
        if session.run_id != run.pk:
            raise Problem(_("That time belongs to another practice. Open the page again."))
        rows = [row.as_json() for row in sheet_rows(run, session.on)]
        if not rows:
            raise Problem(_("Nobody takes part on that day. Add students first."))
        items = items_of(playbook, has_pairs=any(row["group"] for row in rows))
        kept = {
            "rows": rows,
            "pair_items": [one.id for one in items.pair],
            "steps": [one.id for one in items.steps],
        }
        made.append(_sheet(session, kept, by))
    note(run=run.pk, sheets=[one.pk for one in made])
    return made


def _sheet(session: Session, kept: dict[str, Any], by: Viewer) -> Sheet:
    Session.objects.select_for_update().get(pk=session.pk)  # one version at a time
    last = Sheet.objects.filter(session=session).order_by("version").last()
    if last is not None and all(getattr(last, key) == value for key, value in kept.items()):
        return last
    code = new_code()
    while Sheet.objects.filter(code=code).exists():
        code = new_code()
    version = last.version + 1 if last else 1
    return Sheet.objects.create(
        session=session, version=version, code=code, by_id=by.user_id, **kept
    )


@action("sheet.key_in")
def key_in(
    sheet: Sheet,
    *,
    told: Told,
    rows: Collection[RowTold],
    letter: UUID,
    by: Viewer,
    replaces: SessionLog | None = None,
) -> SessionLog:
    """Keep what a sheet says, once for each letter: a log from paper, points, and a checklist for each pair.

    Raises Refused if `by` may not record here, Conflict if somebody logged it meanwhile, Problem if it does
    not fit. Nothing is kept then.
    """
    session = sheet.session
    require(may_log(by, session))
    is_again = SessionLog.objects.filter(letter=letter).exists()
    source = SessionLog.Source.PAPER
    if replaces is None:
        log = log_session(session, told=told, letter=letter, by=by, source=source)
    else:
        log = correct_log(replaces, told=told, letter=letter, by=by, source=source)
    if told.was_held and not is_again:
        _keep_taps(session, _taps(sheet, told, rows), letter, by)
        for row in rows:
            _keep_check(sheet, row, letter, by)
    note(sheet=sheet.pk, session=session.pk, rows=len(rows))
    return log


def _taps(
    sheet: Sheet, told: Told, rows: Iterable[RowTold]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Only what differs from what the taps so far add up to, so that typing the same again adds nothing."""
    found = tally_of(sheet.session)
    for row in rows:
        if row.group is None:
            continue
        key = str(row.group)
        if row.points is not None and row.points != found.points.get(key):
            _require_number(row, row.points)
            yield "total", {"group": key, "n": row.points}
        if row.bonus is not None and row.bonus != found.bonus.get(key, 0):
            _require_number(row, row.bonus)
            yield "bonus", {"group": key, "n": row.bonus - found.bonus.get(key, 0)}
    if told.away is None:
        return
    for pk in (pk for row in sheet.rows if row["group"] for pk in row["students"]):
        if (pk in told.away) != (pk in found.away):
            yield ("away" if pk in told.away else "here"), {"student": pk}


def _require_number(row: RowTold, number: int) -> None:
    if not 0 <= number <= MOST_POINTS:
        raise Problem(
            _("Row %(row)s: points are a whole number from 0 to %(most)s.")
            % {"row": row.number, "most": MOST_POINTS}
        )


def _keep_taps(
    session: Session, taps: Iterable[tuple[str, dict[str, Any]]], letter: UUID, by: Viewer
) -> None:
    taps = list(taps)
    rows = SessionEvent.objects.filter(session=session)
    place = rows.filter(device=DEVICE).count()
    last = rows.order_by("-at_ms").values_list("at_ms", flat=True).first() or 0
    zone = ZoneInfo(session.school.timezone)
    began = datetime.combine(session.on, session.starts_at, tzinfo=zone)
    # Written down after everything that was tapped: a total stands in place of the taps before it.
    at_ms = max(int((clock.now() - began).total_seconds() * 1000), last + 1)
    SessionEvent.objects.bulk_create(
        SessionEvent(
            session=session,
            letter=uuid5(letter, f"{kind}:{number}"),
            device=DEVICE,
            place=place + number,
            at_ms=at_ms,
            kind=kind,
            body=body,
            by_id=by.user_id,
        )
        for number, (kind, body) in enumerate(taps)
    )


def _keep_check(sheet: Sheet, row: RowTold, letter: UUID, by: Viewer) -> None:
    """A checklist of one pair; a new one in place of one's own, beside anybody else's."""
    if row.group is None:
        return
    standing = _standing(sheet, row.group)
    asked = [_of(sheet, one.answers) for one in standing]
    if row.answers in asked or not (row.answers or any(asked)):
        return
    if not row.answers:
        raise Problem(
            _("Row %(row)s: a checklist that was kept is not emptied. Correct it under Checklist.")
            % {"row": row.number}
        )
    own = next((one for one in standing if one.by_id == by.user_id), None)
    key = uuid5(letter, f"check:{row.group}")
    if own is not None:
        rest = {item: said for item, said in own.answers.items() if item not in sheet.pair_items}
        correct_check(own, answers=rest | row.answers, letter=key, by=by)
        return
    check_fidelity(
        sheet.session,
        kind=FidelityCheck.Kind.OBSERVED,
        answers=row.answers,
        letter=key,
        group=Group.objects.select_related("draw").get(pk=row.group),
        by=by,
    )


def _standing(sheet: Sheet, group: int) -> list[FidelityCheck]:
    rows = FidelityCheck.objects.filter(session=sheet.session, group_id=group)
    rows = rows.filter(kind=FidelityCheck.Kind.OBSERVED, replaced_by__isnull=True)
    return list(rows.order_by("pk"))


def _of(sheet: Sheet, answers: Mapping[str, str]) -> dict[str, str]:
    """What of a checklist stands on the sheet and was answered yes or no."""
    return {
        item: said
        for item, said in answers.items()
        if item in sheet.pair_items and said in {"yes", "no"}
    }
