"""A concern written without a network: sealed on the device, sent by its writer and by nobody else."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from kithwork.apps.foundation.tests.test_sealed import seal
from kithwork.apps.runs.models import Pause
from kithwork.apps.safety.letters import take
from kithwork.apps.safety.models import Concern
from kithwork.apps.ui.outbox import owner_of
from tests.browser import NETWORK, assert_accessible, assert_fits, sign_in_as
from tests.cast import make_run

SEEN = "Ada was pushed in the lunch line."


def letter_of(viewer, **said):
    letter, owner = str(uuid4()), owner_of(viewer)
    said = {"seen": SEEN, "level": "1", "written_at": "2026-11-09T14:00:00Z", **said}
    sealed = seal(json.dumps(said).encode(), f"{letter} {owner}")
    return {"letter": letter, "owner": owner, "sealed": sealed, "place": 0}


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen_now")
def test_a_sealed_concern_is_kept_once_with_the_time_it_was_written(cast):
    given = letter_of(
        cast.tomas,
        level="2",
        students=[str(cast.ada.pk), str(cast.ben.pk), "999999", "9" * 40, "x", None],
    )
    for _twice in range(2):
        assert take(given, by=cast.tomas) == {"letter": given["letter"], "answer": "kept"}
    concern = Concern.objects.get()
    assert (concern.seen, concern.level, concern.by_id) == (SEEN, 2, cast.tomas.user_id)
    assert concern.written_at == datetime(2026, 11, 9, 14, tzinfo=UTC)
    assert set(concern.students.all()) <= {cast.ada, cast.ben}
    assert Pause.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen_now")
def test_a_student_tells_in_words_and_nothing_else_is_taken(cast):
    given = letter_of(cast.ben_viewer, level="3", students=[str(cast.ada.pk)])
    assert take(given, by=cast.ben_viewer)["answer"] == "kept"
    concern = Concern.objects.get()
    assert (concern.level, concern.is_from_student, concern.students.count()) == (1, True, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen_now")
@pytest.mark.parametrize(
    "change",
    [
        lambda one: one | {"owner": "adult-0123"},
        lambda one: one | {"letter": str(uuid4())},
        lambda one: one | {"letter": "x"},
        lambda one: one | {"sealed": "AAAA"},
        lambda one: one | {"sealed": seal(b"[1]", f"{one['letter']} {one['owner']}")},
        lambda one: one | {"sealed": seal(b"\xff", f"{one['letter']} {one['owner']}")},
        lambda one: one | {"sealed": seal(b'{"seen": " "}', f"{one['letter']} {one['owner']}")},
        lambda _one: "words",
        lambda _one: None,
    ],
)
def test_what_is_touched_or_anothers_is_refused_with_a_sentence(cast, change):
    answer = take(change(letter_of(cast.tomas)), by=cast.tomas)
    assert answer["answer"] == "refused"
    assert answer["sentence"]
    assert not Concern.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"letters": 3}', json.dumps({"letters": [0] * 51})]
)
def test_a_batch_that_cannot_be_read_is_said(cast, client_for, body):
    answer = client_for(cast.tomas).post(
        "/safety/concern/letters/", body, content_type="application/json"
    )
    assert answer.status_code == 400
    assert "letters" in answer.json()["sentence"]


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_written_without_a_network_sent_by_its_writer_alone(cast, page, ears, live_server):
    ears.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    cast.school.phone = "555 0134"
    cast.school.save()
    make_run(cast, students=[cast.ada, cast.malik])
    sign_in_as(page, live_server, cast.tomas)
    page.goto(f"{live_server.url}/safety/concern/")
    assert page.get_by_role("link", name="555 0134").is_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    NETWORK.cut(page)
    page.goto(f"{live_server.url}/safety/concern/")
    page.get_by_text("There is no network now.").wait_for()
    assert page.get_by_role("link", name="555 0134").is_visible()
    assert_accessible(page, "the form without a network")
    assert_fits(page)
    page.get_by_role("button", name="Send").click()
    assert not page.locator("[data-kept]").is_visible()  # what is missing is asked for first
    page.get_by_label("Somebody was hurt").check()
    page.get_by_label("What did you see or hear?").fill(SEEN)
    page.get_by_label("Ada").check()
    page.get_by_label("Not yet").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="It is kept on this device").wait_for()
    assert_accessible(page, "kept on the device")
    kept = page.evaluate("""async () => {
      const { openBox } = await import("/static/ui/letters.js");
      return JSON.stringify(await (await openBox("concerns." + localStorage.getItem("kithwork-owner"), "/safety/concern/letters/")).waiting());
    }""")
    letters = json.loads(kept)
    assert "pushed" not in kept
    # Three letters may come by chance in what is sealed.
    assert all(one.pop("sealed") for one in letters)
    assert "Ada" not in str(letters)

    # Its own page would send it at once: that one is gone before the network is back.
    page.context.route("**/safety/concern/letters/", lambda route: route.abort())
    NETWORK.mend(page)
    sign_in_as(page, live_server, cast.ines)
    page.goto(f"{live_server.url}/me/")
    page.context.unroute("**/safety/concern/letters/")
    page.goto(f"{live_server.url}/")
    page.wait_for_load_state("networkidle")
    assert not Concern.objects.exists()

    sign_in_as(page, live_server, cast.tomas)
    page.goto(f"{live_server.url}/")
    page.get_by_text("What this device kept without a network was sent.").wait_for()
    concern = Concern.objects.get()
    assert (concern.seen, concern.level, concern.by_id) == (SEEN, 2, cast.tomas.user_id)
    assert concern.written_at is not None
    assert list(concern.students.all()) == [cast.ada]
