"""A file's series become a study's: what is new is added, what is there stays, and a difference stops the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies.actions.study import condition_for
from kithwork.apps.studies.file_read import MOST_CASES, MOST_OUTCOMES, Found, Given
from kithwork.apps.studies.live import was_ever_followed
from kithwork.apps.studies.models import Case, DataFile, Outcome, Point, Study
from kithwork.apps.studies.policies import may_run_study
from kithwork.apps.trail.actions import action, note
from kithwork.evidence.faults import Fault
from kithwork.evidence.series import Series

FACTS = ("improvement", "scale", "minutes", "intervals", "goal")


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was read, and how its columns were taken."""

    given: Given
    found: Found
    choices: Mapping[str, object] = field(default_factory=dict)


@action("study.bring_in")
def bring_in(study: Study, brought: Brought, *, by: Viewer) -> DataFile:
    """Keep the points of a file; those that are there already are not kept twice.

    Raises Refused if `by` does not run the study; Problem where a point there says something else, or nothing is new.
    """
    require(may_run_study(by, study))
    study = Study.objects.select_for_update().get(pk=study.pk)
    if clash := next(differences(study, brought.found), None):
        raise Problem(clash.sentence)
    standing = set(
        Point.objects.filter(case__study=study, ended_at__isnull=True).values_list(
            "case__code", "outcome__name", "session"
        )
    )
    new = [
        (one, place)
        for one in brought.found.series
        for place, session in enumerate(one.sessions)
        if (one.case, one.outcome, session) not in standing
    ]
    if not new:
        raise Problem(_("Everything in this file is in the study already. Nothing was kept twice."))
    file = DataFile.objects.create(
        study=study, name=brought.given.name[:100], sha256=brought.given.sha256, choices=dict(brought.choices),
        rows=len(new), by_id=by.user_id,
    )  # fmt: skip
    _add(study, file, new, brought.found, by)
    note(study=study.pk, sha256=file.sha256, rows=len(new))
    return file


def differences(study: Study, found: Found) -> Iterator[Fault]:
    """Where the file says something else than the study, by line."""
    if was_ever_followed(study):
        said = _("Its sessions are read from measures. Bring the file in as a study of its own.")
        yield Fault("other_source", said)
        return
    cases = {one.code: one for one in study.cases.all()}
    outcomes = {one.name: one for one in study.outcomes.all()}
    if len({*cases, *(one.case for one in found.series)}) > MOST_CASES:
        yield Fault(
            "too_many",
            _("A study holds at most {n} cases. Start another for these.").format(n=MOST_CASES),
        )
    if len({*outcomes, *(one.outcome for one in found.series)}) > MOST_OUTCOMES:
        yield Fault("too_many", _("A study holds at most {n} outcomes.").format(n=MOST_OUTCOMES))
    standing = {
        (point.case_id, point.outcome_id, point.session): point
        for point in Point.objects.filter(case__study=study, ended_at__isnull=True)
    }
    facts: dict[str, Series] = {}
    for one in found.series:
        yield from _other_facts(one, facts.setdefault(one.outcome, one), outcomes.get(one.outcome))
        case, outcome = cases.get(one.case), outcomes.get(one.outcome)
        if case is None or outcome is None:
            continue
        for point in one.points:
            kept = standing.get((case.pk, outcome.pk, point.session))
            if kept is not None and (kept.value, kept.phase) != (point.value, point.phase):
                said = _(
                    "Session {n} of {case} is in the study with another score or phase."
                    " Correct it there, or leave this line out."
                ).format(n=f"{point.session:g}", case=one.case)
                yield Fault("other_point", said, point.row, "value")


def _other_facts(one: Series, first: Series, kept: Outcome | None) -> Iterator[Fault]:
    wanted = _facts(first) if kept is None else {name: getattr(kept, name) for name in FACTS}
    for name, value in _facts(one).items():
        if value != wanted[name]:
            said = _(
                "{outcome} has {name} {other} elsewhere and {this} here. One outcome has one."
            ).format(outcome=one.outcome, name=name, other=wanted[name], this=value)
            yield Fault("other_fact", said, one.points[0].row, name)


def _facts(one: Series) -> dict[str, object]:
    return {
        "improvement": one.improvement, "scale": str(one.scale), "minutes": one.session_minutes,
        "intervals": one.intervals, "goal": one.goal,
    }  # fmt: skip


def _add(
    study: Study, file: DataFile, new: list[tuple[Series, int]], found: Found, by: Viewer
) -> None:
    cases = {one.code: one for one in study.cases.all()}
    outcomes = {one.name: one for one in study.outcomes.all()}
    now, points = clock.now(), []
    for one, place in new:
        if one.case not in cases:
            cases[one.case] = Case.objects.create(study=study, code=one.case)
        if one.outcome not in outcomes:
            outcomes[one.outcome] = Outcome.objects.create(
                study=study, name=one.outcome, **_facts(one)
            )
        pct = found.agreement.get((one.case, one.outcome, one.sessions[place]))
        points.append(
            Point(
                case=cases[one.case],
                outcome=outcomes[one.outcome],
                session=one.sessions[place],
                phase=one.phases[place],
                value=one.values[place],
                on=(one.dates or [None] * (place + 1))[place],
                is_twice=pct is not None,
                agreement_pct=pct,
                file=file,
                by_id=by.user_id,
                at=now,
            )
        )
    for label in _labels_in_order(found):
        condition_for(study, label)
    Point.objects.bulk_create(points)


def _labels_in_order(found: Found) -> list[str]:
    """Baselines first: the label a case begins with comes before what follows it."""
    begins = [one.labels[0] for one in found.series]
    return list(dict.fromkeys([*begins, *(label for one in found.series for label in one.labels)]))
