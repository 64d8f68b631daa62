from datetime import date, time

import pytest
from django.urls import reverse

from kithwork.apps.reports.week_plan.content import week_plans
from kithwork.apps.reports.week_plan.paper import pdf_of
from kithwork.apps.runs.models import Session, SessionPeer

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 10)


@pytest.fixture
def session(cast):
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art,
        on=TUESDAY, label="1", starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip
    SessionPeer.objects.create(session=session, peer=cast.ben, on=TUESDAY, label="1")
    return session


def lines(plan):
    return [line for row in plan.rows for cell in row.cells for line in cell]


@pytest.mark.parametrize(
    ("kind", "title", "line"),
    [
        ("students", "Ada Okafor", "with Ben: Art, room 12"),
        ("peers", "Ben Hollis", "with Ada: Art, room 12"),
        ("teachers", "Ines Carvalho", "Ada and Ben: Art, room 12"),
        ("rooms", "Room 12", "Ada and Ben"),
    ],
)
def test_each_reader_gets_a_page(cast, session, kind, title, line):
    (plan,) = week_plans(cast.rosa, kind, TUESDAY)
    assert plan.title == title
    assert lines(plan) == [line]
    assert (plan.days[1].name, plan.rows[0].label) == ("Tuesday, Nov 10", "Period 1")


def test_a_peers_page_says_first_names_and_never_whose_plan_it_is(cast, session):
    (student,) = week_plans(cast.rosa, "students", TUESDAY)
    (peer,) = week_plans(cast.rosa, "peers", TUESDAY)
    for word in ("Okafor", "buddy", "need", "support"):
        assert word not in " ".join(lines(peer))
    assert lines(student)[0].replace("Ben", "Ada") == lines(peer)[0]


def test_a_teacher_prints_their_own_classes_only(cast, session, client_for):
    assert [plan.title for plan in week_plans(cast.ines, "teachers", TUESDAY)] == ["Ines Carvalho"]
    ines = client_for(cast.ines)
    assert ines.get(reverse("reports:week_plan"), {"kind": "students"}).status_code == 404


def test_a_cancelled_session_and_another_school_are_not_printed(cast, session):
    assert week_plans(cast.zed, "students", TUESDAY) == []
    Session.objects.update(status="cancelled")
    assert week_plans(cast.rosa, "students", TUESDAY) == []


def test_the_pdf_is_tagged_and_the_same_every_time(cast, session, client_for):
    plans = week_plans(cast.rosa, "students", TUESDAY)
    made = [pdf_of(plans, title="Week", product="Kithwork", foot="x") for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made[0]
    answer = client_for(cast.rosa).get(
        reverse("reports:week_plan_pdf"), {"kind": "peers", "on": "2026-11-10"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="week-2026-11-10-peers.pdf"'


def test_a_name_made_of_code_is_only_a_name(cast, session):
    cast.ada.first_name = '#panic("x") *Ada* $1$ [x] \\'
    cast.ada.save()
    plans = week_plans(cast.rosa, "students", TUESDAY)
    assert pdf_of(plans, title="Week", product="Kithwork", foot="x").startswith(b"%PDF-")


@pytest.mark.parametrize("query", [{"kind": "secrets"}, {"kind": "peers", "paper": "a0"}])
def test_a_wrong_address_is_not_there(cast, session, client_for, query):
    assert client_for(cast.rosa).get(reverse("reports:week_plan_pdf"), query).status_code == 404
