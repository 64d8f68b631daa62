"""Records out into BORIS, Countee and DataTracker, and in from them: the same taps, kept as they came, once."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import datetime
from importlib import import_module
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.observations import actions
from kithwork.apps.observations.brought_in import guessed, read_file, taps_of
from kithwork.apps.observations.exported import NAMES, file_of, session_of
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.models import Envelope, Observation, SourceFile, Watch
from kithwork.apps.observations.queries.record import open_records_of
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.observations.tape import measures, tape_of
from kithwork.apps.observations.tests.conftest import FORM, make_instrument, tap, written
from kithwork.apps.trail.models import TrailEntry
from kithwork.evidence import recording
from kithwork.evidence.faults import BadData
from kithwork.evidence.recording.imports import read_boris, read_countee, read_datatracker
from tests.cast import MONDAY, NOW, give_permission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

BORIS = (
    "Observation id,Subject,Behavior,Behavior type,Start (s),Stop (s),Duration (s)\n"
    "lunch,ann,Starts,POINT,10.000,10.000,NA\n"
    "lunch,ann,Together,STATE,30.000,90.000,60.000\n"
    "lunch,ann,Starts,POINT,31.000,31.000,NA\n"
    "lunch,ann,Together,STATE,500.000,600.000,100.000\n"
    "lunch,ann,sneezes,POINT,200.000,200.000,NA\n"
)
TAPS = [tap(10, "a"), tap(30, "z"), tap(31, "a"), tap(90, "z"), tap(200, "b"), tap(500, "z")]
READERS = {"boris": read_boris, "countee": read_countee, "datatracker": read_datatracker}


def kept(cast, instrument, *taps, by=None, **more) -> Observation:
    item = actions.Item(uuid4(), written(cast, instrument, *taps, **more))
    actions.take_in([item], actions.Sending(), by=by or cast.tomas)
    actions.read_waiting()
    return Observation.objects.get(envelope__letter=item.letter)


@pytest.fixture
def plan(cast, form):
    frame = actions.Frame(
        instrument=form, students=(cast.ada,), observer=cast.tomas_staff, phase="baseline", setting="lunch",
        minutes=10, labels=("Lunch",), days=(), starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    return actions.plan_observations(frame, by=cast.rosa)


# ------------------------------------------------------------------ out


@pytest.mark.parametrize("program", NAMES)
def test_a_record_goes_out_with_every_tap_and_without_a_name(cast, form, client_for, program):
    one = kept(cast, form, *TAPS)
    said = {"program": program, "purpose": "team"}
    answer = client_for(cast.tomas).post(f"/observe/records/{one.pk}/", said)
    assert answer.status_code == 200
    name = answer["Content-Disposition"]
    assert name.startswith(f'attachment; filename="{program}-observation-{one.pk}.')
    text = answer.content.decode()
    for word in (cast.ada.first_name, cast.ada.last_name):
        assert word not in text + name
    assert "Tomas" not in name
    bouts = {each.behavior: each.recording.bouts for each in READERS[program](text)}
    assert bouts["Starts"] == ((10, 10), (31, 31))
    assert bouts["Together"] == ((30, 90), (500, 600))


def test_an_export_leaves_a_line_that_names_whom_it_was_about_by_number(cast, form):
    one = kept(cast, form, *TAPS)
    with pytest.raises(Problem, match="no permission for research"):
        actions.export_observations(
            [one], plan_id=None, program="boris", purpose="study", by=cast.rosa
        )
    assert not TrailEntry.objects.filter(verb="observation.export").exists()
    give_permission([cast.ada], "research")
    actions.export_observations([one], plan_id=None, program="boris", purpose="study", by=cast.rosa)
    line = TrailEntry.objects.get(verb="observation.export")
    assert line.by_id == cast.rosa.user_id
    assert line.detail == {
        "program": "boris", "purpose": "study", "observations": [one.pk], "students": [cast.ada.pk],
    }  # fmt: skip


def test_a_single_file_says_who_took_it_along_and_what_for(cast, form):
    one = kept(cast, form, *TAPS)
    said = "Taken along by Rosa Alvarez, 2026-11-09 14:30 UTC. Purpose: For the student's team."
    found = {
        program: actions.export_observations(
            [one], plan_id=None, program=program, purpose="team", by=cast.rosa
        ).content.decode()
        for program in NAMES
    }
    assert {row["Description"] for row in rows_of(found["boris"])} == {said}
    assert {row["Remark"] for row in rows_of(found["countee"])} == {said}
    assert json.loads(found["datatracker"])["Remark"] == said


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_nothing_leaves_without_a_purpose(cast, form):
    one = kept(cast, form, *TAPS)
    with pytest.raises(Problem, match="Say what it is for"):
        actions.export_observations([one], plan_id=None, program="boris", purpose="", by=cast.rosa)
    brought = actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.rosa)
    source = SourceFile.objects.get()
    with pytest.raises(Problem, match="Say what it is for"):
        actions.give_source(source, brought, purpose="", by=cast.rosa)
    with pytest.raises(Problem, match="no permission for research"):
        actions.give_source(source, brought, purpose="study", by=cast.rosa)
    actions.give_source(source, brought, purpose="copy", by=cast.rosa)
    assert TrailEntry.objects.get(verb="observation.give_source").detail["purpose"] == "copy"


def test_a_pad_named_like_a_formula_is_text_in_a_spreadsheet(cast):
    text = {**FORM, "pads": [{**FORM["pads"][0], "label": "=1+1"}]}
    one = kept(cast, make_instrument(cast.school, text), tap(1, "a"))
    found = actions.export_observations(
        [one], plan_id=None, program="countee", purpose="copy", by=cast.rosa
    )
    (row,) = csv.DictReader(io.StringIO(found.content.decode()))
    assert row["Key"] == "'=1+1"


def test_a_plan_goes_out_as_one_archive_of_what_is_usable_and_in_force(
    cast, form, plan, client_for
):
    watch = plan.watches.get()
    one = kept(cast, form, *TAPS, watch=watch.pk)
    page = f"/observe/plans/{plan.pk}/export/"
    answer = client_for(cast.rosa).post(page, {"program": "datatracker", "purpose": "copy"})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(archive.namelist()) == ["README.txt", f"observation-{one.pk}.json"]
    about = archive.read("README.txt").decode()
    assert "Rosa" in about
    assert cast.ada.first_name not in about
    newer = kept(cast, form, tap(1, "a"), watch=watch.pk, corrects=str(one.envelope.letter))
    assert open_records_of(cast.rosa, plan) == [newer]
    kept(
        cast, form, watch=watch.pk, corrects=str(newer.envelope.letter), is_usable=False, why_not="A drill.",
    )  # fmt: skip
    answer = client_for(cast.rosa).post(page, {"program": "boris", "purpose": "copy"})
    assert b"Nothing was observed yet" in answer.content


def test_neither_of_two_observers_takes_the_others_record_along_too_early(
    cast, form, plan, client_for
):
    watch = plan.watches.get()
    Watch.objects.filter(pk=watch.pk).update(second_observer_id=cast.ines.user_id)
    one = kept(cast, form, *TAPS, watch=watch.pk)
    # Ines teaches Ada, and sees her progress: it is the second observation that is still to come.
    assert client_for(cast.ines).get(f"/observe/records/{one.pk}/").status_code == 404
    with pytest.raises(Refused, match="not open to you yet"):
        actions.export_observations(
            [one], plan_id=None, program="boris", purpose="copy", by=cast.ines
        )
    assert client_for(cast.tomas).get(f"/observe/records/{one.pk}/").status_code == 200
    assert client_for(cast.rosa).get(f"/observe/records/{one.pk}/").status_code == 200


@pytest.mark.parametrize("role", [Role.PEER, Role.FAMILY, Role.FOCUS_STUDENT])
def test_who_does_not_observe_takes_nothing_along(cast, form, role):
    one = kept(cast, form, *TAPS)
    with pytest.raises(Refused):
        actions.export_observations(
            [one], plan_id=None, program="boris", purpose="copy", by=cast.viewers[role]
        )


def test_another_schools_coordinator_finds_nothing(cast, form, client_for):
    one = kept(cast, form, *TAPS)
    assert client_for(cast.zed).get(f"/observe/records/{one.pk}/").status_code == 404


# ------------------------------------------------------------------ what goes out comes in again


def _form(kind: str) -> InstrumentText:
    return shipped_forms()[kind].text


@st.composite
def tapes(draw):
    """Anything that can be tapped on a form to begin with, in the order of time."""
    key = draw(
        st.sampled_from(
            ["together", "both_partners", "turns", "begins", "any_interaction", "engaged"]
        )
    )
    form = _form(key)
    marks = []
    for pad in form.pads:
        if pad.records == "interval":
            for place in range(form.minutes * 60 // form.interval.seconds):
                marks.append(pad.code + f"@{place}" + draw(st.sampled_from(["", "-"])))
            continue
        answers = {
            "latency": ["?", ""], "opportunity": [f":{one.code}" for one in form.levels] + [":-"],
        }.get(pad.records, [""])  # fmt: skip
        marks += [pad.code + mark for mark in draw(st.lists(st.sampled_from(answers), max_size=8))]
    times = sorted(
        draw(
            st.lists(st.integers(0, 599_999), min_size=len(marks), max_size=len(marks), unique=True)
        )
    )
    if form.kind != "interval":
        marks = draw(st.permutations(marks))
    return key, [{"at": at, "code": code} for at, code in zip(times, marks, strict=True)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(tape=tapes())
def test_every_measure_is_the_same_after_a_way_out_and_in(tape):
    """By DataTracker, which keeps what never happened: each value of each pad comes back as it was."""
    key, taps = tape
    form = _form(key)
    said = {
        "made_with": 1, "observer": 1, "student": 1, "instrument": 1, "phase": "baseline", "setting": "lunch",
        "began_at": "2026-11-09T16:00:00Z", "length_ms": 600_000,
    }  # fmt: skip
    letter = read_letter(json.dumps({**said, "taps": taps}))
    assert isinstance(letter, Letter), letter
    out = session_of(
        tape_of(letter, form),
        form,
        name="1",
        subject="1",
        began_at=datetime.fromisoformat(NOW),
        phase="b",
    )
    (heard,) = read_file(file_of(out, "datatracker"), "datatracker", None)
    codes = guessed(heard, form)
    assert "" not in codes.values()
    again = read_letter(json.dumps({**said, "taps": taps_of(heard, codes, form)}))
    assert isinstance(again, Letter), again
    assert _values(again, form) == _values(letter, form)


def _values(letter, form):
    return [
        (one.pad.code, one.measure.index, one.measure.value) for one in measures(letter, form)[1]
    ]


# ------------------------------------------------------------------ in


def found_in(text, form, program="boris", seconds=600.0, codes=None) -> actions.Found:
    heard = read_file(text, program, seconds)[0]
    return actions.Found(
        text, program, heard, codes or guessed(heard, InstrumentText.model_validate(form.text))
    )


def place_of(cast, form, **more) -> actions.Place:
    said = {
        "student": cast.ada, "instrument": form, "observer": cast.tomas.user_id, "phase": "baseline",
        "setting": "lunch", "began_at": datetime.fromisoformat(NOW),
    }  # fmt: skip
    return actions.Place(**said | more)


def test_what_comes_in_is_kept_as_it_came_and_reads_as_the_library_does(cast, form):
    one = actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.rosa)
    source = SourceFile.objects.get()
    assert source.text == BORIS
    assert source.sha256 == hashlib.sha256(BORIS.encode()).hexdigest()
    assert (one.imported_from, one.by_id, one.envelope.by_id) == (
        "boris", cast.tomas.user_id, cast.rosa.user_id,
    )  # fmt: skip
    values = {(value.code, value.index): value.value for value in one.values.all()}
    theirs = {each.behavior: each.recording for each in read_boris(BORIS, seconds=600)}
    assert values["a", "rate"] == recording.rate(theirs["Starts"]).value
    assert (
        values["a", "inter_response_time"] == recording.inter_response_time(theirs["Starts"]).value
    )
    assert values["z", "duration"] == recording.duration(theirs["Together"]).value == 160
    assert values["z", "percent_duration"] == recording.percent_duration(theirs["Together"]).value
    assert values["b", "count"] == 0
    letter = read_letter(one.envelope.text)
    assert letter.source.codes == {"Starts": "a", "Together": "z", "sneezes": ""}
    assert letter.source.sha256 == source.sha256


def test_the_same_bytes_twice_are_one_record(cast, form):
    actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.tomas)
    for codes in (None, {"Starts": "b", "Together": "z", "sneezes": ""}):
        with pytest.raises(Problem, match="Nothing was kept twice"):
            actions.bring_in(
                found_in(BORIS, form, codes=codes), place_of(cast, form), by=cast.tomas
            )
    assert (
        Envelope.objects.count() == Observation.objects.count() == SourceFile.objects.count() == 1
    )


def test_two_who_bring_it_in_at_the_same_instant_keep_one(cast, form, monkeypatch):
    """Neither sees the other's row beforehand; the database decides."""
    letter = uuid4()
    module = import_module("kithwork.apps.observations.actions.bring_in")
    monkeypatch.setattr(module, "_letter_id", lambda found, by: letter)
    first = actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.tomas)
    assert actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.tomas) == first
    other = {"Starts": "b", "Together": "z", "sneezes": ""}
    with pytest.raises(Problem, match="Nothing was kept twice"):
        actions.bring_in(found_in(BORIS, form, codes=other), place_of(cast, form), by=cast.tomas)
    assert (
        Envelope.objects.count() == Observation.objects.count() == SourceFile.objects.count() == 1
    )


def test_what_was_taken_away_may_come_in_again(cast, form):
    first = actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.tomas)
    envelope = first.envelope
    actions.delete_letter(envelope, why="Another student's.", by=cast.rosa)
    second = actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.tomas)
    assert second.envelope.letter != envelope.letter
    assert SourceFile.objects.count() == 1


def test_an_observer_brings_in_their_own_and_nobody_elses(cast, form):
    with pytest.raises(Refused, match="recorded yourself"):
        actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.ines)
    with pytest.raises(Problem, match="do not observe this student"):
        actions.bring_in(
            found_in(BORIS, form), place_of(cast, form, student=cast.lena), by=cast.tomas
        )
    assert not Envelope.objects.exists()
    assert not SourceFile.objects.exists()


@pytest.mark.parametrize("role", [Role.PEER, Role.FAMILY, Role.SCHOOL_ADMINISTRATOR])
def test_who_does_not_observe_brings_nothing_in(cast, form, role):
    with pytest.raises(Refused):
        actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.viewers[role])


def test_no_door_for_programs_takes_a_letter_that_says_it_was_brought_in(cast, form):
    source = {"program": "boris", "sha256": "0" * 64, "observation": "", "codes": {}}
    item = actions.Item(uuid4(), written(cast, form, tap(1, "a"), source=source))
    (answer,) = actions.take_in([item], actions.Sending(), by=cast.tomas)
    assert (answer.answer, answer.sentence.startswith("source:")) == ("refused", True)
    assert not Envelope.objects.exists()


def test_a_planned_time_is_filled_once_and_by_who_was_to_observe_then(cast, form, plan):
    watch = plan.watches.get()
    with pytest.raises(Problem, match="another observer's"):
        actions.bring_in(
            found_in(BORIS, form), place_of(cast, form, watch=watch, observer=cast.rosa.user_id), by=cast.rosa
        )  # fmt: skip
    one = actions.bring_in(found_in(BORIS, form), place_of(cast, form, watch=watch), by=cast.rosa)
    assert (one.watch_id, one.is_second) == (watch.pk, False)
    other = BORIS.replace("31.000", "32.000")
    with pytest.raises(Problem, match="is in already"):
        actions.bring_in(found_in(other, form), place_of(cast, form, watch=watch), by=cast.rosa)


def test_a_moment_cannot_be_timed(cast, form):
    codes = {"Starts": "z", "Together": "z", "sneezes": ""}
    with pytest.raises(Problem, match="moments without an end"):
        actions.bring_in(found_in(BORIS, form, codes=codes), place_of(cast, form), by=cast.tomas)
    assert not Envelope.objects.exists()


def test_intervals_are_scored_as_whoever_saw_these_bouts_would(cast):
    form = make_instrument(
        cast.school, shipped_forms()["any_interaction"].text.model_dump(mode="json")
    )
    codes = {"Starts": "", "Together": "i", "sneezes": "hide"}
    hidden = BORIS.replace(
        "sneezes,POINT,200.000,200.000,NA", "sneezes,STATE,200.000,215.000,15.000"
    )
    one = actions.bring_in(found_in(hidden, form, codes=codes), place_of(cast, form), by=cast.tomas)
    theirs = read_boris(hidden, seconds=600, hidden=["sneezes"])
    (together,) = (each.recording for each in theirs if each.behavior == "Together")
    scored = recording.partial_interval(together, interval=10)
    value = one.values.get()
    assert value.value == scored.value
    assert value.details["scores"] == scored.details["scores"]


@pytest.mark.parametrize(
    ("text", "program", "seconds", "said"),
    [
        ("", "boris", 600, "empty"),
        ("a,b\n1,2\n", "boris", 600, "no column"),
        (BORIS, "boris", None, "Give its seconds"),
        (BORIS.replace("600.000", "20.000"), "boris", 600, "comes before"),
        (BORIS, "boris", 100, "after the end"),
        ("{", "datatracker", 600, "no JSON"),
        ("Key,Start\nStarts,abc\n", "countee", 600, "no number"),
        (BORIS.replace("sneezes", "s" * 200), "boris", 600, "longer than 120 letters"),
        (BORIS, "boris", 5 * 3600, "at most 4 hours"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_with_its_place_and_the_mend(
    text, program, seconds, said
):
    with pytest.raises(BadData, match=said):
        read_file(text, program, seconds)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(text=st.text(max_size=200) | st.text(alphabet='{}[]",:0123456789abKey \n', max_size=300))
def test_no_text_breaks_the_reading(text):
    for program in NAMES:
        try:
            for one in read_file(text, program, 600.0):
                assert one.seconds <= 4 * 3600
        except BadData as wrong:
            assert wrong.faults


# ------------------------------------------------------------------ the pages


def upload(text: str | bytes, name="lunch.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return SimpleUploadedFile(name, content, content_type="text/csv")


def said_of(cast, form, **more):
    return {
        "program": "boris", "seconds": "600", "observer": cast.tomas_staff.pk, "student": cast.ada.pk,
        "instrument": form.pk, "phase": "baseline", "setting": "lunch", "on": "2026-11-09", "at": "11:00",
        "file": upload(BORIS), **more,
    }  # fmt: skip


def draft_of(answer) -> str:
    return answer.context["look"].token


def test_a_file_is_looked_at_before_it_is_kept(cast, form, client_for):
    client = client_for(cast.tomas)
    answer = client.post("/observe/records/bring-in/", said_of(cast, form))
    page = answer.content.decode()
    assert "Starts: 2 times" in page
    assert "Together: 2 times, 2:40 in all" in page
    assert not Envelope.objects.exists()
    assert not SourceFile.objects.exists()
    codes = {"code0": "a", "code1": "z", "code2": "-"}
    again = {"draft": draft_of(answer), "step": "keep", **codes}
    answer = client.post("/observe/records/bring-in/", again)
    assert answer.status_code == 422
    assert "Nothing in the file is “Peer starts”" in answer.content.decode()
    answer = client.post("/observe/records/bring-in/", {**again, "is_watched": "on"}, follow=True)
    one = Observation.objects.get()
    assert answer.redirect_chain[-1][0] == f"/observe/records/{one.pk}/"
    assert "from BORIS" in answer.content.decode()
    assert one.began_at.isoformat() == "2026-11-09T16:00:00+00:00"
    answer = client.post(f"/observe/records/{one.pk}/file/", {"source-purpose": "program"})
    assert answer.content == BORIS.encode()


def test_the_whole_file_is_for_whoever_brought_it_in(cast, form, client_for):
    """It may say something of other children too."""
    one = actions.bring_in(found_in(BORIS, form), place_of(cast, form), by=cast.rosa)
    page = f"/observe/records/{one.pk}/"
    assert "as it came" in client_for(cast.rosa).get(page).content.decode()
    assert "Download the file" not in client_for(cast.tomas).get(page).content.decode()
    with pytest.raises(Refused, match="whoever brought it in"):
        actions.give_source(SourceFile.objects.get(), one, purpose="copy", by=cast.tomas)
    said = {"source-purpose": "copy"}
    assert client_for(cast.tomas).post(f"{page}file/", said).status_code == 403
    assert client_for(cast.rosa).post(f"{page}file/", said).content == BORIS.encode()
    assert client_for(cast.rosa).post(f"{page}file/").status_code == 302, "back, with the sentence"


def test_a_record_goes_out_with_the_schools_own_hour(cast, form):
    one = kept(cast, form, *TAPS)
    found = actions.export_observations(
        [one], plan_id=None, program="boris", purpose="copy", by=cast.rosa
    )
    rows = csv.DictReader(io.StringIO(found.content.decode()))
    assert {row["Observation date"] for row in rows} == {"2026-11-09 11:00:00"}


def test_what_was_said_of_a_name_is_remembered(cast, form, client_for):
    codes = {"Starts": "b", "Together": "z", "sneezes": "a"}
    actions.bring_in(found_in(BORIS, form, codes=codes), place_of(cast, form), by=cast.tomas)
    other = BORIS.replace("31.000", "32.000")
    answer = client_for(cast.tomas).post(
        "/observe/records/bring-in/", said_of(cast, form, file=upload(other))
    )
    assert [field.initial for field in answer.context["form"].rows] == ["b", "z", "a"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a\x00b", "no text"),
        (b"x" * 400_001, "400 kB"),
        (BORIS.replace("10.000,10.000", "ten,10.000").encode(), "Line 2, field Start (s)"),
    ],
)
def test_a_bad_file_is_told_on_its_page_and_nothing_is_kept(cast, form, client_for, content, said):
    answer = client_for(cast.tomas).post(
        "/observe/records/bring-in/", said_of(cast, form, file=upload(content))
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Envelope.objects.exists()


def test_a_draft_is_good_on_its_own_page_only(cast, form, plan, client_for):
    client = client_for(cast.tomas)
    token = draft_of(client.post("/observe/records/bring-in/", said_of(cast, form)))
    watch = plan.watches.get()
    for draft in (token, "nonsense"):
        page = f"/observe/times/{watch.pk}/bring-in/"
        said = {"draft": draft, "step": "keep"}
        answer = client.post(
            page, said, follow=True, headers={"referer": f"http://testserver{page}"}
        )
        assert answer.redirect_chain == [(page, 302)]
        assert "This took too long" in answer.content.decode()
    assert not Envelope.objects.exists()


def test_a_planned_time_says_the_most_of_it(cast, form, plan, client_for):
    watch = plan.watches.get()
    client = client_for(cast.tomas)
    page = f"/observe/times/{watch.pk}/bring-in/"
    said = {
        "program": "boris",
        "seconds": "600",
        "observer": cast.tomas_staff.pk,
        "file": upload(BORIS),
    }
    answer = client.post(page, said)
    codes = {"code0": "a", "code1": "z", "code2": "-", "is_watched": "on"}
    client.post(page, {"draft": draft_of(answer), "step": "keep", **codes})
    one = Observation.objects.get()
    assert (one.watch_id, one.student_id, one.phase) == (watch.pk, cast.ada.pk, "baseline")


def test_several_observations_in_one_file_are_taken_one_by_one(cast, form, client_for):
    two = BORIS + BORIS.partition("\n")[2].replace("lunch", "recess").replace("31.000", "32.000")
    client = client_for(cast.tomas)
    answer = client.post("/observe/records/bring-in/", said_of(cast, form, file=upload(two)))
    draft = draft_of(answer)
    assert "The file holds several" in answer.content.decode()
    codes = {"code0": "a", "code1": "z", "code2": "-", "is_watched": "on", "step": "keep"}
    for which in ("0", "1"):
        client.post("/observe/records/bring-in/", {"draft": draft, "which": which, **codes})
    names = {read_letter(one.text).source.observation for one in Envelope.objects.all()}
    assert names == {"lunch", "recess"}
    assert SourceFile.objects.count() == 1
