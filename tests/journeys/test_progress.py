"""How Ada gets on, without seeing the picture: from the list, by keyboard and ear, on a phone, and on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.measures.actions import EntryFrame, GoalFrame, enter_value, set_goal
from kithwork.apps.measures.tests.making import BASELINE_FROM, measure_of, network
from kithwork.apps.people.models import Access
from tests.browser import assert_accessible, assert_fits, resize, sign_in_as
from tests.cast import MONDAY, YEAR

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What a screen reader says of the open page, in its order. Left out is what is not about the series.
HEARD = """
- heading /Ada.*progress/ [level=1]
- region "Starts or answers a classmate, 8 times in 10 minutes":
  - heading "Starts or answers a classmate, 8 times in 10 minutes" [level=2]
  - figure "Graph":
    - region "Drawing, scrolls sideways":
      - img /Before it begins. 3 sessions with data, values 1 to 2, middle value 2.*No data at session 6/
      - img /Adult level. 5 from Sep 14, 4 from Oct 5, 3 from Oct 26/
  - heading "In words" [level=3]
  - paragraph: /Before it begins. middle value 2.*The newest point is over the aim line/
  - button /Hear it.*one tone for each session, higher is more/
  - heading "Every point" [level=3]
  - group:
    - region "Every point":
      - table "Starts or answers a classmate, oldest first":
        - rowgroup:
          - row "Day Phase times in 10 minutes Aim line Adult level"
        - rowgroup:
          - row "Sep 14, 2026 Before it begins 1 5"
          - row /Oct 12, 2026 Practice absent .* 4/
          - row /Oct 28, 2026 Check in another place .recess. 4 .* 3/
"""


@pytest.fixture
def ada(cast: Any) -> Any:
    """Eight weeks: before, practice with a day away, the adult stepping back, a check at recess, and a goal."""
    Access.objects.filter(user_id=cast.tomas.user_id, student=cast.ada).delete()
    Access.objects.create(
        user_id=cast.tomas.user_id, student=cast.ada, depth=Depth.PLAN, because="team",
        reason="on the team", from_on=YEAR[0], until_on=YEAR[1],
    )  # fmt: skip
    measure = measure_of(cast, network(cast), source="entered", key="")
    days = [0, 7, 14, 21, 24, 28, 31, 35, 38, 42, 45, 49, 52]
    values = [1, 2, 2, 4, 5, None, 5, 6, 7, 7, 8, 9, 9]
    frames = [
        EntryFrame(BASELINE_FROM + timedelta(days=day), value, "" if value else "absent")
        for day, value in zip(days, values, strict=True)
    ]
    frames.append(EntryFrame(BASELINE_FROM + timedelta(days=44), 4, setting="recess"))
    for frame in frames:
        enter_value(measure, frame, by=cast.tomas)
    goal = GoalFrame(8, MONDAY + timedelta(weeks=5), starts_on=BASELINE_FROM + timedelta(weeks=3))
    set_goal(measure, goal, by=cast.tomas)
    return cast


def test_from_the_list_to_every_point_by_ear_on_a_phone_and_on_paper(ada, page, live_server):
    sign_in_as(page, live_server, ada.tomas)
    page.goto(f"{live_server.url}/progress/")
    page.get_by_role("heading", name="Ada").get_by_role("link").click()

    page.get_by_text("See every point as a table").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_match_aria_snapshot(HEARD)
    hear = page.get_by_role("button", name="Hear it")
    hear.focus()
    for pressed in ("true", "false"):
        page.keyboard.press("Enter")
        expect(hear).to_have_attribute("aria-pressed", pressed)
    expect(hear).to_be_focused()
    assert_accessible(page, "progress, table open")

    resize(page, "phone")
    page.reload()
    assert_fits(page)
    newest = page.locator(".graph__plot > svg").first.locator("circle.g-p1").last
    box = newest.bounding_box()
    assert box["x"] > 0 and box["x"] + box["width"] <= 390, (
        "the newest point is scrolled into its window"
    )

    page.get_by_role("link", name="Print for the team").click()
    page.get_by_role("heading", name="Every point").wait_for()
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").count() == 0
    assert not page.locator("a:visible, button:visible, summary:visible").count()
