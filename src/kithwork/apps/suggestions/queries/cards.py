"""A suggestion as a card: what fires, on which data, what is looked at first, and what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.verdict import Verdict
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Measure
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Group, Participant, Run
from kithwork.apps.suggestions.checks import NAMES, OF_STUDENT
from kithwork.apps.suggestions.models import Suggestion
from kithwork.apps.suggestions.policies import may_decide, visible_suggestions
from kithwork.apps.suggestions.sentences import day, days_of, number, sentence, source_words
from kithwork.apps.suggestions.ways import Way, ways_of


@dataclass(frozen=True, slots=True)
class PointRow:
    """One value the suggestion stands on, for the table under the card."""

    day: str
    value: str
    line: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing looked at of the student: its question, what was said, and whether it is the next one."""

    key: str
    name: str
    is_fine: bool | None
    is_next: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the card shows. ``student`` is None while something is looked at before anybody."""

    suggestion: Suggestion
    run: Run | None
    student: Student | None
    about: str
    title: str
    says: str
    why: tuple[str, ...]
    days: str
    points: tuple[PointRow, ...]
    checks: tuple[CheckLine, ...]
    ways: tuple[Way, ...]
    source: str
    is_own_value: bool
    is_after_data: bool
    may_decide: Verdict

    @property
    def pk(self) -> int:
        return self.suggestion.pk

    @property
    def next_check(self) -> CheckLine | None:
        """What still wants an answer before anything is changed about the student."""
        return next((one for one in self.checks if one.is_next), None)


def rows_for(viewer: Viewer) -> QuerySet[Suggestion]:
    return visible_suggestions(viewer).select_related(
        "run__school", "run__playbook", "run__facilitator", "student", "measure", "rules", "program", "school"
    ).prefetch_related("answers", "decisions")  # fmt: skip


def open_for(viewer: Viewer, student: Student, measure: Measure | None = None) -> list[Card]:
    """Open suggestions about a student, of one measure or all; with those that stand before any student."""
    rows = rows_for(viewer).filter(status=Suggestion.Status.OPEN)
    runs = Participant.objects.filter(student=student, left_on__isnull=True).values("run_id")
    mine = rows.filter(student=student)
    if measure is not None:
        mine = mine.filter(measure=measure)
        runs = [measure.run_id] if measure.run_id is not None else []
    before = rows.filter(run__in=runs).exclude(check_of="")
    return [card_of(viewer, one) for one in (*before, *mine)]


def open_in(viewer: Viewer, run: Run) -> list[Card]:
    """Open suggestions of a run this viewer sees; what stands before a student first."""
    rows = rows_for(viewer).filter(status=Suggestion.Status.OPEN, run=run)
    found = sorted(rows, key=lambda one: (not one.check_of, one.opened_at, one.pk))
    return [card_of(viewer, one) for one in found]


def suggestion_or_404(viewer: Viewer, suggestion_id: int) -> Suggestion:
    return first_or_404(rows_for(viewer).filter(pk=suggestion_id))


def card_of(viewer: Viewer, one: Suggestion) -> Card:
    return Card(
        suggestion=one,
        run=one.run,
        student=None if one.check_of else one.student,
        about=about_of(one),
        title=title_of(one),
        says=says_of(one),
        why=tuple(sentence(found) for found in one.findings),
        days=days_of(one.findings),
        points=tuple(_points(one)),
        checks=tuple(_checks(one)),
        ways=ways_of(one),
        source=source_words(one.said["tag"]),
        is_own_value=bool(one.said.get("is_own_value")),
        is_after_data=one.rules is not None and one.rules.is_after_data,
        may_decide=may_decide(viewer, one),
    )


def title_of(one: Suggestion) -> str:
    return str(NAMES[one.check_of]) if one.check_of else one.said["name"]


def says_of(one: Suggestion) -> str:
    if not one.check_of:
        return one.said["says"]
    return _(
        "Something in the results wants a look. First this, before anybody looks at a student."
    )


def about_of(one: Suggestion) -> str:
    """Of whom or what: a measure by its name, a pair by its number. Never a student: the card has a place for that."""
    if one.measure is not None:
        return one.measure.name
    kind, _sep, key = one.key.partition(":")
    if kind == "group":
        place = Group.objects.filter(pk=key).values_list("place", flat=True).first()
        return _("Pair %(n)s") % {"n": place} if place else ""
    return ""


def _points(one: Suggestion) -> Iterable[PointRow]:
    for found in one.findings:
        for point in found.get("points", ()):
            line = "" if point["line"] is None else number(point["line"])
            yield PointRow(day(point["on"]), number(point["value"]), line)


def _checks(one: Suggestion) -> Iterable[CheckLine]:
    """The checks of the student, in the rule's order. Only of a suggestion that names one."""
    if one.check_of:
        return
    asked = [key for key in OF_STUDENT if key in one.said.get("check_first", [])]
    said = {row.check_of: row.is_fine for row in one.answers.all()}
    waits = next((key for key in asked if key not in said), None)
    for key in asked:
        yield CheckLine(key, str(NAMES[key]), said.get(key), key == waits and one.is_open)
