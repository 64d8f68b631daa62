"""Reading: strict, with one sentence for each thing wrong, naming file, place and mend."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kithwork.matching.tests.test_hostile_files import spoil
from kithwork.playbooks import BadPlaybook, parse, read, shelf, shipped
from kithwork.playbooks.load import LIBRARY, MOST_BYTES, file_of, frozen, table, validated
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.tests.small import TEXT, put, refused, small, text


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (
            ("minutes = 15", 'minutes = "twenty"'),
            'stay_play_talk.toml, training 1, minutes: a whole number is needed, not "twenty".',
        ),
        (
            ("minutes = 15", "minutes = 15.5"),
            "stay_play_talk.toml, training 1, minutes: a whole number is needed, not 15.5.",
        ),
        (
            ("minutes = 15", "minuts = 15"),
            'stay_play_talk.toml, training 1, minuts: this word is not known; did you mean "minutes"?',
        ),
        (
            ("minutes = 15", "minutes = -1"),
            "stay_play_talk.toml, training 1, minutes: at least 0 is needed, not -1.",
        ),
        (
            ("version = 1", "version = 10000"),
            "stay_play_talk.toml, version: at most 9999 is needed, not 10000.",
        ),
        (
            ("version = 1", "version = true"),
            "stay_play_talk.toml, version: a whole number is needed, not True.",
        ),
        (
            ('scope = "class"', 'scope = "room"'),
            'stay_play_talk.toml, scope: one of "class", "focus_student", "group" or "program" is needed, not "room".',
        ),
        (('scope = "class"\n', ""), "stay_play_talk.toml, scope: this is missing; add it."),
        (
            ('settings = ["classroom"]', "settings = []"),
            "stay_play_talk.toml, settings: at least one is needed here.",
        ),
        (
            ('settings = ["classroom"]', 'settings = "classroom"'),
            'stay_play_talk.toml, settings: a list in square brackets is needed, not "classroom".',
        ),
        (
            ('id = "our_practice"', 'id = "Our Practice"'),
            "stay_play_talk.toml, id: a short name in small letters, figures and _ is needed, like first_reader, "
            'not "Our Practice".',
        ),
        (
            ('name = "Our practice"', 'name = ""'),
            "stay_play_talk.toml, name: words are needed here, not an empty text.",
        ),
        (
            ('name = "Our practice"', f'name = "{"x" * 201}"'),
            "stay_play_talk.toml, name: at most 200 letters fit here; shorten it.",
        ),
        (
            ('name = "Our practice"', "name = 5"),
            "stay_play_talk.toml, name: text in quotes is needed, not 5.",
        ),
        (
            ('odd = "triad"', 'odd = "triad"\nzebra = 1'),
            "stay_play_talk.toml, group, zebra: this word is not known; take it out, or look it up in the schema.",
        ),
        (
            ("per_week = { min = 2, max = 3 }", "per_week = { min = 3, max = 2 }"),
            "stay_play_talk.toml, sessions 1, per_week: min 3 is more than max 2; exchange them.",
        ),
        (
            ("per_week = { min = 2, max = 3 }", "per_week = 3"),
            "stay_play_talk.toml, sessions 1, per_week: a table is needed, not 3.",
        ),
        (
            ("per_week = { min = 2, max = 3 }", "per_week = { min = nan }"),
            "stay_play_talk.toml, sessions 1, per_week, min: a number is needed, not nan.",
        ),
        (
            ("min = 2, max = 3", 'min = "two"'),
            'stay_play_talk.toml, sessions 1, per_week, min: a number is needed, not "two".',
        ),
        (
            ('signal = "start"', 'signal = "start"\ntimer = 1'),
            "stay_play_talk.toml, sessions 1, steps 1, timer: true or false is needed, not 1.",
        ),
    ],
    ids=lambda one: one[1][:40] if isinstance(one, tuple) else "",
)
def test_a_slip_names_file_place_and_mend(changes, wanted):
    assert refused(changes, file="stay_play_talk.toml") == [wanted]


def test_every_fault_is_named_at_once():
    said = refused(('name = "Our practice"', "name = 5"), ("minutes = 15", 'minutes = "x"'))
    assert len(said) == 2


def test_an_error_without_a_sentence_of_ours_still_names_its_place():
    said = refused(more="[[own_rules]]\nid = 'a'\nname='b'\nsuggest='c'\nsays='d'\nconditions=[1]")
    assert said == ["small.toml, own_rules 1, conditions 1: a table is needed, not 1."]
    more = "[[adjustable]]\nid='a'\nname='A'\nhelp='H.'\ntag='D'\nvalue=[1]"
    assert refused(more=more)[0].startswith("small.toml, adjustable 1, value: ")


def test_a_kind_of_error_we_did_not_foresee_is_still_a_sentence():
    from kithwork.playbooks.sentences import _other

    assert _other({"msg": "Odd."}, Playbook) == "this cannot be read here: Odd."


def test_what_is_not_toml_names_line_and_column():
    with pytest.raises(BadPlaybook) as bad:
        parse('id = "x"\nversion = = 1', file="x.toml")
    assert str(bad.value) == "x.toml, line 2, column 11: this is not TOML: Invalid value."


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "not_utf8"),
        (b"x" * (MOST_BYTES + 1), "too_long"),
        (b"a = " + b"[" * 3000, "too_deep"),
    ],
)
def test_a_file_that_is_no_playbook_is_refused_whole(tmp_path, content, code):
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(BadPlaybook) as bad:
        read(path)
    assert [fault.code for fault in bad.value.faults] == [code]
    assert str(bad.value).startswith("x.toml: ")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadPlaybook, match="cannot be read"):
        read(tmp_path / "none.toml")


def test_the_text_is_kept_to_the_letter_and_reads_the_same_again(tmp_path):
    path = put(tmp_path, "ours")
    assert read(path).text == path.read_text("utf-8")
    for playbook in shipped().values():
        assert parse(playbook.text) == playbook
        assert parse(playbook.text).digest == playbook.digest


def test_windows_line_ends_do_not_change_the_digest():
    assert (
        parse(TEXT.replace("\n", "\r\n")).digest
        == parse(TEXT).digest
        != parse(TEXT + "# x\n").digest
    )


def test_nothing_read_can_be_changed():
    playbook = small()
    with pytest.raises(ValidationError):
        playbook.name = "Another"
    assert isinstance(playbook.roles, tuple)


def test_lessons_may_stand_in_a_file_beside(tmp_path):
    head, _, lessons = text().partition("[[training]]")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "ours.toml").write_text(head, "utf-8")
    beside = tmp_path / "lessons" / "ours.toml"
    beside.write_text(f"[[training]]{lessons}", "utf-8")
    whole = read(tmp_path / "ours.toml")
    assert whole.training == small().training
    assert parse(whole.text) == whole
    beside.write_text(f"[[training]]{lessons}".replace("minutes = 15", 'minutes = "x"'), "utf-8")
    with pytest.raises(BadPlaybook, match=r"^lessons/ours.toml, training 1, minutes: "):
        read(tmp_path / "ours.toml")


@pytest.mark.parametrize(
    ("lessons", "said"),
    [
        (
            'name = "x"',
            "lessons.toml, name: a lessons file holds [[training]] only; move it to x.toml.",
        ),
        (
            "[[training]]",
            "x.toml, training: lessons are in lessons.toml already; keep them in one place.",
        ),
    ],
)
def test_a_lessons_file_holds_lessons_only(lessons, said):
    with pytest.raises(BadPlaybook) as bad:
        parse(TEXT, file="x.toml", lessons=lessons, lessons_file="lessons.toml")
    assert str(bad.value) == said


def test_a_shelf_takes_what_is_sound_and_names_the_rest(tmp_path):
    put(tmp_path, "ours")
    put(tmp_path, "cwpt")
    (tmp_path / "bad.toml").write_text("id = ", "utf-8")
    found = shelf(LIBRARY, tmp_path)
    assert {"ours", *shipped()} == set(found.playbooks)
    assert [(fault.code, fault.file) for fault in found.faults] == [
        ("not_toml", "bad.toml"), ("id_taken", "cwpt.toml"),
    ]  # fmt: skip
    assert file_of("ours", tmp_path) == tmp_path / "ours.toml"
    assert file_of("cwpt") == LIBRARY / "cwpt.toml"


def test_a_shipped_fault_is_not_passed_over(monkeypatch, tmp_path):
    (tmp_path / "bad.toml").write_text("id = ", "utf-8")
    monkeypatch.setattr("kithwork.playbooks.load.LIBRARY", tmp_path)
    with pytest.raises(BadPlaybook):
        shipped.__wrapped__()


def test_ids_that_are_not_there_are_key_errors():
    playbook = small()
    for look in (
        playbook.role,
        playbook.session,
        playbook.correction,
        playbook.cue_card,
        playbook.award,
    ):
        with pytest.raises(KeyError):
            look("nobody")
    with pytest.raises(KeyError):
        playbook.setting("nothing")
    with pytest.raises(KeyError):
        shipped()["cwpt"].correction("standard").state("nowhere")
    assert playbook.points(None) == 0
    assert playbook.triad_share() == 1
    assert str(shipped()["cwpt"].triad_share()) == "2/3"
    assert shipped()["cwpt"].session("tutoring").practice_minutes() == 20
    assert shipped()["cwpt"].cue_card("tutor_card").role == "tutor"
    assert playbook.role("teller").name == "Teller"
    assert playbook.steps_in_week("explain", 7) == playbook.session("explain").steps


@settings(max_examples=60, deadline=None, derandomize=True)
@given(key=st.sampled_from(["cwpt", "pals_reading_2_6"]), hand=st.integers(0, 10**6))
def test_junk_anywhere_is_refused_in_printable_sentences(key, hand):
    from kithwork.playbooks.lint import check

    body = json.loads(json.dumps(table(shipped()[key].text, key)))
    draw = Random(hand)
    for _ in range(draw.randint(1, 3)):
        spoil(body, draw)
    try:
        faults = check(validated(Playbook, body, "x.toml"))
    except BadPlaybook as bad:
        faults = list(bad.faults)
        assert faults
    for fault in faults:
        assert str(fault).isprintable()
        assert len(str(fault)) < 600
        assert fault.sentence.endswith((".", "?"))


def test_lists_become_tuples_all_the_way_down():
    assert frozen({"a": [1, [2, {"b": [3]}]]}) == {"a": (1, (2, {"b": (3,)}))}
