"""Cases that the school itself follows: their points put together from measures each time, under the study's codes.

Nothing is copied, so nothing falls behind, and who may not be in a study any more is in none of its numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.readings import Reading, readings_of
from kithwork.apps.measures.sources import Dot
from kithwork.apps.measures.stretches import BASELINE
from kithwork.apps.observations.models import Observation, Watch
from kithwork.apps.observations.queries.watch import agreement_of, in_force
from kithwork.apps.people.models import Access
from kithwork.apps.runs.wording import PHASES
from kithwork.apps.studies.models import Case, CaseMeasure, Condition, Point, Round, Study

PER_CENT = 100
# A session of a live study: a day, and which of that day it is where a case has several.
Place = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Live:
    """What measures add to a study now: points by (case, outcome), phases that came with them, and who is not in it."""

    points: Mapping[tuple[int, int], Sequence[Point]] = field(default_factory=dict)
    phases: Sequence[str] = ()
    gone: frozenset[int] = frozenset()


def live_of(study: Study, viewer: Viewer | None = None) -> Live:
    """The sessions of every measure in force whose student may be in a study today.

    ``viewer`` is whoever looks: an observer finds a gap where a colleague's record waits for their own.
    """
    rows = list(
        CaseMeasure.objects.filter(study=study)
        .select_related("case", "outcome", "measure__school", "measure__run", "measure__student")
        .order_by("pk")
    )
    if not rows or study.school is None:
        return Live()
    found = _read(study, usable(rows, clock.today(study.school.timezone)), viewer)
    return Live(_points(found), _phases(found), _gone(study, rows))


def usable(rows: Iterable[CaseMeasure], on: date) -> list[CaseMeasure]:
    """Those that were not taken out, of students with permission for research and a yes of their own on a day."""
    asked = [(one, one.measure) for one in rows if one.ended_at is None]
    students = {measure.student_id for _one, measure in asked if measure is not None}
    may = live(Purpose.RESEARCH, on, students)
    return [one for one, measure in asked if measure is not None and measure.student_id in may]


def cases_in(study: Study) -> list[Case]:
    """The cases of a study, without those that were followed in it and are not in it any more."""
    gone = _gone(study, list(CaseMeasure.objects.filter(study=study).select_related("measure")))
    return [one for one in study.cases.all() if one.pk not in gone]


def gone_of(studies: Sequence[Study]) -> dict[int, int]:
    """Study's id -> how many cases were followed in it and are not in it any more."""
    rows: dict[int, list[CaseMeasure]] = defaultdict(list)
    for row in CaseMeasure.objects.filter(study__in=studies).select_related("measure"):
        rows[row.study_id].append(row)
    return {one.pk: len(_gone(one, rows[one.pk])) for one in studies if one.pk in rows}


def misses_a_case(made: Round) -> bool:
    """Whether somebody's scores lie in these graphs who is not in the study any more. Asks nothing of the key."""
    rows = CaseMeasure.objects.filter(case__in=made.cases.all(), outcome_id=made.outcome_id)
    return bool(_gone(made.study, list(rows.select_related("measure"))))


def who_know(study: Study) -> set[int]:
    """Accounts of those who see or saw how the students behind the cases get on, or observe them."""
    students = set(
        CaseMeasure.objects.filter(study=study).values_list("measure__student_id", flat=True)
    ) - {None}
    if not students:
        return set()
    deep = Access.objects.filter(student_id__in=students, depth__gte=Depth.PROGRESS)
    planned = Watch.objects.filter(student_id__in=students)
    told = (
        deep.values_list("user_id", flat=True),
        planned.values_list("observer_id", flat=True),
        planned.values_list("second_observer_id", flat=True),
        Observation.objects.filter(student_id__in=students).values_list("by_id", flat=True),
    )
    return {one for each in told for one in each if one is not None}


def _gone(study: Study, rows: Sequence[CaseMeasure]) -> frozenset[int]:
    """Of the cases of these rows, the ids of those with none that may be read today."""
    if not rows or study.school is None:
        return frozenset()
    now = usable(rows, clock.today(study.school.timezone))
    return frozenset({one.case_id for one in rows} - {one.case_id for one in now})


def was_ever_followed(study: Study) -> bool:
    """Whether a measure is or was in this study: then nothing else is written into it."""
    return CaseMeasure.objects.filter(study=study).exists()


def has_sessions(study: Study) -> bool:
    """Whether there was a session of any case, gone or not: what is sealed after it proves nothing."""
    rows = CaseMeasure.objects.filter(study=study, measure__isnull=False)
    rows = rows.select_related("measure__school", "measure__run", "measure__student")
    return any(dots for _row, dots in _dots(study, list(rows), None))


def _dots(
    study: Study, rows: Sequence[CaseMeasure], viewer: Viewer | None
) -> Iterator[tuple[CaseMeasure, list[tuple[Dot, str]]]]:
    """Each row with its sessions that count, oldest first, and the phase of each."""
    assert study.school is not None, "only a school follows measures"
    measures = [one.measure for one in rows if one.measure is not None]
    today = clock.today(study.school.timezone)
    found = readings_of(measures, today, closed=_closed_to(viewer, measures))
    for row in rows:
        if row.measure_id is None:
            continue
        reading: Reading = found[row.measure_id]
        yield row, list(_counting(study, reading, row.since))


def _counting(study: Study, reading: Reading, since: date | None) -> Iterator[tuple[Dot, str]]:
    """From a day on; of a day that has a score, or two words for having none, no further gap."""
    days = {dot.on for dot in reading.dots if dot.value is not None}
    for dot, phase in zip(reading.dots, reading.phases, strict=True):
        if (since is not None and dot.on < since) or (dot.value is None and dot.on in days):
            continue
        days.add(dot.on)
        yield dot, _label(study, phase)


def _label(study: Study, phase: str) -> str:
    """A phase that comes back is the same condition; the steps of a changing criterion are each their own."""
    if study.design == Study.Design.CRITERION:
        return phase
    return phase.split()[0]


def _closed_to(viewer: Viewer | None, measures: Sequence[Measure]) -> set[int]:
    """Records of a colleague, of a time that the viewer observes too and has not sent yet."""
    if viewer is None or viewer.user_id is None:
        return set()
    students = {one.student_id for one in measures if one.source == Measure.Source.OBSERVED}
    rows = Observation.objects.filter(student_id__in=students, watch__second_observer__isnull=False)
    other = Observation.objects.filter(watch=OuterRef("watch")).exclude(
        is_second=OuterRef("is_second")
    )
    waiting = rows.exclude(by_id=viewer.user_id).exclude(Exists(other))
    told = waiting.values_list("pk", "watch__observer_id", "watch__second_observer_id")
    return {pk for pk, *observers in told if viewer.user_id in observers}


@dataclass(frozen=True, slots=True)
class _Session:
    """One session of one row: its place among the days of the study, its number as it was scored, and by two how well."""

    place: Place
    dot: Dot
    phase: str
    is_twice: bool
    agreement_pct: float | None


def _read(
    study: Study, rows: Sequence[CaseMeasure], viewer: Viewer | None
) -> list[tuple[CaseMeasure, list[_Session]]]:
    told = list(_dots(study, rows, viewer))
    seen = [dot.observation for _row, dots in told for dot, _phase in dots if dot.value is not None]
    agreed = _agreed({one for one in seen if one is not None})
    found = []
    for row, dots in told:
        of_day: Counter[date] = Counter()
        sessions = []
        for dot, phase in dots:
            of_day[dot.on] += 1
            pads = agreed.get(dot.observation or 0) if dot.value is not None else None
            pct = pads.get(_pad_of(row)) if pads else None
            place = (dot.on, of_day[dot.on])
            sessions.append(_Session(place, dot, phase, pads is not None, pct))
        found.append((row, sessions))
    return found


def _pad_of(row: CaseMeasure) -> tuple[str, str]:
    assert row.measure is not None, "read from its measure"
    _form, behaviour, who, _index = row.measure.key.split("/")
    return behaviour, who


def _agreed(firsts: set[int]) -> dict[int, dict[tuple[str, str], float | None]]:
    """First observer's record -> (behaviour, who) -> per cent on which a second one agreed, by the pad's first index."""
    rows = Observation.objects.filter(pk__in=firsts, watch__isnull=False)
    ones = list(rows.select_related("envelope", "instrument"))
    seconds = Observation.objects.filter(
        watch_id__in={one.watch_id for one in ones}, is_second=True, is_usable=True
    ).exclude(envelope__status="deleted")
    by_watch = {
        one.watch_id: one for one in in_force(list(seconds.select_related("envelope", "instrument").order_by("pk")))
    }  # fmt: skip
    found: dict[int, dict[tuple[str, str], float | None]] = {}
    for one in ones:
        second = by_watch.get(one.watch_id)
        if second is None:
            continue
        found[one.pk] = {
            (row.pad.behaviour, row.pad.who): _pct(row.indices[0].value)
            for row in agreement_of(one, second)
        }
    return found


def _pct(value: float | None) -> float | None:
    return None if value is None else PER_CENT * value


def _points(
    found: Sequence[tuple[CaseMeasure, list[_Session]]],
) -> dict[tuple[int, int], list[Point]]:
    """Sessions are numbered by the days of the whole study: one number is one day for all its cases."""
    days = sorted({one.place for _row, sessions in found for one in sessions})
    number = {place: float(at) for at, place in enumerate(days, start=1)}
    points: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for row, sessions in found:
        for one in sessions:
            points[row.case_id, row.outcome_id].append(
                Point(
                    case=row.case, outcome=row.outcome, session=number[one.place], phase=one.phase,
                    value=one.dot.value, on=one.dot.on, is_twice=one.is_twice, agreement_pct=one.agreement_pct,
                )
            )  # fmt: skip
    return dict(points)


def _phases(found: Sequence[tuple[CaseMeasure, list[_Session]]]) -> tuple[str, ...]:
    """The labels in the order they come, baselines first."""
    labels = dict.fromkeys(one.phase for _row, sessions in found for one in sessions)
    return tuple(sorted(labels, key=lambda one: one != BASELINE))


def condition_of(study: Study, label: str) -> Condition:
    """A phase that came with a measure, as runs call it. Not kept."""
    kind, _space, number = label.partition(" ")
    name = f"{PHASES.get(kind, kind)} {number}".strip()
    return Condition(study=study, label=label, name=name, is_baseline=label == BASELINE)
