"""Growing delays and limits, with the clock held still."""

from __future__ import annotations

import pytest
import time_machine

from kithwork.apps.entrances import actions, words
from kithwork.apps.entrances.counting import Spot
from kithwork.apps.entrances.limits import limit, wait_after
from kithwork.apps.entrances.models import Try
from kithwork.apps.entrances.tests.at_the_door import FOUR, OTHER, classroom, press, said, tablet_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def time():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def room(time, cast):
    return classroom(cast)


def test_waits_double_from_one_second_to_sixty():
    waits = [wait_after(wrong).total_seconds() for wrong in range(9)]
    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_the_wait_grows_and_ends_by_itself(cast, room, time):
    for seconds in (1, 2, 4, 8):
        assert said(press(room.client, cast.ben, OTHER)) == str(words.WRONG)
        plural = "second" if seconds == 1 else "seconds"
        assert said(press(room.client, cast.ben)) == f"Wait {seconds} {plural}, then try again."
        time.shift(seconds)
    assert press(room.client, cast.ben)["Location"] == "/"


def test_a_try_within_the_wait_is_not_counted_and_makes_it_no_longer(cast, room, time):
    press(room.client, cast.ben, OTHER)
    for _ in range(9):
        press(room.client, cast.ben, OTHER)
    assert Try.objects.count() == 1
    time.shift(1)
    assert press(room.client, cast.ben)["Location"] == "/"


def test_the_wait_is_one_students_on_one_device(cast, room):
    press(room.client, cast.ben, OTHER)
    assert press(room.client, cast.ada)["Location"] == "/"
    other, device = tablet_of(cast, name="Tablet 4")
    actions.show_class_on(device, room.window, by=cast.ines)
    assert press(other, cast.ben)["Location"] == "/"


def test_coming_in_ends_the_wait(cast, room, time):
    press(room.client, cast.ben, OTHER)
    time.shift(1)
    press(room.client, cast.ben)
    room.client.post("/sign-out/")
    assert said(press(room.client, cast.ben, OTHER)) == str(words.WRONG)
    assert said(press(room.client, cast.ben)).startswith("Wait 1 second,")


def test_five_tries_of_one_student_are_enough_for_a_quarter_of_an_hour(cast, room, time):
    for _ in range(5):
        press(room.client, cast.ben, OTHER)
        time.shift(60)
    assert said(press(room.client, cast.ben)).startswith("That is enough for now.")
    assert press(room.client, cast.ada)["Location"] == "/"
    time.shift(11 * 60)
    assert press(room.client, cast.ben)["Location"] == "/"


def wrong(room, many, **fields):
    given = {
        "device": room.device,
        "how": "pictures",
        "is_right": False,
        "at": clock.now(),
        "address": "?",
    }
    Try.objects.bulk_create(Try(**given | fields) for _ in range(many))


def test_thirty_tries_over_a_class_code_are_enough(cast, room, time):
    wrong(room, 29, window=room.window)
    assert said(press(room.client, cast.ben, OTHER)) == str(words.WRONG)
    time.shift(2)
    assert said(press(room.client, cast.ada)).startswith("That is enough for now.")
    time.shift(15 * 60)
    assert press(room.client, cast.ada)["Location"] == "/"


def test_a_hundred_of_one_address_or_one_device_are_enough_for_an_hour(cast, room, time):
    press(room.client, cast.ben, OTHER)
    address = Try.objects.get().address
    far = tablet_of(cast, name="Far")[1]
    wrong(room, 98, address=address, device=far)
    assert said(press(room.client, cast.ada, OTHER)) == str(words.WRONG)
    assert said(press(room.client, cast.lena)).startswith("That is enough for now.")
    with pytest.raises(Problem):
        actions.try_code(
            room.window.code, spot=Spot(far, address), by=actions.at_the_door(cast.school)
        )
    time.shift(61 * 60)
    fresh = actions.open_window(cast.art, by=cast.ines)
    actions.show_class_on(room.device, fresh, by=cast.ines)
    assert press(room.client, cast.lena)["Location"] == "/"
    wrong(room, 100, device=far, address="elsewhere")
    with pytest.raises(Problem):
        actions.try_code(fresh.code, spot=Spot(far, "third"), by=actions.at_the_door(cast.school))


def test_students_who_come_in_are_not_counted(cast, room):
    wrong(room, 40, window=room.window, is_right=True)
    assert press(room.client, cast.ben)["Location"] == "/"


def test_wrong_class_codes_are_counted_by_device(cast, room, time):
    actions.close_window(room.window, by=cast.ines)
    fresh = actions.open_window(cast.art, by=cast.ines)
    for _ in range(limit("code_tries_per_device")):
        assert said(room.client.post("/enter/", {"code": "zzzzzz"})) == str(words.NO_CLASS)
    assert said(room.client.post("/enter/", {"code": fresh.code})).startswith("That is enough")
    time.shift(15 * 60 + 1)
    typed = f"{fresh.code[:3]} {fresh.code[3:]}".lower()
    assert room.client.post("/enter/", {"code": typed})["Location"] == "/enter/"
    assert b"Who are you?" in room.client.get("/enter/").content


def test_a_code_of_a_closed_window_or_another_school_opens_nothing(cast, room):
    from tests.cast import make_section

    elsewhere = make_section(cast.other_school, "Music", "1", [cast.elsewhere])
    theirs = actions.open_window(elsewhere, by=cast.zed)
    actions.close_window(room.window, by=cast.ines)
    for code in (room.window.code, theirs.code):
        assert said(room.client.post("/enter/", {"code": code})) == str(words.NO_CLASS)


def test_tries_are_erased_after_a_month(cast, room, time):
    press(room.client, cast.ben)
    time.shift(29 * 24 * 3600)
    assert actions.forget_tries() == 0
    time.shift(2 * 24 * 3600)
    assert actions.forget_tries() == 1
    assert not Try.objects.exists()


def test_pictures_pressed_are_four():
    from kithwork.apps.entrances import keys

    assert keys.is_whole(FOUR)
    assert not keys.is_whole(FOUR[:3])
    assert not keys.is_whole([*FOUR[:3], "dragon"])
    assert len(keys.PICTURES) == 12
    assert keys.order_for(1) == keys.order_for(1) != keys.order_for(2)
