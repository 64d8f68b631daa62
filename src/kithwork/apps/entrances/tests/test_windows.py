"""What adults do: set a device up, open a window, give keys, hand over."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from kithwork.apps.accounts.models import User
from kithwork.apps.entrances import actions, keys, policies
from kithwork.apps.entrances.devices import COOKIE
from kithwork.apps.entrances.models import Badge, EnrolledDevice, PictureKey, Window
from kithwork.apps.entrances.tests.at_the_door import FOUR, OTHER, classroom, press
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.trail.models import TrailEntry
from tests.cast import NOW, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def other_class(cast):
    return make_section(cast.school, "Music", "3", [cast.sora])


@pytest.mark.parametrize(
    ("person", "own", "other"),
    [("rosa", True, True), ("ines", True, False), ("tomas", False, False), ("pia", False, False),
     ("ben_viewer", False, False), ("marta", False, False), ("zed", False, False)],
)  # fmt: skip
def test_who_opens_sign_in_for_which_class(cast, other_class, person, own, other):
    viewer = getattr(cast, person)
    assert bool(policies.may_open_for(viewer, cast.art)) is own
    assert bool(policies.may_open_for(viewer, other_class)) is other
    if not own:
        with pytest.raises(Refused):
            actions.open_window(cast.art, by=viewer)
        with pytest.raises(Refused):
            actions.give_badges(cast.art, by=viewer)
        with pytest.raises(Refused):
            actions.give_pictures(cast.art, by=viewer)


@pytest.mark.parametrize(
    ("person", "allowed"), [("rosa", True), ("ines", True), ("tomas", False), ("ada_viewer", False)]
)
def test_who_gives_a_student_keys(cast, person, allowed):
    viewer = getattr(cast, person)
    assert bool(policies.may_give_keys(viewer, cast.ada)) is allowed
    if not allowed:
        with pytest.raises(Refused):
            actions.set_pictures(cast.ada, FOUR, by=viewer)
        with pytest.raises(Refused):
            actions.revoke_badge(cast.ada, by=viewer)


def test_a_window_is_open_for_an_hour_and_there_is_one_for_a_class(cast, clock):
    first = actions.open_window(cast.art, by=cast.ines)
    assert actions.open_window(cast.art, by=cast.rosa) == first
    assert (first.closes_at - first.opened_at).total_seconds() == 3600
    clock.shift(3600)
    second = actions.open_window(cast.art, by=cast.ines)
    assert second != first
    first.refresh_from_db()
    assert first.closed_at == first.closes_at
    assert second.code != first.code


def test_closing_is_once_and_by_who_may(cast):
    window = actions.open_window(cast.art, by=cast.ines)
    with pytest.raises(Refused):
        actions.close_window(window, by=cast.tomas)
    actions.close_window(window, by=cast.rosa)
    with pytest.raises(Problem):
        actions.close_window(window, by=cast.ines)
    verbs = TrailEntry.objects.values_list("verb", flat=True)
    assert list(verbs) == ["entrance.close_window", "entrance.open_window"]


def test_setting_up_gives_the_browser_a_secret_we_do_not_keep(cast, client_for):
    ines = client_for(cast.ines)
    answer = ines.post("/entrances/devices/enrol/", {"name": "Tablet 3", "place": "Shelf"})
    cookie = answer.cookies[COOKIE]
    device = EnrolledDevice.objects.get()
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    assert keys.digest_of(cookie.value.split(":")[0]) == device.digest
    assert b"Set up as Tablet 3" in ines.get("/entrances/").content
    assert b"Set up as" not in client_for(cast.rosa).get("/entrances/").content


def test_a_device_is_taken_away_by_who_set_it_up_or_the_coordinator(cast):
    one = actions.enrol_device("a", name="A", place="", by=cast.rosa)
    with pytest.raises(Refused):
        actions.revoke_device(one, by=cast.ines)
    with pytest.raises(Refused):
        actions.enrol_device("b", name="B", place="", by=cast.tomas)
    two = actions.enrol_device("c", name="C", place="", by=cast.ines)
    actions.revoke_device(two, by=cast.rosa)
    with pytest.raises(Problem):
        actions.revoke_device(two, by=cast.rosa)


def test_a_device_shows_no_class_of_another_school(cast):
    window = actions.open_window(cast.art, by=cast.ines)
    theirs = actions.enrol_device("z", name="Z", place="", by=cast.zed)
    with pytest.raises(Problem):
        actions.show_class_on(theirs, window, by=cast.ines)
    with pytest.raises(Refused):
        actions.show_class_on(theirs, window, by=cast.zed)


def test_handing_over_signs_the_adult_out_and_shows_the_names(cast):
    room = classroom(cast)
    room.client.force_login(User.objects.get(pk=cast.ines.user_id))
    assert (
        room.client.post(f"/entrances/windows/{room.window.pk}/hand-over/")["Location"] == "/enter/"
    )
    assert b"Who are you?" in room.client.get("/enter/").content
    assert room.client.get("/people/").status_code == 302


def test_the_window_shows_tries_to_the_adult_and_none_to_the_board(cast, client_for):
    room = classroom(cast)
    press(room.client, cast.ben, OTHER)
    ines = client_for(cast.ines)
    shown = ines.get(f"/entrances/windows/{room.window.pk}/").content.decode()
    assert '<span class="tag tag--warn">1</span>' in shown
    board = ines.get(f"/entrances/windows/{room.window.pk}/board/").content.decode()
    assert room.window.code in board
    assert not [one for one in ("Ben", "Ada", "Lena", "Wrong") if one in board]


def test_a_sheet_of_badges_is_the_whole_class_and_says_nothing(cast, client_for):
    ines = client_for(cast.ines)
    page = ines.post(f"/entrances/classes/{cast.art.pk}/badges/").content.decode()
    sheet = page[page.index('class="cut"') : page.index("</ul>", page.index('class="cut"'))]
    for name in ("Ada", "Ben", "Lena", "Malik", "Sora"):
        assert name in sheet
    for word in ("Okafor", "Hollis", "Art", "Kithwork", "partner", "program"):
        assert word not in sheet
    assert Badge.objects.filter(revoked_at=None).count() == 5


def test_cards_with_pictures_are_for_the_whole_class_and_open(cast, client_for):
    made = actions.give_pictures(cast.art, by=cast.ines)
    assert {one.student.pk for one in made} == {
        one.pk for one in (cast.ada, cast.ben, cast.lena, cast.malik, cast.sora)
    }
    ben = next(one for one in made if one.student == cast.ben)
    kept = PictureKey.objects.get(student=cast.ben, ended_at=None)
    assert keys.opens(ben.pictures, kept.kept)
    page = client_for(cast.ines).post(f"/entrances/classes/{cast.art.pk}/pictures/")
    assert page.content.count(b'class="cut__row"') == 5


def test_new_pictures_end_the_old_ones_and_keep_their_row(cast):
    actions.set_pictures(cast.ben, FOUR, by=cast.ines)
    actions.set_pictures(cast.ben, OTHER, by=cast.rosa)
    rows = PictureKey.objects.filter(student=cast.ben)
    assert rows.count() == 2
    assert keys.opens(OTHER, rows.get(ended_at=None).kept)
    with pytest.raises(Problem):
        actions.set_pictures(cast.ben, FOUR[:3], by=cast.ines)


def test_an_adult_sets_pictures_press_by_press(cast, client_for):
    ines, page = (
        client_for(cast.ines),
        f"/entrances/classes/{cast.art.pk}/students/{cast.ben.pk}/pictures/",
    )
    ines.post(page, {"so_far": "sun key", "picture": "sun"})
    assert not PictureKey.objects.exists()
    ines.post(page, {"so_far": "sun key sun", "picture": "boat"})
    assert keys.opens(FOUR, PictureKey.objects.get().kept)


def test_a_child_without_any_account_can_be_given_one_and_no_more(cast):
    by = actions.at_the_door(cast.school)
    user = actions.open_account(cast.lena, by=by)
    cast.lena.refresh_from_db()
    assert actions.open_account(cast.lena, by=by) == user
    with pytest.raises(Refused):
        actions.open_account(cast.elsewhere, by=by)


def test_a_stranger_finds_no_window(cast):
    window = actions.open_window(cast.art, by=cast.ines)
    assert Client().get(f"/entrances/windows/{window.pk}/")["Location"].startswith("/sign-in/")
    assert Window.objects.get() == window


def test_a_key_in_the_demo_opens_for_everybody_of_two_classes(cast):
    """What the note on the page says is true."""
    from kithwork.demo.entrances import give_keys
    from kithwork.demo.plan import HARLOW

    type(cast.school).objects.filter(pk=cast.school.pk).update(name=HARLOW.name)
    classes = give_keys()
    assert classes == [cast.art, cast.science]
    rows = PictureKey.objects.filter(ended_at=None)
    assert rows.count() == 5
    assert all(keys.opens(keys.DEMO_PICTURES, row.kept) for row in rows)
