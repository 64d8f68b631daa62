"""The gallery in a browser: every component, both themes, three sizes, no violation."""

import pytest

from tests.browser import SIZES, assert_accessible, assert_fits, resize, sign_in_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible(page, live_server, transactional_db, theme):
    from tests.cast import Cast

    cast = Cast.build()
    sign_in_as(page, live_server, cast.rosa)
    page.emulate_media(color_scheme=theme)
    page.goto(f"{live_server.url}/gallery/")
    for size in SIZES:
        resize(page, size)
        assert_accessible(page, f"{theme} {size}")
        assert_fits(page)


def test_names_hide_until_they_are_asked_for_again(page, live_server, transactional_db):
    from tests.cast import Cast

    sign_in_as(page, live_server, Cast.build().rosa)
    page.goto(f"{live_server.url}/gallery/")
    assert page.locator("[data-name]", has_text="Maya").count() > 0
    page.get_by_role("button", name="Hide names").click()
    assert page.locator("[data-name]", has_text="Maya").count() == 0
    page.reload()
    assert page.locator("[data-name]", has_text="Maya").count() == 0
    page.get_by_role("button", name="Hide names").click()
    assert page.locator("[data-name]", has_text="Maya").count() > 0


def test_find_opens_with_a_slash_and_closes_with_escape(page, live_server, transactional_db):
    from tests.cast import Cast

    sign_in_as(page, live_server, Cast.build().rosa)
    page.goto(f"{live_server.url}/gallery/")
    page.keyboard.press("/")
    page.keyboard.type("ada")
    page.get_by_role("link", name="Ada").first.wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#find").is_visible()
