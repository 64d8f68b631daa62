"""From a poster to a partner and back: an application on a phone, a family's yes in Spanish, a plan, a withdrawal."""

import pytest
from django.urls import reverse

from kithwork.apps.needs.models import Wish
from kithwork.apps.people.models import Student
from kithwork.apps.plans.problem import question_for
from kithwork.apps.plans.tests.planning import FIRST, LAST
from kithwork.apps.recruiting.actions import CallFrame, open_call
from kithwork.apps.runs.models import Pause, Session
from tests.browser import PHONE, sign_in_as
from tests.cast import MONDAY, make_section, make_student

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(page):
    """A phone of somebody who has no account."""
    own = page.context.browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    yield own.new_page()
    own.close()


def asked_for(cast, student) -> bool:
    question = question_for(cast.school, FIRST, LAST)
    return student.pk in question.people["students"].values()


def test_from_a_poster_to_a_partner_and_back(cast, page, phone, live_server, looks_right):
    kim = make_student(cast.school, "Kim", "Larsen", has_permission=False, languages=["Spanish"])
    make_section(cast.school, "Music", "3", [kim, cast.ada, cast.ben])
    cast.art.enrolments.create(student=kim)
    Wish.objects.filter(student=cast.ada).delete()
    call = open_call(CallFrame("Lunch club", "Games on Mondays.", 5, LAST), by=cast.rosa)
    sign_in_as(page, live_server, cast.rosa)

    def go(name, *args):
        page.goto(live_server.url + reverse(name, args=args))

    # The poster's code leads a student to a page without an account.
    go("recruiting:poster", call.pk)
    address = page.locator(".letter__link").inner_text()
    phone.goto(address)
    looks_right(phone, "application")
    phone.get_by_label("Your first and last name").fill("kim larsen")
    phone.get_by_label("Why would you like to?").fill("I know good games.")
    phone.get_by_role("button", name="Send it").click()
    phone.get_by_text("An adult will talk with you soon.").wait_for()

    # The coordinator finds who wrote, chooses with a reason, and writes the role down.
    go("recruiting:pool")
    looks_right(page, "pool")
    page.get_by_role("link", name="kim larsen").click()
    page.get_by_role("button", name="Kim Larsen").click()
    page.get_by_text("No permission yet").first.wait_for()
    page.get_by_label("Chosen").check()
    page.get_by_label("Reason").fill("Kim asked, and knows games.")
    page.get_by_role("button", name="Keep the choice").click()
    page.get_by_text("Decided. Tell them soon.").wait_for()
    go("peers:peers")
    page.get_by_role("link", name="Kim Larsen").click()
    page.get_by_role("link", name="Change").first.click()
    page.get_by_label("Ready: prepared, and said yes").check()
    page.get_by_label("Buddy").check()
    page.locator("form.card button[type=submit], form button.btn--primary").first.click()
    assert not asked_for(cast, kim)  # nobody is planned for without a yes

    # The family answers by the letter's link, in Spanish; the student is asked in person.
    go("consents:ask")
    page.get_by_role("checkbox", name="Kim Larsen").set_checked(True)
    page.get_by_role("button", name="Make the letters").click()
    sheet = page.locator("article.letter", has_text="Permiso para Kim")
    family_link = sheet.locator(".letter__link").inner_text()
    phone.goto(family_link)
    looks_right(phone, "permission")
    phone.get_by_role("group", name="¿Puede Kim participar").get_by_label("Sí").check()
    phone.get_by_label("Su nombre").fill("Ida Larsen")
    phone.get_by_role("button", name="Enviar mi respuesta").click()
    phone.get_by_text("Ya tenemos su respuesta.").wait_for()
    go("consents:ask_student", kim.pk)
    page.get_by_label("Take part").select_option("yes")
    page.get_by_label("How the student answered").select_option("speech")
    page.get_by_role("button", name="Keep what the student said").click()
    page.get_by_text("Written down, in the student's own right.").wait_for()
    looks_right(page, "permissions of one student")
    assert asked_for(cast, kim)

    meet(cast, kim)
    assert sessions_of(kim)

    # The family takes it back with the same link: within the same moment nothing reaches the student.
    phone.goto(family_link)
    phone.get_by_role("group", name="¿Puede Kim participar").get_by_label("No").check()
    phone.get_by_label("Su nombre").fill("Ida Larsen")
    phone.get_by_role("button", name="Cambiar mi respuesta").click()
    phone.get_by_text("Usted dijo que no.").first.wait_for()
    assert not asked_for(cast, kim)
    assert not sessions_of(kim)
    assert Pause.objects.filter(student=kim, rule="DR-52", ended_at=None).exists()
    go("reports:permission_proof", kim.pk)
    page.get_by_text("Nothing reaches this student.").wait_for()
    for place in ("The next plan", "Lists on devices", "Files for a study"):
        row = page.get_by_role("row", name=place)
        assert any(no in row.inner_text() for no in ("Does not ask", "On 0 of", "None leaves"))
    looks_right(page, "what reaches a student")


def meet(cast, kim) -> None:
    """A plan in which Ada wishes for Kim, published."""
    from kithwork.apps.plans.actions import publish
    from kithwork.apps.plans.tests.planning import balanced

    Wish.objects.create(student=cast.ada, other=kim, kind=Wish.Kind.WOULD_LIKE)
    draft = balanced(cast.rosa)
    publish(draft, version=draft.version, by=cast.rosa)


def sessions_of(kim: Student) -> int:
    return Session.objects.filter(
        session_peers__peer=kim, session_peers__is_live=True, status="planned", on__gte=MONDAY
    ).count()
