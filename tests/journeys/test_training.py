"""From the first card to a role on record: Ben learns on a phone, Rosa plays two scenes with him and scores them."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from kithwork.apps.training.actions import write_down_aloud
from kithwork.apps.training.models import Certificate
from kithwork.apps.training.orientation import pieces_for
from tests.browser import PHONE, assert_accessible, assert_fits, resize, sign_in_as
from tests.cast import NOW

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def press(page: Any, name: str) -> None:
    """By keyboard: focus, then Enter, and the next page is there."""
    button = page.get_by_role("button", name=name, exact=True).first
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def learn(page: Any, base: str, piece: Any) -> None:
    page.goto(f"{base}/training/learn/{piece.id}/")
    for _card in range(piece.steps):
        press(page, "Next")
    for question in piece.check:
        press(page, question.options[question.right].text)
        assert page.get_by_text("That fits.").is_visible()
        press(page, "Next")
    assert page.get_by_role("heading", name="This piece is done").is_visible()


def test_from_the_first_card_to_a_role_on_record(cast, page, live_server):
    with time_machine.travel(NOW, tick=True):
        base = live_server.url
        resize(page, "phone")
        assert PHONE == (390, 844)
        sign_in_as(page, live_server, cast.ben_viewer)
        page.goto(f"{base}/training/learn/")
        with page.expect_navigation():
            page.get_by_role("link", name="Start : Why we do this").click()
        press(page, "Next")
        # Away and back: it goes on where it was left.
        page.goto(f"{base}/training/learn/")
        with page.expect_navigation():
            page.get_by_role("link", name="Go on : Why we do this").click()
        assert page.get_by_text("2 of 7").is_visible()
        press(page, "Back")
        first, *others = pieces_for("peer")
        learn(page, base, first)
        assert_accessible(page)
        assert_fits(page)
        learn(page, base, others[0])
        for piece in others[1:]:  # the same way, answered aloud to Rosa
            right = [question.id for question in piece.check]
            write_down_aloud(cast.ben, piece, right, by=cast.rosa)
        sign_in_as(page, live_server, cast.rosa)
        resize(page, "laptop")
        for missed in (1, 0):
            page.goto(f"{base}/training/students/{cast.ben.pk}/score/role:buddy/role/")
            for n in range(8):
                page.locator(f"[name=item_{n}][value={'no' if n < missed else 'yes'}]").check()
            press(page, "Keep this role-play")
        assert page.get_by_text("Mastered on November 9, good until January 4.").is_visible()
        assert Certificate.objects.get().subject == "role:buddy"
