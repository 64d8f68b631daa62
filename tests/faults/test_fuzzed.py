"""Goal R24: whatever is sent to the doors for programs, nothing breaks, no trace comes back, nothing unknown is kept."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.tokens import make_token
from kithwork.apps.observations.letter import Letter
from kithwork.apps.observations.models import Envelope
from kithwork.apps.observations.openapi import description
from kithwork.apps.observations.tests.conftest import make_instrument, written
from tests.faults.sizes import BODIES

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
# Who may is asked elsewhere (test_sync.py); here everybody has Tomas's token.
AS_DESCRIBED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OBSERVATIONS = "/api/v1/observations"
AT_EASE = settings(
    max_examples=BODIES, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def program(cast, client, settings):
    settings.SYNC_PER_MINUTE = 10**9
    secret = make_token(Membership.objects.get(pk=cast.tomas.membership_id), "Fuzz")
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    client.raise_request_exception = False
    return client


# How the library that checks bodies speaks; what reaches anybody is ours.
FOREIGN = (b"Input should", b"String should", b"Field required", b"Extra inputs", b"Tuple should")


def is_sound(answer) -> bool:
    """An answer in JSON with a status that says what it is; nothing of our insides shows."""
    return (
        answer.status_code < 500
        and answer["Content-Type"].startswith("application/json")
        and b"Traceback" not in answer.content
        and b"Error" not in answer.content
        and not any(words in answer.content for words in FOREIGN)
    )


def nothing_unknown_is_kept() -> bool:
    known = set(Letter.model_fields)
    return all(set(json.loads(one.text)) <= known for one in Envelope.objects.all())


def test_any_bytes(program):
    @AT_EASE
    @given(body=st.binary(max_size=400) | ANYTHING.map(json.dumps).map(str.encode))
    def try_one(body):
        assert is_sound(program.post(OBSERVATIONS, body, content_type="application/json"))

    try_one()
    assert not Envelope.objects.exists()


def test_letters_with_anything_in_any_place(cast, program):
    """Close to a good letter: one word of it, or of its items, is anything at all."""
    form = make_instrument(cast.school)
    good = json.loads(written(cast, form))
    places = st.sampled_from([*good, "note", "watch", "corrects", "nth", "unknown", ""])

    @AT_EASE
    @given(
        place=places, value=ANYTHING, also=st.booleans(), digest=st.none() | st.text(max_size=64)
    )
    def try_one(place, value, also, digest):
        said = good | {place: value}
        items = [{"id": str(uuid4()), "text": json.dumps(said)}]
        if also:
            items.append({"id": value, "text": value})
        if digest is not None:
            items[0]["sha256"] = digest
        body = json.dumps({"items": items})
        assert is_sound(program.post(OBSERVATIONS, body, content_type="application/json"))

    try_one()
    assert nothing_unknown_is_kept()


@pytest.mark.parametrize(
    "door",
    ["day?device={}", "receipts?ids={}", "observations?after={}", "observations/{}", "devices?{}"],
)
def test_any_question(program, door):
    @AT_EASE
    @given(said=st.text(st.characters(codec="utf-8", exclude_characters="/?#%\\"), max_size=30))
    def try_one(said):
        answer = program.get(f"/api/v1/{door.format(said)}")
        assert answer.status_code in {404, 301} or is_sound(answer)

    try_one()


@pytest.fixture
def in_one_transaction():
    """A request ends with its connection's end; here all of them share the test's own."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("in_one_transaction")
def test_by_its_own_description(cast, program):
    """Every door with what its description allows and with what it does not; answers are as it says."""
    headers = {"Authorization": program.defaults["HTTP_AUTHORIZATION"]}
    schema = schemathesis.openapi.from_dict(description())
    schema.app = get_wsgi_application()

    for operation in schema.get_all_operations():
        one = operation.ok()

        @AT_EASE
        @given(case=one.as_strategy())
        def try_case(case):
            answer = case.call(headers=headers)
            assert answer.status_code < 500, (case.formatted_path, case.query, case.body)
            assert b"Traceback" not in answer.content
            case.validate_response(answer, checks=AS_DESCRIBED)

        try_case()
    assert nothing_unknown_is_kept()
