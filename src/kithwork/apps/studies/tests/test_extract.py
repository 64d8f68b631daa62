"""What leaves a study tells nobody who is in it, and leaves a line that it did."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.studies import actions
from kithwork.apps.studies.extract import risk_of
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Release
from kithwork.apps.studies.tests.conftest import keep, series, start
from kithwork.apps.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
FRAME = actions.ReleaseFrame("research", "A university", "Folder 3")
SECRETS = [
    "Tourmaline",
    "Greetings at lunch",
    "Why do they greet",
    "Initiations",
    "Quietphase",
    "Folder 3",
    "A university",
    "Maple",
]


def many(count: int):
    return {f"Tourmaline{n}": ([2, 3, 2], [5 + n % 3, 6, None]) for n in range(count)}


@pytest.fixture
def six(cast):
    made = start(cast.rosa, question="Why do they greet?")
    keep(made, [_with_labels(one) for one in series(many(6))], by=cast.rosa)
    return made


def _with_labels(one):
    labels = ["Quietphase" if label == "A" else "Loudphase" for label in one.phases]
    return type(one)(
        one.case,
        one.outcome,
        one.sessions,
        one.values,
        labels,
        one.improvement,
        one.scale,
        dates=one.dates,
    )


def taken(study, cast, by=None):
    release = actions.ask_release(study, FRAME, by=by or cast.rosa)
    actions.decide_release(release, yes=True, by=cast.dora)
    found = actions.take_release(release, by=by or cast.rosa)
    archive = zipfile.ZipFile(io.BytesIO(found.content))
    return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}, found


def test_no_word_anybody_wrote_and_no_day_is_in_it(cast, six):
    files, _found = taken(six, cast)
    text = "\n".join(files.values())
    assert [word for word in SECRETS if word in text] == []
    days = {point.on.isoformat() for rows in gathered(six).points.values() for point in rows}
    rows = list(csv.DictReader(io.StringIO(files["data.csv"])))
    assert len(rows) == 36
    shifts: dict[str, set[int]] = {}
    real = {
        float(point.session): point.on for rows_ in gathered(six).points.values() for point in rows_
    }
    for row in rows:
        shift = date.fromisoformat(row["date_shifted"]) - real[float(row["session"])]
        shifts.setdefault(row["study_id"], set()).add(shift.days)
    assert all(len(one) == 1 and one != {0} for one in shifts.values())
    assert days


def test_a_missing_value_stays_missing(cast, six):
    files, _found = taken(six, cast)
    rows = json.loads(files["data.json"])["rows"]
    assert sum(row["value"] is None for row in rows) == 6
    assert {row["phase"] for row in rows} == {"A", "B"}


def test_ids_and_shifts_are_of_one_release_alone(cast, six):
    first, second = taken(six, cast)[0], taken(six, cast)[0]
    ids = [
        {row["study_id"] for row in json.loads(files["data.json"])["rows"]}
        for files in (first, second)
    ]
    assert len(ids[0]) == len(ids[1]) == 6
    assert not ids[0] & ids[1]


def test_bands_are_shown_only_where_every_group_is_large_enough(cast, six):
    cases = list(six.cases.all())
    for number, case in enumerate(cases):
        actions.say_band(case, "6-8" if number else "1-5", by=cast.rosa)
    risk = risk_of(gathered(six))
    assert (risk.has_bands, risk.smallest) == (False, 6)
    actions.say_band(cases[0], "6-8", by=cast.rosa)
    risk = risk_of(gathered(six))
    assert (risk.has_bands, risk.smallest) == (True, 6)


def test_fewer_than_five_of_our_own_cases_do_not_leave(cast):
    made = start(cast.rosa)
    keep(made, series(many(4)), by=cast.rosa)
    with pytest.raises(Problem, match="At least 5"):
        actions.ask_release(made, FRAME, by=cast.rosa)
    assert not Release.objects.exists()


def test_published_data_may_leave_with_fewer(cast):
    made = start(cast.rafi, source="published")
    keep(made, series(many(3)), by=cast.rafi)
    files, _found = taken(made, cast, by=cast.rafi)
    assert json.loads(files["risk.json"])["published_source"] is True


def test_it_leaves_once_after_a_yes_and_stays_on_the_list(cast, six):
    release = actions.ask_release(six, FRAME, by=cast.rosa)
    with pytest.raises(Problem, match="not approved"):
        actions.take_release(release, by=cast.rosa)
    with pytest.raises(Refused):
        actions.decide_release(release, yes=True, by=cast.rosa)
    actions.decide_release(release, yes=True, by=cast.dora)
    with pytest.raises(Refused):
        actions.take_release(release, by=cast.pia)
    found = actions.take_release(release, by=cast.rosa)
    with pytest.raises(Problem, match="taken already"):
        actions.take_release(release, by=cast.rosa)
    kept = Release.objects.get()
    assert (kept.taken_by_id, kept.purpose) == (cast.rosa.user_id, "research")
    line = TrailEntry.objects.get(verb="study.take_release")
    assert line.detail["sha256"] == kept.sha256
    assert line.detail["purpose"] == "research"
    assert found.name == f"study-extract-{release.pk}.zip"


def test_a_no_of_the_district_stays_a_no(cast, six):
    release = actions.ask_release(six, FRAME, by=cast.rosa)
    actions.decide_release(release, yes=False, by=cast.dora)
    with pytest.raises(Problem, match="not approved"):
        actions.take_release(release, by=cast.rosa)
    with pytest.raises(Problem, match="decided already"):
        actions.decide_release(release, yes=True, by=cast.dora)


def test_a_purpose_is_asked(cast, six, client_for):
    answer = client_for(cast.rosa).post(
        f"/studies/{six.pk}/extract/", {"purpose": "", "receiver": "", "agreement": ""}
    )
    assert answer.status_code == 422
    assert not Release.objects.exists()


def test_the_district_sees_what_asks_to_leave_and_no_study(cast, six, client_for):
    actions.ask_release(six, FRAME, by=cast.rosa)
    dora = client_for(cast.dora)
    assert dora.get(f"/studies/{six.pk}/").status_code == 404
    page = dora.get("/studies/").content.decode()
    assert "Extracts that wait for you" in page
    assert "Tourmaline" not in page
    assert six.title not in page


def test_a_district_elsewhere_decides_nothing_here(cast, six):
    from tests.cast import make_user, make_viewer

    other = make_viewer(make_user("Olga Other"), cast.dora.role, None, cast.other_school.district)
    release = actions.ask_release(six, FRAME, by=cast.rosa)
    with pytest.raises(Refused):
        actions.decide_release(release, yes=True, by=other)
