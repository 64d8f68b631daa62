"""The planning team: who sits on it, who leads it, when it met, what specialists said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.people.models import Staff
from kithwork.apps.programs import actions
from kithwork.apps.programs.models import TeamMember
from kithwork.apps.programs.signs import on_the_team, sign_of
from kithwork.apps.programs.tests.conftest import seat_team
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def door(name, *args):
    return reverse(f"programs:{name}", args=args)


def sign(cast, program, key):
    return sign_of(key, cast.rosa, program)


def test_three_to_five_with_a_student_and_a_family_and_two_who_lead(cast, program):
    assert not sign(cast, program, "team").is_met
    assert sign(cast, program, "led_by_two").sentence.startswith("Nobody coordinates yet")
    rosa, ines, student, family = seat_team(cast, program)
    assert sign(cast, program, "team").is_met
    assert sign(cast, program, "voices").is_met
    assert (
        sign(cast, program, "led_by_two").sentence
        == "Rosa Alvarez coordinates, Ines Carvalho is deputy."
    )
    assert [one.called for one in on_the_team(program)][:2] == ["Rosa Alvarez", "Ines Carvalho"]

    actions.say_part(ines, part="coordinator", by=cast.rosa)
    rosa.refresh_from_db()
    assert rosa.part == TeamMember.Part.MEMBER
    assert (
        sign(cast, program, "led_by_two").sentence
        == "Ines Carvalho coordinates alone. Name a deputy."
    )

    for one in (student, family):
        actions.remove_member(one, by=cast.rosa)
    assert (
        sign(cast, program, "team").sentence == "2 people are on the team. Three to five work best."
    )
    assert "a student, a family member" in sign(cast, program, "voices").sentence


def test_more_than_five_is_warned_of_and_not_forbidden(cast, program, client_for):
    seat_team(cast, program)
    for name in ("One", "Two"):
        actions.add_member(program, actions.Who(name=name), seat="counselor", by=cast.rosa)
    assert not sign(cast, program, "team").is_met
    assert "6 people are on the team. Three to five work best." in client_for(cast.tess).get(door("team", program.pk)).text  # fmt: skip


def test_who_cannot_sit_or_lead_is_told_why(cast, program):
    rosa, ines, student, _family = seat_team(cast, program)
    add = actions.add_member
    other = Staff.objects.create(school=cast.other_school, first_name="Olga", last_name="Far")
    for who, seat, sentence in [
        (actions.Who(), "family", "Choose one person"),
        (actions.Who(staff=cast.tomas_staff, name="X"), "family", "Choose one person"),
        (actions.Who(staff=cast.ines_staff), "counselor", "already"),
        (actions.Who(student=cast.sora), "student", "already"),
        (actions.Who(student=cast.ben), "counselor", "as a student"),
        (actions.Who(staff=cast.tomas_staff), "student", "as a student"),
        (actions.Who(staff=other), "counselor", "of this school"),
        (actions.Who(student=cast.elsewhere), "student", "of this school"),
        (actions.Who(name="X"), "chair", "for whom"),
    ]:
        with pytest.raises(Problem, match=sentence):
            add(program, who, seat=seat, by=cast.rosa)
    with pytest.raises(Problem, match="adults of the school"):
        actions.say_part(student, part="deputy", by=cast.rosa)
    with pytest.raises(Refused):
        actions.remove_member(ines, by=cast.tess)
    actions.remove_member(rosa, by=cast.rosa)
    with pytest.raises(Problem, match="not on the team any more"):
        actions.say_part(rosa, part="deputy", by=cast.rosa)
    add(program, actions.Who(staff=cast.rosa_staff), seat="special_educator", by=cast.rosa)


def test_meetings_say_who_came_and_what_was_decided(cast, program):
    members = seat_team(cast, program)
    assert not sign(cast, program, "active_team").is_met
    with pytest.raises(Problem, match="who came"):
        actions.keep_meeting(program, on=MONDAY, came=[], decided="x", by=cast.rosa)
    with pytest.raises(Problem, match="decided"):
        actions.keep_meeting(program, on=MONDAY, came=members, decided=" ", by=cast.rosa)
    with pytest.raises(Problem, match="still to come"):
        actions.keep_meeting(program, on=MONDAY + timedelta(1), came=members, decided="x", by=cast.rosa)  # fmt: skip
    with pytest.raises(Problem, match="after this one"):
        actions.keep_meeting(program, on=MONDAY, came=members, decided="x", next_on=MONDAY, by=cast.rosa)  # fmt: skip
    old = MONDAY - timedelta(days=15)
    actions.keep_meeting(program, on=old, came=members, decided="Begin.", by=cast.rosa)
    assert not sign(cast, program, "active_team").is_met  # every week, and more than two passed
    actions.set_rhythm(program, rhythm="month", meets="Room 12", by=cast.rosa)
    program.refresh_from_db()
    assert sign(cast, program, "active_team").is_met
    assert not sign(cast, program, "student_ideas").is_met
    actions.keep_meeting(program, on=MONDAY, came=members, decided="Go on.", student_ideas="Music.", by=cast.rosa)  # fmt: skip
    assert (
        sign(cast, program, "student_ideas").sentence
        == "Students brought ideas to 1 meeting this term."
    )


def test_the_pages_of_the_team(cast, program, client_for):
    rosa = client_for(cast.rosa)
    page = rosa.get(door("team", program.pk))
    assert "Begin with who coordinates" in page.text
    add = door("add_member", program.pk)
    rosa.post(add, {"staff": cast.rosa_staff.pk, "seat": "special_educator"})
    rosa.post(add, {"name": "Nana Brandt", "seat": "family"})
    assert "Sora Ito" in rosa.get(f"{door('team', program.pk)}?q=sora").text
    rosa.post(add, {"student": cast.sora.pk, "seat": "student"})
    assert program.members.count() == 3
    assert rosa.post(add, {"student": "9" * 30, "seat": "student"}).status_code == 404
    first = program.members.get(staff=cast.rosa_staff)
    rosa.post(door("say_part", first.pk), {"part": "coordinator"})
    rosa.post(door("set_rhythm", program.pk), {"rhythm": "month", "meets": "Room 12"})
    page = rosa.get(door("team", program.pk)).text
    assert "Nana Brandt" in page
    assert (
        "Sora Ito"
        not in rosa.get(f"{door('team', program.pk)}?q=sora").text.split("Somebody joins")[1]
    )

    typed = {"on": "2026-11-09", "came": [first.pk], "decided": "Begin small."}
    assert rosa.post(door("add_meeting", program.pk), typed).status_code == 302
    assert "Begin small." in client_for(cast.pia).get(door("meetings", program.pk)).text
    page = rosa.post(door("add_meeting", program.pk), {**typed, "came": []})
    assert page.status_code == 200
    said = {
        "on": "2026-11-02",
        "field": "physical",
        "said": "Firm floor.",
        "whose": cast.sven_staff.pk,
    }
    assert rosa.post(door("add_input", program.pk), said).status_code == 302
    page = client_for(cast.tess).get(door("team", program.pk)).text
    assert "Firm floor." in page
    assert "Sven Hagen" in page
    assert "Somebody joins" not in page
    rosa.post(door("remove_member", first.pk))
    assert rosa.post(door("remove_member", first.pk)).status_code == 404
    assert client_for(cast.zed).get(door("team", program.pk)).status_code == 404
