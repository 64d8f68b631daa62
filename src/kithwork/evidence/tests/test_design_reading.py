"""Studies from JSON: every fault with its place, and the command."""

import json

import pytest
import typer
from typer.testing import CliRunner

from kithwork.cli_design import design_check
from kithwork.evidence.design import read_studies, read_study, wwc_scd
from kithwork.evidence.faults import BadData
from kithwork.evidence.tests.test_design_rating import (
    SYNTHETIC,
    ioa,
    multiple_probe,
    phases,
    probe,
    reversal,
    tiers,
)

app = typer.Typer()
app.command()(design_check)
runner = CliRunner()


def faults(study):
    with pytest.raises(BadData) as caught:
        read_study(study)
    return [(fault.code, fault.column) for fault in caught.value.faults]


def changed(study, **more):
    return {**study, **more}


GOOD = reversal(5, 5, 5, 5)
MB = tiers((5, 9), (8, 7), (11, 5))


def with_tier(**more):
    study = tiers((5, 9), (8, 7), (11, 5))
    study["phases"][1] = {**study["phases"][1], **more}
    return study


def with_phase(entry):
    return changed(GOOD, phases=[*phases(5, 5, 5), entry])


@pytest.mark.parametrize(
    ("study", "wanted"),
    [
        (changed(GOOD, design="quasi"), [("bad_design", "design")]),
        (changed(GOOD, design=None), [("bad_design", "design")]),
        (changed(GOOD, phases=[]), [("no_phases", "phases")]),
        (changed(GOOD, phases="AB"), [("no_phases", "phases")]),
        (changed(GOOD, iv_manipulated="yes"), [("not_yes_or_no", "iv_manipulated")]),
        (changed(GOOD, iv_manipulated=None), [("not_yes_or_no", "iv_manipulated")]),
        (changed(GOOD, data_available=1), [("not_yes_or_no", "data_available")]),
        (changed(GOOD, confound="no"), [("not_yes_or_no", "confound")]),
        (changed(MB, concurrent="yes"), [("not_yes_or_no", "concurrent")]),
        (changed(MB, across="people"), [("bad_across", "across")]),
        (changed(GOOD, across="behaviours"), [("bad_across", "across")]),
        (
            changed(GOOD, design="quasi", across="people"),
            [("bad_design", "design"), ("bad_across", "across")],
        ),
        (changed(GOOD, max_consecutive_same=-1), [("out_of_range", "max_consecutive_same")]),
        (changed(GOOD, max_consecutive_same=1.5), [("not_whole", "max_consecutive_same")]),
        (with_phase("B"), [("not_a_phase", "phases[4]")]),
        (with_phase({"n": 5}), [("not_a_phase", "phases[4]")]),
        (with_phase({"label": " ", "n": 5}), [("not_a_phase", "phases[4]")]),
        (with_phase({"label": "B"}), [("not_a_number", "phases[4].n")]),
        (with_phase({"label": "B", "n": "5"}), [("not_a_number", "phases[4].n")]),
        (with_phase({"label": "B", "n": 10**400}), [("out_of_range", "phases[4].n")]),
        (with_phase({"label": "B", "n": -(10**400)}), [("out_of_range", "phases[4].n")]),
        (with_phase({"label": "B", "n": 1e300}), [("out_of_range", "phases[4].n")]),
        (with_phase({"label": "B", "n": True}), [("not_a_number", "phases[4].n")]),
        (with_phase({"label": "B", "n": -1}), [("out_of_range", "phases[4].n")]),
        (with_phase({"label": "B", "n": float("nan")}), [("out_of_range", "phases[4].n")]),
        (with_phase({"label": "B", "n": float("inf")}), [("not_a_number", "phases[4].n")]),
        (with_phase({"label": "B", "n": 5.5}), [("not_whole", "phases[4].n")]),
        (
            with_phase({"label": "B", "n": 5, "double_scored": 6}),
            [("out_of_range", "phases[4].double_scored")],
        ),
        (
            with_phase({"label": "B", "n": 5, "double_scored": "1"}),
            [("not_a_number", "phases[4].double_scored")],
        ),
        (
            changed(MB, phases=phases(5, 5)),
            [("not_a_tier", "phases[1]"), ("not_a_tier", "phases[2]")],
        ),
        (with_tier(phases=[]), [("no_phases", "phases[2].phases")]),
        (with_tier(phases=None), [("not_a_tier", "phases[2]")]),
        (with_tier(tier="P1"), [("duplicate_tier", "phases[2].tier")]),
        (with_tier(start_session="x"), [("not_a_number", "phases[2].start_session")]),
        (with_tier(sessions=[1]), [("bad_sessions", "phases[2].sessions")]),
        (with_tier(sessions=5), [("bad_sessions", "phases[2].sessions")]),
        (with_tier(sessions=[1, "x"]), [("not_a_number", "phases[2].sessions")]),
        (with_tier(sessions=["x", 1]), [("not_a_number", "phases[2].sessions")]),
        (with_tier(sessions=[9, 1]), [("bad_sessions", "phases[2].sessions")]),
        (with_tier(probe=3), [("bad_probe", "phases[2].probe")]),
        (changed(MB, phases=MB["phases"] * 7), [("too_many_tiers", "phases")]),
        (changed(multiple_probe(), probe=None), [("no_probe", "probe")]),
        (
            changed(multiple_probe(), probe={**probe(), "probe_when_other_starts": "yes"}),
            [("not_yes_or_no", "probe.probe_when_other_starts")],
        ),
        (
            changed(multiple_probe(), probe={"probe_when_other_starts": True}),
            [
                ("not_a_number", "probe.initial_overlap_points"),
                ("not_a_number", "probe.points_just_before_start"),
            ],
        ),
        (changed(GOOD, ioa=[25]), [("bad_ioa", "ioa")]),
        (changed(GOOD, ioa=ioa({"A": 20}, 90, "pearson")), [("bad_method", "ioa.method")]),
        (changed(GOOD, ioa=ioa({"A": 20}, 101)), [("out_of_range", "ioa.value_overall")]),
        (changed(GOOD, ioa=ioa({"A": 20}, -1)), [("out_of_range", "ioa.value_overall")]),
        (changed(GOOD, ioa=ioa({"A": 20}, 1.1, "kappa")), [("out_of_range", "ioa.value_overall")]),
        (changed(GOOD, ioa=ioa({"A": 20}, -1.1, "kappa")), [("out_of_range", "ioa.value_overall")]),
        (changed(GOOD, ioa=ioa(20)), [("bad_ioa", "ioa.percent_sessions_by_phase")]),
        (
            changed(GOOD, ioa=ioa({"A": 101})),
            [("out_of_range", "ioa.percent_sessions_by_phase.A")],
        ),
        (
            changed(MB, ioa=ioa({"P1": {"A": "x"}})),
            [("not_a_number", "ioa.percent_sessions_by_phase.P1.A")],
        ),
        (changed(GOOD, reviewer="fine"), [("bad_reviewer", "reviewer")]),
        (changed(GOOD, reviewer=7), [("bad_reviewer", "reviewer")]),
        (changed(GOOD, reviewer=["fine"]), [("bad_reviewer", "reviewer[1]")]),
        (
            changed(GOOD, reviewer=[{"code": "IV", "decision": "x", "by": "y", "on": "z"}]),
            [("bad_reviewer", "reviewer[1]")],
        ),
        (
            changed(GOOD, reviewer=[{"code": "FINDING", "decision": "", "by": "y", "on": "z"}]),
            [("bad_reviewer", "reviewer[1]")],
        ),
        (["reversal"], [("not_a_study", None)]),
        (
            {"design": "reversal"},
            [
                ("no_phases", "phases"),
                ("not_yes_or_no", "iv_manipulated"),
                ("not_yes_or_no", "data_available"),
            ],
        ),
    ],
)
def test_faults_and_their_places(study, wanted):
    assert faults(study) == wanted


def test_kappa_may_be_below_zero_and_a_start_too():
    study = read_study(changed(GOOD, ioa=ioa({"A": 20}, -1, "kappa")))
    assert study.agreement.value == -1
    assert read_study(with_tier(start_session=-3)).tiers[1].start == -3
    assert read_study(with_tier(sessions=[4, 4])).tiers[1].sessions == (4, 4)
    assert read_study(changed(GOOD, max_consecutive_same=0)).max_consecutive_same == 0
    assert len(read_study(changed(MB, phases=_named(20))).tiers) == 20
    assert faults(changed(MB, phases=_named(21))) == [("too_many_tiers", "phases")]


def _named(number):
    return [{"tier": str(i), "phases": phases(5, 5)} for i in range(number)]


def test_a_tier_without_a_name_has_its_number():
    study = tiers((5, 9), (8, 7), (11, 5))
    del study["phases"][1]["tier"]
    assert [tier.name for tier in read_study(study).tiers] == ["P1", "2", "P3"]


def test_a_fault_in_words():
    with pytest.raises(BadData) as caught:
        read_study(with_phase({"label": "B", "n": -1}), row=3)
    assert str(caught.value) == ("row 3, column phases[4].n: -1 is not possible. Give 0 or more.")
    with pytest.raises(BadData, match=r"101 is not possible\. Give from 0 to 100"):
        read_study(changed(GOOD, ioa=ioa({"A": 101})))


def test_which_fields_were_not_read():
    assert read_study(changed(GOOD, zeal=1, note="x", expected={})).unread == ("zeal",)


@pytest.mark.parametrize(
    "wrap", [lambda study: study, lambda study: [study], lambda study: {"cases": [study]}]
)
def test_three_shapes_of_file(tmp_path, wrap):
    path = tmp_path / "study.json"
    path.write_text(json.dumps(wrap(changed(GOOD, id="s"))), "utf-8")
    assert [study.id for study in read_studies(path)] == ["s"]


@pytest.mark.parametrize(
    ("content", "code", "row", "column"),
    [
        (b"", "empty_file", 1, None),
        (b"  \n", "empty_file", 1, None),
        (b"[]", "empty_file", None, None),
        (b'{"cases": []}', "empty_file", None, None),
        (b'{\n "design": }', "not_json", 2, "12"),
        (b"\xff\xfe\x00", "not_utf8", None, None),
        (b"[" * 100_000, "not_json", None, None),
        (b"3", "not_a_study", 1, None),
        (b"[3, 4]", "not_a_study", 1, None),
    ],
)
def test_bad_files(tmp_path, content, code, row, column):
    path = tmp_path / "study.json"
    path.write_bytes(content)
    with pytest.raises(BadData) as caught:
        read_studies(path)
    fault = caught.value.faults[0]
    assert (fault.code, fault.row, fault.column) == (code, row, column)


def test_every_study_of_a_file_is_checked(tmp_path):
    path = tmp_path / "studies.json"
    path.write_text(json.dumps([GOOD, changed(GOOD, design=""), changed(GOOD, phases=[])]))
    with pytest.raises(BadData) as caught:
        read_studies(path)
    assert [fault.row for fault in caught.value.faults] == [2, 3]


# The command


@pytest.fixture
def file(tmp_path):
    def write(found, name="study.json"):
        path = tmp_path / name
        path.write_text(json.dumps(found), "utf-8")
        return str(path)

    return write


def test_the_command_says_rating_codes_and_needs(file):
    study = tiers((5, 9), (8, 7), (3,), id="Ana, Ben and Cy")
    ran = runner.invoke(app, [file(study)])

    assert ran.exit_code == 0
    lines = ran.stdout.splitlines()
    assert lines[0] == "Study Ana, Ben and Cy: does not meet the table"
    assert lines[1].endswith("not confirmed against the printed handbook")
    assert "  PHASES: The design has 4 of the 6 phases it needs." in lines
    assert "  Still needed to meet it without reservations:" in lines
    assert "    Two more baseline points for tier 3 (P3)." in lines
    assert "  FINDING: A reviewer decides. Nothing is recorded yet." in lines


def test_the_command_says_what_is_too_late_and_what_was_set_aside(file):
    late = runner.invoke(app, [file(changed(GOOD, iv_manipulated=False))]).stdout
    assert "starts and stops. Too late in this study." in late
    four = runner.invoke(app, [file(tiers((5, 9), (8, 7), (3, 9), (11, 5)))]).stdout
    assert "Set aside: tier 3 (P3)." in four
    assert "Still needed" not in four
    assert "meets the table without reservations" in four
    some = runner.invoke(app, [file(reversal(5, 5, 5, 4))]).stdout
    assert "Study 1: meets the table with reservations" in some


def test_the_command_as_json(file):
    ran = runner.invoke(app, [file(SYNTHETIC["wwc"]), "--json"])
    found = {one["study"]: (one["rating"], one["codes"]) for one in json.loads(ran.stdout)}
    assert found == {
        case["id"]: (case["expected"]["rating"], case["expected"]["codes"])
        for case in SYNTHETIC["wwc"]["cases"]
    }


def test_the_command_writes_a_file(file, tmp_path):
    text, plain = tmp_path / "out.txt", tmp_path / "out.json"
    assert runner.invoke(app, [file(GOOD), "-o", str(text)]).stdout == ""
    assert text.read_text().startswith("Study 1: meets")
    runner.invoke(app, [file(GOOD), "-o", str(plain)])
    assert json.loads(plain.read_text())[0]["rating"] == "without_reservations"


def test_the_command_refuses(file, tmp_path):
    bad = file([GOOD, changed(GOOD, phases=[{"label": "A", "n": "five"}])])

    ran = runner.invoke(app, [bad])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr == "row 2, column phases[1].n: 'five' is not a number. Write the number.\n"

    ran = runner.invoke(app, [bad, "--json"])
    assert json.loads(ran.stderr) == [
        {
            "code": "not_a_number",
            "sentence": "'five' is not a number. Write the number.",
            "row": 2,
            "column": "phases[1].n",
        }
    ]


def test_the_command_refuses_places_and_tables(file, tmp_path, monkeypatch):
    good = file(GOOD)

    def refused(*words):
        ran = runner.invoke(app, [*words])
        assert ran.exit_code == 2
        return ran.stderr

    assert "cannot be read" in refused(str(tmp_path / "none.json"))
    assert "no such folder" in refused(good, "-o", str(tmp_path / "no" / "out.txt"))
    assert "is a folder" in refused(good, "-o", str(tmp_path))
    assert "'wwc-9' is not a ruleset" in refused(good, "--ruleset", "wwc-9")
    monkeypatch.setattr("pathlib.Path.write_text", _full_disk)
    assert "cannot be written (No space left)" in refused(good, "-o", str(tmp_path / "out.txt"))


def _full_disk(*_, **__):
    raise OSError(28, "No space left")


def test_a_method_of_agreement_of_the_wrong_kind_and_a_number_without_end(tmp_path):
    path = tmp_path / "study.json"
    path.write_text('{"id": "x", "design": "reversal", "phases": [], "ioa": {"method": ["kappa"]}}')
    with pytest.raises(BadData, match="is not one of"):
        read_studies(path)
    path.write_text('{"id": "' + r"\ud800" + '"}')
    with pytest.raises(BadData, match="half a letter"):
        read_studies(path)
    path.write_text("[" + "9" * 5000 + "]")
    with pytest.raises(BadData, match="too many digits"):
        read_studies(path)


@pytest.mark.parametrize(
    ("across", "words", "is_of_one"),
    [
        (None, "multiple baseline", False),
        ("participants", "multiple baseline across participants", False),
        ("behaviours", "multiple baseline across behaviours", True),
        ("settings", "multiple baseline across settings", True),
    ],
)
def test_a_design_of_tiers_is_called_after_what_its_tiers_are(across, words, is_of_one):
    plain, said = wwc_scd(MB), wwc_scd(changed(MB, across=across))
    assert said.design == said.to_json()["design"] == words
    assert any(f"{across} of one participant" in note for note in said.notes) is is_of_one
    assert (said.rating, said.codes, said.per_rule) == (plain.rating, plain.codes, plain.per_rule)


def test_a_design_without_tiers_is_called_as_it_is():
    assert wwc_scd(GOOD).design == "reversal"
