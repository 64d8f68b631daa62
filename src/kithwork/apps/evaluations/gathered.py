"""The numbers of an evaluation, from our own answers or from a file, in one shape. People are keys, never names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kithwork.apps.evaluations.models import Evaluation
from kithwork.apps.foundation import clock
from kithwork.apps.people.models import Enrolment
from kithwork.apps.people.policies import open_on
from kithwork.apps.reflections.queries import scores_of, still_in

START, MIDDLE, END = "start", "middle", "end"
# A scale and an item of it; an empty item is the scale as a whole.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    group: str
    school_class: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """``values`` holds, for each wave and each scale or item, the number of every person who has one."""

    people: tuple[Person, ...]
    keys: tuple[Key, ...]
    titles: Mapping[Key, str]
    values: Mapping[tuple[str, Key], Mapping[str, float]]
    out: int = 0
    caution: str = ""

    @property
    def has_middle(self) -> bool:
        return any(wave == MIDDLE and held for (wave, _), held in self.values.items())

    def column(self, wave: str, key: Key) -> list[float | None]:
        held = self.values.get((wave, key), {})
        return [held.get(one.key) for one in self.people]


def gathered(evaluation: Evaluation) -> Gathered:
    return _of_survey(evaluation) if evaluation.survey_id else _of_file(evaluation)


def _of_survey(evaluation: Evaluation) -> Gathered:
    """Only who is still asked and has not taken permission back; the others are a number."""
    survey = evaluation.survey
    assert survey is not None
    group_of = dict(survey.asked.filter(left_on__isnull=True).values_list("student_id", "group"))
    kept = still_in(survey, group_of)
    classes = _homerooms(evaluation, kept) if evaluation.whole_classes else {}
    people = tuple(Person(str(pk), group_of[pk], classes.get(pk, "")) for pk in kept)
    asked = survey.asks()
    keys: list[Key] = []
    titles: dict[Key, str] = {}
    for scale in asked.scales:
        items = [one for one in asked.items if one.scale == scale and asked.ways(one).values]
        titles[scale, ""] = scale.replace("_", " ").capitalize()
        titles |= {(scale, one.id): one.asks(evaluation.voice) for one in items}
        keys += [(scale, ""), *((scale, one.id) for one in items)]
    values: dict[tuple[str, Key], dict[str, float]] = {}
    for row in scores_of(survey, group_of):
        if row.voice != evaluation.voice:
            continue
        for scale, item in keys:
            value = row.items[item] if item else row.scales[scale]
            if value is not None:
                values.setdefault((row.wave, (scale, item)), {})[str(row.student_id)] = value
    return Gathered(people, tuple(keys), titles, values, len(group_of) - len(kept), asked.caution)


def _homerooms(evaluation: Evaluation, students: list[int]) -> dict[int, str]:
    """The homeroom of each, so that people of one class are counted as alike."""
    on = clock.today(evaluation.school.timezone)
    rows = open_on(Enrolment.objects.filter(student__in=students, section__is_homeroom=True), on)
    return {pk: str(section) for pk, section in rows.values_list("student_id", "section_id")}


def _of_file(evaluation: Evaluation) -> Gathered:
    people: dict[str, Person] = {}
    keys: dict[Key, None] = {}
    values: dict[tuple[str, Key], dict[str, float]] = {}
    for row in evaluation.values.all():
        people.setdefault(row.person, Person(row.person, row.group, row.school_class))
        key = (row.scale, row.item)
        keys.setdefault(key)
        if row.value is not None:
            values.setdefault((row.wave, key), {})[row.person] = row.value
    in_order = sorted(keys, key=lambda one: (list(keys).index(_first(keys, one[0])), one[1] != ""))
    titles = {(scale, item): item or scale for scale, item in in_order}
    return Gathered(tuple(people.values()), tuple(in_order), titles, values)


def _first(keys: Mapping[Key, None], scale: str) -> Key:
    return next(one for one in keys if one[0] == scale)
