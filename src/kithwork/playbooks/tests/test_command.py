"""`kithwork playbook` as a special educator meets it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kithwork.cli import app
from kithwork.playbooks import adjusted, read, shipped
from kithwork.playbooks.load import LIBRARY
from kithwork.playbooks.tests.small import put


def run(*words):
    return CliRunner().invoke(app, ["playbook", *map(str, words)])


def test_the_shipped_practices_pass():
    result = run("check")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith("files are sound.\n")
    assert run("check", LIBRARY / "cwpt.toml").stdout == "1 of 1 files are sound.\n"


def test_a_shipped_practice_is_found_from_the_folder_one_stands_in(monkeypatch):
    monkeypatch.chdir(LIBRARY.parent)
    assert run("check", "library/cwpt.toml").stdout == "1 of 1 files are sound.\n"


def test_a_fault_is_one_sentence_and_exit_2(tmp_path):
    path = put(tmp_path, "ours", ("minutes = 15", 'minutes = "twenty"'))
    result = run("check", path)
    assert result.exit_code == 2
    assert (
        result.stderr == 'ours.toml, training 1, minutes: a whole number is needed, not "twenty".\n'
    )
    assert result.stdout == "0 of 1 files are sound.\n"


def test_a_program_reads_the_same_as_json(tmp_path):
    put(tmp_path, "ours")
    put(tmp_path, "cwpt")
    result = run("check", "--folder", tmp_path, "--json")
    assert result.exit_code == 2
    body = json.loads(result.stdout)
    assert body["files"] == [
        {"file": "cwpt.toml", "id": "cwpt", "version": 1, "sound": False},
        {"file": "ours.toml", "id": "ours", "version": 1, "sound": True},
    ]
    assert [fault["code"] for fault in body["faults"]] == ["id_taken"]
    (tmp_path / "cwpt.toml").write_text("id =", "utf-8")
    body = json.loads(run("check", "--folder", tmp_path, "--json").stdout)
    assert body["files"][0] == {"file": "cwpt.toml", "id": None, "version": None, "sound": False}


def test_a_folder_that_is_not_there(tmp_path):
    result = run("check", "--folder", tmp_path / "none")
    assert (result.exit_code, "there is no such folder" in result.stderr) == (2, True)


def test_the_list_has_a_schools_own_beside_the_shipped(tmp_path):
    put(tmp_path, "ours")
    (tmp_path / "bad.toml").write_text("id =", "utf-8")
    result = run("list", "--folder", tmp_path)
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"ours", *shipped()}
    assert result.stderr.startswith("bad.toml, ")
    rows = json.loads(run("list", "--json").stdout)
    assert ("cwpt", 1) in {(row["id"], row["version"]) for row in rows}


@pytest.mark.parametrize("playbook", shipped().values(), ids=lambda one: one.id)
def test_a_practice_is_shown_whole(playbook):
    text = run("show", playbook.id).stdout
    playbook = adjusted(playbook)  # as a reader sees it, values in place of their marks
    assert text.startswith(f"{playbook.name}  ({playbook.id}, version {playbook.version})")
    flat = " ".join(text.split())
    for item in playbook.fidelity.items:
        assert " ".join(item.text.split()) in flat
    for caution in playbook.cautions:
        assert " ".join(caution.text.split()) in flat
    assert "{" not in text
    assert max(map(len, text.splitlines())) <= 100


def test_lessons_are_written_out_when_asked_for():
    text = " ".join(run("show", "cwpt", "--lessons").stdout.split())
    for lesson in shipped()["cwpt"].training:
        for part in lesson.parts:
            assert " ".join(part.say.split()) in text
    assert "You need: A list of pairs" in text
    assert "Role-play: Your partner says nothing." in text


def test_a_practice_without_a_third_or_a_mark_to_reach(tmp_path):
    put(
        tmp_path,
        "ours",
        ('[group.triad]\nhow = "Three take turns in a circle."\n', ""),
        ("at_least = 2\nout_of = 2", ""),
    )
    text = run("show", "ours", "--folder", tmp_path).stdout
    assert "check: observation: Both told" in text
    assert "Three:" not in text


def test_a_lesson_may_do_without_a_check(tmp_path):
    text = put(tmp_path, "ours").read_text("utf-8")
    (tmp_path / "ours.toml").write_text(text[: text.index("[training.check]")], "utf-8")
    for words in (["show", "ours"], ["show", "ours", "--lessons"]):
        assert "check:" not in run(*words, "--folder", tmp_path).stdout


def test_a_practice_is_shown_in_spanish():
    text = run("show", "cwpt", "--lang", "es").stdout
    assert text.startswith("Tutoría entre compañeros de toda la clase")
    assert run("show", "cwpt", "--lang", "en").stdout == run("show", "cwpt").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "nothing"], 'There is no practice "nothing"; see kithwork playbook list.'),
        (["show", "cwpt", "--lang", "xx"], "cwpt.toml: cannot be read"),
    ],
)
def test_what_is_not_there_is_said(words, said):
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith(said)


def test_every_kind_of_thing_is_shown(tmp_path):
    put(
        tmp_path,
        "ours",
        ("rules = [", 'question_sets = ["figure_2_peers"]\nrules = ['),
        ("at_least = 2\nout_of = 2", "at_least_pct = 80"),
        ("minutes = 10\n", "minutes = 10\nweeks = { min = 2 }\n"),
        ("per_week = { min = 2, max = 3 }", "per_week = { min = 2 }"),
        more='[[own_rules]]\nid = "mine"\nname = "Mine"\nsuggest = "talk"\nsays = "Talk about it?"\ntag = "D"\n'
        'conditions = [{ metric = "x", when = "is_true", window = { unit = "now" } }]\n'
        '[[adjustable]]\nid = "a"\nname = "Bell"\nvalue = true\nhelp = "H."\ntag = "D"\n'
        '[[skills]]\nid = "w"\nname = "Wait"\ndoes = "Waits."\nobservable = "Counts to five."\n'
        '[[grading]]\nid = "g"\nname = "Journal"\npct = 100\ntag = "D"\n'
        '[[inventories]]\nid = "i"\nname = "Growth"\nraters = ["self"]\nwhen = ["start"]\nscale = { min = 1, max = 4 }\n'
        'anchors = ["seldom"]\nsays = "Ours."\nitems = [{ id = "x", text = "Invites others." }]\ntag = "D"\n'
        '[[templates]]\nid = "t"\nkind = "event"\nname = "Garden day"\nstory = "We dug."\nsteps = ["Dig."]\n',
    )
    text = run("show", "ours", "--folder", tmp_path).stdout
    for words in (
        "Is your partner your friend?",
        "mine Mine: Talk about it? [D]",
        "2 or more a week",
        "Bell: yes [D]",
    ):
        assert words in text
    assert "80 % or more, 1 in a row" in text


def test_a_new_file_passes_before_anyone_changes_it(tmp_path):
    result = run("new", "reading_friends", "-o", tmp_path / "reading_friends.toml")
    assert result.exit_code == 0, result.stderr
    assert run("check", "--folder", tmp_path).stdout == "1 of 1 files are sound.\n"
    assert read(tmp_path / "reading_friends.toml").name == "Reading friends"


# The longest, one with variants, one with a written plan, one with a course, one without pairs.
@pytest.mark.parametrize(
    "key", ["cwpt", "pals_reading_2_6", "peer_support", "course", "natural_supports"]
)
def test_a_copy_says_what_it_began_as_and_passes(tmp_path, key):
    path = tmp_path / "ours.toml"
    assert run("new", "ours", "--from", key, "-o", path).exit_code == 0
    assert run("check", path).exit_code == 0
    copy, original = read(path), shipped()[key]
    assert (copy.id, copy.version, copy.based_on) == ("ours", 1, key)
    assert copy.training == original.training
    assert copy.fidelity == original.fidelity
    again = tmp_path / "again.toml"
    assert run("new", "again", "--from", "ours", "--folder", tmp_path, "-o", again).exit_code == 0
    assert read(again).based_on == key


def test_nothing_is_overwritten_and_ids_are_ones_own(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text("mine", "utf-8")
    cases = {
        ("ours", path): "is there already; name another file, so that nothing is lost.",
        ("cwpt", tmp_path / "x.toml"): '"cwpt" is the id of another practice; choose your own.',
        ("Our One", tmp_path / "x.toml"): "a short name in small letters, figures and _ is needed",
        ("ours", tmp_path / "none" / "x.toml"): "cannot be written",
    }
    for (key, where), said in cases.items():
        result = run("new", key, "-o", where)
        assert result.exit_code == 2
        assert said in result.stderr
    assert path.read_text("utf-8") == "mine"


def test_a_name_with_a_backslash_survives(tmp_path):
    put(tmp_path, "ours", ('name = "Our practice"', r'name = "A\\1"'))
    assert (
        run(
            "new", "copy", "--from", "ours", "--folder", tmp_path, "-o", tmp_path / "copy.toml"
        ).exit_code
        == 0
    )
    assert read(tmp_path / "copy.toml").name == r"A\1, our version"


def test_the_schema_is_json():
    body = json.loads(run("schema").stdout)
    assert body["title"] == "Kithwork playbook"
    assert body["additionalProperties"] is False
