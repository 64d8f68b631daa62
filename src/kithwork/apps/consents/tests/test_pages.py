"""The pages of permissions: the coordinator's, a family's by link and signed in, a student's own."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kithwork.apps.consents import actions
from kithwork.apps.consents.links import ask_of, token_of
from kithwork.apps.consents.models import Answer, Ask, Permit
from kithwork.apps.people.models import Student
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def rosa(cast, client_for):
    return client_for(cast.rosa)


@pytest.fixture
def nia(cast):
    """Nobody has asked about Nia, who would like company at lunch."""
    nia = make_student(cast.school, "Nia", "Berg", has_permission=False, languages=["Spanish"])
    nia.needs.create(place="lunch", role="buddy", times_a_week=2)
    return nia


def ask_about(cast, nia, *purposes) -> Ask:
    (ask,) = actions.ask_families([nia], purposes=purposes or ["take_part"], by=cast.rosa)
    return ask


def link(ask: Ask) -> str:
    return reverse("consents:link", args=[token_of(ask)])


def test_the_board_says_what_is_missing_and_whom_to_ask(rosa, nia):
    page = rosa.get(reverse("consents:permissions")).text
    assert "1 family has not answered" in page
    assert "Nia Berg" in page
    alone = rosa.get(reverse("consents:permissions"), {"only": "family"}).text
    assert "Nia Berg" in alone
    assert "Ada Okafor" not in alone


def test_signed_forms_and_own_answers_of_many(rosa, cast, nia):
    answer = rosa.post(
        reverse("consents:papers"),
        {"students": [nia.pk], "purposes": ["take_part"], "said_on": MONDAY, "kept_at": "Office"},
    )
    assert answer.status_code == 302
    answer = rosa.post(
        reverse("consents:asked"), {"students": [nia.pk], "mode": "symbols", "said_on": MONDAY}
    )
    assert answer.status_code == 302
    assert Permit.objects.filter(student=nia, purpose="take_part").exists()


def test_a_form_without_a_place_or_a_tick_keeps_nothing(rosa, nia):
    for typed in (
        {"students": [nia.pk], "purposes": ["take_part"], "said_on": MONDAY, "kept_at": ""},
        {"purposes": ["take_part"], "said_on": MONDAY, "kept_at": "Office"},
        {"students": [nia.pk], "purposes": ["fly"], "said_on": MONDAY, "kept_at": "Office"},
        {"students": ["77777"], "purposes": ["take_part"], "said_on": MONDAY, "kept_at": "Office"},
    ):
        page = rosa.post(reverse("consents:papers"), typed)
        assert page.status_code == 200
        assert "Please look at this again" in page.text
    assert not Answer.objects.filter(student=nia).exists()


def test_a_family_answers_by_link_in_its_language_and_changes_its_mind(cast, nia):
    ask = ask_about(cast, nia, "take_part", "photo")
    before = Ask.objects.filter(pk=ask.pk).values().get()
    family = Client()
    page = family.get(link(ask))
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "Permiso para Nia" in page.text
    assert "Berg" not in page.text
    # A mail program looks at every link before a family does: that is no sign of anybody.
    assert not TrailEntry.objects.exclude(by_id=cast.rosa.user_id).exists()
    assert Ask.objects.filter(pk=ask.pk).values().get() == before

    missing = family.post(link(ask), {"take_part": "yes"})  # without a name
    assert "Write your name" in missing.text
    family.post(link(ask), {"take_part": "yes", "photo": "no", "name": "Ida Berg"})
    said = dict(Answer.objects.filter(student=nia).values_list("purpose", "said"))
    assert said == {"take_part": "yes", "photo": "no"}
    line = Answer.objects.get(student=nia, purpose="take_part")
    assert (line.how, line.signer, line.language, line.by_id) == ("link", "Ida Berg", "es", None)
    assert line.wording

    actions.write_down_assent(nia, {"take_part": "yes"}, mode="speech", by=cast.rosa)
    assert Permit.objects.filter(student=nia).exists()
    family.post(link(ask), {"take_part": "no", "name": "Ida Berg", "language": "en"})
    assert Answer.objects.filter(student=nia).last().said == "taken_back"
    assert not Permit.objects.filter(student=nia).exists()
    assert "You said no." in family.get(link(ask), {"language": "en"}).text


@pytest.mark.parametrize("token", ["1", "1.x", "2.", "9999.AAAA", "../x"])
def test_a_link_that_is_not_ours_opens_nothing(token):
    assert ask_of(token) is None


def test_a_closed_link_says_what_to_do(cast, nia):
    old = ask_about(cast, nia)
    new = ask_about(cast, nia)
    closed = Client().get(link(old))
    assert closed.status_code == 404
    assert "enlace" in closed.text
    answer = Client().post(link(old), {"take_part": "yes", "name": "Ida"})
    assert answer.status_code == 404
    assert not Answer.objects.filter(student=nia).exists()
    assert Client().get(link(new)).status_code == 200


def test_a_link_answers_nothing_it_was_not_made_for(cast, nia):
    ask = ask_about(cast, nia)
    Client().post(link(ask), {"research": "yes", "take_part": "yes", "name": "Ida"})
    assert set(Answer.objects.filter(student=nia).values_list("purpose", flat=True)) == {
        "take_part"
    }


def test_the_letter_is_printed_with_the_link_and_on_paper(rosa, cast, nia):
    rosa.post(reverse("consents:ask"), {"students": [nia.pk], "purposes": ["take_part"]})
    ask = Ask.objects.get(student=nia)
    page = rosa.get(reverse("consents:letters")).text
    assert token_of(ask) in page
    assert "¿Puede Nia participar" in page
    rosa.post(reverse("consents:close_ask", args=[ask.pk]))
    assert token_of(ask) not in rosa.get(reverse("consents:letters")).text


def test_a_signed_in_family_sees_its_own_child_and_takes_it_back(cast, client_for):
    marta = client_for(cast.marta)
    page = marta.get(reverse("consents:mine")).text
    assert "May Ada take part" in page
    assert "Malik" not in page
    answer = {"child": cast.ada.pk, "purpose": "take_part"}
    marta.post(reverse("consents:answer"), {**answer, "said": "yes"})
    marta.post(reverse("consents:answer"), {**answer, "said": "no"})
    assert Answer.objects.filter(student=cast.ada).last().said == "taken_back"
    assert not Permit.objects.filter(student=cast.ada).exists()
    other = {**answer, "child": cast.ben.pk, "said": "no"}
    assert marta.post(reverse("consents:answer"), other).status_code == 404


def test_a_student_says_no_on_their_own_page(cast, client_for):
    ben = client_for(cast.ben_viewer)
    assert "Do you want to join in with others here?" in ben.get(reverse("consents:mine")).text
    ben.post(reverse("consents:answer"), {"purpose": "take_part", "said": "no"})
    assert Answer.objects.filter(student=cast.ben).last().said == "no"
    assert not Permit.objects.filter(student=cast.ben).exists()
    # They cannot answer for anybody else, whatever they send.
    ben.post(
        reverse("consents:answer"), {"purpose": "take_part", "said": "no", "child": cast.ada.pk}
    )
    assert Permit.objects.filter(student=cast.ada).exists()


def test_one_students_page_and_a_line_crossed_out(rosa, cast, nia):
    url = reverse("consents:write_down", args=[nia.pk])
    typed = {"take_part": "yes", "signer": "Ida Berg", "how": "paper", "said_on": MONDAY}
    assert rosa.post(url, typed).status_code == 302
    line = Answer.objects.get(student=nia)
    page = rosa.get(reverse("consents:person", args=[nia.pk])).text
    assert "Ida Berg" in page
    assert "Written down by Rosa Alvarez" in page
    rosa.post(reverse("consents:take_line_back", args=[line.pk]))
    assert "<del>" in rosa.get(reverse("consents:person", args=[nia.pk])).text


def test_a_call_without_a_witness_is_shown_beside_the_field(rosa, nia):
    url = reverse("consents:write_down", args=[nia.pk])
    typed = {"take_part": "yes", "signer": "Ida Berg", "how": "phone", "said_on": MONDAY}
    assert "Choose who listened to the call." in rosa.post(url, typed).text
    assert not Answer.objects.filter(student=nia).exists()


def test_of_age_and_not_after_all(rosa, cast, nia):
    url = reverse("consents:of_age", args=[nia.pk])
    assert "Write it down on that day" in rosa.post(url, {"since": date(2026, 12, 2)}).text
    rosa.post(url, {"since": date(2026, 11, 2)})
    assert Student.objects.get(pk=nia.pk).of_age.since == date(2026, 11, 2)
    rosa.post(url, {"undo": "1"})
    assert not hasattr(Student.objects.get(pk=nia.pk), "of_age")


def test_how_answers_are_counted(rosa, cast):
    url = reverse("consents:rule")
    rosa.post(url, {"guardians": "every", "asks_student_again": 10})
    assert 'value="10"' in rosa.get(url).text
    assert "errsum" in rosa.post(url, {"guardians": "every", "asks_student_again": 90}).text


def test_another_schools_permissions_are_not_there(cast, client_for, nia):
    zed = client_for(cast.zed)
    (line,) = actions.write_down_assent(nia, {"take_part": "yes"}, mode="speech", by=cast.rosa)
    ask = ask_about(cast, nia)
    for name, pk in (("person", nia.pk), ("write_down", nia.pk), ("ask_student", nia.pk)):
        assert zed.get(reverse(f"consents:{name}", args=[pk])).status_code == 404
    for name, pk in (("take_line_back", line.pk), ("close_ask", ask.pk), ("of_age", nia.pk)):
        assert zed.post(reverse(f"consents:{name}", args=[pk])).status_code == 404
    assert "Nia" not in zed.get(reverse("consents:permissions")).text


def test_a_withdrawal_sent_twice_by_link_stays_one_where_one_guardian_is_enough(cast, nia):
    """A second tap finds no yes any more, and is kept as a plain no: that must not let the other's yes count."""
    actions.set_rule(cast.school, guardians="one", asks_student_again=10, by=cast.rosa)
    said = actions.FamilyAnswer({"take_part": "yes"}, "paper", signer="Other", kept_at="Office")
    actions.write_down(nia, said, by=cast.rosa)
    actions.write_down_assent(nia, {"take_part": "yes"}, mode="speech", by=cast.rosa)
    ask, family = ask_about(cast, nia, "take_part"), Client()
    family.post(link(ask), {"take_part": "yes", "name": "Ida Berg"})
    assert Permit.objects.filter(student=nia, purpose="take_part").exists()
    for _ in range(2):
        family.post(link(ask), {"take_part": "no", "name": "Ida Berg"})
    assert not Permit.objects.filter(student=nia, purpose="take_part").exists()
