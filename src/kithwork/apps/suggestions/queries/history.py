"""What was suggested and decided of a run or a student, newest first. Nothing drops out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Run
from kithwork.apps.suggestions.models import Decision, Suggestion
from kithwork.apps.suggestions.policies import visible_suggestions
from kithwork.apps.suggestions.queries.cards import about_of, rows_for, title_of
from kithwork.apps.suggestions.sentences import sentence
from kithwork.apps.suggestions.ways import act_of, page_of

Kind = Decision.Kind


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One suggestion that is not open any more, or one decision of it that was taken back."""

    suggestion: Suggestion
    student: Student | None
    title: str
    about: str
    why: tuple[str, ...]
    what: str
    reason: str
    at: datetime
    by: str
    decision: Decision | None
    is_taken_back: bool
    page: str
    is_to_do: bool


def history_of(viewer: Viewer, of: Run | Student, *, most: int | None = None) -> list[HistoryLine]:
    """Everything this viewer may see of what became of suggestions."""
    rows = rows_for(viewer).exclude(status=Suggestion.Status.OPEN)
    rows = rows.filter(run=of) if isinstance(of, Run) else rows.filter(student=of)
    lines = [line for one in rows.prefetch_related("decisions__by") for line in _lines(one)]
    return sorted(lines, key=_newest, reverse=True)[:most]


def _newest(line: HistoryLine) -> tuple[datetime, int]:
    return line.at, line.decision.pk if line.decision else 0


def _lines(one: Suggestion) -> list[HistoryLine]:
    decisions = list(one.decisions.all())
    if not decisions:
        return [_line(one, None, _("It holds no longer"), one.closed_at or one.opened_at)]
    back = {row.replaces_id for row in decisions}
    return [_decided(one, row, is_back=row.pk in back) for row in decisions]


def _decided(one: Suggestion, row: Decision, *, is_back: bool) -> HistoryLine:
    is_done = row.done_at is not None or _is_done_elsewhere(one, row)
    is_to_do = row.kind == Kind.ACCEPT and not is_done and not is_back
    return _line(one, row, _what(one, row), row.at, is_back=is_back, is_to_do=is_to_do)


def _is_done_elsewhere(one: Suggestion, row: Decision) -> bool:
    """What was to be done on another page is there."""
    done = act_of(one).done
    return row.kind == Kind.ACCEPT and done is not None and done(one, row.at)


def _what(one: Suggestion, row: Decision) -> str:
    if row.kind == Kind.ACCEPT:
        return str(act_of(one).title)
    if row.kind == Kind.EDIT:
        return row.words
    if row.kind == Kind.TAKE_BACK:
        return _("Taken back")
    return _("It is fine as it is") if one.check_of else _("Keep going as it is")


def _line(
    one: Suggestion,
    row: Decision | None,
    what: str,
    at: datetime,
    *,
    is_back: bool = False,
    is_to_do: bool = False,
) -> HistoryLine:
    return HistoryLine(
        suggestion=one,
        student=None if one.check_of else one.student,
        title=title_of(one),
        about=about_of(one),
        why=tuple(sentence(found) for found in one.findings),
        what=what,
        reason=row.reason if row else "",
        at=at,
        by=row.by.name if row and row.by else "",
        decision=row,
        is_taken_back=is_back,
        page=page_of(one) if is_to_do else "",
        is_to_do=is_to_do,
    )


def decision_or_404(viewer: Viewer, decision_id: int) -> Decision:
    rows = Decision.objects.filter(suggestion__in=visible_suggestions(viewer).values("pk"))
    found = (
        rows.select_related("suggestion__run", "suggestion__school").filter(pk=decision_id).first()
    )
    if found is None:
        raise Http404
    return found
