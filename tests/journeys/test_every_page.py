"""Every page that opens: accessible and as wide as its window, on a laptop by day or on a phone by night."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import pytest
import time_machine
from playwright.sync_api import Error

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.plans.tests.test_edit import open_need, short_of_peers
from tests.browser import (
    assert_accessible,
    assert_fits,
    resize,
    settle,
    sign_in_as,
)
from tests.cast import NOW
from tests.house.places import address, furnish, named_patterns
from tests.house.test_access_table import TABLE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# Most pages open for a coordinator first: theirs are walked in parts, so that two workers share them.
PARTS = 3
LOOKS = (("dark", "phone"), ("light", "laptop"))
# These look different for each role.
FOR_EVERYBODY = {"home:today", "accounts:me"}


def pages_by_role(values: dict[str, Any]) -> Iterator[tuple[Role, str]]:
    """Each address with the first role it opens for; the pages that differ, for all of them."""
    doors = tomllib.loads(TABLE.read_text())["doors"]
    patterns = dict(named_patterns())
    for name, row in sorted(doors.items()):
        opens = [role for role, letter in zip(Role, row.split(), strict=True) if letter == "o"]
        for role in opens if name in FOR_EVERYBODY else opens[:1]:
            yield role, address(name, patterns[name], values)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_a_coordinator(cast, page, ears, live_server, part: int):
    with time_machine.travel(NOW, tick=True):
        pages = [one for one in pages_by_role(furnish(cast)) if one[0] == Role.COORDINATOR]
        broken = walked(cast, page, live_server, pages[part::PARTS])
    assert not broken, "\n\n".join(broken)


def test_every_page_that_opens_for_others_first(cast, page, ears, live_server):
    with time_machine.travel(NOW, tick=True):
        pages = [one for one in pages_by_role(furnish(cast)) if one[0] != Role.COORDINATOR]
        broken = walked(
            cast, page, live_server, sorted(pages, key=lambda one: list(Role).index(one[0]))
        )
    assert not broken, "\n\n".join(broken)


def walked(cast: Any, page: Any, live_server: Any, pages: list[tuple[Role, str]]) -> list[str]:
    """What is wrong with pages, each opened by its role. One person signs in after another."""
    broken: list[str] = []
    who = None
    for role, url in pages:
        if role != who:
            page.context.clear_cookies()
            sign_in_as(page, live_server, cast.viewers[role])
            who = role
        if opened(page, live_server.url + url):
            broken += faults_of(page)
    return broken


def test_every_page_before_signing_in(cast, page, ears, live_server):
    """The first pages anybody sees: sign in, a forgotten password. They must be ours, not a library's."""
    public = tomllib.loads(TABLE.read_text())["open_to_strangers"]
    broken = []
    with time_machine.travel(NOW, tick=True):
        values, patterns = furnish(cast), dict(named_patterns())
        for name in public:
            if opened(page, live_server.url + address(name, patterns[name], values)):
                broken += faults_of(page)
                assert page.locator("body .bare, body main").count(), f"{name} is not in our frame"
    assert not broken, "\n\n".join(broken)


def test_an_open_need_with_its_fixes(cast, page, ears, live_server):
    """The panel the table of doors cannot open by itself: it asks which need."""
    with time_machine.travel(NOW, tick=True):
        draft = short_of_peers(cast)
        sign_in_as(page, live_server, cast.rosa)
        url = address("plans:need", dict(named_patterns())["plans:need"], {"draft_id": draft.pk})
        assert opened(page, f"{live_server.url}{url}?need={open_need(draft)}")
        broken = faults_of(page)
        resize(page, "phone")
        settle(page)
        assert page.get_by_role("button", name="Leave open").is_visible()
        box = page.locator("form:has(#why-open)").bounding_box()
        assert box["x"] + box["width"] <= 390
    assert not broken, "\n\n".join(broken)


def opened(page: Any, url: str) -> bool:
    """Whether it is a page of its own: fragments, files and feeds are not.

    It stands open then, in one of both looks by turns of the address: what a page may do wrong it mostly
    does in both (decision 0062).
    """
    scheme, size = look_of(url)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    resize(page, size)
    try:
        answer = page.goto(url)
    except Error as error:
        # A file is saved, not shown.
        assert "ERR_ABORTED" in error.message or "Download is starting" in error.message, error
        return False
    kind = answer.headers.get("content-type", "")
    return kind.startswith("text/html") and page.evaluate("document.doctype !== null")


def look_of(url: str) -> tuple[str, str]:
    return LOOKS[crc32(urlsplit(url).path.encode()) % len(LOOKS)]


def faults_of(page: Any) -> list[str]:
    """What is wrong with the page that stands open."""
    found = []
    for check in (assert_accessible, assert_fits):
        try:
            check(page)
        except AssertionError as said:
            found.append(f"{' '.join(look_of(page.url))}: {said}")
    return found
