from pathlib import Path

import pytest

from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import band_of, limits, settings


@pytest.mark.parametrize(
    ("grade", "band"),
    [
        ("PK", "PK-2"),
        ("KG", "PK-2"),
        ("02", "PK-2"),
        ("03", "3-5"),
        ("05", "3-5"),
        ("06", "6-8"),
        ("08", "6-8"),
        ("09", "9-12"),
        ("13", "9-12"),
        ("", "PK-2"),
        ("UG", "PK-2"),
    ],
)
def test_each_grade_has_a_band_and_an_unknown_one_the_strictest(grade, band):
    assert band_of(grade) == band


def test_our_defaults_are_those_of_the_practices_and_the_school_may_change_one():
    school = School(limits={"partners_per_peer.6-8": 3, "plan_seconds": 5})
    made = limits(school)
    assert made.for_grade("01").peer_minutes_a_week == 45
    assert made.for_grade("04").peer_minutes_a_week == 90
    assert made.for_grade("07").peer_minutes_a_week == 180
    assert made.for_grade("07").partners_per_peer == 3
    assert made.for_grade("10").partners_per_peer == 2
    assert (made.plan_seconds, made.peer_sessions_a_day, made.lunch_days_a_week) == (5, 2, 2)


def test_every_setting_says_what_it_is_and_lies_within_its_own_bounds():
    assert len({setting.key for setting in settings()}) == len(settings())
    for setting in settings():
        assert setting.title
        assert setting.help.endswith(".")
        assert setting.tag in {"V", "K", "D"}
        assert setting.least <= setting.default <= setting.most


def test_every_setting_is_heeded_somewhere():
    """A number on the page that nothing reads would be a promise nobody keeps."""
    here = Path(limits.__code__.co_filename)
    code = "".join(
        path.read_text()
        for path in here.parents[2].rglob("*.py")
        if "tests" not in path.parts and path != here
    )
    assert [setting.name for setting in settings() if f".{setting.name}" not in code] == []
