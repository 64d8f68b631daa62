"""Learn: a card at a time, kept where it was left, answered as often as one likes, seen by nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.training import actions
from kithwork.apps.training.models import Certificate, Progress
from kithwork.apps.training.orientation import piece_of, pieces_for
from kithwork.apps.training.policies import own_learner
from kithwork.apps.training.queries import staff_rows
from tests.cast import CANARIES

pytestmark = pytest.mark.django_db
WHY = piece_of("why")


def post(client, name, **data):
    return client.post(reverse(f"training:{name}", args=["why"]), data, follow=True).text


def test_a_piece_from_the_first_card_to_done(cast, client_for):
    ben = client_for(cast.ben_viewer)
    page = ben.get(reverse("training:learn")).text
    assert "Why we do this" in page
    assert "Start" in page
    assert WHY.cards[0].text in ben.get(reverse("training:piece", args=["why"])).text
    assert WHY.cards[2].text in post(ben, "go_to", step=2)
    # On another device, it goes on from there.
    assert WHY.cards[2].text in client_for(cast.ben_viewer).get(
        reverse("training:piece", args=["why"])
    ).text.replace("&#x27;", "'")
    assert "Not like this" in post(ben, "go_to", step=3)
    assert "Try it" in post(ben, "go_to", step=4)
    assert "Why do we do this?" in post(ben, "go_to", step=5)
    assert "Not that one. Try another." in post(ben, "answer", question="aim", option=0)
    assert "That fits." in post(ben, "answer", question="aim", option=1)
    assert "One question is still open" in post(ben, "go_to", step=7)
    post(ben, "go_to", step=6)
    post(ben, "answer", question="stop", option=0)
    assert "This piece is done" in post(ben, "go_to", step=7)
    row = Progress.objects.get(student=cast.ben)
    assert (row.done_on is not None, row.right) == (True, ["aim", "stop"])


def test_an_answer_that_does_not_fit_leaves_no_trace(cast):
    learner = own_learner(cast.ben_viewer)
    actions.answer(learner, WHY, "aim", 0, by=cast.ben_viewer)
    assert Progress.objects.get().right == []
    for question, option in (("aim", 9), ("aim", -1), ("nothing", 0)):
        with pytest.raises(Problem):
            actions.answer(learner, WHY, question, option, by=cast.ben_viewer)


def test_done_is_kept_for_its_version_and_a_new_version_is_new(cast, client_for):
    Progress.objects.create(
        student=cast.ben, piece="why", version=WHY.version + 1, right=["aim"], step=2
    )
    page = client_for(cast.ben_viewer).get(reverse("training:learn"))
    assert page.context["page"].rows[0].is_begun is False


def test_pieces_in_spanish(cast, client_for):
    ben = client_for(cast.ben_viewer)
    page = ben.get(reverse("training:piece", args=["why"]), {"language": "es"}).text
    assert "La escuela es mejor con gente que conoces." in page
    assert 'lang="es"' in page


def test_nobody_goes_through_anothers_pieces(cast, client_for):
    learner = own_learner(cast.ben_viewer)
    for viewer in (cast.ada_viewer, cast.rosa, cast.marta):
        with pytest.raises(Refused):
            actions.go_to(learner, WHY, 1, by=viewer)
    ada = client_for(cast.ada_viewer)
    Progress.objects.create(student=cast.ben, piece="why", version=1, step=2)
    assert ada.get(reverse("training:learn")).context["page"].next.is_begun is False
    assert ada.get(reverse("training:learner", args=[cast.ben.pk])).status_code == 404
    assert ada.get(reverse("training:training")).status_code == 403


def test_a_students_page_says_nothing_private(cast, client_for):
    ben = client_for(cast.ben_viewer)
    for url in (reverse("training:learn"), reverse("training:piece", args=["why"])):
        page = ben.get(url).text
        assert not [word for word in CANARIES.values() if word in page]
        assert "Okafor" not in page


@pytest.mark.parametrize("bad", [{"step": "x"}, {"step": "-1"}, {}])
def test_a_step_that_is_none_is_not_there(cast, client_for, bad):
    ben = client_for(cast.ben_viewer)
    assert ben.post(reverse("training:go_to", args=["why"]), bad).status_code == 404
    assert ben.post(reverse("training:go_to", args=["step_back"]), {"step": "1"}).status_code == 404


def test_adults_have_pieces_of_their_own_and_a_certificate_with_an_end(cast, client_for):
    tomas = client_for(cast.tomas)
    page = tomas.get(reverse("training:learn")).text
    assert "Bring them together, then step back" in page
    assert "Why we do this" not in page
    learner = own_learner(cast.tomas)
    for piece in pieces_for("facilitator"):
        for one in piece.check:
            actions.answer(learner, piece, one.id, one.right, by=cast.tomas)
    (given,) = Certificate.objects.filter(staff=cast.tomas_staff)
    assert (given.subject, (given.until - given.given_on).days) == ("staff:facilitator", 365)
    (row,) = [row for row in staff_rows(cast.rosa) if row.staff == cast.tomas_staff]
    assert [one is not None for _name, one, _ended in row.trained] == [True, False]
    assert "until Nov 9, 2027" in client_for(cast.rosa).get(reverse("training:staff")).text
    # Answered once more: no second certificate while the first is good.
    actions.answer(learner, piece, one.id, one.right, by=cast.tomas)
    assert Certificate.objects.count() == 1


def test_written_down_aloud_counts_the_same(cast, client_for):
    rosa = client_for(cast.rosa)
    url = reverse("training:aloud", args=[cast.ada.pk, "private"])
    assert "Answer together" in rosa.get(url).text
    rosa.post(url, {"right": ["marks", "photo", "danger", "news"]})
    row = Progress.objects.get(student=cast.ada)
    assert row.aloud
    assert row.done_on is not None
    with pytest.raises(Refused):
        actions.write_down_aloud(cast.ada, piece_of("private"), [], by=cast.marta)
    assert rosa.get(reverse("training:aloud", args=[cast.ada.pk, "watch"])).status_code == 404
