"""What adults see: the list of surveys, one with who has answered, and one person's answers for who may read them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import Http404

from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.verdict import Verdict
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Enrolment, Student
from kithwork.apps.people.policies import open_on, visible_sections
from kithwork.apps.reflections import policies
from kithwork.apps.reflections.models import Asked, Reply, Survey, Wave
from kithwork.apps.reflections.queries.scores import (
    PersonScores,
    newest_replies,
    own_scores,
    still_in,
)
from kithwork.apps.reflections.queries.views import Came, how_many_came
from kithwork.apps.reflections.questionnaire import (
    ADULT,
    STUDENT,
    Item,
    Questionnaire,
    in_language,
    questionnaires,
)
from kithwork.apps.runs.policies import visible_runs


@dataclass(frozen=True, slots=True)
class SurveyRow:
    survey: Survey
    people: int
    now: Wave | None
    next: Wave | None
    asks_adults: bool


@dataclass(frozen=True, slots=True)
class Done:
    """How far one person is in one wave."""

    wave: Wave
    has_come: bool
    done: int
    of: int
    rated: int

    @property
    def is_done(self) -> bool:
        return self.done >= self.of


@dataclass(frozen=True, slots=True)
class PersonRow:
    asked: Asked
    has_permission: bool
    may_read: bool
    waves: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class WaveCount:
    wave: Wave
    is_open: bool
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class SurveyPage:
    survey: Survey
    asked: Questionnaire
    waves: tuple[WaveCount, ...]
    people: tuple[PersonRow, ...]
    without_permission: int
    may_change: Verdict
    has_adults: bool
    has_comparison: bool
    # Where adults are asked for themselves: how many came, in place of people.
    came: tuple[Came, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One item in the answers of one person: what each voice said in each wave."""

    item: Item
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AnswersPage:
    survey: Survey
    student: Student
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    scores: tuple[PersonScores, ...]
    is_counted: bool


def survey_or_404(viewer: Viewer, survey_id: int) -> Survey:
    rows = policies.visible_surveys(viewer).filter(pk=survey_id)
    return first_or_404(rows.select_related("school", "lead"))


def wave_or_404(viewer: Viewer, wave_id: int) -> Wave:
    rows = Wave.objects.filter(survey__in=policies.visible_surveys(viewer), pk=wave_id)
    return first_or_404(rows.select_related("survey__school"))


def student_or_404(viewer: Viewer, survey: Survey, student_id: int) -> Student:
    """Somebody the survey is about, and whom the viewer works with."""
    held = policies.visible_asked(viewer, survey).filter(student_id=student_id)
    row = held.select_related("student__school").first()
    if row is None:
        raise Http404
    return row.student


def questionnaire_or_404(key: str, language: str = "en") -> Questionnaire:
    if key not in questionnaires():
        raise Http404
    return in_language(key, language)


def surveys_list(viewer: Viewer) -> list[SurveyRow]:
    today = clock.today_for(viewer)
    standing = Count("asked", filter=Q(asked__left_on__isnull=True))
    rows = policies.visible_surveys(viewer).annotate(people=standing).prefetch_related("waves")
    found = []
    for survey in rows:
        waves = list(survey.waves.all())
        now = next((one for one in waves if one.opens_on <= today <= one.due_on), None)
        coming = next((one for one in waves if one.opens_on > today), None)
        ended = survey.ended_on is not None
        found.append(
            SurveyRow(
                survey,
                survey.people,
                None if ended else now,
                None if ended else coming,
                bool(survey.asks().sides),
            )
        )
    return sorted(found, key=lambda row: row.survey.ended_on is not None)


def survey_page(viewer: Viewer, survey: Survey) -> SurveyPage:
    today, asked = clock.today_for(viewer), survey.asks()
    people = list(policies.visible_asked(viewer, survey).select_related("student"))
    ids = [one.student_id for one in people]
    permitted = live(policies.SURVEY, today, ids)
    counted = still_in(survey, ids)
    read = set(policies.students_read(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    waves, done = list(survey.waves.all()), _done(survey, counted)
    rows = []
    for one in people:
        of_waves = tuple(
            Done(wave, wave.opens_on <= today, done[wave.pk, one.student_id, STUDENT], len(asked.items),
                 done[wave.pk, one.student_id, ADULT])
            for wave in waves
        )  # fmt: skip
        pk = one.student_id
        rows.append(PersonRow(one, pk in permitted, pk in read, of_waves))
    return SurveyPage(
        survey, asked, tuple(_count(wave, n, rows, today) for n, wave in enumerate(waves)), tuple(rows),
        sum(not row.has_permission for row in rows), policies.may_change_survey(viewer, survey),
        ADULT in asked.voices, any(one.group == Asked.Group.COMPARISON for one in people),
        tuple(how_many_came(survey)) if asked.sides else (),
    )  # fmt: skip


def _count(wave: Wave, n: int, rows: list[PersonRow], today: date) -> WaveCount:
    asked = [row for row in rows if row.has_permission]
    is_open = wave.opens_on <= today <= wave.due_on
    return WaveCount(wave, is_open, sum(row.waves[n].is_done for row in asked), len(asked))


def _done(survey: Survey, people: list[int]) -> dict[tuple[int, int, str], int]:
    """(wave, student, voice) -> items answered or skipped."""
    found: dict[tuple[int, int, str], int] = defaultdict(int)
    rows = Reply.objects.filter(wave__survey=survey, student__in=people)
    counted = rows.values("wave_id", "student_id", "voice").annotate(n=Count("item", distinct=True))
    for row in counted.order_by():
        found[row["wave_id"], row["student_id"], row["voice"]] = row["n"]
    return found


def answers_page(viewer: Viewer, survey: Survey, student: Student) -> AnswersPage:
    """Every answer of one person, as it counts. Whoever took permission back has none here."""
    asked, waves = survey.asks(), list(survey.waves.all())
    counted = still_in(survey, [student.pk])
    newest = newest_replies(survey, counted)
    columns = [(wave, voice) for wave in waves for voice in asked.voices]
    heads = tuple(
        str(wave.get_kind_display())
        + (f", {Reply.Voice(voice).label}" if len(asked.voices) > 1 else "")
        for wave, voice in columns
    )
    lines = []
    for item in asked.items:
        said = tuple(
            _said(asked, item, newest.get((wave.pk, student.pk, voice), {}).get(item.id))
            for wave, voice in columns
        )
        lines.append(Line(item, said))
    rows = own_scores(viewer, survey, student)
    return AnswersPage(survey, student, heads, tuple(lines), tuple(rows), bool(counted))


def _said(asked: Questionnaire, item: Item, reply: Reply | None) -> tuple[str, str]:
    """What was said, and in which way."""
    if reply is None:
        return "", ""
    if reply.is_skipped:
        return "–", str(reply.get_mode_display())
    option = asked.option(item, reply.choice) if reply.choice else None
    return (option.text if option else reply.words), str(reply.get_mode_display())


def groups_to_ask(viewer: Viewer) -> list[tuple[str, str]]:
    """Classes and practices whose people can be asked together: key and name."""
    sections = visible_sections(viewer).filter(closed_on__isnull=True, is_homeroom=False)
    runs = visible_runs(viewer).filter(status__in=["active", "paused"])
    found = [(f"run:{one.pk}", one.name) for one in runs.order_by("name")]
    return found + [(f"section:{one.pk}", one.title) for one in sections.order_by("title", "pk")]


def members_of_group(viewer: Viewer, key: str) -> list[Student]:
    """The people of a class or a practice today, of those the viewer may ask."""
    kind, _, pk = key.partition(":")
    if not pk.isdecimal():
        return []
    today, students = clock.today_for(viewer), policies.students_to_ask(viewer)
    if kind == "section":
        enrolled = Enrolment.objects.filter(section__in=visible_sections(viewer).filter(pk=int(pk)))
        return list(students.filter(pk__in=open_on(enrolled, today).values("student_id")))
    if kind == "run":
        runs = visible_runs(viewer).filter(pk=int(pk))
        joined = Q(participations__run__in=runs) & (
            Q(participations__left_on__isnull=True) | Q(participations__left_on__gt=today)
        )
        return list(students.filter(joined).distinct())
    return []
