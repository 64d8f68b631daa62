"""Figure 2 of the practice guide: every question asked, with its source, and a no to going on that is heard."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.urls import reverse

from kithwork.apps.reflections import actions
from kithwork.apps.reflections.questionnaire import in_language, questionnaires
from kithwork.apps.reflections.tests.conftest import frame
from kithwork.apps.runs.models import Pairing, Session, SessionPeer
from kithwork.apps.safety.models import Stop
from kithwork.playbooks.shared import questions
from tests.cast import MONDAY, give_permission

pytestmark = pytest.mark.django_db
STUDENTS, PEERS = "figure_2_students", "figure_2_peers"


@pytest.mark.parametrize(("key", "codes"), [(STUDENTS, 7), (PEERS, 8)])
def test_every_question_of_figure_2_is_asked_and_says_where_it_comes_from(key, codes):
    asked = questionnaires()[key]
    letter = "S" if key == STUDENTS else "P"
    assert {one.code for one in asked.items} == {f"F2-{letter}{n}" for n in range(1, codes + 1)}
    (shared,) = [one for one in questions().sets if one.id == key]
    assert {one.figure_2 for one in shared.questions} == {one.code for one in asked.items}
    assert all(one.tag == "S" and one.status == "guide" for one in asked.items)
    assert "practice guide" in asked.source
    assert "not research" in asked.caution
    # It may be answered by pointing first; nothing is added up to a score.
    assert asked.ways(asked.items[0]).kind == "faces"
    assert asked.scales == ()


def test_only_no_to_going_on_stops():
    stops = [(key, item.code, item.stops) for key in questionnaires()
             for item in questionnaires()[key].items if item.stops]  # fmt: skip
    assert stops == [(STUDENTS, "F2-S7", "no")]
    assert in_language(STUDENTS, "es").item("go_on").stops == "no"


@pytest.fixture
def wave(cast):
    give_permission([cast.ada], "survey")
    survey = actions.start_survey(frame(STUDENTS), by=cast.rosa)
    actions.ask_students(survey, [cast.ada], by=cast.rosa)
    return survey.waves.get(kind="start")


@pytest.fixture
def pair(cast):
    made = Pairing.objects.create(
        school=cast.school, student=cast.ada, peer=cast.ben, need=cast.ada_art, role="buddy",
        starts_on=MONDAY, ends_on=date(2026, 12, 18),
    )  # fmt: skip
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art,
        on=date(2026, 11, 16), label="1", starts_at=time(8, 10), ends_at=time(9),
    )  # fmt: skip
    SessionPeer.objects.create(
        session=session, peer=cast.ben, pairing=made, on=session.on, label="1"
    )
    return made


def test_a_no_pauses_the_pair_calls_an_adult_and_says_so(cast, wave, pair, client_for):
    ada = client_for(cast.ada_viewer)
    there = reverse("reflections:answer", args=[wave.pk])
    said = {"item": "go_on", "at": "8", "answer": "no"}
    assert "We heard you." in ada.post(there, said, follow=True).text
    pair.refresh_from_db()
    assert pair.status == Pairing.Status.PAUSED
    (stop,) = Stop.objects.all()
    assert stop.student == cast.ada
    assert (stop.talk_by - MONDAY).days <= 7
    assert (
        reverse("safety:talk", args=[stop.pk])
        in client_for(cast.rosa).get(reverse("safety:safety")).text
    )
    ada.post(there, said)  # the same no again is the same
    assert Stop.objects.count() == 1
    spanish = ada.post(there, said | {"language": "es"}, follow=True).text
    assert "Te escuchamos." in spanish


def test_yes_and_not_sure_pause_nothing(cast, wave, pair):
    for answer in ("yes", "not_sure"):
        actions.answer_item(wave, "go_on", answer, by=cast.ada_viewer)
    actions.answer_item(wave, "friends", "no", by=cast.ada_viewer)
    actions.skip_item(wave, "go_on", by=cast.ada_viewer)
    assert not Stop.objects.exists()


def test_a_no_that_was_pointed_at_or_stands_on_paper_counts_the_same(cast, wave, pair):
    actions.write_down(wave, cast.ada, {"go_on": "no"}, "symbols", by=cast.rosa)
    assert Stop.objects.get().mode == Stop.Mode.SYMBOLS


def test_a_no_of_an_older_wave_is_past(cast, wave, pair):
    end = wave.survey.waves.get(kind="end")
    end.opens_on = MONDAY
    end.save()
    actions.write_down(wave, cast.ada, {"go_on": "no"}, "paper", by=cast.rosa)
    assert not Stop.objects.exists()
