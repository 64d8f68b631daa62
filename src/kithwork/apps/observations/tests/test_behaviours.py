"""A school's own behaviours: defined, changed without touching what was observed, retired, and told on the device."""

import json

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.observations import actions
from kithwork.apps.observations.definitions import out_of_date, watchable, words_of
from kithwork.apps.observations.models import Instrument, OwnBehaviour
from kithwork.apps.observations.queries.setup import meanings_of, warnings_of
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.observations.tests.conftest import FORM, make_instrument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

JOINS = actions.Meaning(
    "Joins a game",
    "Steps into a game that goes on, by a word, a sign or a move.",
    "Takes a card when the others deal.",
    "Watches from the fence.",
    "event",
)


@pytest.fixture
def joins(cast) -> OwnBehaviour:
    return actions.define_behaviour(JOINS, by=cast.rosa)


def counted(key: str) -> dict:
    return {**FORM, "pads": [{"code": "a", "behaviour": key, "label": "Joins", "records": "event"}]}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_the_coordinator_defines(cast, joins, role):
    viewer = cast.viewers[role]
    for refused in (
        lambda: actions.define_behaviour(JOINS, by=viewer),
        lambda: actions.change_behaviour(joins, JOINS, by=viewer),
        lambda: actions.retire_behaviour(joins, by=viewer),
    ):
        with pytest.raises(Refused):
            refused()


def test_its_name_is_its_own(cast, joins):
    assert joins.key == "own_joins_a_game"
    with pytest.raises(Problem, match="no other behaviour"):
        actions.define_behaviour(JOINS, by=cast.rosa)
    assert watchable(cast.school.pk)[joins.key] == "Joins a game"
    assert joins.key not in watchable(cast.zed.school_id)


def test_a_change_leaves_what_was_observed_its_words(cast, joins):
    form = actions.copy_form(
        make_instrument(cast.school, counted(joins.key)), name="Recess", by=cast.rosa
    )
    newer = actions.change_behaviour(
        joins,
        actions.Meaning("Joins a game", "Asks first.", "Can I?", "Grabs.", "event"),
        by=cast.rosa,
    )
    assert (newer.version, OwnBehaviour.objects.get(pk=joins.pk).definition) == (
        2,
        JOINS.definition,
    )
    assert words_of(form)[joins.key]["definition"] == JOINS.definition
    assert out_of_date([form], newer) == [form]
    assert [one.is_old for one in meanings_of(form)] == [True]
    again = actions.change_form(form, name=form.name, text=form.text, by=cast.rosa)
    assert words_of(again)[joins.key]["definition"] == "Asks first."
    assert out_of_date([again], newer) == []
    with pytest.raises(Problem, match="Nothing was changed"):
        actions.change_form(again, name=again.name, text=again.text, by=cast.rosa)
    with pytest.raises(Problem, match="Nothing was changed"):
        actions.change_behaviour(joins, actions.Meaning("Joins a game", "Asks first.", "Can I?", "Grabs.", "event"), by=cast.rosa)  # fmt: skip


def test_what_is_retired_stays_where_it_is_watched(cast, joins):
    form = make_instrument(cast.school, counted(joins.key))
    actions.retire_behaviour(joins, by=cast.rosa)
    assert joins.key not in watchable(cast.school.pk)
    assert words_of(form)[joins.key]["name"] == "Joins a game"
    for refused in (
        actions.retire_behaviour,
        lambda one, by: actions.change_behaviour(one, JOINS, by=by),
    ):
        with pytest.raises(Problem, match="retired"):
            refused(joins, by=cast.rosa)


def test_a_method_that_misstates_ones_own_is_told_too(cast, joins):
    said = shipped_forms()["engaged"].text.model_dump(mode="json")
    said["pads"] = [{"code": "a", "behaviour": joins.key, "label": "Joins", "records": "interval"}]
    (sentence,) = warnings_of(make_instrument(cast.school, said))
    assert sentence == (
        "“Joins” is best recorded by counting each time. By looking at each cue it would be misstated."
    )
    assert warnings_of(make_instrument(cast.school, counted(joins.key), key="counted")) == []


def test_the_device_gets_the_words(cast, joins, client_for):
    make_instrument(cast.school, counted(joins.key))
    (form,) = json.loads(client_for(cast.tomas).get("/api/v1/day").content)["instruments"]
    assert form["words"][joins.key]["non_example"] == "Watches from the fence."


# ------------------------------------------------------------------ pages


def test_the_dictionary_is_searched(cast, joins, client_for):
    url = "/observe/behaviours/"
    page = client_for(cast.tomas).get(url).content.decode()
    assert "Joins a game" in page
    assert "Starts an exchange" in page
    assert "Define a behaviour" not in page
    found = client_for(cast.rosa).get(url, {"q": "fence watches"}).content.decode()
    assert ("Joins a game" in found, "Starts an exchange" in found) == (True, False)
    assert "None of" in client_for(cast.rosa).get(url, {"q": "zebra"}).content.decode()
    assert "Joins a game" not in client_for(cast.zed).get(url).content.decode()


def test_from_defining_to_a_form_that_watches_it(cast, client_for):
    rosa = client_for(cast.rosa)
    said = {
        "name": "Joins a game", "definition": "Steps in.", "example": "Sits down.",
        "non_example": "Watches.", "method": "event", "also": ["event", "partial_interval"],
    }  # fmt: skip
    assert rosa.post("/observe/behaviours/new/", said).status_code == 302
    own = OwnBehaviour.objects.get()
    assert own.also == ["partial_interval"]
    again = rosa.post("/observe/behaviours/new/", said).content.decode()
    assert "no other behaviour" in again
    form = make_instrument(cast.school)
    assert own.key in rosa.get(f"/observe/forms/{form.pk}/").content.decode()
    pads = {}
    for place in range(7):
        label, behaviour = ("Joins", own.key) if place == 0 else ("", "initiation")
        pads |= {f"pad{place}-label": label, f"pad{place}-behaviour": behaviour, f"pad{place}-who": "student"}  # fmt: skip
    assert (
        rosa.post(
            f"/observe/forms/{form.pk}/", {"name": "Lunch", "minutes": 10, **pads}
        ).status_code
        == 302
    )
    newer = Instrument.objects.get(version=2)
    assert newer.words[own.key]["example"] == "Sits down."
    page = f"/observe/behaviours/{own.pk}/"
    assert rosa.post(page, said | {"example": "Asks."}).status_code == 302
    own = OwnBehaviour.objects.get(version=2)
    shown = rosa.get(f"/observe/behaviours/{own.pk}/").content.decode()
    assert "still have the earlier words" in shown
    assert "Save this form again" in rosa.get(f"/observe/forms/{newer.pk}/").content.decode()
    assert rosa.post(f"/observe/behaviours/{own.pk}/retire/").status_code == 302
    assert "Retired" in rosa.get("/observe/behaviours/").content.decode()
    shown = rosa.get(f"/observe/forms/{newer.pk}/").content.decode()
    assert shown.count(f'<option value="{own.key}"') == 1, "no other pad begins with it"
    assert f'<option value="{own.key}" selected>Joins a game</option>' in shown
    assert client_for(cast.zed).get(page).status_code in {403, 404}
