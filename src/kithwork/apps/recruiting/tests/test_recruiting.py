"""From a poster, a teacher's word or an invitation to a choice with a reason, and to being forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kithwork.apps.consents import actions as consents
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.recruiting import actions
from kithwork.apps.recruiting.actions import Application, CallFrame
from kithwork.apps.recruiting.links import call_of, call_token, invitation_of, invitation_token
from kithwork.apps.recruiting.models import Call, Candidate, Nomination
from kithwork.apps.recruiting.queries import candidate_row, never_named, pool_page
from kithwork.apps.recruiting.texts import LANGUAGES, words
from kithwork.apps.trail.models import TrailEntry
from tests.cast import CANARIES, MONDAY, NOW, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def call(cast) -> Call:
    frame = CallFrame("Lunch club", "Games and talk on Mondays.", 10, MONDAY + timedelta(days=14))
    return actions.open_call(frame, by=cast.rosa)


@pytest.fixture
def kim(cast):
    return make_student(cast.school, "Kim", "Larsen", has_permission=False)


def door(call: Call) -> str:
    return reverse("recruiting:apply", args=[call_token(call)])


def test_a_student_applies_from_a_phone_without_an_account(cast, call, client_for, kim):
    phone = Client()
    page = phone.get(door(call))
    assert "Lunch club" in page.text
    assert page["Cache-Control"] == "no-store"
    assert "Please write this." in phone.post(door(call), {"name": ""}).text
    answer = phone.post(door(call), {"name": "Kim Larsen", "own_words": "I like games"})
    assert answer.status_code == 302
    one = Candidate.objects.get()
    assert (one.student, one.typed_name, one.came) == (None, "Kim Larsen", "applied")

    rosa = client_for(cast.rosa)
    page = rosa.get(reverse("recruiting:candidate", args=[one.pk])).text
    assert "Who wrote this?" in page
    rosa.post(reverse("recruiting:say_who", args=[one.pk]), {"student": kim.pk})
    assert Candidate.objects.get().student == kim


def test_a_call_that_is_over_takes_nobody(cast, call):
    actions.close_call(call, by=cast.rosa)
    assert Client().get(door(call)).status_code == 404
    assert Client().post(door(call), {"name": "Kim"}).status_code == 404
    with pytest.raises(Problem):
        actions.apply(call, Application("Kim"), by=cast.ben_viewer)
    assert not Candidate.objects.exists()
    assert call_of("1.x") is None
    assert invitation_of("1") is None


def test_words_of_two_teachers_and_of_the_student_stand_in_one_pool(cast, call, kim):
    cast.art.enrolments.create(student=kim)
    actions.name_student(kim, why="Waits for others.", by=cast.ines)
    actions.name_student(kim, why="Knows every game.", would_gain=True, by=cast.rosa)
    wrote = actions.apply(call, Application("Kim Larsen", own_words="I like games"), by=cast.rosa)
    one = actions.say_who(wrote, kim, by=cast.rosa)
    assert Candidate.objects.count() == 1
    assert one.own_words == "I like games"
    row = candidate_row(cast.rosa, one)
    assert [word.why for word in row.words] == ["Waits for others.", "Knows every game."]
    assert row.would_gain
    assert row.permission == "No permission yet"
    assert "free or at lunch" in row.available


def test_a_choice_has_a_reason_and_the_chosen_offer(cast, kim):
    one = actions.invite(kim, by=cast.rosa)
    with pytest.raises(Problem):
        actions.decide(one, state="chosen", reason=" ", by=cast.rosa)
    actions.decide(one, state="chosen", reason="Ada's wish", is_reserved=True, by=cast.rosa)
    assert Volunteer.objects.get(student=kim).status == Volunteer.Status.OFFERED
    page = pool_page(cast.rosa, state="chosen")
    assert (page.chosen, page.reserved, page.reserved_wanted, page.untold) == (1, 1, 1, 1)
    actions.note_told(one, by=cast.rosa)
    assert pool_page(cast.rosa).untold == 0


def test_nobody_is_chosen_before_it_is_clear_who_it_is(cast, call):
    wrote = actions.apply(call, Application("Somebody"), by=cast.rosa)
    with pytest.raises(Problem):
        actions.decide(wrote, state="chosen", reason="Nice", by=cast.rosa)


def test_an_invitation_is_answered_in_one_tap_either_way(cast, kim):
    one = actions.invite(kim, by=cast.rosa)
    url = reverse("recruiting:invited", args=[invitation_token(one)])
    phone = Client()
    page = phone.get(url).text
    assert "Would you like to hear more?" in page
    assert "Larsen" not in page
    assert "That is fine." in phone.post(url, {"said": "no"}).text
    assert Candidate.objects.get().state == Candidate.State.DECLINED
    with pytest.raises(Problem):
        actions.decide(one, state="chosen", reason="Please", by=cast.rosa)
    phone.post(url, {"said": "yes", "own_words": "After all, yes"})
    one.refresh_from_db()
    assert (one.state, one.own_words) == ("open", "After all, yes")


def test_who_was_not_chosen_is_forgotten_after_sixty_days(cast, call, kim):
    one = actions.say_who(
        actions.apply(call, Application("Kim", own_words="brambleyarrow"), by=cast.rosa),
        kim,
        by=cast.rosa,
    )
    actions.name_student(kim, why="brambleyarrow", by=cast.rosa)
    actions.decide(one, state="not_now", reason="brambleyarrow", by=cast.rosa)
    kept = actions.invite(make_student(cast.school, "Lu"), by=cast.rosa)
    actions.decide(kept, state="waiting", reason="Next term", by=cast.rosa)
    with time_machine.travel(NOW) as clock:
        clock.shift(timedelta(days=59))
        actions.forget()
        assert Candidate.objects.count() == 2
        clock.shift(timedelta(days=1))
        actions.forget()
        actions.forget()
    assert list(Candidate.objects.all()) == [kept]
    assert not Nomination.objects.exists()
    assert not [line for line in TrailEntry.objects.all() if "brambleyarrow" in repr(line.detail)]


def test_who_names_and_who_chooses(cast, kim):
    for viewer in (cast.tomas, cast.marta, cast.ben_viewer, cast.zed, cast.tess):
        with pytest.raises(Refused):
            actions.name_student(kim, why="Kind", by=viewer)
    with pytest.raises(Refused):
        actions.name_student(kim, why="Kind", by=cast.ines)  # not in a class of hers
    actions.name_student(cast.ben, why="Kind", by=cast.ines)
    one = Candidate.objects.get()
    for viewer in (cast.ines, cast.pia, cast.tess, cast.zed, cast.ben_viewer):
        with pytest.raises(Refused):
            actions.decide(one, state="chosen", reason="So", by=viewer)


def test_the_list_of_those_nobody_thought_of(cast, kim):
    def names() -> set[str]:
        return {one.full_name for grade in never_named(cast.rosa) for one in grade.students}

    assert "Kim Larsen" in names()
    assert "Ben Hollis" not in names()  # he offers already
    actions.name_student(kim, why="Kind", by=cast.rosa)
    assert "Kim Larsen" not in names()


def test_the_pages_hold_no_rank_and_no_private_word(cast, call, kim, client_for):
    rosa = client_for(cast.rosa)
    one = actions.invite(kim, by=cast.rosa)
    names = ["pool", "never_named", "calls", "open_call", "choose_student"]
    urls = [reverse(f"recruiting:{name}") for name in names]
    urls += [
        reverse(f"recruiting:{name}", args=[one.pk])
        for name in ("candidate", "invitation", "thanks")
    ]
    urls += [
        reverse("recruiting:poster", args=[call.pk]),
        reverse("recruiting:name_student", args=[kim.pk]),
    ]
    for url in urls:
        page = rosa.get(url)
        assert page.status_code == 200, url
        assert not [word for word in CANARIES.values() if word in page.text]
        assert "score" not in page.text.lower()
    zed = client_for(cast.zed)
    assert zed.get(reverse("recruiting:candidate", args=[one.pk])).status_code == 404
    assert zed.get(reverse("recruiting:poster", args=[call.pk])).status_code == 404


def test_the_letters_say_no_reason(cast, kim, client_for):
    one = actions.invite(kim, by=cast.rosa)
    actions.decide(one, state="not_now", reason="quillmarsh", by=cast.rosa)
    page = client_for(cast.rosa).get(reverse("recruiting:thanks", args=[one.pk])).text
    assert "Thank you for coming forward" in page
    assert "quillmarsh" not in page


def test_every_sentence_is_in_each_language():
    for language in LANGUAGES:
        assert set(words(language)) == set(words("en"))


def test_the_planning_team_reads_neither_wishes_nor_who_said_no(cast, client_for):
    one = actions.invite(cast.ben, by=cast.rosa)  # Ada wishes for him
    consents.write_down_assent(cast.ben, {"take_part": "no"}, mode="speech", by=cast.rosa)
    url = reverse("recruiting:candidate", args=[one.pk])
    page = client_for(cast.rosa).get(url).text
    assert "A student wishes to know them" in page
    assert "The student said no" in page
    for viewer in (cast.tess, cast.pia):
        page = client_for(viewer).get(url).text
        assert "wishes" not in page
        assert "said no" not in page
        assert "Not yet" in page
