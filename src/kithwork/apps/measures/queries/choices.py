"""What can be followed of a student: numbers of the school's forms, tests of their runs, what the practice asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.actions import MeasureFrame
from kithwork.apps.measures.indexes import BEST, LOGGED, OBSERVED, SCORES, Index
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.sources.observed import key_of
from kithwork.apps.observations.instrument_text import InstrumentText, Pad
from kithwork.apps.observations.models import Instrument
from kithwork.apps.observations.queries.setup import newest_forms, text_of
from kithwork.apps.observations.tape import INTERVAL_INDEX
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.policies import visible_runs
from kithwork.apps.runs.practice_log import asks
from kithwork.apps.runs.queries.practice import playbook_of
from kithwork.apps.runs.queries.results import test_kinds

# What each way of recording yields, the one most follow first (practices.md C.1).
YIELDS: dict[str, tuple[str, ...]] = {
    "event": ("rate", "count"),
    "duration": ("percent_duration", "mean_bout"),
    "latency": ("latency",),
    "opportunity": ("opportunity_percent",),
    "rating": ("rating",),
}
# Of these less is hoped for; of the rest more. Whoever follows it may say otherwise.
LESS_IS_BETTER = frozenset({
    "adult_proximity", "prompts_adult", "challenging", "errors_pm", "parallel", "solitary",
    "task_start_latency",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be followed: a key for the form, words, and what it would be."""

    value: str
    label: str
    group: str
    frame: MeasureFrame


def runs_of(viewer: Viewer, student: Student) -> list[Run]:
    """Runs this viewer sees in which the student takes part, or that are about them."""
    rows = visible_runs(viewer).exclude(status=Run.Status.DRAFT)
    own = Q(focus_student=student) | Q(participants__student=student)
    return list(rows.filter(own).select_related("playbook").distinct())


def choices(viewer: Viewer, student: Student) -> list[Choice]:
    """Everything that yields a number here. What is followed already is left out."""
    taken = set(
        Measure.objects.filter(student=student, ended_on__isnull=True).values_list(
            "source", "key", "run_id"
        )
    )
    runs = runs_of(viewer, student)
    today = clock.today_for(viewer)
    main = next((run for run in runs if run.focus_student_id == student.pk and run.ends_on >= today), None)  # fmt: skip
    found = [
        *_observed(newest_forms(viewer), main),
        *(one for run in runs for one in _tests(run)),
        *(one for run in runs if run.focus_student_id == student.pk for one in _logged(run)),
    ]
    return [
        one
        for one in found
        if (one.frame.source, one.frame.key, one.frame.run.pk if one.frame.run else None)
        not in taken
    ]


def _observed(forms: list[Instrument], run: Run | None) -> Iterator[Choice]:
    for form in forms:
        text = text_of(form)
        for pad in text.pads:
            for index in _indexes(pad, text):
                key = key_of(form.key, pad.behaviour, pad.who, index)
                about = OBSERVED[index]
                label = _("%(label)s (%(unit)s)") % {"label": pad.label, "unit": about.unit}
                frame = _frame(pad.label, Measure.Source.OBSERVED, key, about, run)
                if pad.behaviour in LESS_IS_BETTER:
                    frame = _frame(
                        pad.label, Measure.Source.OBSERVED, key, about, run, Measure.Aim.DECREASE
                    )
                yield Choice(f"observed:{key}", label, form.name, frame)


def _indexes(pad: Pad, text: InstrumentText) -> tuple[str, ...]:
    if pad.records == "interval":
        assert text.interval is not None, "an interval form says its interval"
        return (INTERVAL_INDEX[text.interval.method],)
    found = YIELDS.get(pad.records, ())
    return tuple(sorted(found, key=lambda one: BEST.index(one) if one in BEST else len(BEST)))


def _tests(run: Run) -> Iterator[Choice]:
    for kind in test_kinds(playbook_of(run)):
        about = SCORES.get(kind.kind)
        if about is not None:
            frame = _frame(kind.name, Measure.Source.SCORE, kind.kind, about, run)
            yield Choice(f"score:{run.pk}:{kind.kind}", kind.name, run.name, frame)


def _logged(run: Run) -> Iterator[Choice]:
    for ask in asks(playbook_of(run)):
        about = LOGGED.get(ask.field.kind)
        if about is None or ask.kind == "people":
            continue
        frame = _frame(ask.field.label, Measure.Source.LOGGED, ask.key, about, run)
        yield Choice(f"logged:{run.pk}:{ask.key}", ask.field.label, run.name, frame)


def _frame(
    name: str,
    source: str,
    key: str,
    about: Index,
    run: Run | None,
    improvement: str = Measure.Aim.INCREASE,
) -> MeasureFrame:
    return MeasureFrame(
        name=name,
        source=source,
        key=key,
        scale=about.scale,
        unit=str(about.unit),
        improvement=improvement,
        run=run,
    )
