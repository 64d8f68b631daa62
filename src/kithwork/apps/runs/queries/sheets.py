"""Printed sheets: what stands on one when it is printed, and what somebody types from it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.runs.classwide import short_names, taking_part
from kithwork.apps.runs.fidelity import short_list
from kithwork.apps.runs.models import FidelityCheck, Run, Session, Sheet
from kithwork.apps.runs.policies import visible_run_sessions
from kithwork.apps.runs.queries.draws import away_on, standing_groups
from kithwork.apps.runs.queries.log import LogPage, away_in, expected_in, log_page
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.queries.runner import about, tally_of
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.quality import FidelityItem

PAIR_ITEMS, STEPS = 4, 6
A_FORTNIGHT = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of a sheet: a pair or trio with its team, or one student where nothing is drawn."""

    group: int | None
    team: str
    students: tuple[int, ...]
    names: tuple[str, ...]
    movers: frozenset[int] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """What is kept of it: ids and the team's name, never a student's."""
        return {"group": self.group, "team": self.team, "students": list(self.students)}


@dataclass(frozen=True, slots=True)
class Items:
    """What an adult looks for: in each pair, and in their own part."""

    pair: tuple[FidelityItem, ...]
    steps: tuple[FidelityItem, ...]


@dataclass(frozen=True, slots=True)
class RowToKey:
    """A line of a sheet with what is known of it so far."""

    number: int
    team: str
    group: int | None
    students: tuple[int, ...]
    names: tuple[str, ...]
    away: str
    points: int | None
    bonus: int | None
    seen: str
    missed: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet to be typed in, in the order it was printed in."""

    sheet: Sheet
    log: LogPage
    rows: tuple[RowToKey, ...]
    pair_items: tuple[FidelityItem, ...]
    steps: tuple[FidelityItem, ...]
    has_points: bool
    bonus_most: int | None
    is_current: bool
    # Away as the day's list has it, of those nobody types: not on this sheet, or not this adult's to see.
    kept_away: frozenset[int]


def visible_sheets(viewer: Viewer) -> QuerySet[Sheet]:
    """Sheets of the sessions this adult may log."""
    return Sheet.objects.filter(session__in=visible_run_sessions(viewer))


def sheet_or_404(viewer: Viewer, sheet_id: int) -> Sheet:
    rows = visible_sheets(viewer).filter(pk=sheet_id)
    return first_or_404(rows.select_related("session__run__playbook", "session__run__school"))


def sheets_of(viewer: Viewer, run: Run, ids: Collection[int]) -> list[Sheet]:
    """These sheets of one run, by date, with their sessions."""
    rows = visible_sheets(viewer).filter(pk__in=ids, session__run=run)
    return list(
        rows.select_related("session__section").order_by("session__on", "session__starts_at")
    )


def sheets_to_key_in(viewer: Viewer, most: int = 8) -> list[Sheet]:
    """The newest sheet of each session of the last two weeks that nobody has logged yet."""
    today = clock.today_for(viewer)
    rows = visible_sheets(viewer).filter(
        session__on__range=(today - A_FORTNIGHT, today), session__logs__isnull=True
    )
    rows = rows.exclude(session__status=Session.Status.CANCELLED).select_related("session__run")
    found = {row.session_id: row for row in rows.order_by("-session__on", "session_id", "version")}
    return list(found.values())[:most]


def sessions_to_print(viewer: Viewer, run: Run, first: date, days: int = 7) -> list[Session]:
    """Times of a run in the days from `first` on that are not cancelled."""
    rows = visible_run_sessions(viewer).filter(
        run=run, on__range=(first, first + timedelta(days=days - 1))
    )
    rows = rows.exclude(status=Session.Status.CANCELLED).select_related("run__school", "section")
    return list(rows.order_by("on", "starts_at"))


def sheet_rows(run: Run, on: date) -> list[SheetRow]:
    """Pairs by team as they stand on a day; one line for each student where nothing is drawn."""
    day = standing_groups(run, on)
    if day.draw is None:
        people = [one.student for one in taking_part(run, on)]
        return _alone(people, short_names(people))
    homes = {
        seat.student_id: group.pk for group in day.draw.groups.all() for seat in group.seats.all()
    }
    rows: list[SheetRow] = []
    taken = {one.pk for one in day.groups if one.pk is not None}
    for groups in day.teams.values():
        for one in groups:
            ids = [partner.pk for partner in one.shown]
            key = one.pk or _home(ids, homes, taken)
            if key is not None:
                taken.add(key)
            names = tuple(partner.called for partner in one.shown)
            rows.append(SheetRow(key, one.team, tuple(ids), names, one.movers))
    everybody = short_names([*(p for one in day.groups for p in one.people), *day.unplaced])
    return [*rows, *_alone(day.unplaced, everybody)]


def _alone(people: Iterable[Student], names: dict[int, str]) -> list[SheetRow]:
    return [SheetRow(None, "", (one.pk,), (names[one.pk],)) for one in people]


def _home(ids: list[int], homes: dict[int, int], taken: set[int]) -> int | None:
    """The drawn group whose place a mended one takes: the one most of them come from that is still free."""
    free = [homes[one] for one in ids if one in homes and homes[one] not in taken]
    return max(free, key=free.count) if free else None


def items_of(playbook: Playbook, *, has_pairs: bool) -> Items:
    """Key steps first: of each pair where there are pairs, and of the adult."""
    items = playbook.fidelity.items
    pair = tuple(one for one in items if about(playbook, one.who) == "pair") if has_pairs else ()
    own = tuple(one for one in items if one not in pair)
    return Items(_short(playbook, pair, PAIR_ITEMS), _short(playbook, own, STEPS))


def _short(
    playbook: Playbook, items: tuple[FidelityItem, ...], most: int
) -> tuple[FidelityItem, ...]:
    return short_list(playbook.fidelity.model_copy(update={"items": items}), most)


def sheet_page(viewer: Viewer, sheet: Sheet) -> SheetPage:
    """The sheet as printed, with the plan's values, or with what stands where it is logged already."""
    session = sheet.session
    log, playbook = log_page(viewer, session), playbook_here(session.run)
    known = {one.id: one for one in playbook.fidelity.items}
    has_points = playbook.scoring.kind != "none" and any(row["group"] for row in sheet.rows)
    bonus = playbook.scoring.bonus
    return SheetPage(
        sheet=sheet,
        log=log,
        rows=tuple(_rows_to_key(viewer, sheet, log)),
        pair_items=tuple(known[key] for key in sheet.pair_items if key in known),
        steps=tuple(known[key] for key in sheet.steps if key in known),
        has_points=has_points,
        bonus_most=bonus.max if bonus and has_points else None,
        is_current=sheet.rows == [row.as_json() for row in sheet_rows(session.run, session.on)],
        kept_away=_kept_away(sheet, log),
    )


def _kept_away(sheet: Sheet, log: LogPage) -> frozenset[int]:
    typed = {one.pk for one in log.people} & {pk for row in sheet.rows for pk in row["students"]}
    expected = [student.pk for student, _role in expected_in(sheet.session)]
    return away_in(sheet.session, [pk for pk in expected if pk not in typed])


def _away(sheet: Sheet, log: LogPage, ids: list[int]) -> Collection[int]:
    """Who was away; where it was not held nobody was there, and that says nothing about the day."""
    if log.standing is not None and not log.standing.was_held:
        return away_on(ids, sheet.session.on, sheet.session.label)
    return log.away


def _rows_to_key(viewer: Viewer, sheet: Sheet, log: LogPage) -> Iterable[RowToKey]:
    ids = [pk for row in sheet.rows for pk in row["students"]]
    everybody = Student.objects.filter(pk__in=ids)
    seen = visible_students(viewer, depth=Depth.PARTICIPATION).filter(pk__in=ids)
    names, may_see = short_names(everybody), set(seen.values_list("pk", flat=True))
    away = _away(sheet, log, ids)
    found, checks = tally_of(sheet.session), standing_answers(sheet)
    for number, row in enumerate(sheet.rows, 1):
        key, given = str(row["group"] or ""), checks.get(row["group"], {})
        yield RowToKey(
            number=number,
            team=row["team"],
            group=row["group"],
            students=tuple(row["students"]),
            names=tuple(names.get(pk, "") if pk in may_see else "" for pk in row["students"]),
            away=_numbers(pk in away for pk in row["students"]),
            points=found.points.get(key) if key else None,
            bonus=found.bonus.get(key) if key else None,
            seen=_numbers(given.get(item) == "yes" for item in sheet.pair_items),
            missed=_numbers(given.get(item) == "no" for item in sheet.pair_items),
        )


def standing_answers(sheet: Sheet) -> dict[int, dict[str, str]]:
    """Group -> the newest observed checklist of it that stands."""
    rows = FidelityCheck.objects.filter(
        session=sheet.session,
        kind=FidelityCheck.Kind.OBSERVED,
        group__isnull=False,
        replaced_by__isnull=True,
    )
    return {row.group_id: row.answers for row in rows.order_by("pk")}


def _numbers(marks: Iterable[bool]) -> str:
    """Which of them, counted from 1, as digits in a row."""
    return "".join(str(number) for number, mark in enumerate(marks, 1) if mark)
