"""The pages of adults: the list, one student, a role-play to score."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.training.models import Rehearsal
from kithwork.playbooks import shipped
from tests.cast import CANARIES

pytestmark = pytest.mark.django_db


def score_url(cast) -> str:
    return reverse("training:score", args=[cast.ben.pk, "role:buddy", "role"])


def test_a_role_play_is_scored_on_a_page_and_crossed_out_again(cast, client_for):
    rosa = client_for(cast.rosa)
    page = rosa.get(score_url(cast)).text
    assert "Waited five seconds" in page
    said = {f"item_{n}": "yes" for n in range(8)} | {"item_2": "no"}
    assert "Kept: 7 of 8 steps shown." in rosa.post(score_url(cast), said, follow=True).text
    assert "Teach these again first" in rosa.get(score_url(cast)).text
    row = Rehearsal.objects.get()
    rosa.post(reverse("training:take_back", args=[row.pk]))
    assert "Teach these again first" not in rosa.get(score_url(cast)).text


def test_a_step_without_an_answer_is_told_beside_it(cast, client_for):
    page = client_for(cast.rosa).post(score_url(cast), {"item_0": "yes"})
    assert page.context["form"].errors.keys() == {f"item_{n}" for n in range(1, 8)}
    assert Rehearsal.objects.count() == 0


def test_the_list_finds_students_and_shows_no_missed_step(cast, client_for, play):
    play(cast.ben, missed=3)
    rosa = client_for(cast.rosa)
    page = rosa.get(reverse("training:training"), {"q": "lena"}).text
    assert "Brandt" in page
    assert "Hollis" in page
    assert "Waited five seconds" not in page
    assert not [word for word in CANARIES.values() if word in page]


def test_a_teacher_sees_students_of_their_classes_and_a_paraprofessional_theirs(cast, client_for):
    page = reverse("training:learner", args=[cast.ben.pk])
    assert client_for(cast.ines).get(page).status_code == 200
    assert client_for(cast.tomas).get(page).status_code == 404
    assert client_for(cast.pia).get(page).status_code == 200
    assert client_for(cast.pia).get(score_url(cast)).status_code == 403


def test_a_practice_is_chosen_from_the_list(cast, client_for):
    rosa = client_for(cast.rosa)
    url = reverse("training:choose_practice", args=[cast.ben.pk])
    page = rosa.get(url, {"subject": "practice:peer_network"}, follow=True)
    assert page.context["page"].name == shipped()["peer_network"].name
    assert rosa.get(url, {"subject": "practice:none"}).status_code == 404
