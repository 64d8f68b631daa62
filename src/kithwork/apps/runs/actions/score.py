"""Scores of a class, kept quickly: a correction is a new row, and taking one back is one, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.practices.models import ContentSet
from kithwork.apps.runs.models import Run, Score
from kithwork.apps.runs.policies import may_record, may_see_scores
from kithwork.apps.trail.actions import action, note

# A fast adult reads about 300 words aloud in a minute; a mistyped number is caught, a quick reader is not.
MOST_RIGHT = 500
MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Sitting:
    """What was given to the class: which kind of test, when, how many items or seconds, from which list."""

    kind: str
    on: date
    out_of: int | None = None
    seconds: int | None = None
    contents: ContentSet | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One student's result. `right` None: no score (one that was typed before is taken back)."""

    right: int | None
    errors: int | None = None


@action("score.keep")
def keep_scores(
    run: Run, *, sitting: Sitting, results: Mapping[int, Result], by: Viewer
) -> list[Score]:
    """Keep a class's results of one sitting, by student id. What did not change is not written again.

    Raises Refused if `by` may not, Problem naming everybody whose number does not fit; then none is kept.
    """
    require(may_record(by, run))
    require(may_see_scores(by, run))
    Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    _check(run, sitting, results)
    standing = {row.student_id: row for row in scores_of(run, sitting.kind, sitting.on)}
    made = [
        Score.objects.create(
            run=run,
            student_id=student_id,
            contents=sitting.contents,
            kind=sitting.kind,
            on=sitting.on,
            right=result.right or 0,
            out_of=sitting.out_of,
            errors=result.errors,
            seconds=sitting.seconds,
            is_taken_back=result.right is None,
            replaces=standing.get(student_id),
            by_id=by.user_id,
        )
        for student_id, result in results.items()
        if _is_new(standing.get(student_id), sitting, result)
    ]
    note(run=run.pk, kind=sitting.kind, count=len(made))
    return made


def scores_of(run: Run, kind: str, on: date) -> Iterable[Score]:
    """The rows of one sitting that count now, taken back ones included: what a correction replaces."""
    return Score.objects.filter(run=run, kind=kind, on=on, replaced_by__isnull=True)


def _is_new(row: Score | None, sitting: Sitting, result: Result) -> bool:
    if row is None or row.is_taken_back:
        return result.right is not None
    if result.right is None:
        return True
    said = (row.right, row.errors, row.out_of, row.seconds, row.contents_id)
    contents_id = sitting.contents.pk if sitting.contents else None
    return said != (result.right, result.errors, sitting.out_of, sitting.seconds, contents_id)


def _check(run: Run, sitting: Sitting, results: Mapping[int, Result]) -> None:
    if sitting.kind not in Score.Kind.values:
        raise Problem(_("Choose what was given: a test before, after, or a reading."))
    if not run.starts_on <= sitting.on <= run.ends_on:
        raise Problem(_("Choose a day of this run."))
    if sitting.kind != Score.Kind.READING and not sitting.out_of:
        raise Problem(_("Say how many items the test had."))
    if sitting.seconds is not None and not 1 <= sitting.seconds <= MOST_SECONDS:
        raise Problem(_("A reading lasts from 1 to %(n)s seconds.") % {"n": MOST_SECONDS})
    people = dict(run.participants.values_list("student_id", "student__first_name"))
    if set(results) - set(people):
        raise Problem(_("Somebody in this list does not take part in the run."))
    names = Student.objects.in_bulk(list(results))
    wrong = [names[pk].called for pk, result in results.items() if not _fits(sitting, result)]
    if wrong:
        most = sitting.out_of or MOST_RIGHT
        raise Problem(
            _("A number from 0 to %(most)s, please: %(names)s.")
            % {"most": most, "names": ", ".join(wrong)}
        )


def _fits(sitting: Sitting, result: Result) -> bool:
    most = sitting.out_of or MOST_RIGHT
    right_fits = result.right is None or 0 <= result.right <= most
    return right_fits and (result.errors is None or 0 <= result.errors <= MOST_RIGHT)
