"""Checklists of one session beside each other: one's own and an observer's, never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.policies import visible_students
from kithwork.apps.runs.fidelity import Score, missed_twice, parts_of, score
from kithwork.apps.runs.models import FidelityCheck, Group, Session
from kithwork.apps.runs.queries.draws import draw_on
from kithwork.apps.runs.queries.log import practice_of
from kithwork.playbooks.schema.quality import Fidelity, FidelityItem


@dataclass(frozen=True, slots=True)
class Column:
    """One checklist as it stands: whose it is, about which pair, and what it came to."""

    check: FidelityCheck
    about: str
    total: Score
    is_own: bool
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One planned step with the answer of each checklist; empty where it was not looked at."""

    item: FidelityItem
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartRows:
    """A part of the checklist, and what each checklist came to in it."""

    name: str
    rows: tuple[Row, ...]
    scores: tuple[Score, ...]
    is_of_program: bool


@dataclass(frozen=True, slots=True)
class FidelityPage:
    """Everything the page of a session's checklists shows."""

    fidelity: Fidelity
    columns: tuple[Column, ...]
    parts: tuple[PartRows, ...]
    coach: tuple[FidelityItem, ...]
    pairs: tuple[tuple[int, str], ...]


def fidelity_page(viewer: Viewer, session: Session) -> FidelityPage:
    """The standing checklists, one's own first, then the observers'. 404 where no practice is written."""
    practice = practice_of(session)
    if practice is None:
        raise Http404
    fidelity = practice.fidelity
    pairs = _pairs(viewer, session)
    columns = tuple(_column(viewer, row, fidelity, dict(pairs)) for row in standing_checks(session))
    given = [one.check.answers for one in columns]
    twice = set(missed_twice(given, fidelity))
    return FidelityPage(
        fidelity=fidelity,
        columns=columns,
        parts=tuple(
            PartRows(
                part.name,
                tuple(_row(item, given) for item in part.items),
                tuple(score(one, fidelity, items=part.items) for one in given),
                part.is_of_program,
            )
            for part in parts_of(fidelity)
        ),
        coach=tuple(item for item in fidelity.items if item.id in twice),
        pairs=pairs,
    )


def standing_checks(session: Session) -> list[FidelityCheck]:
    """The checklists nothing has replaced: one's own first, then observed ones, as they were written."""
    rows = FidelityCheck.objects.filter(session=session, replaced_by__isnull=True)
    found = rows.select_related("by", "group", "session", "replaces")
    return sorted(found, key=lambda row: (row.kind != FidelityCheck.Kind.SELF, row.pk))


def own_check_or_404(viewer: Viewer, session: Session, check_id: int) -> FidelityCheck:
    """A standing checklist this person filled in."""
    for row in standing_checks(session):
        if row.pk == check_id and row.by_id == viewer.user_id:
            return row
    raise Http404


def group_or_404(session: Session, group_id: int) -> Group:
    """A pair drawn for this session."""
    drawn = draw_on(session.run, session.on) if session.run else None
    group = Group.objects.filter(pk=group_id, draw=drawn).first() if drawn else None
    if group is None:
        raise Http404
    return group


def _row(item: FidelityItem, given: Iterable[dict[str, str]]) -> Row:
    return Row(item, tuple(one.get(item.id, "") for one in given))


def _column(
    viewer: Viewer, row: FidelityCheck, fidelity: Fidelity, pairs: dict[int, str]
) -> Column:
    about = pairs.get(row.group_id, _("A pair")) if row.group_id else ""
    return Column(
        check=row,
        about=about,
        total=score(row.answers, fidelity),
        is_own=row.by_id is not None and row.by_id == viewer.user_id,
        is_corrected=row.replaces_id is not None,
    )


def _pairs(viewer: Viewer, session: Session) -> tuple[tuple[int, str], ...]:
    """Pairs of the day by the first names this viewer may read; by number where there is none."""
    drawn = draw_on(session.run, session.on) if session.run else None
    if drawn is None:
        return ()
    groups = list(drawn.groups.all())
    ids = [seat.student_id for group in groups for seat in group.seats.all()]
    seen = visible_students(viewer, depth=Depth.PARTICIPATION).filter(pk__in=ids)
    names = {one.pk: one.called for one in seen}
    return tuple(
        (group.pk, _called([names.get(seat.student_id, "") for seat in group.seats.all()], n))
        for n, group in enumerate(groups, 1)
    )


def _called(names: list[str], number: int) -> str:
    if all(names):
        return " & ".join(names)
    return _("Pair %(n)s") % {"n": number}
