"""The doors for programs: who opens them, what they refuse, and that every answer is JSON."""

import gzip
import json
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client

from kithwork.apps.accounts.models import AccessToken, Membership
from kithwork.apps.accounts.tokens import make_token
from kithwork.apps.foundation import clock
from kithwork.apps.observations.actions import enrol_device, revoke_device
from kithwork.apps.observations.actions.keep import digest_of
from kithwork.apps.observations.models import Envelope, Observation
from kithwork.apps.observations.tests.conftest import tap, written
from kithwork.apps.people.models import Staff
from kithwork.apps.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
OBSERVATIONS = "/api/v1/observations"


@pytest.fixture
def secret(cast):
    return make_token(Membership.objects.get(pk=cast.tomas.membership_id), "A test")


@pytest.fixture
def program(secret):
    """A program that holds Tomas's token; its requests are checked as a stranger's would be."""
    return Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {secret}"})


def push(client, *items, **more):
    body = {"items": [{"id": str(one), "text": text} for one, text in items], **more}
    return client.post(OBSERVATIONS, json.dumps(body), content_type="application/json")


def test_a_program_sends_reads_back_and_gets_a_receipt(cast, form, program):
    letter, text = uuid4(), written(cast, form, tap(3, "a"))
    told = push(program, (letter, text), sent_at="2026-11-09T14:30:00Z", device=str(uuid4())).json()
    assert [(one["id"], one["answer"]) for one in told["answers"]] == [(str(letter), "stored")]
    assert Observation.objects.get().values.get(code="a", index="count").value == 1
    held = program.get(OBSERVATIONS).json()
    assert [(one["text"], one["sha256"]) for one in held["items"]] == [(text, digest_of(text))]
    assert held["next"] is None
    (receipt,) = program.get(f"/api/v1/receipts?ids={letter},{uuid4()}").json()["receipts"]
    assert (receipt["id"], receipt["status"]) == (str(letter), "read")


def test_the_clock_of_the_device_is_kept_beside_ours_and_decides_nothing(cast, form, program):
    push(program, (uuid4(), written(cast, form)), sent_at="2031-01-01T00:00:00Z")
    kept = Envelope.objects.get()
    assert abs((kept.received_at - clock.now()).total_seconds()) < 60
    assert kept.clock_offset_ms > 1000 * 3600 * 24 * 365


def test_packed_bodies_are_unpacked_and_never_without_end(cast, form, program):
    body = json.dumps({"items": [{"id": str(uuid4()), "text": written(cast, form)}]}).encode()
    packed = {"content_type": "application/json", "headers": {"content-encoding": "gzip"}}
    assert program.post(OBSERVATIONS, gzip.compress(body), **packed).status_code == 200
    bomb = gzip.compress(b" " * 50_000_000)
    assert program.post(OBSERVATIONS, bomb, **packed).status_code == 413
    assert program.post(OBSERVATIONS, b"no gzip", **packed).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b"null", b'{"items": 1}', b'{"items": []}', b"\xff\xfe",
        b'{"items": [{"id": "x", "text": "{}"}]}', b'{"items": [], "more": 1}', b"[" * 5000,
        b'{"items": [{"id": "00000000-0000-4000-8000-000000000000", "text": "\\ud800{}"}]}',
        b'{"items": [{"id": "00000000-0000-4000-8000-000000000000", "text": "{}\\u0000"}]}',
        b'{"items": [{"id": "00000000-0000-4000-8000-000000000000", "text": 5}]}',
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_a_sentence(cast, program, body):
    answer = program.post(OBSERVATIONS, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["sentence"]
    assert not Envelope.objects.exists()


ID = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "The text is not JSON: look at line 1, character 1."),
        ("[]", "The body is no object. Write its parts in curly brackets."),
        ({}, "items: is missing. Add it."),
        ({"items": []}, "items: has too few. Fewest: 1."),
        ({"items": [{"id": ID, "text": "{}"}] * 26}, "items: has too many. Most: 25."),
        ({"items": [{"id": ID, "text": "{}"}, {"id": "x", "text": "{}"}]}, "items[1].id: is no id. Write a UUID"),
        ({"items": [{"id": ID, "text": 5}]}, "items[0].text: is no text. Write it in quotation marks."),
        ({"items": [{"id": ID, "text": "{}", "sha256": "q"}]}, "items[0].sha256: is no SHA-256."),
        ({"items": [{"id": ID, "text": "{}", "more": 1}]}, "items[0].more: is not known here."),
        ({"items": [{"id": ID, "text": "a\0"}]}, "items[0].text: it has a character that is none"),
        ({"sent_at": "noon", "items": [{"id": ID, "text": "{}"}]}, "sent_at: is no moment."),
        ({"sent_at": "2026-11-27T10:00:00", "items": [{"id": ID, "text": "{}"}]}, "sent_at: does not say its time zone."),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_place_and_its_mend(program, body, said):
    sent = body if isinstance(body, str) else json.dumps(body)
    answer = program.post(OBSERVATIONS, sent, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["sentence"].startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"phase": "later"},
            "phase: must be one of: baseline, training, intervention, fade, probe",
        ),
        ({"taps": [{"at": 1, "code": "??"}]}, "taps[0].code: is no tap."),
        ({"taps": [{"at": 1, "code": "a", "undone": False}]}, "taps[0].undone: must be true."),
        ({"taps": 5}, "taps: is no list."),
        ({"student": "7"}, "student: is no whole number."),
        ({"length_ms": -1}, "length_ms: must be 0 or more."),
        ({"is_usable": "yes"}, "is_usable: must be true or false."),
        ({"note": "x" * 4001}, "note: is too long. Most characters: 4000."),
    ],
)
def test_a_slip_in_a_letter_too(cast, form, program, change, said):
    (answer,) = push(program, (uuid4(), written(cast, form, **change))).json()["answers"]
    assert answer["answer"] == "refused"
    assert answer["sentence"].startswith(said)


def test_a_heap_is_too_much(cast, form, program):
    text = written(cast, form)
    assert push(program, *((uuid4(), text) for _ in range(26))).status_code == 400
    long = written(cast, form, note="x" * 3900, taps=[tap(n / 100, "a") for n in range(6000)])
    assert push(program, (uuid4(), long), (uuid4(), long)).status_code == 413


def test_without_a_person_nothing_opens(cast, client):
    for door in ("day", "observations", "receipts", "openapi.json"):
        answer = client.get(f"/api/v1/{door}")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert push(client, (uuid4(), "{}")).status_code == 401


@pytest.mark.parametrize("end", ["revoked", "inactive", "left", "wrong"])
def test_a_token_that_is_not_good_any_more_opens_nothing(cast, secret, end):
    token = AccessToken.objects.get()
    if end == "revoked":
        AccessToken.objects.update(revoked_at=clock.now())
    elif end == "inactive":
        type(token.user).objects.filter(pk=token.user_id).update(is_active=False)
    elif end == "left":
        Membership.objects.filter(pk=token.membership_id).update(until_on="2020-01-01")
    else:
        secret += "x"
    client = Client(headers={"authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/day").status_code == 401


def test_a_token_opens_no_page_and_a_session_beside_it_says_nothing(cast, program, client_for):
    assert program.get("/").status_code == 302
    both = client_for(cast.rosa)
    answer = both.get("/api/v1/day", headers={"authorization": "Bearer nothing"})
    assert answer.status_code == 401


def test_a_session_needs_the_token_of_its_form(cast, form, client_for):
    rosa = client_for(cast.rosa)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = rosa.cookies
    text = written(cast, form, observer=cast.rosa.user_id)
    assert push(strict, (uuid4(), text)).status_code == 403
    csrf = strict.get("/api/v1/day").json()["csrf"]
    body = json.dumps({"items": [{"id": str(uuid4()), "text": text}]})
    answer = strict.post(
        OBSERVATIONS, body, content_type="application/json", headers={"x-csrftoken": csrf}
    )
    assert answer.json()["answers"][0]["answer"] == "stored"


def test_each_account_has_its_own_limit(cast, form, program, client_for, settings):
    settings.SYNC_PER_MINUTE = 3
    answers = [program.get("/api/v1/day") for _ in range(5)]
    assert [one.status_code for one in answers].count(429) >= 1
    refused = answers[-1]
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert client_for(cast.ines).get("/api/v1/day").status_code == 200


def test_the_day_list_says_initials_and_no_name(cast, form, client_for):
    day = client_for(cast.tomas).get("/api/v1/day").content.decode()
    assert json.loads(day)["students"] == [{"id": cast.ada.pk, "initials": "AO"}]
    for student in (cast.ada, cast.malik, cast.ben):
        assert student.first_name not in day
        assert student.last_name not in day


def test_a_device_gets_its_key_until_it_is_shut_out(cast, client_for):
    tomas, device = client_for(cast.tomas), uuid4()
    first = tomas.get(f"/api/v1/day?device={device}").json()["device"]
    again = tomas.get(f"/api/v1/day?device={device}").json()["device"]
    assert (first["is_revoked"], first["key"]) == (False, again["key"])
    assert (
        first["key"]
        != client_for(cast.ines).get(f"/api/v1/day?device={device}").json()["device"]["key"]
    )
    known = enrol_device(device=device, name="Phone", by=cast.tomas)
    revoke_device(known, by=cast.rosa)
    shut = tomas.get(f"/api/v1/day?device={device}").json()
    assert shut["device"] == {"is_revoked": True, "key": None, "until": None}
    assert (shut["students"], shut["watches"]) == ([], [])


def test_looking_leaves_no_line(cast, form, program):
    lines = TrailEntry.objects.count()
    for door in ("day", "observations", "receipts?ids=", "openapi.json"):
        assert program.get(f"/api/v1/{door}").status_code == 200
    assert TrailEntry.objects.count() == lines


def test_one_sees_only_ones_own_letters_and_the_coordinator_the_schools(
    cast, form, program, client_for
):
    push(program, (uuid4(), written(cast, form)))
    assert len(client_for(cast.rosa).get(OBSERVATIONS).json()["items"]) == 1
    for other in (cast.ines, cast.zed):
        assert client_for(other).get(OBSERVATIONS).json()["items"] == []


def test_it_is_taken_away_with_a_reason(cast, form, program, client_for):
    letter = uuid4()
    push(program, (letter, written(cast, form)))
    rosa, url = client_for(cast.rosa), f"{OBSERVATIONS}/{letter}"
    assert rosa.delete(url, {}, content_type="application/json").status_code == 400
    assert (
        client_for(cast.zed).delete(url, {"why": "x"}, content_type="application/json").status_code
        == 404
    )
    assert program.delete(url, {"why": "x"}, content_type="application/json").status_code == 403
    assert rosa.delete(url, {"why": "A trial."}, content_type="application/json").status_code == 200
    assert not Observation.objects.exists()
    answer = push(program, (letter, written(cast, form))).json()["answers"][0]
    assert (answer["answer"], answer["is_deleted"]) == ("already", True)


def test_the_description_names_every_door(cast, program):
    from kithwork.apps.observations.pages import sync

    found = program.get("/api/v1/openapi.json").json()
    doors = {"/" + str(one.pattern).replace("<uuid:letter>", "{letter}") for one in sync.urls}
    assert set(found["paths"]) == doors
    refs = set(json.dumps(found).split('"$ref": "#/components/schemas/')[1:])
    assert {ref.split('"')[0] for ref in refs} <= set(found["components"]["schemas"])


def test_staff_without_a_record_may_observe_too(cast, program):
    """An observer is an account; a roster row is not needed."""
    Staff.objects.filter(user_id=cast.tomas.user_id).delete()
    assert program.get("/api/v1/day").status_code == 200


@pytest.mark.parametrize("door", ["/api/v1/day", "/"])
def test_without_a_database_it_says_to_try_again(cast, program, monkeypatch, door):
    """No trace leaves the house, and a device knows when to come back."""

    def away(*_args, **_more):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("kithwork.apps.accounts.tokens.token_of", away)
    monkeypatch.setattr("kithwork.apps.accounts.middleware.ViewerMiddleware._viewer", away)
    program.raise_request_exception = False
    answer = program.get(door)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert b"Traceback" not in answer.content
    assert answer["Content-Type"].startswith("application/json" if "api" in door else "text/html")


def test_nothing_is_taken_from_a_device_that_was_shut_out(cast, form, program):
    device = uuid4()
    known = enrol_device(device=device, name="Phone", by=cast.tomas)
    item = (uuid4(), written(cast, form))
    assert push(program, item, device=str(device)).status_code == 200
    revoke_device(known, by=cast.rosa)
    refused = push(program, (uuid4(), written(cast, form, nth=2)), device=str(device))
    assert (refused.status_code, "shut out" in refused.json()["sentence"]) == (403, True)
    assert Envelope.objects.count() == 1
    assert push(program, item).json()["answers"][0]["answer"] == "already"


def test_whoever_asks_first_at_the_same_instant_as_another_is_counted_too(
    cast, program, monkeypatch
):
    """The row was not there when it was looked for, and is when it is made."""
    from kithwork.apps.observations import limits
    from kithwork.apps.observations.models import SyncCount

    look, asked = limits._counted, []

    def look_late(user_id, minute):
        found = look(user_id, minute)
        if not asked:
            asked.append(SyncCount.objects.create(user_id=user_id, minute=minute, asked=1))
        return found

    monkeypatch.setattr(limits, "_counted", look_late)
    assert program.get("/api/v1/day").status_code == 200
    assert SyncCount.objects.get().asked == 2


@pytest.mark.parametrize("word", ["ward\x00", "half \ud83d"])
def test_a_word_that_cannot_be_kept_is_a_slip_with_its_place(cast, program, word):
    """PostgreSQL holds no NUL: a device called so was an error of the server's once."""
    body = json.dumps({"device": str(uuid4()), "name": word})
    answer = program.post("/api/v1/devices", body, content_type="application/json")
    assert answer.status_code == 400
    assert b"name" in answer.content or b"JSON" in answer.content
