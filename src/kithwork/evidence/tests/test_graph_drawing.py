"""The drawing: readable by everybody, clear of everything, the same every time."""

from __future__ import annotations

import builtins
import re
import zlib
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.graph import AimLine, figure
from kithwork.evidence.graph.ink import INK
from kithwork.evidence.graph.layout import sheet_of
from kithwork.evidence.graph.lettering import width_of, wrap
from kithwork.evidence.graph.places import occupied
from kithwork.evidence.graph.sheet import RATIO, Box
from kithwork.evidence.tests.graph_studies import alternating, any_series, series, staggered

SVG = "{http://www.w3.org/2000/svg}"
CSS = (Path(__file__).parents[1] / "graph" / "figure.css").read_text()
MONDAY = date(2026, 9, 14)
# Names that are markup, direction marks, controls or nothing at all.
NAMES = st.text(max_size=40) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        'a" onload="x',
        "&amp;",
        "\x00\x0b",
        "]]>",
        "日本",
        "عربي",
        "Ł" * 60,
    ]
)


def studies():
    """Every design once."""
    many = series([2, 3, 5, 4, 6, 8], ["A", "A", "5", "5", "7", "7"], goal=9)
    probed = series([1, 2, 9, None, 5, 6], "AAPBBB")
    days = [MONDAY + timedelta(day) for day in (0, 2, 4, 30, 32)]
    return {
        "stacked": figure(staggered(), title="A title above the panels of the figure " * 4),
        "alternating": figure(alternating()),
        "reversal": figure(series([5, 6, 1, 0, 5, 6, 0, 1] * 2, "AAAABBBBAAAABBBB"), lines=["mean", "envelope"]),
        "criterion": figure(many),
        "probes": figure(probed, probes=["P"], remarks={"Ana": {4: "absent"}}),
        "dates": figure(
            series([1, 2, 3, 4, 5], "AABBB", dates=days), axis="date", lines=["trend"],
            aim=AimLine((MONDAY, 1), (days[-1], 6)),
        ),
        "far aim": figure(
            series([1, 2, 3, 4, 5], "AABBB", dates=days), axis="date",
            aim=AimLine((MONDAY, 1), (date(2027, 6, 1), 60), shown_to=days[-1] + timedelta(14)),
        ),
    }  # fmt: skip


ALL = studies()


def root_of(drawn, **how) -> ET.Element:
    return ET.fromstring(drawn.svg(**how))


@pytest.mark.parametrize("name", ALL)
def test_a_drawing_is_an_image_with_a_title_and_a_description(name):
    root = root_of(ALL[name], ids="g 7")
    assert root.attrib["role"] == "img"
    title, described = root[0], root[1]
    assert (title.tag, described.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text == ALL[name].title and described.text == ALL[name].sentence
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {described.attrib['id']}"
    assert title.attrib["id"] == "g-7-title"


@pytest.mark.parametrize("name", ALL)
def test_every_point_says_what_it_is(name):
    drawn = ALL[name]
    points = [
        one for one in root_of(drawn).iter() if re.fullmatch(r"g-p[0-3r]", one.get("class", ""))
    ]
    told = [one.findtext(f"{SVG}title") for one in points if one.find(f"{SVG}title") is not None]
    scored = [row for row in drawn.rows if row[-1] is not None]
    assert len(told) == len(scored)
    assert all(re.search(r"session \S+.*: \S+$", one) for one in told)


@pytest.mark.parametrize("name", ALL)
def test_a_page_gets_classes_only_and_paper_gets_attributes(name):
    drawn = ALL[name]
    for paper in (False, True):
        root = root_of(drawn, paper=paper)
        for one in root.iter():
            assert "style" not in one.attrib
            assert not any(key.startswith("on") for key in one.attrib)
            assert one.tag != f"{SVG}style"
            if not paper:
                assert not {"fill", "stroke", "font-size", "stroke-dasharray"} & set(one.attrib)
    classes = {one.get("class") for one in root_of(drawn).iter() if one.get("class")}
    assert classes - {"g-fig"} <= set(INK) | {"g-gr"}
    assert all(f".{one}" in CSS for one in classes)


def test_the_style_sheet_and_the_ink_know_the_same_classes():
    known = set(re.findall(r"\.(g-\w+)", CSS))
    assert known == set(INK) - {"g-sheet"} | {"g-gr", "g-fig"}


@given(NAMES, NAMES, NAMES, st.sampled_from(["single", "multiple_baseline"]))
def test_every_label_is_text_whatever_it_looks_like(name, outcome, phase, kind):
    study = [
        series([1, 2, 3], ["A", "A", phase], name, outcome=outcome),
        series([1, 2, 3], ["A", phase, phase], name + "2", outcome=outcome),
    ]
    drawn = figure(study, kind, title=name, remarks={name: {2: outcome}})
    for paper in (False, True):
        root = root_of(drawn, paper=paper)
        allowed = {
            f"{SVG}{tag}" for tag in ("svg", "title", "desc", "path", "circle", "text", "rect")
        }
        assert {one.tag for one in root.iter()} <= allowed


@given(any_series())
@settings(max_examples=60)
def test_the_same_figure_is_the_same_text(study):
    drawn = figure(study)
    assert drawn.svg() == figure(study).svg()
    assert "nan" not in drawn.svg() and "inf" not in re.sub(
        "<desc.*</desc>", "", drawn.svg(), flags=re.S
    )


def boxes_of(drawn) -> list[Box]:
    """Where the upright words and the names stand."""
    sheet = sheet_of(drawn)
    found = [name.box for name in sheet.names]
    for text in sheet.texts:
        if text.upright:
            wide = width_of(text.text, 13) * 0.85
            left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
            found.append(Box(left, text.y - 10, left + wide, text.y + 2))
    return found


@given(
    st.lists(any_series(), min_size=1, max_size=4),
    st.sampled_from(["Jo", "Maya Torres-Fernandez", "Ben the second of that name"]),
    st.sampled_from([(), ("mean",), ("envelope", "trend")]),
)
@settings(max_examples=80, deadline=None)
def test_no_words_stand_on_words_or_leave_the_sheet(study, name, lines):
    named = [
        series(
            one.values, one.phases, f"{name} {number}", sessions=one.sessions, scale=one.scale,
            improvement=one.improvement,
        )
        for number, one in enumerate(study)
    ]  # fmt: skip
    labels = {"A": "Baseline", "B": "Peer support", "C": "Maintenance after the summer"}
    drawn = figure(named, "single", lines=lines, labels=labels)
    sheet, boxes = sheet_of(drawn), boxes_of(drawn)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    for box in boxes:
        assert box.left >= 0 and box.top >= 0
        assert box.right <= sheet.width and box.bottom <= sheet.height


@given(any_series())
@settings(max_examples=60)
def test_a_name_hides_no_point(study):
    drawn = figure(study, "single", lines=["trend"])
    sheet = sheet_of(drawn)
    [panel], [frame], [name] = drawn.panels, sheet.frames, sheet.names
    assert name.box.left > frame.box.right or not occupied(panel, frame, name.box, sheet.radius)


def test_a_name_moves_out_of_the_way_of_points_paths_and_lines():
    low = series([9, 8, 7, 1, 0, 1], "AAABBB")
    assert sheet_of(figure(low)).names[0].box.left > sheet_of(figure(low)).frames[0].box.right
    high = series([1, 2, 1, 8, 9, 8], "AAABBB")
    assert sheet_of(figure(high)).names[0].box.right < sheet_of(figure(high)).frames[0].box.right
    aimed = figure(high, aim=0.4)
    assert sheet_of(aimed).names[0].box.left > sheet_of(aimed).frames[0].box.right
    steep = series([9, 0.0, 9], "AAA", sessions=[1, 2, 3])
    assert sheet_of(figure(steep)).names
    late = series([1, 1, 1, 1, 1, 1, 1, 1, 9], "AAAAAAAAB")
    assert sheet_of(figure(late)).names[0].box.left > sheet_of(figure(late)).frames[0].box.right
    assert sheet_of(figure(series([1], "A", case=""))).names == ()


def test_panels_have_the_ratio_of_the_field():
    for drawn in ALL.values():
        for frame in sheet_of(drawn).frames:
            wide, high = frame.box.right - frame.box.left, frame.box.bottom - frame.box.top
            assert high / wide == pytest.approx(RATIO)


def test_zero_stands_above_the_axis():
    [frame] = sheet_of(figure(series([0, 1], "AA"))).frames
    assert frame.at_y(0) == frame.box.bottom - 8


def test_an_aim_without_a_change_runs_from_edge_to_edge():
    drawn = figure(series([1, 2], "AA"), aim=4)
    [frame], [aim] = sheet_of(drawn).frames, drawn.panels[0].rulings
    assert frame.ruled(aim) == ((frame.box.left, frame.at_y(4)), (frame.box.right, frame.at_y(4)))


@pytest.mark.parametrize(("low", "high"), [(2, 90), (90, 2), (5, 5)])
def test_an_aim_that_goes_on_ends_in_an_arrow_inside_its_panel(low, high):
    study = series([1, 2, 5, 6], "AABB")
    drawn = figure(study, aim=AimLine((2, low), (42, high), shown_to=8))
    [frame], [aim] = sheet_of(drawn).frames, drawn.panels[0].rulings
    tip, *corners = frame.arrow(aim)
    assert tip == frame.ruled(aim)[1]
    for x, y in (tip, *corners):
        assert frame.box.left < x <= frame.box.right and frame.box.top <= y <= frame.box.bottom
    assert all(x < tip[0] for x, _ in corners)
    assert len([one for one in root_of(drawn).iter() if one.get("class") == "g-aimh"]) == 1
    [words] = [text for text in sheet_of(drawn).texts if text.text.startswith("Aim")]
    assert words.style == "g-aimt" and words.x > frame.box.right
    assert "g-aimh" not in figure(study, aim=AimLine((2, low), (42, high))).svg()


def test_one_stepped_line_runs_through_all_panels():
    drawn = figure(staggered())
    sheet = sheet_of(drawn)
    [line] = sheet.steps
    xs = [
        frame.at_x(panel.changes[0].x)
        for panel, frame in zip(drawn.panels, sheet.frames, strict=True)
    ]
    assert [x for x, _ in line] == [xs[0], xs[0], xs[0], xs[1], xs[1], xs[1], xs[2], xs[2]]
    assert [y for _, y in line] == sorted(y for _, y in line)
    assert line[0][1] < sheet.frames[0].box.top and line[-1][1] == sheet.frames[-1].box.bottom
    assert len(sheet_of(figure(staggered(), "single")).steps) == 3


def test_a_second_change_has_its_own_step_and_others_stand_alone():
    tiers = [
        series([1, 5, 6, 7, 7, 7, 7], "ABBCCCC", "Ana"),
        series([1, 1, 1, 5, 6, 7, 7], "AAABBCC", "Ben"),
        series([1, 1, 1, 1, 5, 6, 7], "AAAADDD", "Cy"),
        series([1, 1, 1, 1, 1, 1, 1], "AAAAAAA", "Dee"),
    ]
    sheet = sheet_of(figure(tiers))
    lengths = sorted(len(step) for step in sheet.steps)
    assert lengths == [2, 5, 5]
    levels = {step[2][1] for step in sheet.steps if len(step) == 5}
    assert len(levels) == 2
    # Ben's phases have the names of the first panel; Cy's do not, so they are written again.
    assert [text.text for text in sheet.texts if text.style == "g-ph"] == [
        "A", "B", "C", "A", "D",
    ]  # fmt: skip


def test_a_line_that_leaves_the_scale_is_cut_at_its_edge():
    steep = series([0, 10, 30, 70, 100, 100], "AAAABB", scale="percentage")
    drawn = figure(steep, lines=["dual"])
    [frame] = sheet_of(drawn).frames
    for ruling in drawn.panels[0].rulings:
        line = frame.ruled(ruling)
        assert line is not None
        for _, y in line:
            assert frame.box.top <= y <= frame.box.bottom
    above = series([90, 100, 100, 100], "AABB", scale="percentage")
    flat = figure(above, lines=["conservative_dual"])
    far = figure(
        series([99, 1, 99, 1, 50], "AAAAB", scale="percentage", improvement="decrease"),
        lines=["conservative_dual"],
    )
    for one in (flat, far):
        frame = sheet_of(one).frames[0]
        assert [frame.ruled(ruling) for ruling in one.panels[0].rulings]
    gone = figure(series([100, 100, 0, 0], "AABB", scale="percentage"), aim=50)
    frame = sheet_of(gone).frames[0]
    out = gone.panels[0].rulings[0]
    assert frame.ruled(type(out)("mean", (1, 200), (2, 200))) is None
    assert frame.ruled(type(out)("trend", (1, 200), (2, 300))) is None
    assert root_of(gone).tag == f"{SVG}svg"


def test_a_ruling_outside_the_scale_is_not_drawn():
    study = series([99, 100, 98, 100, 97], "AAAAB", scale="percentage")
    drawn = figure(study, lines=["dual"])
    panel = drawn.panels[0]
    outside = type(panel.rulings[0])("dual", (1, 120), (5, 120))
    beyond = type(panel)(
        panel.name, panel.case, panel.outcome, panel.y, panel.points, panel.groups, panel.paths, panel.spans,
        panel.changes, (outside,),
    )  # fmt: skip
    bare = type(drawn)(drawn.kind, drawn.title, False, drawn.x, False, (beyond,))
    assert "g-dc" not in bare.svg()


def test_remarks_find_a_free_place():
    full = series([0, 0, None, 0, 0], "AAAAA")
    sheet = sheet_of(figure(full, remarks={"Ana": {3: "absent", 4: "absent"}}))
    first, second = (text for text in sheet.texts if text.style == "g-rem")
    assert first.y < sheet.frames[0].box.bottom - 8
    assert second.y != first.y
    crowded = figure(
        series(list(range(30)) * 4, "A" * 120), remarks={"Ana": {60: "a long remark " * 6}}
    )
    assert [text for text in sheet_of(crowded).texts if text.style == "g-rem"]


def test_direct_labels_are_moved_apart():
    study = series([1, 1, 1, 1, 1, 1], "BCDBCD")
    labels = {"B": "With a peer beside them all the time", "C": "With an adult", "D": "Alone"}
    texts = [
        text
        for text in sheet_of(figure(study, "alternating_treatments", labels=labels)).texts
        if text.style == "g-end"
    ]
    ys = sorted(text.y for text in texts)
    assert len(ys) > 3
    assert all(b - a >= 17 for a, b in pairwise(ys))


def test_words_are_wrapped_and_only_very_long_ones_broken():
    assert wrap("one two three", 60, 14) == ["one two", "three"]
    assert wrap("Maintenance", 20, 14) == ["Maintenance"]
    assert len(wrap("x" * 100, 50, 14)) > 2
    assert wrap("a " + "y" * 60, 50, 14)[0] == "a"
    assert wrap("  ", 50, 14) == []
    assert width_of("日本", 10) > width_of("ab", 10) > width_of("a\u0301", 10)


def test_box_knows_what_cuts_it():
    box = Box(0, 0, 10, 10)
    assert box.cut_by((-5, 5), (15, 5)) and box.cut_by((5, -5), (5, 15))
    assert not box.cut_by((-5, 20), (15, 20)) and not box.cut_by((20, -5), (20, 15))
    assert not box.cut_by((-5, 8), (8, 30))


@pytest.mark.parametrize("name", ["stacked", "alternating"])
def test_print_files_are_the_same_bytes_twice(name):
    drawn = ALL[name]
    png, pdf = drawn.png(), drawn.pdf()
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and pdf[:5] == b"%PDF-"
    assert (png, pdf) == (drawn.png(), drawn.pdf())


def test_a_png_has_300_dots_an_inch_and_fits_a_page():
    wide, high = (int.from_bytes(ALL["stacked"].png()[at : at + 4]) for at in (16, 20))
    assert wide <= 6.5 * 300 + 1 and high <= 9 * 300 + 1
    assert max(wide / 6.5, high / 9) > 200


def test_a_png_tells_its_size_and_its_words():
    drawn = figure(series([1, 2], "AA", case="Zo\u00eb"))
    png, parts, at = drawn.png(), [], 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        held = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + held) == int.from_bytes(png[at + 8 + length : at + 12 + length])
        parts.append((kind, held))
        at += 12 + length
    assert [kind for kind, _ in parts[:2]] == [b"IHDR", b"pHYs"] and parts[-1][0] == b"IEND"
    dots = [int.from_bytes(parts[1][1][place : place + 4]) for place in (0, 4)]
    assert dots == [11811, 11811] and parts[1][1][8] == 1  # in a metre: 300 in an inch
    words = dict(held.split(b"\0\0\0\0\0") for kind, held in parts if kind == b"iTXt")
    assert words[b"Title"].decode() == drawn.title
    assert words[b"Description"].decode() == drawn.sentence and "Zo\u00eb" in drawn.sentence


def test_a_pdf_is_tagged_and_carries_the_sentence():
    pdf = figure(series([1, 2], "AA")).pdf()
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Alt", b"pdfuaid", b"/Lang"):
        assert mark in pdf, mark


def test_names_beyond_english_are_written():
    figure(series([1, 2], "AA", case="Łucja Žižková")).pdf()
    figure(series([1, 2], "AA", case="Юлия")).pdf()


def test_a_letter_no_font_has_is_refused_not_drawn_as_a_box(tmp_path):
    for make in ("png", "pdf"):
        with pytest.raises(BadData) as bad:
            getattr(figure(series([1, 2], "AA", case="日本")), make)(fonts=str(tmp_path))
        [fault] = bad.value.faults
        assert fault.code == "no_font"
        assert fault.sentence.startswith("日 is in none of the fonts.")


def test_without_typst_the_mend_is_said(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "typst":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadData, match="need the package typst"):
        ALL["stacked"].pdf()


def test_another_error_of_typst_is_not_hidden(monkeypatch):
    import typst

    def broken(*args, **rest):
        raise typst.TypstError("out of paper")

    monkeypatch.setattr(typst, "compile", broken)
    with pytest.raises(typst.TypstError, match="out of paper"):
        ALL["stacked"].pdf()
    monkeypatch.setattr(
        typst,
        "compile",
        lambda *a, **k: (_ for _ in ()).throw(typst.TypstError("missing codepoints")),
    )
    with pytest.raises(BadData, match="A letter is in none of the fonts"):
        ALL["stacked"].pdf()


def test_the_library_draws_without_typst_or_numpy():
    import subprocess
    import sys

    code = "import sys; from kithwork.evidence.graph import figure; assert not {'typst', 'django', 'scipy'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_figures_as_plain_values():
    found = ALL["probes"].to_json()
    assert set(found) == {"kind", "title", "sentence", "notes", "columns", "rows"}
    assert len(found["rows"]) == 6
    assert list(sheet_of(ALL["probes"]).words())[-1] == "Ana"
