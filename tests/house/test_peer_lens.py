"""What a student may know of another, in every byte that is sent (trust, section 2, rule 1).

Pages and programs' doors are walked elsewhere, once for all; here they are asked for what was planted, and beside
them what else leaves: a calendar, what a service worker keeps, notices and mail, and a session from the classroom.
"""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from kithwork.apps.accounts.tokens import make_token
from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Role
from kithwork.apps.integrations.calendar_ics.actions import hash_of
from kithwork.apps.integrations.models import CalendarFeed
from kithwork.apps.notices.models import Notice
from kithwork.apps.ui import offline
from tests.cast import CANARIES, LENS, NOW, STAFF_WORDS, YEAR
from tests.house.places import furnish, named_patterns
from tests.house.walk import SURNAMES, said_in, walk

pytestmark = pytest.mark.django_db

ALL = [*LENS.values(), *CANARIES.values(), *STAFF_WORDS.values(), *SURNAMES]
# Ada and her mother read what is Ada's own; nobody else's.
OWN_OF_ADA = {LENS["number"], LENS["own_words"], LENS["section"], LENS["room"], "Okafor"}
OF_PROGRAMS = "api:"
OF_HER_MOTHER = "consents:link"


def test_no_peer_and_no_stranger_is_sent_a_word_of_it(cast, client_for, client):
    walked = [one for one in walk(cast, client_for, client) if one.role in {None, Role.PEER}]
    assert len(walked) > 400
    told = {one.door: set(one.lens_words) for one in walked if one.lens_words}
    # The secret link of Ada's own mother: whoever holds it is asked for Ada, by her name.
    assert told.pop(OF_HER_MOTHER, set()) <= {"Okafor"}
    assert told == {}
    assert [(one.door, one.counts) for one in walked if one.counts] == []


def test_ada_and_her_family_are_sent_nothing_of_others(cast, client_for, client):
    own = [
        one
        for one in walk(cast, client_for, client)
        if one.role in {Role.FOCUS_STUDENT, Role.FAMILY}
    ]
    told = [(one.door, one.role, set(one.lens_words) - OWN_OF_ADA) for one in own]
    assert [one for one in told if one[2]] == []


def test_adults_find_what_was_planted(cast, client_for, client):
    """Else nobody would: a word that stands nowhere tells nothing when it is not found."""
    staff = [one for one in walk(cast, client_for, client) if one.role == Role.COORDINATOR]
    found = {word for one in staff for word in one.lens_words}
    not_yet_on_a_page = {LENS["goal"], LENS["measure"], LENS["own_words"]}
    assert {*LENS.values(), *SURNAMES} - found <= not_yet_on_a_page


@pytest.fixture
def furnished(cast):
    with time_machine.travel(NOW, tick=False):
        yield furnish(cast)


def test_a_program_with_a_students_token_is_told_nothing(cast, furnished):
    """The JSON doors with a bearer, as a program of a student or a family would ask."""
    from kithwork.apps.accounts.models import Membership
    from tests.house.places import address

    doors = [one for one in named_patterns() if one[0].startswith(OF_PROGRAMS)]
    assert doors
    for viewer in (cast.ben_viewer, cast.ada_viewer, cast.marta):
        secret = make_token(Membership.objects.get(pk=viewer.membership_id), "a program")
        for name, pattern in doors:
            url = address(name, pattern, furnished)
            for send in (Client().get, Client().post):
                answer = send(url, headers={"Authorization": f"Bearer {secret}"})
                assert said_in(answer.content, ALL) == (), name


def test_a_calendar_is_no_way_around(cast, furnished, client, client_for):
    """Students and families have no feed; one that was made for them all the same opens nothing."""
    for viewer in (cast.ben_viewer, cast.ada_viewer, cast.marta):
        CalendarFeed.objects.create(
            user_id=viewer.user_id, membership_id=viewer.membership_id, school=cast.school,
            secret_hash=hash_of(f"s{viewer.user_id}"), expires_on=YEAR[1],
        )  # fmt: skip
        answer = client.get(reverse("integrations:feed", args=[f"s{viewer.user_id}"]))
        assert answer.status_code == 404
        assert b"VEVENT" not in answer.content
    from kithwork.apps.integrations.calendar_ics.actions import make_feed

    feed = make_feed(by=cast.rosa)
    text = client.get(reverse("integrations:feed", args=[feed.secret])).content
    assert b"VEVENT" in text
    # A calendar lies on phones and is shared: not even staff's names anybody.
    assert said_in(text, [*ALL, "Ada", "Ben"]) == ()


def test_what_a_service_worker_keeps_is_about_nobody(cast, furnished, client, client_for):
    """Its list of addresses, and each page on it as Ben's browser would keep it."""
    ben = client_for(cast.ben_viewer)
    worker = ben.get(reverse("ui:worker")).content
    assert said_in(worker, [*ALL, "Ada"]) == ()
    kept = [reverse(frame.url_name) for frame in offline.FRAMES]
    assert kept
    for page in kept:
        answer = ben.get(page)
        assert said_in(answer.content, [*ALL, "Ada"]) == (), page
    listed = set(re.findall(rb'"(/[^"]*)"', worker))
    assert not {one for one in listed if re.search(rb"/\d+/", one)}


def test_a_page_about_a_person_is_kept_by_no_browser(cast, furnished, client_for):
    ben = client_for(cast.ben_viewer)
    for door in ("home:today", "home:my_week", "home:me", "about_me:partners", "training:learn"):
        assert ben.get(reverse(door))["Cache-Control"] == "no-store", door


def test_notices_and_mail_to_students_and_families_say_none_of_it(cast, furnished, client):
    """All that a furnished school has left for somebody, and the mail that is sent to whoever asks for it."""
    theirs = {one.user_id: one for one in (cast.ben_viewer, cast.ada_viewer, cast.marta)}
    assert Notice.objects.exists()
    for notice in Notice.objects.all():
        text = f"{notice.title} {notice.text} {notice.url}".encode()
        assert notice.to_id not in theirs or said_in(text, ALL) == ()
        # A subject is read over a shoulder: nobody's says what is planned for whom.
        assert said_in(notice.title.encode(), [*LENS.values(), *CANARIES.values()]) == ()
    addresses = ["ben@school.test", "ada@school.test", "marta@school.test"]
    for one in addresses:
        client.post(reverse("account_reset_password"), {"email": one})
    assert sorted(message.to[0] for message in mail.outbox) == sorted(addresses)
    for message in mail.outbox:
        assert said_in(f"{message.subject} {message.body}".encode(), ALL) == ()


def test_the_classroom_session_is_sent_no_more_than_any_other(cast, furnished):
    """Ben, signed in on a tablet: each of his pages, and the answers to what he may press."""
    from kithwork.apps.entrances import actions
    from kithwork.apps.entrances.tests.at_the_door import FOUR, press, tablet_of

    tablet, device = tablet_of(cast, name="Tablet 9")
    window = actions.open_window(cast.art, by=cast.ines)
    actions.show_class_on(device, window, by=cast.ines)
    actions.set_pictures(cast.ben, FOUR, by=cast.ines)
    sent = [tablet.get("/enter/"), tablet.get(f"/enter/{cast.ben.pk}/"), tablet.get("/badge/")]
    sent.append(press(tablet, cast.ben))
    for door in OF_BEN:
        sent.append(tablet.get(reverse(door)))
    assert b"Hi Ben" in sent[4].content
    for answer in sent:
        assert answer.status_code in {200, 302}
        assert said_in(answer.content, ALL) == (), answer.request["PATH_INFO"]


OF_BEN = [
    "home:today", "home:my_week", "home:me", "home:my_say", "training:learn", "about_me:mine",
    "about_me:partners", "consents:mine", "care:mine", "safety:report", "accounts:me",
]  # fmt: skip


def test_the_roles_of_this_lens_are_all_there_are():
    """A new role for students or families is to be looked at here too."""
    assert {Role.PEER, Role.FOCUS_STUDENT, Role.FAMILY} == STUDENTS_AND_FAMILIES
