"""A class of 28 from a printed code to a kept log, by digits, Tab and Enter alone."""

from datetime import time

import pytest

from kithwork.apps.runs import actions
from kithwork.apps.runs.models import Session, SessionEvent, SessionLog
from kithwork.apps.runs.queries.runner import tally_of
from kithwork.apps.runs.sheet_code import shown
from tests.browser import sign_in_as
from tests.cast import MONDAY, make_run, make_student

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet(cast):
    made = [make_student(cast.school, f"Student{n}", "Test") for n in range(23)]
    for one in made:
        cast.art.enrolments.create(student=one)
    people = [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena, *made]
    run = make_run(cast, students=people, choices={"variant": "spelling"}, adult_level=2)
    actions.draw_pairs(run, starts_on=MONDAY, seed=5, by=cast.ines)
    session = Session.objects.create(
        school=cast.school, run=run, section=cast.art, on=MONDAY, label="1",
        starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip
    return actions.print_sheets(run, [session], by=cast.ines)[0]


class Keys:
    """The keyboard, counting what is pressed."""

    def __init__(self, page):
        self.keyboard, self.pressed = page.keyboard, 0

    def type(self, text):
        self.keyboard.type(text)
        self.pressed += len(text)

    def press(self, key):
        self.keyboard.press(key)
        self.pressed += 1


def test_a_sheet_is_typed_in_by_keyboard_alone(cast, sheet, page, live_server, looks_right):
    sign_in_as(page, live_server, cast.ines)
    page.goto(f"{live_server.url}/sessions/runs/{sheet.session.run_id}/")
    page.get_by_role("link", name="Print", exact=True).click()
    page.get_by_role("heading", name="Print for Spelling in Art").wait_for()
    looks_right(page, "what to print")
    page.get_by_role("link", name="From paper").click()
    looks_right(page, "from paper")

    keys = Keys(page)
    page.locator("[name=code]").focus()
    keys.type(shown(sheet.code).lower())
    keys.press("Enter")
    page.locator("[name=happened]:focus").wait_for()
    for _ in range(4):  # held, minutes, adult, steps as planned
        keys.press("Enter")
    page.locator("[name=away_1]:focus").wait_for()
    keys.press("Enter")  # nobody away: on to the points
    for row in range(1, 15):
        keys.type(str(80 + row))
        keys.press("Enter")
    for _ in range(3):  # no bonus, no checklist
        keys.press("Enter")
    page.locator("[name=note]:focus").wait_for()
    keys.press("Enter")
    page.locator("[data-save]:focus").wait_for()
    keys.press("Enter")
    page.get_by_text("Logged from paper: Spelling in Art.").wait_for()
    assert keys.pressed <= 75  # half a minute for whoever types two and a half a second

    log = SessionLog.objects.get()
    assert (log.source, log.was_held, log.minutes, log.adult_level) == ("paper", True, 50, 2)
    found = tally_of(sheet.session)
    assert [found.points[str(row["group"])] for row in sheet.rows] == list(range(81, 95))

    page.goto(f"{live_server.url}/sessions/paper/{sheet.pk}/")
    page.get_by_text("Already logged.").wait_for()
    looks_right(page, "a sheet")
    page.locator("[name=missed_2]").focus()
    keys.type("9")
    page.locator("[data-save]").press("Enter")
    page.get_by_role("link", name="Row 2, not seen: Type numbers from 1 to 4").wait_for()
    looks_right(page, "a sheet with a slip")
    assert SessionLog.objects.count() == 1
    assert SessionEvent.objects.count() == 14
