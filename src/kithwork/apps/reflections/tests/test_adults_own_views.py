"""What staff and families say for themselves (Figure 2, O1 to O4): once, without a name, and nothing of few."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape

from kithwork.apps.accounts.models import User
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.reflections import actions, queries
from kithwork.apps.reflections.models import View, Viewed
from kithwork.apps.reflections.questionnaire import in_language, questionnaires
from kithwork.apps.reflections.tests.conftest import frame
from kithwork.apps.trail.models import TrailEntry
from tests.cast import NOW

pytestmark = pytest.mark.django_db
KEY = "figure_2_others"


@pytest.fixture
def clock():
    import time_machine

    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def wave(cast):
    return actions.start_survey(frame(KEY), by=cast.rosa).waves.get(kind="start")


def test_all_four_topics_are_asked_each_of_whom_it_concerns():
    asked = questionnaires()[KEY]
    assert {one.code for one in asked.items} == {f"F2-O{n}" for n in range(1, 5)}
    codes = {side: {one.code for one in asked.items_for(side)} for side in asked.sides}
    assert codes == {"staff": {"F2-O1", "F2-O2", "F2-O4"}, "family": {"F2-O1", "F2-O3"}}
    assert "not research" in asked.caution
    assert "ours" in asked.source


def test_it_stands_on_the_first_page_until_it_is_answered(cast, wave, client_for):
    there = reverse("reflections:give_view", args=[wave.pk])
    for viewer in (cast.ines, cast.tomas, cast.rosa, cast.marta):
        assert there in client_for(viewer).get("/").text
    for viewer in (cast.ben_viewer, cast.ada_viewer, cast.zed):
        assert there not in client_for(viewer).get("/").text
        assert client_for(viewer).get(there).status_code == 404
    ines = client_for(cast.ines)
    answer = ines.post(there, {"culture": "better", "willing": "cannot_tell"}, follow=True)
    assert "Thank you." in answer.text
    assert there not in answer.text
    assert ines.get(there).status_code == 404
    with pytest.raises(Refused):
        actions.give_view(wave, {"culture": "worse"}, by=cast.ines)
    assert View.objects.filter(item="culture").get().choice == "better"


def test_who_said_what_is_written_down_nowhere(cast, wave):
    actions.give_view(wave, {"culture": "worse", "culture_why": "Zyxqvia"}, by=cast.ines)
    assert {one.name for one in View._meta.get_fields()} == {
        "id", "wave", "side", "item", "choice", "value", "words", "is_skipped",
    }  # fmt: skip
    assert {one.name for one in Viewed._meta.get_fields()} == {"id", "wave", "user"}
    line = TrailEntry.objects.filter(verb="reflections.give_view").get()
    assert line.detail == {"wave": wave.pk, "side": "staff"}


def test_families_are_asked_what_concerns_them_in_their_language(cast, wave, client_for):
    there = reverse("reflections:give_view", args=[wave.pk])
    spanish = client_for(cast.marta).get(f"{there}?language=es").text
    words = in_language(KEY, "es")
    assert escape(words.item("at_home").text) in spanish
    assert escape(words.item("willing").text) not in spanish


def test_nothing_answered_and_an_answer_that_is_none_are_told(cast, wave, client_for):
    there = reverse("reflections:give_view", args=[wave.pk])
    tomas = client_for(cast.tomas)
    assert "Answer at least one question." in tomas.post(there, {}).text
    assert tomas.post(there, {"culture": "wonderful"}).status_code == 200
    with pytest.raises(Problem):
        actions.give_view(wave, {"culture": "wonderful"}, by=cast.tomas)
    assert not View.objects.exists()
    assert not Viewed.objects.exists()


def many(wave, n, **said):
    """As many of the staff as that, each with answers of their own."""
    for place in range(n):
        user = User.objects.create(email=f"s{place}@example.org", name=f"S {place}")
        Viewed.objects.create(wave=wave, user=user)
        for item in wave.survey.asks().items_for("staff"):
            choice, words = said.get(item.id, ("", "")), ""
            if callable(choice):
                choice, value, words = choice(place)
                View.objects.create(
                    wave=wave, side="staff", item=item.id, choice=choice, value=value, words=words
                )
            else:
                View.objects.create(wave=wave, side="staff", item=item.id, is_skipped=True)


@pytest.mark.parametrize(("n", "is_shown"), [(9, False), (10, True)])
def test_of_few_nothing_is_shown_and_of_nobody_before_a_wave_is_over(
    cast, wave, client_for, clock, n, is_shown
):
    many(
        wave, n,
        culture=lambda place: ("same", 2.0, "") if place % 2 else ("better", 3.0, ""),
        culture_why=lambda place: ("", None, f"Lunch tables {place}"),
    )  # fmt: skip
    open_still = queries.view_lines(cast.rosa, wave.survey)
    assert {one.cells[0].is_open for one in open_still} == {True}
    assert not any(one.cells[0].mean or one.cells[0].words for one in open_still)
    clock.move_to("2026-11-23T15:00:00+00:00")
    lines = queries.view_lines(cast.rosa, wave.survey)
    said = {(one.side, one.item.id): one.cells[0] for one in lines}
    assert said["staff", "culture"].is_hidden is not is_shown
    assert (said["staff", "culture"].mean.value == 2.5) is is_shown
    assert bool(said["staff", "culture_why"].words) is is_shown
    assert said["family", "culture"].mean is None
    page = client_for(cast.rosa).get(reverse("reflections:group_results", args=[wave.survey.pk]))
    assert ("Lunch tables 3" in page.text) is is_shown
    assert f"Answered: staff {n}, families 0" in (
        client_for(cast.rosa).get(reverse("reflections:survey", args=[wave.survey.pk])).text
    )
    assert queries.view_lines(cast.zed, wave.survey) == []


def test_only_the_coordinator_asks_a_whole_school_and_no_student_is_on_the_list(cast, wave):
    with pytest.raises(Refused, match="coordinator"):
        actions.start_survey(frame(KEY), by=cast.ines)
    with pytest.raises(Refused, match="staff and families"):
        actions.ask_students(wave.survey, [cast.ada], by=cast.rosa)


def test_words_go_when_the_school_year_is_over(cast, wave, settings):
    import time_machine

    actions.give_view(wave, {"culture_why": "Lunch tables"}, by=cast.ines)
    with time_machine.travel("2027-06-20T15:00:00+00:00", tick=False):
        actions.erase_words()
    assert set(View.objects.values_list("words", flat=True)) == {""}
