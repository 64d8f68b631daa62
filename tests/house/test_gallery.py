"""The gallery in a browser: every component, both themes, three sizes, no violation."""

import pytest
from django.urls import reverse

from tests.browser import SIZES, assert_accessible, assert_fits, resize, sign_in_as, wait_until

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


def test_nothing_moves_for_those_who_asked_for_stillness(page, live_server, transactional_db):
    """A colour still on its way when it is measured has failed a contrast check before."""
    from tests.cast import Cast

    sign_in_as(page, live_server, Cast.build().rosa)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(f"{live_server.url}/gallery/")
    page.emulate_media(color_scheme="dark")
    # Every style is worked out, so every transition that can start has started.
    page.evaluate("document.querySelectorAll('*').forEach((each) => getComputedStyle(each).color)")
    assert page.evaluate("document.getAnimations().length") == 0


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


def test_names_in_sentences_lists_and_labels_hide_too(page, live_server, transactional_db):
    """A screen that others can see shows no name of a student: not in a heading, a choice or the tab."""
    from tests.cast import Cast

    cast = Cast.build()
    sign_in_as(page, live_server, cast.rosa)
    page.goto(f"{live_server.url}/people/students/{cast.ada.pk}/")
    said = page.evaluate(EVERYTHING_SAID)
    assert "Ada" in said
    page.get_by_role("button", name="Hide names").click()
    wait_until(page, f"!({EVERYTHING_SAID}).includes('Ada')")
    for path in (
        f"/people/students/{cast.ada.pk}/",
        "/needs/",
        reverse("needs:do_not_pair", args=[cast.malik.pk]),
        "/",
    ):
        page.goto(f"{live_server.url}{path}")
        wait_until(page, "!document.documentElement.classList.contains('names-pending')")
        said = page.evaluate(EVERYTHING_SAID)
        for name in ("Ada", "Okafor", "Malik", "Sora", "Ben Hollis"):
            assert name not in said, f"{path}: {said[max(0, said.find(name) - 40) :][:80]}"
    page.goto(f"{live_server.url}/people/students/{cast.ada.pk}/")
    page.get_by_role("button", name="Hide names").click()
    assert "Ada Okafor" in page.evaluate(EVERYTHING_SAID)


EVERYTHING_SAID = """[document.title, document.body.innerText,
  ...[...document.querySelectorAll("[aria-label]")].map((each) => each.getAttribute("aria-label")),
  ...[...document.querySelectorAll("option")].map((each) => each.textContent)].join(" | ")"""


def test_taking_names_out_of_a_text(page, live_server, db):
    page.goto(f"{live_server.url}/sign-in/")
    hidden = page.evaluate(
        """async ([people, texts]) => {
          const { hider } = await import("/static/ui/hide_names.js");
          return texts.map(hider(people));
        }""",
        [
            [["Ada", "Okafor"], ["Ana María", "de la Cruz"], ["Zoë", "O’Hara-Lee"], ["Mo", ""]],
            [
                "Ada Okafor, Science 7C",
                "Who is on Ada's team?",
                "Ana María de la Cruz and Zoë O’Hara-Lee",
                "With Ana María’s class",
                "Mo sits with Zoë.",
                "Adaptation in Okafor Hall",
            ],
        ],
    )
    assert hidden == [
        "AO, Science 7C",
        "Who is on A's team?",
        "AD and ZO",
        "With A’s class",
        "M sits with Z.",
        "Adaptation in Okafor Hall",
    ]
