"""A form, whom Tomas observes with it, and letters as his phone would write them."""

import json
from uuid import UUID, uuid4

import pytest

from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.observations.models import Instrument
from kithwork.apps.people.models import Access
from tests.cast import YEAR

FORM = {
    "kind": "tally",
    "minutes": 10,
    "pads": [
        {"code": "a", "behaviour": "initiation", "label": "Starts", "records": "event", "icon": "speech"},
        {"code": "b", "behaviour": "peer_initiation", "label": "Peer starts", "who": "partner",
         "records": "event"},
        {"code": "z", "behaviour": "joint_engagement", "label": "Together", "who": "pair",
         "records": "duration"},
    ],
}  # fmt: skip


def make_instrument(school, text=None, key="together") -> Instrument:
    return Instrument.objects.create(
        school=school, key=key, version=1, name="Together", text=text or FORM
    )


def tap(at: float, code: str, **more) -> dict:
    """`at` in seconds."""
    return {"at": round(at * 1000), "code": code, **more}


def written(cast, instrument, *taps, minutes=10.0, **more) -> str:
    """The text of a letter of Tomas about Ada."""
    said = {
        "made_with": 1,
        "observer": cast.tomas.user_id,
        "student": cast.ada.pk,
        "instrument": instrument.pk,
        "phase": "baseline",
        "setting": "lunch",
        "began_at": "2026-11-09T11:00:00.000-05:00",
        "length_ms": round(minutes * 60_000),
        "taps": list(taps),
        **more,
    }
    return json.dumps(said)


@pytest.fixture
def form(cast) -> Instrument:
    return make_instrument(cast.school)


@pytest.fixture
def tomas_observes_ada(cast) -> None:
    Access.objects.filter(user_id=cast.tomas.user_id, student=cast.ada).update(
        depth=Depth.PLAN, from_on=YEAR[0], until_on=YEAR[1]
    )


@pytest.fixture
def letter_id() -> UUID:
    return uuid4()
