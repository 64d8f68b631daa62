"""Who takes the yes to research back is in no list, figure, guard, reading, report or extract from that moment."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.studies import actions
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Outcome, Round
from kithwork.apps.studies.queries import readings_page, report_page
from kithwork.apps.studies.tests.following import NAMES, add, codes, follow, withdraw
from tests.cast import give_permission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def test_who_takes_the_yes_back_leaves_everything_at_once(cast, followed, client_for):
    rosa = client_for(cast.rosa)
    assert codes(followed) == ["P1", "P2", "P3"]
    withdraw(cast.sora)
    assert codes(followed) == ["P1", "P3"]
    assert [one.case for one in report_page(cast.rosa, followed, None).report.shown[::4]] == [
        "P1",
        "P3",
    ]
    for page in (
        "",
        "guard/",
        "report/",
        "extract/",
        "readings/",
        "measures/",
        "set-up/",
        "seals/",
    ):
        text = rosa.get(f"/studies/{followed.pk}/{page}").content.decode()
        assert "P2" not in text.replace("P1, P2 and so on", ""), page
        assert "Sora" not in text, page
        if page not in ("set-up/", "seals/"):
            assert "1 case that was followed in this study is not in it any more" in text, page
    assert "P2" not in rosa.get(f"/studies/{followed.pk}/report.json").content.decode()
    assert "<td>2</td>" in rosa.get("/studies/").content.decode()
    give_permission([cast.sora], "research")
    assert codes(followed) == ["P1", "P2", "P3"]


def test_who_is_taken_out_leaves_with_every_session_and_may_come_back_under_the_same_code(
    cast, followed, measures
):
    row = followed.measures.get(case__code="P2")
    actions.take_out(row, by=cast.rosa)
    assert codes(followed) == ["P1", "P3"]
    assert gathered(followed).gone == 1
    with pytest.raises(Problem, match="is P2 in this study already"):
        add(followed, measures["P2"], "P7", by=cast.rosa)
    add(followed, measures["P2"], "P2", by=cast.rosa)
    assert codes(followed) == ["P1", "P2", "P3"]


def test_an_erased_record_leaves_nothing(followed, measures):
    measures["P2"].delete()
    assert codes(followed) == ["P1", "P3"]
    assert gathered(followed).gone == 1


def test_graphs_with_somebody_who_left_are_read_by_nobody(cast, followed, client_for):
    readers = [cast.sven.user_id, cast.tess.user_id]
    laid = actions.lay_out(followed, Outcome.objects.get(), readers, by=cast.rosa)
    reading = laid.readings.get(reader_id=cast.sven.user_id)
    sven = client_for(cast.sven)
    assert sven.get(f"/studies/read/{reading.token}/").status_code == 200
    withdraw(cast.sora)
    assert sven.get(f"/studies/read/{reading.token}/").status_code == 404
    assert reading.token not in sven.get("/studies/readings/").content.decode()
    with pytest.raises(Problem, match="not read any more"):
        actions.mark_reading(reading, {}, by=cast.sven)
    with pytest.raises(Problem, match="Lay them out anew"):
        actions.open_key(laid, by=cast.rosa)
    assert readings_page(cast.rosa, followed).is_to_be_laid_anew
    actions.lay_out(followed, Outcome.objects.get(), readers, by=cast.rosa)
    (now,) = Round.objects.all()
    assert (now.starts["cases"], len(now.sheets)) == (["P1", "P3"], 2)


def test_what_was_read_of_somebody_who_left_is_put_away(cast, followed, client_for):
    readers = [cast.sven.user_id, cast.tess.user_id]
    laid = actions.lay_out(followed, Outcome.objects.get(), readers, by=cast.rosa)
    for one, by in zip(laid.readings.order_by("number"), (cast.sven, cast.tess), strict=True):
        marks = {own: {"change": None, "rank": n} for n, (own, _at) in enumerate(one.sheets, 1)}
        actions.mark_reading(one, marks, by=by)
    actions.open_key(laid, by=cast.rosa)
    assert report_page(cast.rosa, followed, None).reading is not None
    withdraw(cast.sora)
    assert report_page(cast.rosa, followed, None).reading is None
    text = client_for(cast.rosa).get(f"/studies/{followed.pk}/readings/").content.decode()
    assert "1 reading is put away" in text
    assert "P2" not in text


def test_nobody_reads_masked_who_observes_or_follows_the_students(cast, followed):
    """Tomas made the records, and would know whose graph it is."""
    with pytest.raises(Problem, match="look into the study"):
        actions.lay_out(
            followed, Outcome.objects.get(), [cast.tomas.user_id, cast.tess.user_id], by=cast.rosa
        )


def test_an_extract_that_was_approved_leaves_without_who_left(cast, followed, measures):
    give_permission([cast.ada, cast.ben], "research")
    for code, student in (("P4", cast.ada), ("P5", cast.ben)):
        add(followed, follow(cast, student, [1, 2], [5]), code, by=cast.rosa)
    outsider = actions.ReleaseFrame("research", "A university", "Folder 3")
    first, second = (actions.ask_release(followed, outsider, by=cast.rosa) for _ in range(2))
    for one in (first, second):
        actions.decide_release(one, yes=True, by=cast.dora)
    archive = zipfile.ZipFile(io.BytesIO(actions.take_release(first, by=cast.rosa).content))
    text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert len({row["study_id"] for row in json.loads(archive.read("data.json"))["rows"]}) == 5
    assert [word for word in (*NAMES, "P1", "intervention") if word in text] == []
    withdraw(cast.sora)
    first.refresh_from_db()
    with pytest.raises(Problem, match="4 cases"):
        actions.take_release(second, by=cast.rosa)
