"""A card is the student's: nobody else's words, nobody sees it before both said yes, one tap takes it back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.about_me import actions
from kithwork.apps.about_me.actions import Line
from kithwork.apps.about_me.models import Card
from kithwork.apps.about_me.queries import partner_cards
from kithwork.apps.about_me.wording import words_to_look_at
from kithwork.apps.consents import actions as consents
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.people.actions import AccessRow, open_access
from tests.cast import CANARIES, MONDAY, YEAR, give_permission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
LINES = [
    Line("like", "Buses, all of them", "sun"),
    Line("ask_me", "Show me two pictures and wait", "clock"),
]


@pytest.fixture
def partners(cast):
    """Ben knows Ada's first name: they are partners on Mondays."""
    cast.ada.refresh_from_db()
    row = AccessRow(
        user_id=cast.ben_viewer.user_id, student=cast.ada, depth=Depth.NAME,
        reason="You are partners.", because="test:pair", from_on=MONDAY, until_on=YEAR[1],
    )  # fmt: skip
    open_access([row], by=cast.rosa)
    give_permission([cast.ada], purpose="card")
    return cast


@pytest.fixture
def card(partners) -> Card:
    return actions.write_card(partners.ada, LINES, how_made="device", by=partners.rosa)


def seen(cast) -> list[str]:
    return [line.text for one in partner_cards(cast.ben_viewer) for line in one.lines]


def approve(cast, card: Card) -> None:
    actions.approve_as_student(card, how="device", by=cast.ada_viewer)
    actions.approve_for_family(card, by=cast.marta)


def test_a_partner_sees_it_when_both_said_yes_and_not_before(partners, card):
    assert seen(partners) == []
    actions.approve_as_student(card, how="device", by=partners.rosa)
    assert seen(partners) == []
    actions.approve_for_family(card, by=partners.marta)
    assert seen(partners) == ["Buses, all of them", "Show me two pictures and wait"]


def test_a_new_version_waits_and_the_old_one_stays(partners, card):
    approve(partners, card)
    new = actions.write_card(
        partners.ada, [Line("like", "Trains")], how_made="speech", version=1, by=partners.ada_viewer
    )
    assert seen(partners)[0] == "Buses, all of them"
    approve(partners, new)
    assert seen(partners) == ["Trains"]
    assert Card.objects.get(version=1).lines[0]["text"] == "Buses, all of them"


@pytest.mark.parametrize("who", ["ada_viewer", "marta", "rosa"])
def test_one_tap_takes_it_back(partners, card, who):
    approve(partners, card)
    actions.take_back(partners.ada, by=getattr(partners, who))
    assert seen(partners) == []
    with pytest.raises(Problem):
        actions.approve_for_family(card, by=partners.marta)


def test_a_permission_taken_back_hides_it_too(partners, card):
    approve(partners, card)
    consents.answer_for(partners.ada, {"card": "taken_back"}, by=partners.marta)
    assert seen(partners) == []


def test_who_writes_who_approves_and_who_reads(partners, card):
    cast = partners
    for viewer in (cast.ben_viewer, cast.marta, cast.zed, cast.tess, cast.dora):
        with pytest.raises(Refused):
            actions.write_card(cast.ada, LINES, how_made="speech", version=1, by=viewer)
    for viewer in (cast.ben_viewer, cast.marta, cast.zed):
        with pytest.raises(Refused):
            actions.approve_as_student(card, how="speech", by=viewer)
    for viewer in (cast.ada_viewer, cast.ben_viewer, cast.tomas, cast.zed):
        with pytest.raises(Refused):
            actions.approve_for_family(card, who="Marta", by=viewer)
    for viewer in (cast.ben_viewer, cast.zed):
        with pytest.raises(Refused):
            actions.take_back(cast.ada, by=viewer)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Line("like", "   ")],
        [Line("like", "a")] * 9,
        [Line("like", "a" * 141)],
        [Line("goal", "a")],
        [Line("like", "a", "no-such-picture")],
    ],
)
def test_a_card_nobody_could_read_is_refused(partners, lines):
    with pytest.raises(Problem):
        actions.write_card(partners.ada, lines, how_made="speech", by=partners.rosa)


def test_two_who_write_at_once_are_told(partners, card):
    with pytest.raises(Conflict):
        actions.write_card(partners.ada, LINES, how_made="speech", version=0, by=partners.rosa)


def test_words_about_disability_are_asked_about_not_refused(partners, client_for):
    rosa = client_for(partners.rosa)
    url = reverse("about_me:write", args=[partners.ada.pk])
    page = rosa.get(url)
    typed = dict(page.context["form"].initial)
    typed |= {"how_made": "speech", "text_0": "I am autistic and like buses"}
    assert rosa.post(url, typed).status_code == 302
    page = rosa.get(reverse("about_me:card", args=[partners.ada.pk])).text
    assert "Partners would read: autistic." in page
    assert words_to_look_at(["Add me to the list, please"]) == ["Add"]
    assert words_to_look_at(["I like trains"]) == []


def test_a_student_makes_and_shows_a_card_alone(partners, client_for):
    ada, marta, ben = (
        client_for(getattr(partners, v)) for v in ("ada_viewer", "marta", "ben_viewer")
    )
    url = reverse("about_me:write_mine")
    typed = dict(ada.get(url).context["form"].initial)
    ada.post(url, typed | {"how_made": "symbols", "text_0": "Drums", "symbol_0": "circle-play"})
    card = Card.objects.get(student=partners.ada)
    ada.post(reverse("about_me:say_yes", args=[card.pk]))
    assert "Drums" not in ben.get(reverse("about_me:partners")).text
    assert "Yes, partners may see it" in marta.get(reverse("about_me:mine")).text
    marta.post(reverse("about_me:say_yes", args=[card.pk]))
    page = ben.get(reverse("about_me:partners")).text
    assert "Drums" in page
    assert "Okafor" not in page
    assert not [word for word in CANARIES.values() if word in page]
    ada.post(reverse("about_me:take_mine_back", args=[card.pk]))
    assert "Drums" not in ben.get(reverse("about_me:partners")).text


def test_nobody_elses_card_can_be_answered_by_its_number(partners, card, client_for):
    ben, zed = client_for(partners.ben_viewer), client_for(partners.zed)
    for client in (ben, zed):
        for name in ("say_yes", "take_mine_back", "student_yes", "family_yes"):
            assert client.post(reverse(f"about_me:{name}", args=[card.pk])).status_code == 404
