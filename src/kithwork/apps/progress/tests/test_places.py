"""Does it spread, does it last: compared with what was learned, by the rules' own values."""

from datetime import date, timedelta

import pytest

from kithwork.apps.measures.sources import Dot
from kithwork.apps.progress.places import places_of
from kithwork.apps.progress.tests.test_words import reading_from

LATER = date(2026, 11, 2)


def probe(value, days=0, setting="recess"):
    return Dot(LATER + timedelta(days=days), value, phase="probe", setting=setting)


@pytest.mark.parametrize(
    ("values", "share", "says"),
    [
        ([7.0, 7.0], 70, "Seen here nearly as often"),
        ([6.9, 6.9], 69, "On its way here"),
        ([5.0, 5.0], 50, "On its way here"),
        ([4.9, 4.9], 49, "It stays where it was learned"),
        ([9.0], 90, "One look so far"),
    ],
)
def test_another_place_is_compared_with_what_was_learned(values, share, says):
    probes = [probe(value, place) for place, value in enumerate(values)]
    reading = reading_from([1.0] * 3, [2.0, 10.0, 10.0, 10.0], probes=probes)
    (place,) = places_of(reading)
    assert place.name == "At recess"
    assert place.share_pct == share
    assert place.says.startswith(says)


def test_too_few_points_are_not_compared_with():
    reading = reading_from([1.0] * 3, [10.0, 10.0], probes=[probe(7.0), probe(7.0, 1)])
    (place,) = places_of(reading)
    assert place.share_pct is None


def test_where_less_is_better_no_share_is_told():
    reading = reading_from(
        [9.0] * 3, [2.0, 2.0, 2.0], probes=[probe(2.0), probe(2.0, 1)], improvement="decrease"
    )
    assert places_of(reading)[0].share_pct is None


@pytest.mark.parametrize(("value", "says"), [(8.0, "It lasts."), (7.9, "It has fallen")])
def test_what_stays_after_the_end(value, says):
    reading = reading_from([1.0] * 3, [10.0, 10.0, 10.0])
    check = Dot(LATER, value, phase="maintenance", setting="lunch")
    reading = type(reading)(**{**vars_of(reading), "dots": (*reading.dots, check)})
    (place,) = places_of(reading)
    assert place.name == "Since it ended"
    assert place.says.startswith(says)


def vars_of(reading):
    names = ("measure", "dots", "probes", "stretches", "levels", "fidelity", "goal")
    return {name: getattr(reading, name) for name in names}
