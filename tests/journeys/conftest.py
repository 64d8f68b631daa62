"""What the journeys share: a Monday morning that goes on, and background work done when told."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine

from kithwork.apps.jobs.run import work_off
from kithwork.apps.plans import actions
from kithwork.apps.plans.models import Draft
from tests.browser import LOOKED_AT_BEFORE, assert_accessible, assert_fits, resize
from tests.cast import MONDAY, NOW


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def drafts(cast):
    """Three drafts of the cast's school, made before the story begins."""
    ask = actions.ask_for_plan(
        starts_on=MONDAY, ends_on=MONDAY + timedelta(days=30), seconds=1, by=cast.rosa
    )
    work_off()
    return list(Draft.objects.filter(ask=ask).order_by("number"))


@pytest.fixture
def sheet(tmp_path):
    """A spreadsheet as a coordinator keeps it."""

    def write(name, rows):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / name
        path.write_text(out.getvalue())
        return path

    return write


@pytest.fixture
def looks_right():
    """No accessibility rule broken and nothing sideways: at every size, in light and dark."""

    def look(page, what):
        if LOOKED_AT_BEFORE:
            return
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for size in ("phone", "tablet", "laptop"):
                resize(page, size)
                assert_fits(page)
                assert_accessible(page, f"{what}, {size}, {scheme}")
        page.set_viewport_size({"width": 320, "height": 640})
        assert_fits(page)
        page.emulate_media(color_scheme="light")
        resize(page, "laptop")

    return look
