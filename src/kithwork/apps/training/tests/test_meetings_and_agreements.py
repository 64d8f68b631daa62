"""Meetings with a script and a sign-in list; agreements with three signatures and a text that never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs.models import PeerRole
from kithwork.apps.training import actions
from kithwork.apps.training.actions import MeetingFrame
from kithwork.apps.training.agreement_texts import text_of
from kithwork.apps.training.models import Agreement, Meeting
from kithwork.apps.training.orientation import LANGUAGES
from kithwork.apps.training.queries import script_of
from tests.cast import MONDAY

pytestmark = pytest.mark.django_db


def frame(cast, **more):
    given = {"on": MONDAY, "when": "lunch", "lesson": "orientation/1", "leader": cast.ines_staff}
    return MeetingFrame(**{**given, **more})


@pytest.fixture
def meeting(cast) -> Meeting:
    made = actions.plan_meeting(frame(cast), by=cast.rosa)
    return actions.ask_to_meeting(made, [cast.ben, cast.ada], by=cast.rosa)


def test_every_orientation_meeting_and_every_lesson_is_a_script_of_its_minutes(cast):
    for n in range(1, 6):
        script = script_of(f"orientation/{n}", cast.school.pk)
        assert 20 <= script.minutes <= 30
        assert script.scenes
    network = script_of("peer_network/both_ways", cast.school.pk)
    assert (network.minutes, network.parts[0].kind) == (25, "Recap")
    assert network.minutes == sum(part.minutes for part in network.parts)


def test_a_second_meeting_asks_the_same_students(cast, meeting):
    later = frame(cast, on=MONDAY + timedelta(days=7), lesson="orientation/2", follows=meeting)
    second = actions.plan_meeting(later, by=cast.rosa)
    assert {seat.student_id for seat in second.seats.all()} == {cast.ben.pk, cast.ada.pk}


def test_who_came_is_written_down_by_who_leads_it(cast, meeting, client_for):
    ines = client_for(cast.ines)
    url = reverse("training:who_came", args=[meeting.pk])
    ines.post(url, {f"came_{cast.ben.pk}": "yes", f"came_{cast.ada.pk}": ""})
    assert {one.student_id: one.came for one in meeting.seats.all()} == {
        cast.ben.pk: True,
        cast.ada.pk: None,
    }
    for viewer in (cast.tomas, cast.pia, cast.ben_viewer, cast.zed):
        with pytest.raises(Refused):
            actions.write_down_who_came(meeting, {cast.ben.pk: True}, by=viewer)
    assert (
        client_for(cast.tomas).get(reverse("training:meeting", args=[meeting.pk])).status_code
        == 404
    )


@pytest.mark.parametrize(
    "wrong", [{"lesson": "orientation/9"}, {"lesson": "x/y"}, {"when": "night"}, {"leader": None}]
)
def test_a_meeting_that_cannot_be_held_is_refused(cast, wrong):
    with pytest.raises(Problem):
        actions.plan_meeting(frame(cast, **wrong), by=cast.rosa)


def test_nobody_is_asked_whom_the_adult_does_not_train(cast, meeting):
    with pytest.raises(Problem, match="not a student you work with"):
        actions.ask_to_meeting(meeting, [cast.elsewhere], by=cast.rosa)


def test_planning_asking_and_calling_off_by_page(cast, client_for):
    rosa = client_for(cast.rosa)
    data = {"lesson": "peer_network/both_ways", "on": "2026-11-12", "when": "after"}
    data |= {"leader": cast.tomas_staff.pk, "place": "Room 12"}
    page = rosa.post(reverse("training:plan_meeting"), data, follow=True)
    made = Meeting.objects.get()
    assert "Talk that goes both ways" in page.text
    rosa.post(reverse("training:ask_students", args=[made.pk]), {"students": [cast.ben.pk]})
    assert made.seats.count() == 1
    rosa.post(reverse("training:call_off", args=[made.pk]))
    assert "Called off" in rosa.get(reverse("training:training")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_agreement_has_its_text(language):
    for role in PeerRole.values:
        text = text_of("role", role, language)
        assert len(text.duties) == 3
        assert text.about
        assert "{role}" not in text.title
    assert len(text_of("private", "buddy", language).duties[0].lines) == 5
    assert text_of("role", "buddy", "es").title != text_of("role", "buddy", "en").title


def test_three_sign_and_the_text_stays_as_it_was(cast, client_for, monkeypatch):
    made = actions.make_agreement(cast.ben, "role", "buddy", by=cast.rosa)
    ben = client_for(cast.ben_viewer)
    url = reverse("training:agreement", args=[made.pk])
    assert "Read it and sign" in ben.get(reverse("training:learn")).text
    assert "I agree and sign" in ben.get(url).text
    ben.post(reverse("training:sign_as_self", args=[made.pk]))
    client_for(cast.rosa).post(reverse("training:sign_as_self", args=[made.pk]))
    actions.sign(made, "partner", "Ada, with her device", MONDAY, by=cast.rosa)
    page = ben.get(url)
    assert [one.name for one in page.context["parts"]] == [
        "Ben Hollis",
        "Ada, with her device",
        "Rosa Alvarez",
    ]
    assert "I agree and sign" not in page.text
    assert made.text["title"] == "Role agreement: Buddy"


def test_what_cannot_be_signed(cast):
    made = actions.make_agreement(cast.ben, "private", "buddy", "es", by=cast.rosa)
    with pytest.raises(Problem, match="stands already"):
        actions.make_agreement(cast.ben, "private", "buddy", by=cast.rosa)
    for part, name, on in (
        ("partner", "Ada", MONDAY),
        ("family", " ", MONDAY),
        ("family", "Jo Hollis", MONDAY + timedelta(days=1)),
    ):
        with pytest.raises(Problem):
            actions.sign(made, part, name, on, by=cast.rosa)
    actions.sign(made, "family", "Jo Hollis", MONDAY, by=cast.rosa)
    with pytest.raises(Problem, match="signed already"):
        actions.sign(made, "family", "Jo Hollis", MONDAY, by=cast.rosa)
    for viewer in (cast.ada_viewer, cast.marta, cast.zed, cast.pia):
        with pytest.raises(Refused):
            actions.sign_as_self(made, by=viewer)
    actions.end_agreement(made, by=cast.rosa)
    with pytest.raises(Problem, match="has ended"):
        actions.sign_as_self(made, by=cast.ben_viewer)
    actions.make_agreement(cast.ben, "private", "buddy", by=cast.rosa)
    assert Agreement.objects.count() == 2


def test_a_signature_that_does_not_hold_stays_on_the_form(cast, client_for):
    made = actions.make_agreement(cast.ben, "role", "tutor", by=cast.rosa)
    rosa = client_for(cast.rosa)
    page = rosa.post(
        reverse("training:sign", args=[made.pk]),
        {"part": "partner", "name": "Ada", "on": "2026-12-24"},
    )
    assert "has not come yet" in page.text
    assert 'value="Ada"' in page.text
    assert (
        client_for(cast.ada_viewer).get(reverse("training:agreement", args=[made.pk])).status_code
        == 404
    )


def test_an_agreement_names_the_school_and_says_days_in_its_own_language(cast, client_for):
    made = actions.make_agreement(cast.ben, "role", "buddy", "es", by=cast.rosa)
    cast.school.name = "Maple Street Academy"
    cast.school.save()
    actions.sign(made, "partner", "Ada", MONDAY, by=cast.rosa)
    page = client_for(cast.rosa).get(reverse("training:agreement", args=[made.pk])).text
    deed = page[page.index("<article") : page.index("</article>")]
    assert "Maple Street School" in deed  # as it was called when it was laid out
    assert "Acuerdo del papel: compañero" in deed
    assert "Ben Hollis, 9 de noviembre de 2026" in deed
    assert "9 de noviembre de 2026, en papel" in deed
    assert "Versión 3 del texto" in deed
    for english in ("November", "on paper", "Text version"):
        assert english not in deed
