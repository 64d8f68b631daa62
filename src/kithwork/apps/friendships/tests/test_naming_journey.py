"""Ben answers on a phone with nothing but keys: a few letters bring a name, and the list is there when none comes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.friendships.models import Naming
from tests.browser import assert_accessible, assert_fits, resize, sign_in_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SHOWN = """async (asked) => {
  const { isShown } = await import("/static/friendships/names.js");
  return asked.map((one) => isShown(...one));
}"""


def test_ben_names_a_friend_with_keys_alone(cast, before, page, ears, live_server):
    sign_in_as(page, live_server, cast.ben_viewer)
    resize(page, "phone")
    page.goto(live_server.url + reverse("friendships:own", args=[before.pk]))
    asked = [
        ["José Luis", "jose", False, False], ["José Luis", "LU", False, False], ["Ada", "da", False, False],
        ["Ada", " ", False, False], ["Ada", "zz", True, False], ["Ada", "", False, True],
    ]  # fmt: skip
    assert page.evaluate(SHOWN, asked) == [True, True, False, False, True, True]
    assert page.locator("[data-mate]:visible").count() == 0
    page.locator("[data-names-search]").press_sequentially("zo")
    assert "No such name" in page.locator("[data-names-none]").inner_text()
    page.locator("[data-names-search]").fill("sor")
    page.keyboard.press("Enter")  # keeps nothing
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("[data-mate]:visible").all_inner_texts()[0].split()[-1] == "Sora"
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Keep my answer").press("Enter")
    page.get_by_text("Thank you. Your answer is kept.").wait_for()
    row = Naming.objects.get()
    assert (row.mode, list(row.named.all())) == ("typed", [cast.sora])
    page.get_by_role("link", name="Answer again").click()
    page.get_by_role("button", name="Show me everybody").click()
    assert page.locator("[data-mate]:visible").count() == 7
    assert page.locator("[data-mate] input:checked").count() == 0
