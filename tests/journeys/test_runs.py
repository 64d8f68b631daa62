"""A class practice from the library's button to its first pairs and scores, in a browser, by keyboard."""

from datetime import timedelta

import pytest

from kithwork.apps.runs.models import Draw, Run, Score
from tests.browser import sign_in_as
from tests.cast import MONDAY, make_student

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def full_class(cast):
    for name in ("Nia", "Omar", "Pablo", "Quinn", "Ravi"):
        cast.art.enrolments.create(student=make_student(cast.school, name, "Test"))
    return cast


def mend(page, title):
    """The link beside a thing to do."""
    page.locator("li", has_text=title).get_by_role("link").first.click()


def test_a_teacher_starts_readies_draws_and_scores_a_class(
    full_class, page, live_server, looks_right
):
    sign_in_as(page, live_server, full_class.ines)
    page.goto(f"{live_server.url}/sessions/runs/new/?practice=cwpt&section={full_class.art.pk}")
    page.get_by_role("button", name="Start getting ready").click()
    run = Run.objects.get()
    base = f"{live_server.url}/sessions/runs/{run.pk}/"
    looks_right(page, "before it begins")

    mend(page, "When it meets")
    page.get_by_role("button", name="Save times").click()
    mend(page, "What is practised")
    page.get_by_label("Spelling").check()
    page.get_by_label("We bring it on paper").check()
    page.get_by_role("button", name="Save for this run").click()
    mend(page, "Safety note")
    page.get_by_role("button", name="I have read it").click()
    page.get_by_role("button", name="Begin this run").click()

    mend(page, "No pairs yet")
    page.get_by_role("button", name="Draw pairs").click()
    page.locator("summary", has_text="Why this pair").first.click()
    looks_right(page, "pairs")
    assert Draw.objects.get().groups.count() == 5
    page.get_by_role("link", name="For the wall").click()

    page.goto(f"{base}scores/")
    page.get_by_label("Number of items").fill("10")
    cells = page.locator("tbody input[name^=right_]")
    cells.first.focus()
    for number in ("4", "5", "6"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    assert cells.nth(3).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("9")
    cells.nth(3).evaluate(
        """one => {
          const copied = new DataTransfer();
          copied.setData("text/plain", "1\\n2\\n3\\n");
          one.dispatchEvent(new ClipboardEvent("paste", {clipboardData: copied, bubbles: true, cancelable: true}));
        }"""
    )
    looks_right(page, "scores")
    page.get_by_role("button", name="Save scores").click()
    page.get_by_text("6 scores saved.").wait_for()
    kept = Score.objects.order_by("student__last_name", "student__first_name", "student_id")
    assert [row.right for row in kept] == [4, 5, 9, 1, 2, 3]
    page.goto(f"{base}results/?on={(MONDAY + timedelta(days=1)).isoformat()}")
    looks_right(page, "results of a week")
