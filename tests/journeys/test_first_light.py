"""From a real roster to a published plan, by mouse, as the README's first page tells it."""

import pytest
from django.urls import reverse

from kithwork.apps.integrations.tests.packages import zipped
from kithwork.apps.jobs.run import work_off
from kithwork.apps.people.models import Student
from kithwork.apps.plans.models import Draft
from kithwork.apps.runs.models import Session
from tests.browser import sign_in_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.shared
def test_a_real_roster_becomes_a_published_plan(cast, page, live_server, tmp_path, shared, sheet):
    folder = shared / "rosters/sds-100-users"
    roster = tmp_path / "sds.zip"
    roster.write_bytes(zipped({p.name: p.read_bytes() for p in folder.glob("*.csv")}))
    sign_in_as(page, live_server, cast.rosa)

    def go(name, *args):
        page.goto(live_server.url + reverse(name, args=args))

    import_roster(page, go, roster)
    people = list(Student.objects.filter(source="sds", school=cast.school).order_by("pk"))
    bring_in(page, go, "integrations:import_needs", sheet("needs.csv", needs_of(people[:10])))
    bring_in(
        page, go, "integrations:import_volunteers", sheet("offers.csv", offers_of(people[12:19]))
    )
    write_down_who_agreed(page, go)
    draft = match(page, go)
    mend(page, draft)
    publish(page)
    see_it_on_today(page, go)
    see_it_in_the_calendar(page, go)


def import_roster(page, go, roster):
    go("integrations:import_roster")
    page.set_input_files("#roster", str(roster))
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_label("Contoso High School").check()
    page.get_by_role("button", name="This is my school").click()
    page.get_by_label("read its classes as this year").check()
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="The roster is in").wait_for()


def needs_of(students):
    return [
        {"Student number": one.number, "Full name": one.full_name, "Place": "lunch",
         "Role": "buddy", "Times a week": 3, "Peers per session": "1"}
        for one in students
    ]  # fmt: skip


def offers_of(students):
    return [
        {"Student number": one.number, "Full name": one.full_name, "Roles": "buddy",
         "Sessions a week": 3, "Partners": 2, "Lunches a week": 2}
        for one in students
    ]  # fmt: skip


def bring_in(page, go, name, path):
    go(name)
    page.set_input_files("#list", str(path))
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Import").first.click()
    page.get_by_role("button", name="Import").first.wait_for(state="detached")


def write_down_who_agreed(page, go):
    """The signed forms lie on the desk, and every student was asked."""
    go("consents:permissions")
    page.get_by_role("link", name="Write down signed forms").click()
    page.get_by_label("Where the signed forms are").fill("Main office")
    page.get_by_role("button", name="Tick everybody").click()
    page.get_by_role("button", name="I have these forms").click()
    page.get_by_role("link", name="Write down who said yes").click()
    page.get_by_role("button", name="Tick everybody").click()
    page.get_by_role("button", name="These students said yes").click()
    page.get_by_text("Nothing is missing.").wait_for()


def match(page, go):
    go("plans:plan")
    page.get_by_role("link", name="Ask for a plan").click()
    page.get_by_label("First day").fill("2026-11-09")
    page.get_by_label("Last day").fill("2026-12-18")
    page.get_by_label("Seconds to look").fill("3")
    page.get_by_role("button", name="Match").click()
    page.get_by_role("button", name="Stop and keep best").wait_for()
    work_off()
    page.get_by_role("heading", name="Three plans to choose from").wait_for()
    page.get_by_role("link", name="Review Balanced").click()
    page.get_by_role("heading", name="needs met").wait_for()
    return Draft.objects.get(aim="balanced")


def mend(page, draft):
    """Fix an open need with one click, see it in place, take it back, and fix it again."""
    before = len(draft.sessions)
    first = page.locator("details.why").first
    first.locator("summary").click()
    first.get_by_role("button", name="Try it").first.click()
    undo = page.locator("[data-toast]").get_by_role("button", name="Undo")
    undo.wait_for()
    draft.refresh_from_db()
    assert len(draft.sessions) > before
    undo.click()
    page.get_by_text("Undone:").wait_for()
    draft.refresh_from_db()
    assert len(draft.sessions) == before
    first.locator("summary").click()
    # The words of the first try may still stand there: this one counts when it is answered.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        first.get_by_role("button", name="Try it").first.click()
    page.locator("[data-toast]").get_by_text("One more time together").last.wait_for()


def publish(page):
    page.get_by_role("link", name="Publish plan").click()
    page.get_by_role("heading", name="What each person gets").wait_for()
    page.get_by_role("button", name="Publish plan").click()
    page.get_by_text("on the calendar").wait_for()
    assert Session.objects.filter(status="planned").count() > 50


def see_it_on_today(page, go):
    go("home:today")
    page.get_by_role("heading", name="Good morning, Rosa").wait_for()
    lunch = page.locator(".ribbon .slot", has_text="Lunch")
    assert lunch.locator(".duo").count() > 0


def see_it_in_the_calendar(page, go):
    go("integrations:feeds")
    page.get_by_role("button", name="Make my address").click()
    address = page.locator("#feed-address").input_value()
    answer = page.request.get(address)
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("who", ["rosa", "pia"])
def test_every_door_under_the_name_is_in_sight(cast, page, live_server, who):
    sign_in_as(page, live_server, getattr(cast, who))
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(live_server.url)
    page.locator(".me > summary").click()
    doors = page.locator(".me__menu a, .me__menu button")
    assert doors.count() > 10
    page.locator(".me__menu").get_by_text("Sign out").wait_for()
    boxes = [door.bounding_box() for door in doors.all()]
    assert all(one["y"] >= 0 and one["y"] + one["height"] <= 768 for one in boxes)
    page.set_viewport_size({"width": 1366, "height": 420})
    assert page.locator(".me__menu").bounding_box()["y"] >= 0, "what is too long is scrolled to"
