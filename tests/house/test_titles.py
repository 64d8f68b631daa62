"""The tab of the browser says what the page's own heading says."""

from __future__ import annotations

import html
import re

import pytest
import time_machine

from tests.cast import NOW
from tests.house.places import address, furnish, named_patterns

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
HIDDEN = re.compile(r'<span class="vh">.*?</span>|<svg.*?</svg>', re.DOTALL)
# The tab says less than the page, or the page changes under it.
OTHERWISE = {
    "accounts:me": "the door's own word; whose it is stands on the page",
    "home:today": "a greeting is no title",
    "needs:student": "a first name is enough for a tab",
    "peers:volunteer": "a first name is enough for a tab",
    "plans:gap": "who has nobody stands on the page alone",
    "plans:review": "the heading counts along while the plan is edited",
    "runs:board": "the heading is the step of the game",
}


def words_of(markup: str) -> str:
    text = re.sub(r"<[^>]+>", "", HIDDEN.sub("", markup))
    return " ".join(html.unescape(text).split())


@pytest.mark.django_db
def test_the_title_says_what_the_heading_says(cast, client_for):
    odd = {}
    with time_machine.travel(NOW, tick=False):
        values = furnish(cast)
        rosa = client_for(cast.rosa)
        for name, pattern in named_patterns():
            if name in OTHERWISE:
                continue
            page = rosa.get(address(name, pattern, values)).content.decode(errors="ignore")
            title, heading = TITLE.search(page), HEADING.search(page)
            if title and heading and words_of(heading[1]) not in words_of(title[1]):
                odd[name] = (words_of(title[1]), words_of(heading[1]))
    assert odd == {}
