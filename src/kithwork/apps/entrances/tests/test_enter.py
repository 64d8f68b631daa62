"""Signing in on a tablet: names, pictures, badges, and what a session of a student may do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.entrances import actions, keys, words
from kithwork.apps.entrances.models import Badge, PictureKey, Try
from kithwork.apps.entrances.tests.at_the_door import (
    FOUR,
    OTHER,
    classroom,
    press,
    said,
    tablet_of,
)
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.people.models import Student
from kithwork.apps.trail.models import TrailEntry
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clock(_clock):
    return _clock


@pytest.fixture
def room(cast):
    return classroom(cast)


def test_four_pictures_open_ones_own_today_under_a_new_session_id(cast, room):
    before = room.client.get("/enter/").wsgi_request.session.session_key

    answer = press(room.client, cast.ben)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    today = room.client.get("/")
    assert b"Hi Ben" in today.content
    assert today.wsgi_request.session.session_key not in {None, before}
    assert Try.objects.get().is_right


def test_pictures_are_pressed_one_by_one_without_a_script(cast, room):
    page, so_far = f"/enter/{cast.ben.pk}/", ""
    for picture in FOUR[:-1]:
        shown = room.client.post(page, {"so_far": so_far, "picture": picture}).content.decode()
        so_far = re.search(r'name="so_far" value="([^"]*)"', shown)[1]
    assert so_far == " ".join(FOUR[:-1])
    assert room.client.post(page, {"so_far": so_far, "picture": FOUR[-1]})["Location"] == "/"


def test_the_list_holds_the_whole_class_and_marks_nobody(cast, room):
    text = room.client.get("/enter/").content.decode()
    rows = re.findall(r"<li><a .*?</li>", text, re.DOTALL)
    assert [re.search(r"</span>(.*?)</a>", row)[1] for row in rows] == [
        "Ada", "Ben", "Lena", "Malik", "Sora",
    ]  # fmt: skip
    # But for name, number and the avatar each is drawn alike.
    alike = {re.sub(r'enter/\d+/|ava c\d f\d|">\w</span>\w+</a>', "", row) for row in rows}
    assert len(alike) == 1
    assert "Okafor" not in text


def test_two_of_one_name_get_an_initial(cast, room):
    Student.objects.filter(pk=cast.lena.pk).update(preferred_name="Ben")
    text = room.client.get("/enter/").content.decode()
    assert "Ben H." in text
    assert "Ben B." in text


def test_a_member_and_somebody_else_get_the_same_answers(cast, room, clock):
    """Wrong pictures, the wait after them, and no pictures at all: letter by letter the same page."""
    PictureKey.objects.filter(student=cast.lena).delete()
    told = []
    for student in (cast.ada, cast.lena):
        wrong = press(room.client, student, OTHER)
        waiting = press(room.client, student, FOUR)
        told.append((said(wrong), said(waiting), wrong.status_code, waiting.status_code))
    assert told[0] == told[1]
    assert told[0][0] == str(words.WRONG)
    assert told[0][1].startswith("Wait 1 second")


def test_who_has_no_part_gets_a_kind_page_that_says_nothing(cast, room):
    assert press(room.client, cast.lena)["Location"] == "/"
    page = room.client.get("/")
    assert page.status_code == 200
    assert b"Nothing for you today" in page.content
    assert b"Lena" in page.content
    assert not re.search(rb"partner|program|peer|training", page.content, re.IGNORECASE)
    assert room.client.get("/my-week/")["Location"] == "/"
    user = User.objects.get(student=cast.lena)
    assert not user.has_usable_password()
    assert not Membership.objects.filter(user=user).exists()


def test_a_part_found_in_the_rooms_below_becomes_the_role(cast, room):
    actions.set_pictures(cast.malik, FOUR, by=cast.ines)
    actions.set_pictures(cast.sora, FOUR, by=cast.ines)
    press(room.client, cast.malik)
    press(tablet_two(cast, room), cast.sora)
    roles = dict(
        Membership.objects.filter(user__student__in=[cast.malik, cast.sora]).values_list(
            "user__student__first_name", "role"
        )
    )
    assert roles == {"Malik": "focus_student", "Sora": "peer"}


def tablet_two(cast, room):
    client, device = tablet_of(cast, name="Tablet 4")
    actions.show_class_on(device, room.window, by=cast.ines)
    return client


def test_without_an_enrolled_device_nobody_signs_in(cast, room):
    stranger = Client()
    for page in ("/enter/", "/badge/"):
        assert str(words.NOT_SET_UP).encode() in stranger.get(page).content
        stranger.post(page, {"code": room.window.code, "badge": "x"})
    assert press(stranger, cast.ben).status_code == 404
    assert not Try.objects.exists()


def test_a_device_that_was_taken_away_opens_nothing(cast, room):
    press(room.client, cast.ben)
    actions.revoke_device(room.device, by=cast.rosa)
    assert room.client.get("/")["Location"] == "/enter/"
    assert str(words.NOT_SET_UP).encode() in room.client.get("/enter/").content


def test_a_forged_cookie_is_no_device(cast, room):
    from kithwork.apps.entrances.devices import COOKIE

    forged = Client()
    forged.cookies[COOKIE] = "secret:1abcde:forged"
    assert str(words.NOT_SET_UP).encode() in forged.get("/enter/").content


def test_outside_a_window_pictures_and_badges_fail_with_one_sentence(cast, room):
    (mine,) = [
        one for one in actions.give_badges(cast.art, by=cast.ines) if one.student == cast.ben
    ]
    actions.close_window(room.window, by=cast.ines)
    assert press(room.client, cast.ben).status_code == 404
    assert b"Class code" in room.client.get("/enter/").content
    for secret in (mine.secret, "no badge of ours"):
        assert said(room.client.post("/badge/", {"badge": secret})) == str(words.CLOSED)
    assert not Try.objects.exists()


def test_a_badge_opens_once_its_class_may_sign_in(cast, room):
    (mine,) = [
        one for one in actions.give_badges(cast.art, by=cast.ines) if one.student == cast.ben
    ]
    assert Badge.objects.get(student=cast.ben).digest == keys.digest_of(mine.secret)
    assert room.client.post("/badge/", {"badge": mine.secret})["Location"] == "/"
    assert b"Hi Ben" in room.client.get("/").content


def test_a_badge_opens_nothing_while_only_another_class_signs_in(cast, room):
    sora = next(
        one for one in actions.give_badges(cast.art, by=cast.ines) if one.student == cast.sora
    )
    actions.close_window(room.window, by=cast.ines)
    actions.open_window(cast.science, by=cast.ines)
    assert said(room.client.post("/badge/", {"badge": sora.secret})) == str(words.CLOSED)


def test_new_badges_end_the_old_and_one_tap_ends_one(cast, room):
    first = {one.student.pk: one.secret for one in actions.give_badges(cast.art, by=cast.ines)}
    second = {one.student.pk: one.secret for one in actions.give_badges(cast.art, by=cast.ines)}
    assert said(room.client.post("/badge/", {"badge": first[cast.ben.pk]})) == str(words.WRONG)
    actions.revoke_badge(cast.ben, by=cast.ines)
    assert said(room.client.post("/badge/", {"badge": second[cast.ben.pk]})) == str(words.WRONG)
    assert room.client.post("/badge/", {"badge": second[cast.ada.pk]})["Location"] == "/"


def test_a_badge_ends_with_its_term(cast, room, clock):
    made = {one.student.pk: one.secret for one in actions.give_badges(cast.art, by=cast.ines)}
    clock.move_to("2027-01-25T14:30:00+00:00")
    actions.open_window(cast.art, by=cast.ines)
    assert said(room.client.post("/badge/", {"badge": made[cast.ben.pk]})) == str(words.WRONG)


def test_a_badge_opens_to_the_end_of_its_last_day_at_school(cast, room, clock):
    made = {one.student.pk: one.secret for one in actions.give_badges(cast.art, by=cast.ines)}
    last = Badge.objects.get(student=cast.ben).until
    # In the evening there, when elsewhere the next day has begun.
    clock.move_to(f"{last + timedelta(days=1)}T00:30:00+00:00")
    actions.open_window(cast.art, by=cast.ines)
    assert room.client.post("/badge/", {"badge": made[cast.ben.pk]})["Location"] == "/"


def test_the_session_is_over_when_the_window_closes(cast, room):
    press(room.client, cast.ben)
    actions.close_window(room.window, by=cast.ines)
    answer = room.client.get("/my-week/")
    assert answer["Location"] == "/enter/"
    assert "_auth_user_id" not in room.client.session
    part = room.client.get("/", headers={"HX-Request": "true"})
    assert part["HX-Redirect"].startswith(("/sign-in/", "/enter/"))


@pytest.mark.parametrize("student", ["ben", "lena"])
def test_ten_quiet_minutes_end_it(cast, room, clock, student):
    press(room.client, getattr(cast, student))
    clock.shift(9 * 60)
    assert room.client.get("/").status_code == 200
    clock.shift(11 * 60)
    assert room.client.get("/")["Location"] == "/enter/"


@pytest.mark.parametrize("student", ["ben", "lena"])
def test_an_hour_ends_it_however_busy_somebody_was(cast, room, clock, student):
    press(room.client, getattr(cast, student))
    for _ in range(6):
        clock.shift(9 * 60)
        assert room.client.get("/").status_code == 200
    clock.shift(7 * 60)
    assert room.client.get("/")["Location"] == "/enter/"


@pytest.mark.parametrize(
    "name",
    ["account_set_password", "account_change_password", "mfa_index", "account_reauthenticate", "integrations:feeds"],
)  # fmt: skip
def test_a_student_changes_no_key_and_makes_nothing_that_outlives_the_session(cast, room, name):
    press(room.client, cast.ben)
    page = reverse(name)
    assert room.client.get(page).status_code == 403
    assert room.client.post(page, {"password1": "new", "password2": "new"}).status_code == 403


def test_signing_out_gives_the_device_to_the_next(cast, room):
    press(room.client, cast.ben)
    assert room.client.post("/sign-out/")["Location"] == "/enter/"
    assert b"Who are you?" in room.client.get("/enter/").content
    assert room.client.get("/").status_code == 302


def test_a_student_reaches_no_page_of_keys(cast, room):
    press(room.client, cast.ben)
    for page in ("/entrances/", f"/entrances/windows/{room.window.pk}/"):
        assert room.client.get(page).status_code in {403, 404}
    with pytest.raises(Refused):
        actions.set_pictures(cast.ben, FOUR, by=cast.ben_viewer)


def test_a_role_of_an_adult_is_never_looked_through(cast, room):
    """A student who holds a role of staff too signs in here as a student, whatever they choose then."""
    ben = User.objects.get(pk=cast.ben_viewer.user_id)
    staff = Membership.objects.create(
        user=ben, role="coordinator", school=cast.school, district=cast.school.district
    )
    press(room.client, cast.ben)
    room.client.post("/me/role/", {"membership": staff.pk})
    assert b"Nothing for you today" in room.client.get("/").content
    assert room.client.get("/people/")["Location"] == "/"


def test_an_adult_signs_a_student_in_and_what_is_written_then_says_so(cast, room):
    room.client.force_login(User.objects.get(pk=cast.ines.user_id))
    answer = room.client.post(f"/entrances/windows/{room.window.pk}/students/{cast.ben.pk}/")
    assert answer["Location"] == "/"
    assert b"Hi Ben" in room.client.get("/").content
    room.client.post("/me/preferences/", {"theme": "dark"})
    line = TrailEntry.objects.get(verb="account.prefer")
    assert (line.by_id, line.detail["assisted_by"]) == (cast.ben_viewer.user_id, cast.ines.user_id)
    assert TrailEntry.objects.get(verb="entrance.assist").by_id == cast.ines.user_id


def test_what_a_student_writes_alone_is_not_marked(cast, room):
    press(room.client, cast.ben)
    room.client.post("/me/preferences/", {"theme": "dark"})
    assert "assisted_by" not in TrailEntry.objects.get(verb="account.prefer").detail


def test_nobody_is_assisted_outside_their_class_or_window(cast, room):
    from kithwork.apps.entrances.counting import Spot

    spot = Spot(room.device, "a")
    with pytest.raises(Refused):
        actions.assist(room.window, cast.ben, spot=spot, by=cast.tomas)
    science = actions.open_window(cast.science, by=cast.ines)
    with pytest.raises(Refused):
        actions.assist(science, cast.sora, spot=spot, by=cast.ines)
    actions.close_window(room.window, by=cast.ines)
    with pytest.raises(Problem):
        actions.assist(room.window, cast.ben, spot=spot, by=cast.ines)


def test_nothing_secret_is_kept_as_it_is(cast, room):
    made = actions.give_badges(cast.art, by=cast.ines)
    kept = str(list(Badge.objects.values())) + str(list(PictureKey.objects.values()))
    kept += str(list(TrailEntry.objects.values_list("detail", flat=True)))
    assert not [one for one in made if one.secret in kept]
    assert " ".join(FOUR) not in kept
    assert len({one.secret for one in made}) == 5
    assert all(len(one.secret) >= 22 for one in made)  # 128 bits in base 64
