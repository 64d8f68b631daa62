"""A class of 28 with its pairs drawn, in the cast's week."""

from datetime import time, timedelta

import pytest
import time_machine

from kithwork.apps.people.models import Enrolment
from kithwork.apps.runs import actions
from kithwork.apps.runs.models import Session
from tests.cast import MONDAY, NOW, make_playbook_copy, make_run, make_student

NAMES = [
    "Nia",
    "Omar",
    "Pablo",
    "Quinn",
    "Ravi",
    "Selma",
    "Theo",
    "Uma",
    "Vera",
    "Wes",
    "Xenia",
    "Yusuf",
    "Zoe",
    "Ana",
    "Bo",
    "Cleo",
    "Dina",
    "Emil",
    "Fay",
    "Gus",
    "Hana",
    "Maximiliano",
    "Jo",
]


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(cast):
    made = [make_student(cast.school, name, "Test") for name in NAMES]
    Enrolment.objects.bulk_create(Enrolment(section=cast.art, student=one) for one in made)
    return [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena, *made]


def dated(run, on=MONDAY):
    return Session.objects.create(
        school=run.school, run=run, section=run.section, on=on, label="1",
        starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip


def drawn(cast, people, key="cwpt", ranks=None, **choices):
    """A run of a practice whose pairs are drawn, meeting on Monday and Wednesday."""
    copy = make_playbook_copy(key)
    run = make_run(cast, f"{copy.name} in Art", students=people, playbook=copy, choices=choices)
    actions.draw_pairs(run, starts_on=MONDAY, ranks=ranks or {}, seed=5, by=cast.ines)
    for days in (0, 2):
        dated(run, MONDAY + timedelta(days=days))
    return run


@pytest.fixture
def cwpt(cast, people):
    """28 students, an even number."""
    return drawn(cast, people, variant="spelling")


@pytest.fixture
def odd_class(cast, people):
    """27: one group of three."""
    return drawn(cast, people[:-1], variant="spelling")


@pytest.fixture
def pals(cast, people):
    ranks = {one.pk: place for place, one in enumerate(people, 1)}
    return drawn(cast, people, "pals_reading_2_6", ranks=ranks)
