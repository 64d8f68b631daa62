"""The tab of the browser says what the page's own heading says."""

from __future__ import annotations

import pytest

from kithwork.apps.foundation.viewer import Role
from tests.house.walk import walk

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


@pytest.mark.django_db
def test_the_title_says_what_the_heading_says(cast, client_for, client):
    pages = [
        one
        for one in walk(cast, client_for, client)
        if one.role == Role.COORDINATOR and one.title and one.heading and one.door not in OTHERWISE
    ]
    assert pages
    odd = {one.door: (one.title, one.heading) for one in pages if one.heading not in one.title}
    assert odd == {}
