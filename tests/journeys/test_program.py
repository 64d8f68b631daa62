"""A program from its first question to a poster on paper: by keyboard, on a phone, and printed on both kinds of paper."""

import re

import pytest

from kithwork.apps.programs import actions
from kithwork.apps.programs.kit import PIECES
from kithwork.apps.programs.models import Program
from tests.browser import assert_accessible, assert_fits, resize, sign_in_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SLIDES = 7


def test_a_program_is_begun_by_keyboard_and_decided_step_by_step(
    cast, page, live_server, looks_right
):
    sign_in_as(page, live_server, cast.rosa)
    page.goto(f"{live_server.url}/program/")
    page.get_by_role("link", name="Begin a program").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name").fill("Lunch together")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What it is for", level=1).wait_for()
    looks_right(page, "the first decision")
    page.get_by_label("Friendship: students get to know one another").focus()
    page.keyboard.press("Space")
    page.get_by_label("The purpose, in your own words").fill("Everybody has company at lunch.")
    page.get_by_role("button", name="Keep and go on").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Its name", level=1).wait_for()
    one = Program.objects.get()
    assert (one.purposes, one.purpose) == (["friendship"], "Everybody has company at lunch.")

    resize(page, "phone")
    base = f"{live_server.url}/program/{one.pk}"
    for end in (
        "",
        "team/",
        "approvals/",
        "readiness/",
        "thirty-questions/",
        "stages/",
        "lasting/",
        "kit/",
    ):
        page.goto(f"{base}/{end}")
        assert_fits(page)
        assert_accessible(page, end)
    page.set_viewport_size({"width": 320, "height": 700})
    for end in ("", "define/resources/", "thirty-questions/", "stages/", "copy/"):
        page.goto(f"{base}/{end}")
        assert_fits(page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_piece_is_one_page_on_either_paper(cast, page, live_server, language):
    """A line as long as the form allows in each place still fits; the talk has a page for each slide."""
    program = actions.start_program("Side by Side", by=cast.rosa)
    long = actions.Words(
        name="Side by Side", purpose="We eat lunch, play, and make things. " * 5, who="Everybody. " * 14,
        when="Tuesdays at lunch, in the library. " * 4, ask="Ask Ms. Alvarez in room 12, or at the office. " * 3,
    )  # fmt: skip
    actions.keep_words(program, long, language=language, by=cast.rosa)
    sign_in_as(page, live_server, cast.rosa)
    for key in PIECES:
        page.goto(f"{live_server.url}/program/{program.pk}/kit/{key}/{language}/")
        assert_accessible(page, key)
        for paper in ("Letter", "A4"):
            pdf = page.pdf(format=paper, landscape=key == "presentation", print_background=True)
            pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
            assert pages == (SLIDES if key == "presentation" else 1), (key, paper)
