"""Rosa asks a class of eight; seven have permission for questions, Lena has none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.apps.friendships import actions
from kithwork.apps.friendships.models import Naming
from tests.cast import MONDAY, give_permission, make_section, make_student

DUE = MONDAY + timedelta(days=13)


@pytest.fixture(autouse=True)
def _monday(frozen_now):
    return None


@pytest.fixture
def children(cast):
    """Seven with permission; Lena is the eighth of the class."""
    more = [make_student(cast.school, name) for name in ("Noor", "Kai", "Iris")]
    found = [cast.ada, cast.malik, cast.ben, cast.sora, *more]
    give_permission(found, "survey")
    return found


@pytest.fixture
def section(cast, children):
    return make_section(cast.school, "Homeroom 7", "4", [*children, cast.lena], cast.ines_staff)


def frame(section, **fields):
    given = {"question": "friends", "title": "Our class", "due_on": DUE, "section_id": section.pk}
    return actions.CircleFrame(**{**given, **fields})


@pytest.fixture
def circle(cast, section):
    return actions.start_circle(frame(section), by=cast.rosa)


@pytest.fixture
def before(circle):
    return circle.rounds.get(kind="before")


def write(round_, student, named, *, by, mode="speech"):
    said = "names" if named else "nobody"
    return actions.write_down(
        round_, student, [one.pk for one in named], said=said, mode=mode, by=by
    )


def put(round_, student, named, said=None, mode="list"):
    """An answer as it is kept, whoever gave it; for rounds of long ago."""
    row = Naming.objects.create(
        round=round_, student=student, said=said or ("names" if named else "nobody"), mode=mode
    )
    row.named.set(named)
    return row


@pytest.fixture
def again(cast, circle, before):
    """The round after, ten weeks later and open; the round before is over."""
    before.opens_on, before.due_on = MONDAY - timedelta(weeks=10), MONDAY - timedelta(weeks=8)
    before.save()
    actions.open_after(circle, DUE, by=cast.rosa)
    return circle.rounds.get(kind="after")
