"""A log without a network: the draft survives, what was saved is sealed, sent once, by its writer alone."""

import json
from datetime import time
from uuid import uuid4

import pytest

from kithwork.apps.foundation.tests.test_sealed import seal
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Told
from kithwork.apps.runs.log_letters import take
from kithwork.apps.runs.models import Attendance, Session, SessionLog
from kithwork.apps.runs.queries.log import log_page
from kithwork.apps.ui.outbox import owner_of
from tests.browser import (
    BUSY,
    NETWORK,
    assert_accessible,
    assert_fits,
    resize,
    sign_in_as,
    wait_until,
)
from tests.cast import MONDAY, make_playbook_copy, make_run

LETTERS = "/sessions/log/letters/"
OFF = ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]


@pytest.fixture
def lesson(cast):
    """A time of a peer support arrangement that Tomas leads."""
    run = make_run(
        cast, "Art together", students=[cast.ada, cast.ben], scope="focus_student",
        focus_student=cast.ada, facilitator=cast.tomas_staff,
        playbook=make_playbook_copy("peer_support"), adult_level=4,
    )  # fmt: skip
    return Session.objects.create(
        school=cast.school, run=run, section=cast.art, on=MONDAY, label="1",
        starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip


def letter_of(viewer, session, *, letter=None, **fields):
    letter, owner = letter or str(uuid4()), owner_of(viewer)
    given = {"happened": "yes", "minutes": "30", "adult_level": "3"} | fields
    pairs = [[name, value] for name, value in given.items() if not isinstance(value, list)]
    pairs += [
        [name, one] for name, value in given.items() if isinstance(value, list) for one in value
    ]
    said = {"session": session.pk, "fields": pairs, "written_at": "2026-11-09T14:00:00Z"}
    sealed = seal(json.dumps(said).encode(), f"{letter} {owner}")
    return {"letter": letter, "owner": owner, "session": session.pk, "sealed": sealed, "place": 0}


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
class TestLetters:
    def test_it_is_kept_once_whole(self, cast, lesson):
        # Ben is not on Tomas's list: he was there as planned.
        here = [str(cast.ada.pk), str(cast.ben.pk)]
        given = letter_of(
            cast.tomas, lesson, here=here, note="Drew a map.", **{"session_log.contact": "2"}
        )
        for _twice in range(2):
            assert take(given, by=cast.tomas) == {"letter": given["letter"], "answer": "kept"}
        log = SessionLog.objects.get()
        assert (str(log.letter), log.note, log.minutes) == (given["letter"], "Drew a map.", 30)
        assert log.measures["asked"] == {"session_log.contact": 2}
        assert Attendance.objects.filter(session=lesson, is_present=True).count() == 2

    def test_saved_and_not_answered_for_it_is_one_log_all_the_same(self, cast, lesson, client_for):
        letter = str(uuid4())
        typed = {"letter": letter, "happened": "yes", "minutes": "30"}
        client_for(cast.tomas).post(f"/sessions/{lesson.pk}/log/", typed)
        assert take(letter_of(cast.tomas, lesson, letter=letter), by=cast.tomas)["answer"] == "kept"
        assert SessionLog.objects.count() == 1

    def test_logged_meanwhile_it_is_kept_beside_theirs_which_stands(self, cast, lesson):
        theirs = actions.log_session(
            lesson, told=Told(was_held=True, minutes=20, away=frozenset({cast.ben.pk})),
            letter=uuid4(), by=cast.rosa,
        )  # fmt: skip
        better = actions.correct_log(
            theirs, told=Told(was_held=True, minutes=25), letter=uuid4(), by=cast.rosa
        )
        given = letter_of(cast.tomas, lesson, note="I was there, too.")
        for _twice in range(2):
            assert take(given, by=cast.tomas)["answer"] == "kept"
        versions = log_page(cast.tomas, lesson).versions
        assert [one.stands for one in versions] == [True, False, False]
        assert versions[0].log == better
        assert {one.log.note for one in versions} == {"", "I was there, too."}
        assert not Attendance.objects.get(session=lesson, student=cast.ben).is_present

    def test_a_correction_written_offline_corrects(self, cast, lesson):
        first = actions.log_session(
            lesson, told=Told(was_held=True, minutes=20), letter=uuid4(), by=cast.tomas
        )
        given = letter_of(cast.tomas, lesson, replaces=str(first.pk), minutes="45")
        assert take(given, by=cast.tomas)["answer"] == "kept"
        assert SessionLog.objects.get(replaces=first).minutes == 45

    @pytest.mark.parametrize(
        "change",
        [
            lambda cast, one: one | {"owner": "adult-0123"},
            lambda cast, one: one | {"letter": str(uuid4())},
            lambda cast, one: one | {"letter": "x"},
            lambda cast, one: one | {"sealed": "AAAA"},
            lambda cast, one: "words",
            lambda cast, one: None,
        ],
    )
    def test_what_is_touched_or_anothers_is_refused(self, cast, lesson, change):
        answer = take(change(cast, letter_of(cast.tomas, lesson)), by=cast.tomas)
        assert answer["answer"] == "refused"
        assert answer["sentence"]
        assert not SessionLog.objects.exists()

    @pytest.mark.parametrize("fields", [None, 3, [3], [["a"]], [["happened", 1]], []])
    def test_fields_that_are_none_are_refused(self, cast, lesson, fields):
        given, owner = str(uuid4()), owner_of(cast.tomas)
        said = json.dumps({"session": lesson.pk, "fields": fields}).encode()
        answer = take(
            {"letter": given, "owner": owner, "sealed": seal(said, f"{given} {owner}")},
            by=cast.tomas,
        )
        assert answer["answer"] == "refused"

    def test_a_session_of_others_is_refused_without_a_word_of_it(self, cast, lesson):
        answer = take(letter_of(cast.sven, lesson), by=cast.sven)
        assert answer["sentence"].startswith("That session is not one of yours any more.")
        lesson.pk = "x"
        assert take(letter_of(cast.tomas, lesson), by=cast.tomas)["answer"] == "refused"

    def test_what_does_not_fit_is_refused_with_why(self, cast, lesson):
        answer = take(letter_of(cast.tomas, lesson, happened="no"), by=cast.tomas)
        assert "Say in a few words why." in answer["sentence"]
        Session.objects.update(status="cancelled")
        answer = take(letter_of(cast.tomas, lesson), by=cast.tomas)
        assert "cancelled" in answer["sentence"]

    def test_beside_nothing_it_simply_stands_and_others_are_refused(self, cast, lesson):
        given = Told(was_held=True, minutes=30)
        log = actions.keep_beside(lesson, told=given, letter=uuid4(), by=cast.tomas)
        assert log_page(cast.tomas, lesson).standing == log
        with pytest.raises(Refused):
            actions.keep_beside(lesson, told=given, letter=uuid4(), by=cast.zed)

    @pytest.mark.parametrize("body", ["", "{", "[]", '{"letters": 3}'])
    def test_a_batch_that_cannot_be_read_is_said(self, cast, client_for, body):
        answer = client_for(cast.tomas).post(LETTERS, body, content_type="application/json")
        assert (answer.status_code, "letters" in answer.json()["sentence"]) == (400, True)

    def test_students_send_none(self, cast, client_for):
        body = json.dumps({"letters": []})
        answer = client_for(cast.ben_viewer).post(LETTERS, body, content_type="application/json")
        assert answer.status_code == 403

    def test_the_page_is_told_where_to_go_on(self, cast, lesson, client_for):
        typed = {"letter": str(uuid4()), "happened": "yes", "minutes": "30"}
        answer = client_for(cast.tomas).post(
            f"/sessions/{lesson.pk}/log/", typed, headers={"accept": "application/json"}
        )
        assert answer.json() == {"next": "/sessions/?on=2026-11-09"}


# ------------------------------------------------------------------ in a browser


def quiet(page):
    """Nothing is on its way: the test's own thread asks the database when the server's do not."""
    page.wait_for_load_state("networkidle")
    BUSY.wait()


def sign_in(page, live_server, viewer):
    BUSY.wait()
    sign_in_as(page, live_server, viewer)


def open_log(page, live_server, lesson):
    page.goto(f"{live_server.url}/sessions/{lesson.pk}/log/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    quiet(page)


def fill(page):
    page.get_by_label("Near", exact=True).check()
    page.locator("[name=steps]").nth(1).check()
    page.get_by_text("Add a note or a quote").click()
    page.get_by_label("Note", exact=True).fill("Ben waited, Ada chose the colours.")
    page.locator('[name="session_log.contact"][value="2"]').check()
    page.locator("[name=here]").nth(0).uncheck()


def is_filled(page) -> bool:
    return (
        page.get_by_label("Near", exact=True).is_checked()
        and page.locator("[name=steps]").nth(1).is_checked()
        and page.get_by_label("Note", exact=True).input_value().startswith("Ben waited")
        and page.locator('[name="session_log.contact"][value="2"]').is_checked()
        and not page.locator("[name=here]").nth(0).is_checked()
    )


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_half_filled_log_survives_a_reload_with_and_without_a_network(
    cast, page, ears, live_server, lesson
):
    ears.expected += OFF
    sign_in(page, live_server, cast.tomas)
    open_log(page, live_server, lesson)
    fill(page)
    page.get_by_text("Saved here").wait_for()
    page.reload()
    page.get_by_text("Saved here").wait_for()
    assert is_filled(page)
    assert page.get_by_label("Note", exact=True).is_visible()  # a fold opens over what it holds
    assert page.get_by_text("1 of ").is_visible()

    NETWORK.cut(page)
    page.reload()
    page.get_by_text("Saved here").wait_for()
    assert is_filled(page)
    page.get_by_label("Roving").check()
    page.reload()
    wait_until(page, "document.querySelector('[name=adult_level][value=\"2\"]')?.checked")
    assert_accessible(page, "a log without a network")
    assert_fits(page)


# A device whose database is busy while the next page opens: whoever presses Save meanwhile waits for it.
SLOW_BOX = """
if (sessionStorage.getItem("slow")) {
  sessionStorage.removeItem("slow");
  const asked = indexedDB.open("kithwork-letters", 1);
  asked.onsuccess = () => {
    const store = asked.result.transaction("letters", "readwrite").objectStore("letters");
    const end = performance.now() + 1500;
    const hold = () => {
      if (performance.now() < end) store.get("nothing").onsuccess = hold;
      else asked.result.close();
    };
    hold();
  };
}"""


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_saved_without_a_network_it_is_sealed_and_sent_once(cast, page, ears, live_server, lesson):
    ears.expected += OFF
    page.add_init_script(SLOW_BOX)
    sign_in(page, live_server, cast.tomas)
    open_log(page, live_server, lesson)
    fill(page)
    page.evaluate("sessionStorage.setItem('slow', 'yes')")
    NETWORK.cut(page)
    page.reload()  # the frame of the device
    page.get_by_text("Saved here").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="It is kept on this device").wait_for()
    page.get_by_text("Waiting for the network.").wait_for()
    for size in ("phone", "tablet"):
        resize(page, size)
        assert_fits(page)
    assert_accessible(page, "a log that is kept")
    kept = page.evaluate("""async () => {
      const { openBox } = await import("/static/ui/letters.js");
      const name = "logs." + localStorage.getItem("kithwork-owner");
      return JSON.stringify(await (await openBox(name, "/sessions/log/letters/")).waiting());
    }""")
    letters = json.loads(kept)
    assert "waited" not in kept
    # Three letters may come by chance in what is sealed.
    assert all(one.pop("sealed") for one in letters)
    assert "Ada" not in str(letters)
    # Loaded once more, it says that it waits, and asks nobody to write it again.
    page.reload()
    page.get_by_role("heading", name="It is kept on this device").wait_for()
    assert not SessionLog.objects.exists()

    # Its own page would send it at once: that one is gone before the network is back.
    page.context.route(f"**{LETTERS}", lambda route: route.abort())
    NETWORK.mend(page)
    sign_in(page, live_server, cast.ines)
    page.goto(f"{live_server.url}/me/")
    page.context.unroute(f"**{LETTERS}")
    page.goto(f"{live_server.url}/me/")
    quiet(page)
    assert not SessionLog.objects.exists()  # somebody else is signed in here now

    sign_in(page, live_server, cast.tomas)
    page.goto(f"{live_server.url}/me/")
    page.get_by_text("What this device kept without a network was sent.").wait_for()
    quiet(page)
    log = SessionLog.objects.get()
    assert (log.by_id, log.adult_level, log.note) == (
        cast.tomas.user_id, 3, "Ben waited, Ada chose the colours.",
    )  # fmt: skip
    assert log.measures["asked"] == {"session_log.contact": 2}
    page.goto(f"{live_server.url}/me/")
    quiet(page)
    assert SessionLog.objects.count() == 1


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_network_cut_at_the_save_loses_nothing(cast, page, ears, live_server, lesson):
    ears.expected += OFF
    sign_in(page, live_server, cast.tomas)
    open_log(page, live_server, lesson)
    page.get_by_label("Partly").check()
    NETWORK.cut(page)
    page.get_by_role("button", name="Save").click()
    assert not page.locator("[data-kept]").is_visible()  # why only partly is asked for first
    page.get_by_label("The day's plan changed").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Waiting for the network.").wait_for()
    NETWORK.mend(page)
    page.get_by_text("It was sent.").wait_for()
    quiet(page)
    assert SessionLog.objects.get().why_not == "The day's plan changed"


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_with_a_network_it_is_saved_as_ever_and_what_is_missing_is_said(
    cast, page, live_server, lesson
):
    sign_in(page, live_server, cast.tomas)
    open_log(page, live_server, lesson)
    page.get_by_label("No", exact=True).first.check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Say in a few words why.").first.wait_for()
    page.get_by_label("No adult was there").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Logged.").wait_for()
    quiet(page)
    assert SessionLog.objects.get().why_not == "No adult was there"
    # What was saved is no draft any more.
    page.goto(f"{live_server.url}/sessions/{lesson.pk}/log/?correct=1")
    assert not page.get_by_text("Saved here").is_visible()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_session_never_opened_here_says_so_and_nobody_reads_anothers(
    cast, page, ears, live_server, lesson
):
    ears.expected += OFF
    sign_in(page, live_server, cast.tomas)
    open_log(page, live_server, lesson)
    page.get_by_text("Add a note or a quote").click()
    page.get_by_label("Note", exact=True).fill("Ben waited")
    page.get_by_text("Saved here").wait_for()
    sign_in(page, live_server, cast.rosa)
    open_log(page, live_server, lesson)
    assert page.locator("[name=note]").input_value() == ""  # the same tab, another adult
    page.goto(f"{live_server.url}/me/")
    page.get_by_role("button", name="Sign out").first.click()
    quiet(page)
    NETWORK.cut(page)
    page.goto(f"{live_server.url}/sessions/{lesson.pk}/log/")
    page.get_by_text("This session was not opened here before").wait_for()
    assert_accessible(page, "a log that is not here")
