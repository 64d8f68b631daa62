"""What tests of runs share: the cast's Monday morning, practices, and a run that is ready to begin."""

from datetime import timedelta

import pytest
import time_machine

from kithwork.apps.practices.models import ContentItem, ContentSet
from kithwork.apps.runs import actions
from kithwork.playbooks import parse, shipped
from tests.cast import MONDAY, NOW, give_mastery


@pytest.fixture
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _trained(request):
    """Whoever takes part was trained; the test of readiness takes it away again."""
    if "cast" in request.fixturenames:
        cast = request.getfixturevalue("cast")
        everybody = [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena]
        give_mastery(everybody, *(f"practice:{key}" for key in shipped()))


@pytest.fixture
def cwpt():
    return shipped()["cwpt"]


@pytest.fixture
def network():
    """A small practice for one student and peers, with a plan to write and places to choose from."""
    return parse(network_text(), file="lunch_group.toml")


def network_text() -> str:
    """The file a new practice starts from, made into one for a focus student."""
    from kithwork.playbooks.starter import starting_text

    text = starting_text("lunch_group")
    text = text.replace('scope = "class"', 'scope = "focus_student"')
    text = text.replace('settings = ["classroom"]', 'settings = ["lunch", "special_ed_room"]')
    return f"{text}\n{FORM}"


FORM = """
[[forms]]
id = "written_plan"
name = "Written plan"
purpose = "What each one does."
when = "start"
filled_by = "teacher"

[[forms.fields]]
id = "gives"
label = "What the student brings to the others"
kind = "text"
required = true

[[forms.fields]]
id = "goals"
label = "Goals of the plan"
kind = "text"
required = true
staff_only = true

[forms.grid]
columns = [{ id = "peers", name = "What peers do" }, { id = "adults", name = "What adults do" }]
rows = [{ id = "arrival", name = "Arrival" }]
"""


@pytest.fixture
def words(cast):
    """A spelling list of the school."""
    contents = ContentSet.objects.create(
        school=cast.school, name="Week 12", kind=ContentSet.Kind.SPELLING
    )
    ContentItem.objects.bulk_create(
        ContentItem(content_set=contents, place=place, prompt=word)
        for place, word in enumerate(["bridge", "island", "knee"], 1)
    )
    return contents


@pytest.fixture
def frame(cast):
    """From the cast's Monday, four weeks, led by Ines."""
    return actions.Frame("Spelling in Art", MONDAY, MONDAY + timedelta(days=25), cast.ines_staff)


@pytest.fixture
def ready(cast, monday_morning, cwpt, words, frame):
    """A draft of Ines's Art class with everything a run needs."""
    run = actions.start_run(cwpt, frame=frame, section=cast.art, by=cast.rosa)
    run = actions.set_times(run, times=[("1", ["Mon", "Wed"])], by=cast.rosa)
    chosen = actions.Choices(variant="spelling", contents=words)
    run = actions.choose(run, choices=chosen, by=cast.rosa)
    return actions.read_safety_note(run, by=cast.rosa)
