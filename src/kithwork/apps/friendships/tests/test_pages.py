"""Who opens what; that nothing a student or a family is sent depends on an answer; codes in what leaves."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.urls import reverse

from kithwork.apps.consents.actions import write_down_assent
from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.friendships import actions, policies, queries
from kithwork.apps.friendships.models import Naming
from kithwork.apps.friendships.tests.conftest import DUE, frame, put
from kithwork.apps.people.models import Access
from kithwork.apps.trail.models import TrailEntry
from tests.cast import YEAR, give_permission, make_section, make_student

pytestmark = pytest.mark.django_db
# What differs each time anyway: the token of a form.
TOKEN = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+|(?<=X-CSRFToken": ")\w+')


def url(name, *args):
    return reverse(f"friendships:{name}", args=args)


def on_the_team(viewer, student):
    Access.objects.create(
        user_id=viewer.user_id, student=student, depth=Depth.PLAN, reason="You are on the team.",
        because=f"people.team:{student.pk}", from_on=YEAR[0], until_on=YEAR[1],
    )  # fmt: skip


def test_a_class_is_asked_from_the_page(cast, section, client_for):
    rosa = client_for(cast.rosa)
    assert b"No class is asked yet" in rosa.get(url("friendships")).content
    given = {
        "group": f"section:{section.pk}", "title": "Our class", "question": "play", "due_on": DUE,
    }  # fmt: skip
    assert rosa.post(url("ask"), {**given, "title": ""}).status_code == 422
    answer = rosa.post(url("ask"), given)
    made = policies.visible_circles(cast.rosa).get()
    assert answer["Location"] == url("circle", made.pk)
    assert b"play or talk" in rosa.get(answer["Location"]).content
    assert rosa.post(url("ask_again", made.pk), {"due_on": DUE}).status_code == 422


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_student_answers_and_is_never_shown_it_again(cast, before, client_for, language):
    ben = client_for(cast.ben_viewer)
    assert url("own", before.pk) in ben.get("/").content.decode()
    page = ben.get(url("own", before.pk), {"language": language}).content.decode()
    assert ("Who are your friends" if language == "en" else "¿Quiénes son tus amigos") in page
    for surname in ("Okafor", "Stone", "Ito", "Brandt"):
        assert surname not in page
    ben.post(
        url("answer", before.pk),
        {"said": "names", "named": [cast.ada.pk], "mode": "typed", "language": language},
    )
    assert Naming.objects.get().mode == "typed"
    thanks = ben.get(url("own", before.pk)).content.decode()
    assert "Ada" not in thanks
    again = ben.get(url("own", before.pk), {"again": "1"}).content.decode()
    assert "Ada" in again and " checked" not in again
    assert url("own", before.pk) not in ben.get("/").content.decode()
    ben.post(url("take_back", before.pk))
    assert "Your answer is gone" in ben.get(url("own", before.pk), {"taken": "1"}).content.decode()


def test_an_empty_or_wrong_answer_is_told_in_words(cast, before, client_for):
    ben = client_for(cast.ben_viewer)
    for given in ({"said": "names"}, {"said": "names", "named": [cast.elsewhere.pk]}, {"said": ""}):
        assert ben.post(url("answer", before.pk), given).status_code == 302
    assert not Naming.objects.exists()
    assert ben.get(url("own", before.pk + 1)).status_code == 404


def bodies(cast, client_for, doors):
    """What students and families are sent, without what differs each time anyway."""
    found = {}
    for viewer in (cast.ben_viewer, cast.ada_viewer, cast.marta):
        client = client_for(viewer)
        for door in doors:
            text = client.get(door).content.decode()
            found[viewer.name, door] = TOKEN.sub("", text)
    return found


def test_whatever_others_said_students_and_families_are_sent_the_same(
    cast, circle, before, children, client_for
):
    """No byte from which a student could tell who named them, or who did not."""
    doors = [
        "/", url("own", before.pk), url("own", before.pk) + "?again=1", url("circle", circle.pk),
        url("friendships"), url("student", circle.pk, cast.ada.pk), url("student", circle.pk, cast.ben.pk),
        url("write_down", before.pk, cast.ada.pk), url("take_along", circle.pk),
    ]  # fmt: skip
    put(before, cast.ben, [cast.sora])
    silent = bodies(cast, client_for, doors)
    everybody = set(children)
    for one in children:
        if one not in (cast.ben, cast.ada):
            put(before, one, everybody - {one})
    assert bodies(cast, client_for, doors) == silent
    Naming.objects.exclude(student=cast.ben).delete()
    put(before, cast.malik, [], said="nobody")
    put(before, cast.ben, [cast.ada, cast.malik])
    assert bodies(cast, client_for, doors) == silent


@pytest.mark.parametrize(
    "who", ["ines", "pia", "tess", "tomas", "sven", "zed", "ben_viewer", "marta"]
)
def test_a_class_and_a_student_are_not_there_for_others(cast, circle, before, client_for, who):
    put(before, cast.ada, [cast.ben])
    client = client_for(getattr(cast, who))
    for door in (
        url("circle", circle.pk),
        url("student", circle.pk, cast.ada.pk),
        url("take_along", circle.pk),
    ):
        assert client.get(door).status_code == 404


def test_a_case_manager_reads_their_own_student_and_not_who_named_them(
    cast, circle, before, children, client_for
):
    on_the_team(cast.sven, cast.ada)
    put(before, cast.ada, [cast.ben, cast.malik])
    put(before, cast.ben, [cast.ada])
    put(before, cast.sora, [cast.ada])
    for one in children[4:]:
        put(before, one, [])
    sven = client_for(cast.sven)
    page = sven.get(url("student", circle.pk, cast.ada.pk)).content.decode()
    assert "Ben Hollis" in page and "Malik Stone" in page and "Sora" not in page
    (one,) = queries.student_page_or_404(cast.sven, circle.pk, cast.ada.pk).answers
    assert (one.mutual, one.beyond) == (1, 2)
    assert sven.get(url("student", circle.pk, cast.ben.pk)).status_code == 404
    assert sven.get(url("circle", circle.pk)).status_code == 404
    assert url("student", circle.pk, cast.ada.pk) in sven.get(url("friendships")).content.decode()
    # A teacher on the same team writes down, and reads nothing.
    on_the_team(cast.ines, cast.ada)
    ines = client_for(cast.ines)
    assert ines.get(url("student", circle.pk, cast.ada.pk)).status_code == 404
    written = ines.get(url("write_down", before.pk, cast.ada.pk)).content.decode()
    assert " checked" not in written


def test_an_adult_of_the_team_writes_down_on_the_page(cast, before, client_for):
    tomas = client_for(cast.tomas)
    door = url("write_down", before.pk, cast.ada.pk)
    assert door in tomas.get(url("friendships")).content.decode()
    wrong = tomas.post(door, {"said": "names", "mode": "device"})
    assert wrong.status_code == 422 and b"Choose a name first" in wrong.content
    kept = tomas.post(door, {"said": "names", "mode": "device", "named": [cast.ben.pk]})
    assert kept["Location"] == url("friendships")
    assert client_for(cast.rosa).post(door, {"said": "pass", "mode": "symbols"})["Location"] == url(
        "circle", before.circle_id
    )
    assert [one.said for one in Naming.objects.all()] == ["names", "pass"]


def test_the_coordinator_is_told_whom_nobody_named_and_nobody_else_is(
    cast, circle, before, children, client_for
):
    for one in children:
        put(before, one, [cast.ben] if one != cast.ben else [cast.ada])
    page = client_for(cast.rosa).get(url("circle", circle.pk)).content.decode()
    assert "Whom nobody named" in page and "Sora Ito" in page
    assert {one.pk for one in queries.circle_page(cast.rosa, circle).rounds[0].nobody_named} == {
        one.pk for one in children
    } - {cast.ben.pk, cast.ada.pk}


def test_what_leaves_has_codes_a_purpose_and_a_line_on_the_trail(cast, children, client_for):
    more = [make_student(cast.school, name, "Surname") for name in ("Uma", "Vik", "Wes")]
    give_permission(more, "survey")
    people = [*children, *more]
    section = make_section(cast.school, "Ten", "5", [*people, cast.lena])
    circle = actions.start_circle(frame(section), by=cast.rosa)
    before = circle.rounds.get()
    put(before, people[0], [people[1], cast.lena])
    put(before, people[1], [], said="pass")
    rosa = client_for(cast.rosa)
    assert rosa.post(url("take_along", circle.pk), {"purpose": "x"}).status_code == 422
    few = rosa.post(url("take_along", circle.pk), {"purpose": "study"})
    assert few.status_code == 422 and b"permission for research" in few.content
    give_permission(people[:10], "research")
    files = [rosa.post(url("take_along", circle.pk), {"purpose": "study"}) for _ in range(4)]
    assert files[0]["Cache-Control"] == "no-store"
    entry = TrailEntry.objects.filter(verb="friendships.take_along").last()
    assert entry.detail["purpose"] == "study" and entry.detail["large"]
    rows = list(csv.DictReader(io.StringIO(files[0].content.decode())))
    assert {one["taken_along"] for one in rows} == {
        "Taken along by Rosa Alvarez, 2026-11-09 14:30 UTC."
    }
    assert len(rows) == 10  # Lena, without permission, is in no row
    (named,) = [one for one in rows if one["said"] == "names"]
    assert re.fullmatch(r"S\d{3}", named["named"])  # nor named in one
    assert [one["said"] for one in rows].count("missing") == 8
    text = b"".join(one.content for one in files).decode()
    for one in [*people, cast.lena]:
        assert one.called not in text and one.full_name not in text
    assert len({one.content for one in files}) > 1  # codes are drawn anew
    write_down_assent(people[0], {"take_part": "no"}, mode="speech", by=cast.rosa)
    left = rosa.post(url("take_along", circle.pk), {"purpose": "study"})
    assert (
        left.status_code == 422
    )  # whoever left is in no new file for a study, and nine are too few


def test_of_a_small_class_nothing_leaves(cast, circle, client_for):
    answer = client_for(cast.rosa).post(url("take_along", circle.pk), {"purpose": "review"})
    assert answer.status_code == 422 and b"a code is soon a name" in answer.content


def test_two_of_the_same_name_are_told_apart(cast, before, children, client_for):
    twin = make_student(cast.school, "Malik", "Young")
    before.roster.create(student=twin)
    cards = queries.own_page(cast.ben_viewer, before, "en").classmates
    assert [one.called for one in cards if one.called.startswith("Malik")] == ["Malik S", "Malik Y"]
    assert cast.ben.pk not in {one.id for one in cards}
