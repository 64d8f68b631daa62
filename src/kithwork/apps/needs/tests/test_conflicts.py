"""What stands in the way, by a small week: periods 1, 2 (class 7), Lunch and 3 on two days."""

from datetime import time

import pytest

from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.needs.queries.conflicts import Week, apart_from, conflicts_of
from kithwork.apps.people.models import Section
from kithwork.apps.people.queries import FREE, LUNCH
from kithwork.apps.schools.queries import Frame, FrameDay, FramePeriod

FRAME = Frame(
    days=(FrameDay(0, "Mon", "Mon"), FrameDay(1, "Tue", "Tue")),
    periods=(
        FramePeriod(0, "1", "class", time(8), time(8, 45)),
        FramePeriod(1, "2", "class", time(9), time(9, 45)),
        FramePeriod(2, "Lunch", "lunch", time(10), time(10, 30)),
        FramePeriod(3, "3", "class", time(11), time(11, 45)),
    ),
    overlaps=(),
)
ART = Section(pk=7, title="Art")
WEEK = Week(FRAME, (7, 8, LUNCH, FREE, None, 7, LUNCH, FREE))


def need(**fields):
    row = {"place": "class", "section": ART, "role": "buddy", "times_a_week": 1, "minutes": 30}
    if fields.get("place", "class") != "class":
        row["section"] = None
    return SupportNeed(**(row | fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"times_a_week": 2},
        {"labels": ["2"]},
        {"place": "lunch", "times_a_week": 2},
        {"place": "free", "labels": ["3"], "minutes": 45},
        {"place": "hallway", "times_a_week": 2, "minutes": 180},
    ],
)
def test_what_fits_has_no_conflict(fields):
    assert conflicts_of(need(**fields), WEEK, "Ada") == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"section": Section(pk=9, title="Band")}, "Ada is not in Band now."),
        ({"labels": ["3"]}, "Art is not at 3; it is at 1, 2."),
        ({"place": "lunch", "labels": ["3"]}, "Ada's lunch is Lunch, not 3."),
        ({"place": "free", "labels": ["1"]}, "Ada is in class at 1."),
        ({"times_a_week": 3}, "There is time for this 2 times a week; 3 are asked."),
        (
            {"labels": ["1"], "times_a_week": 2},
            "There is time for this 1 time a week; 2 are asked.",
        ),
        (
            {"place": "lunch", "minutes": 40},
            "40 minutes are asked; the longest period there has 30.",
        ),
    ],
)
def test_what_does_not_fit_is_said_with_names_and_numbers(fields, sentence):
    assert conflicts_of(need(**fields), WEEK, "Ada") == [sentence]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("lunch", "We do not know which lunch Ada has. Set it under People."),
        ("free", "Ada has no free period."),
        ("hallway", "Ada has no class to walk to."),
    ],
)
def test_a_week_without_the_place(place, sentence):
    assert conflicts_of(need(place=place), Week(FRAME, (None,) * 8), "Ada") == [sentence]


def test_without_a_timetable_nothing_can_be_said_but_that():
    assert conflicts_of(need(), None, "Ada") == ["We do not know Ada's timetable yet."]


def test_wished_for_company_without_a_lunch_in_common_is_said():
    other = Week(FRAME, (LUNCH, 8, 7, FREE, LUNCH, 7, 8, FREE))
    weeks = {5: other}

    lunch = apart_from(need(place="lunch"), WEEK, {5: "Ben"}, weeks)
    assert lunch == "No lunch in common with Ben."
    assert apart_from(need(place="free"), WEEK, {5: "Ben"}, weeks) == ""
    assert apart_from(need(place="lunch"), WEEK, {}, weeks) == ""
    assert apart_from(need(), WEEK, {5: "Ben"}, weeks) == ""
    no_free = Week(FRAME, (LUNCH,) * 8)
    free = apart_from(need(place="free"), WEEK, {5: "Ben"}, {5: no_free})
    assert free == "No free period in common with Ben."
