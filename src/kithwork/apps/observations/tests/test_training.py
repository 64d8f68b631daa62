"""Practice for observers: held against a key, certified when near enough in a row, and nobody's observation."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.observations import actions
from kithwork.apps.observations.models import (
    Certificate,
    Envelope,
    Observation,
    PracticeTape,
    SourceFile,
    Value,
    Watch,
)
from kithwork.apps.observations.practice import Key, judged, key_text, practice_text, read_key
from kithwork.apps.observations.queries import training as queries_of_training
from kithwork.apps.observations.queries.agreement import agreement_page
from kithwork.apps.observations.queries.observers import observers_page, warnings_for
from kithwork.apps.observations.queries.record import open_records_of, recently_brought_in
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.observations.tests.conftest import tap
from kithwork.apps.observations.tests.test_records import BORIS, kept
from kithwork.evidence.agreement import ioa
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

TAPS = [tap(10, "a"), tap(30, "z"), tap(31, "a"), tap(90, "z"), tap(200, "b"), tap(400, "b")]
NEAR = [tap(10.5, "a"), tap(30, "z"), tap(32, "a"), tap(88, "z"), tap(201, "b"), tap(399, "b")]
FAR = [tap(10, "a"), tap(30, "z"), tap(90, "z"), tap(250, "b"), tap(400, "b")]


@pytest.fixture
def recording(cast, form):
    return make_recording(cast, form)


def make_recording(cast, form, taps=TAPS, **more):
    said = {
        "instrument": form, "title": "Lunch, table four", "where_to_find": "Shelf B", "least_pct": 80,
        "in_a_row": 2, "key": key_text(600_000, taps), **more,
    }  # fmt: skip
    return actions.make_recording(actions.RecordingFrame(**said), by=cast.rosa)


def practise(cast, recording, taps=NEAR, by=None, minutes=10, letter=None):
    text = practice_text(recording.pk, round(minutes * 60_000), taps)
    return actions.keep_practice(
        recording, letter=letter or uuid4(), text=text, by=by or cast.tomas
    )


def planned(cast, form, **more):
    frame = actions.Frame(
        instrument=form, students=(cast.ada,), observer=cast.tomas_staff, phase="baseline", setting="lunch",
        minutes=10, labels=("Lunch",), days=(), starts_on=MONDAY, ends_on=MONDAY + timedelta(days=4), **more,
    )  # fmt: skip
    return actions.plan_observations(frame, by=cast.rosa)


# ------------------------------------------------------------------ held against the key


def test_each_pad_is_judged_by_the_index_of_the_library(cast, recording):
    tape = practise(cast, recording, FAR)
    page = queries_of_training.result_page(cast.tomas, tape)
    by_pad = {one.pad.code: one for one in page.result.pads}
    starts = ioa([10, 31], [10], method="time_window", tolerance=2.0)
    assert by_pad["a"].pct == 100 * starts.value == 50
    assert by_pad["a"].missed == (31,)
    assert (by_pad["b"].missed, by_pad["b"].extra) == ((200,), (250,))
    assert by_pad["z"].pct == 100
    assert page.low == ["Starts", "Peer starts"]
    assert (tape.has_passed, tape.lowest_pct) == (False, by_pad["b"].pct)
    assert {index.index for index in by_pad["a"].agreement.indices} >= {
        "time_window",
        "total_count",
    }


def test_another_index_may_decide(cast, form):
    recording = make_recording(cast, form, by_index="total_count")
    assert practise(cast, recording, [*FAR, tap(500, "a")]).has_passed
    exact = make_recording(cast, form, by_index="exact_count_per_interval")
    assert practise(cast, exact, NEAR).lowest_pct < 100


def test_whoever_stops_early_has_not_scored_the_recording(cast, recording):
    tape = practise(cast, recording, TAPS, minutes=8)
    assert not tape.has_passed
    assert "480 seconds long" in queries_of_training.result_page(cast.tomas, tape).result.says


def test_intervals_that_were_left_out_are_not_agreed_on(cast):
    form = shipped_forms()["any_interaction"].text
    scored = [
        {"at": 10_000 * (n + 1), "code": f"i@{n}" + ("" if n % 2 else "-")} for n in range(60)
    ]
    key = read_key(key_text(600_000, scored))
    half = read_key(key_text(600_000, scored[:30]))
    assert judged(key, key, form, least_pct=80, by_index="first").lowest_pct == 100
    found = judged(key, half, form, least_pct=80, by_index="first")
    assert (found.lowest_pct, found.has_passed) == (50, False)
    # The second half was left out: its yes and its no are both told.
    assert found.pads[0].missed == tuple(float(10 * n) for n in range(30, 60))


def test_chances_are_held_against_each_other_one_by_one(cast):
    form = shipped_forms()["turns"].text
    key = Key(length_ms=60_000, taps=tuple(tap(n, f"t:{n % 2}") for n in range(4)))
    other = Key(length_ms=60_000, taps=tuple(tap(n, "t:0") for n in range(4)))
    found = judged(key, other, form, least_pct=80, by_index="first")
    assert (found.lowest_pct, found.pads[0].missed) == (50, (1.0, 3.0))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 599_999), st.sampled_from("abz")), min_size=1, max_size=20)
)
def test_the_key_itself_always_passes(form, rows):
    text = key_text(600_000, [{"at": at, "code": code} for at, code in sorted(rows)])
    key = read_key(text)
    from kithwork.apps.observations.queries.setup import text_of

    found = judged(key, key, text_of(form), least_pct=100, by_index="first")
    assert found.has_passed
    assert not any(one.missed or one.extra for one in found.pads)


# ------------------------------------------------------------------ certificates


def test_so_many_in_a_row_earn_a_certificate_for_a_year(cast, recording):
    practise(cast, recording)
    assert not Certificate.objects.exists()
    second = practise(cast, recording)
    one = Certificate.objects.get()
    assert (one.observer_id, one.tape_id, one.instrument_id) == (
        cast.tomas.user_id, second.pk, recording.instrument_id,
    )  # fmt: skip
    assert (one.on, one.until) == (MONDAY, MONDAY + timedelta(days=365))
    assert one.at_least_pct >= 80


def test_one_that_misses_begins_the_row_anew_and_a_second_certificate_takes_two_more(
    cast, recording
):
    for taps in (NEAR, FAR, NEAR):
        practise(cast, recording, taps)
    assert not Certificate.objects.exists()
    practise(cast, recording)
    practise(cast, recording)
    assert Certificate.objects.count() == 1
    practise(cast, recording)
    assert Certificate.objects.count() == 2


def test_one_persons_practice_certifies_nobody_else(cast, recording):
    practise(cast, recording)
    practise(cast, recording, by=cast.ines)
    assert not Certificate.objects.exists()


def test_the_school_says_how_long_it_is_good(cast, recording):
    cast.school.limits = {"certificate_days": 90}
    cast.school.save()
    practise(cast, recording)
    practise(cast, recording)
    assert Certificate.objects.get().until == MONDAY + timedelta(days=90)


def test_a_certificate_is_never_edited(cast, recording):
    practise(cast, recording)
    practise(cast, recording)
    one = Certificate.objects.get()
    one.until = date(2030, 1, 1)
    with pytest.raises(TypeError, match="never edited"):
        one.save()


def test_the_same_practice_twice_is_one(cast, recording):
    letter = uuid4()
    first = practise(cast, recording, letter=letter)
    assert practise(cast, recording, letter=letter) == first
    assert not Certificate.objects.exists()
    with pytest.raises(Problem, match="has this id"):
        practise(cast, recording, FAR, letter=letter)
    with pytest.raises(Problem, match="has this id"):
        practise(cast, recording, letter=letter, by=cast.ines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "length_ms"),
        (json.dumps({"made_with": 1, "recording": 1, "length_ms": 5, "taps": [tap(9, "a")]}), "after the end"),
        (json.dumps({"made_with": 1, "recording": 10**9, "length_ms": 5, "taps": []}), "another recording"),
        (json.dumps({"made_with": 1, "recording": 1, "length_ms": 5, "taps": [], "student": 1}), "student"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_practice_of_it_is_refused(cast, recording, text, said):
    with pytest.raises(Problem, match=said):
        actions.keep_practice(recording, letter=uuid4(), text=text, by=cast.tomas)
    assert not PracticeTape.objects.exists()


def test_a_tap_on_a_pad_the_form_does_not_have_is_refused(cast, recording):
    with pytest.raises(Problem, match="no such pad"):
        practise(cast, recording, [tap(1, "q")])


def test_a_key_is_looked_at_before_it_is_kept(cast, form):
    for key, said in (
        ("{}", "length_ms"),
        (key_text(5, []), "no tap"),
        (key_text(5000, [tap(1, "q")]), "no such pad"),
    ):
        with pytest.raises(Problem, match=said):
            make_recording(cast, form, key=key)


def test_nobody_practises_with_what_is_not_in_use(cast, recording):
    actions.retire_recording(recording, by=cast.rosa)
    with pytest.raises(Problem, match="not in use"):
        practise(cast, recording)
    with pytest.raises(Problem, match="not in use"):
        actions.retire_recording(recording, by=cast.rosa)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_the_coordinator_makes_recordings(cast, form, recording, role):
    viewer = cast.viewers[role]
    frame = actions.RecordingFrame(form, "T", "W", recording.key, 80, 2)
    with pytest.raises(Refused):
        actions.make_recording(frame, by=viewer)
    with pytest.raises(Refused):
        actions.retire_recording(recording, by=viewer)


@pytest.mark.parametrize("role", [Role.PEER, Role.FAMILY, Role.SCHOOL_ADMINISTRATOR])
def test_only_who_observes_practises(cast, recording, role):
    with pytest.raises(Refused):
        practise(cast, recording, by=cast.viewers[role])


def test_another_schools_observer_finds_nothing(cast, recording, client_for):
    tape = practise(cast, recording)
    zed = client_for(cast.zed)
    for page in (
        f"training/{recording.pk}/",
        f"training/{recording.pk}/score/",
        f"training/practice/{tape.pk}/",
    ):
        assert zed.get(f"/observe/{page}").status_code == 404
    with pytest.raises(Problem, match="not in use"):
        practise(cast, recording, by=cast.zed)


def test_an_observer_sees_their_own_practice_and_the_coordinator_everybodys(
    cast, recording, client_for
):
    tape = practise(cast, recording)
    page = f"/observe/training/practice/{tape.pk}/"
    assert client_for(cast.tomas).get(page).status_code == 200
    assert client_for(cast.rosa).get(page).status_code == 200
    assert client_for(cast.ines).get(page).status_code == 404


# ------------------------------------------------------------------ it is nobody's observation


taps_of_anybody = st.lists(
    st.tuples(st.integers(0, 599_999), st.sampled_from("abz")), max_size=15
).map(lambda rows: [{"at": at, "code": code} for at, code in sorted(rows)])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(practices=st.lists(taps_of_anybody, min_size=1, max_size=4))
def test_nothing_a_practice_says_reaches_what_is_observed(cast, recording, client_for, practices):
    """Whatever is practised, in whatever order: lists, exports, agreement and the door for programs say the same."""
    plan = planned(cast, recording.instrument, second_observer=cast.ines_staff, share_pct=100)
    watch = plan.watches.order_by("on").first()
    kept(cast, recording.instrument, *TAPS, watch=watch.pk)
    kept(
        cast, recording.instrument, *TAPS, watch=watch.pk, by=cast.ines, observer=cast.ines.user_id, is_second=True,
    )  # fmt: skip

    def what_is_observed():
        held = client_for(cast.rosa).get("/api/v1/observations").json()["items"]
        agreement = agreement_page(cast.rosa)
        found = actions.export_observations(
            open_records_of(cast.rosa, plan),
            plan_id=plan.pk,
            program="boris",
            purpose="copy",
            by=cast.rosa,
        )
        return (
            [one["sha256"] for one in held],
            [(line.pad, line.found) for line in agreement.lines],
            [(line.user_id, line.shared, line.says) for line in agreement.observers],
            len(found.content), recently_brought_in(cast.rosa),
            client_for(cast.tomas).get("/api/v1/day").json()["watches"],
            Envelope.objects.count(), Observation.objects.count(), Value.objects.count(), SourceFile.objects.count(),
        )  # fmt: skip

    before = what_is_observed()
    for place, taps in enumerate(practices):
        practise(cast, recording, taps, by=(cast.tomas, cast.ines)[place % 2])
    actions.read_waiting()
    assert PracticeTape.objects.count() == len(practices)
    assert what_is_observed() == before
    plan.watches.all().update(observer=None)
    PracticeTape.objects.all().delete()
    Observation.objects.all().delete()
    Envelope.objects.all().delete()
    Watch.objects.all().delete()


def test_a_practice_is_refused_at_the_door_for_observations(cast, recording):
    text = practice_text(recording.pk, 600_000, TAPS)
    (answer,) = actions.take_in([actions.Item(uuid4(), text)], actions.Sending(), by=cast.tomas)
    assert answer.answer == "refused"
    assert not Envelope.objects.exists()


# ------------------------------------------------------------------ who is certified


def test_a_plan_says_whose_certificate_is_missing_and_hinders_nobody(cast, form, client_for):
    plan = planned(cast, form)
    assert warnings_for(cast.rosa, plan) == []  # the school has nothing to practise with
    recording = make_recording(cast, form)
    (warning,) = warnings_for(cast.rosa, plan)
    assert (warning.sentence, warning.recording) == (
        f"{cast.tomas_staff.full_name} has no certificate for this form yet.", recording,
    )  # fmt: skip
    page = client_for(cast.rosa).get(f"/observe/plans/{plan.pk}/").content.decode()
    assert "has no certificate" in page
    assert f"/observe/training/{recording.pk}/" in page
    practise(cast, recording)
    practise(cast, recording)
    assert warnings_for(cast.rosa, plan) == []
    with time_machine.travel(f"{MONDAY + timedelta(days=366)}T15:00:00Z", tick=False):
        (warning,) = warnings_for(cast.rosa, plan)
    assert "ended on" in warning.sentence


def test_whether_a_colleague_is_certified_is_not_for_the_other_observer(cast, form):
    plan = planned(cast, form, second_observer=cast.ines_staff)
    recording = make_recording(cast, form)
    practise(cast, recording, by=cast.ines)
    practise(cast, recording, by=cast.ines)
    (warning,) = warnings_for(cast.tomas, plan)
    assert cast.tomas_staff.full_name in warning.sentence
    assert warnings_for(cast.ines, plan) == []


def test_the_list_of_observers_says_who_is_certified_and_until_when(cast, form, client_for):
    planned(cast, form, second_observer=cast.ines_staff)
    recording = make_recording(cast, form)
    practise(cast, recording)
    practise(cast, recording)

    def states():
        return {
            row.user_id: [held.state for held in row.held] for row in observers_page(cast.rosa).rows
        }

    assert states() == {cast.tomas.user_id: ["good"], cast.ines.user_id: ["none"]}
    until = MONDAY + timedelta(days=365)
    for on, state in (
        (until - timedelta(days=30), "soon"),
        (until, "soon"),
        (until + timedelta(days=1), "over"),
    ):
        with time_machine.travel(f"{on}T18:00:00Z", tick=False):
            assert states()[cast.tomas.user_id] == [state], on
    page = client_for(cast.rosa).get("/observe/observers/").content.decode()
    assert "until Nov. 9, 2027" in page or "until Nov 9, 2027" in page


def test_the_next_version_of_a_form_keeps_its_certificates(cast, form):
    recording = make_recording(cast, form)
    practise(cast, recording)
    practise(cast, recording)
    newer = actions.change_form(form, name="Together at lunch", text=form.text, by=cast.rosa)
    assert warnings_for(cast.rosa, planned(cast, newer)) == []


def test_two_who_differed_twice_are_told_to_practise_until_they_did(cast, form):
    plan = planned(cast, form, second_observer=cast.ines_staff, share_pct=100)
    recording = make_recording(cast, form)
    for watch in plan.watches.order_by("on")[:2]:
        kept(cast, form, *TAPS, watch=watch.pk)
        kept(
            cast, form, tap(300, "a"), watch=watch.pk, by=cast.ines, observer=cast.ines.user_id, is_second=True,
        )  # fmt: skip
    rows = {row.user_id: row for row in observers_page(cast.rosa).rows}
    for viewer in (cast.tomas, cast.ines):
        assert "Practise together" in rows[viewer.user_id].says
        assert [one.mean_pct < 80 for one in rows[viewer.user_id].shared] == [True, True]
    with time_machine.travel(f"{MONDAY + timedelta(days=7)}T15:00:00Z", tick=False):
        practise(cast, recording)
        practise(cast, recording)
        rows = {row.user_id: row for row in observers_page(cast.rosa).rows}
    assert rows[cast.tomas.user_id].says == ""
    assert rows[cast.ines.user_id].says


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_the_coordinator_reads_the_list(cast, client_for, role):
    assert client_for(cast.viewers[role]).get("/observe/observers/").status_code in {302, 403, 404}


# ------------------------------------------------------------------ the pages


def test_a_record_becomes_a_key_without_its_student(cast, form, client_for):
    one = kept(cast, form, *TAPS, tap(410, "a", undone=True), note="Ada laughed.")
    said = {
        "title": "Lunch", "where_to_find": "Shelf B", "least_pct": 90, "in_a_row": 1, "by_index": "first",
    }  # fmt: skip
    page = f"/observe/training/new/?record={one.pk}"
    client = client_for(cast.rosa)
    assert client.get(page).status_code == 200
    client.post(page, said)
    recording = form.scored_recordings.get()
    assert json.loads(recording.key) == {"length_ms": 600_000, "taps": TAPS}
    assert (recording.least_pct, recording.in_a_row, recording.made_from_id) == (90, 1, one.pk)


def test_a_file_becomes_a_key_and_another_a_practice(cast, form, client_for):
    said = {
        "title": "Lunch", "where_to_find": "Shelf B", "least_pct": 80, "in_a_row": 1, "by_index": "first",
        "program": "boris", "seconds": "600",
    }  # fmt: skip
    codes = {"code0": "a", "code1": "z", "code2": "-", "is_watched": "on", "step": "keep"}
    rosa, tomas = client_for(cast.rosa), client_for(cast.tomas)
    answer = rosa.post(
        "/observe/training/new/", {**said, "instrument": form.pk, "file": file(BORIS)}
    )
    answer = rosa.post("/observe/training/new/", {"draft": answer.context["look"].token, **codes})
    recording = form.scored_recordings.get()
    assert (recording.program, answer.url) == ("boris", f"/observe/training/{recording.pk}/")
    page = f"/observe/training/{recording.pk}/file/"
    for _ in range(2):
        answer = tomas.post(page, {"program": "boris", "seconds": "600", "file": file(BORIS)})
        answer = tomas.post(page, {"draft": answer.context["look"].token, **codes}, follow=True)
    tape = PracticeTape.objects.get()
    assert (tape.has_passed, tape.program, tape.by_id) == (True, "boris", cast.tomas.user_id)
    assert "That earned a certificate" in answer.content.decode()
    assert not SourceFile.objects.exists()


def file(text):
    return SimpleUploadedFile("key.csv", text.encode(), content_type="text/csv")


def test_the_pads_send_to_their_own_door(cast, recording, client_for):
    client = client_for(cast.tomas)
    page = client.get(f"/observe/training/{recording.pk}/score/").content.decode()
    assert "what-to-score" in page
    assert "200000" not in page  # when the key has its taps
    text = practice_text(recording.pk, 600_000, FAR)
    door = f"/observe/training/{recording.pk}/keep/"
    sent = {"letter": str(uuid4()), "text": text}
    answer = client.post(door, sent, content_type="application/json")
    result = client.get(answer.json()["url"]).content.decode()
    assert "Look again at:" in result
    assert "3:20" in result  # only the key has it
    assert client.post(door, {"letter": "x"}, content_type="application/json").status_code == 400
    sent = {"letter": str(uuid4()), "text": "[]"}
    answer = client.post(door, sent, content_type="application/json")
    assert (answer.status_code, bool(answer.json()["sentence"])) == (409, True)


def test_the_list_says_how_far_one_is(cast, recording, client_for):
    practise(cast, recording)
    client = client_for(cast.tomas)
    assert "1 of 2 in a row" in client.get("/observe/training/").content.decode()
    practise(cast, recording)
    assert "certified until" in client.get(f"/observe/training/{recording.pk}/").content.decode()
    actions.retire_recording(recording, by=cast.rosa)
    assert client.get(f"/observe/training/{recording.pk}/").status_code == 404
    assert "Not in use any more" in client_for(cast.rosa).get("/observe/training/").content.decode()
