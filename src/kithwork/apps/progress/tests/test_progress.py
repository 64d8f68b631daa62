"""Pages of progress: who opens them, what they show first, and that what is typed comes back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.measures.models import AttainmentRating, Entry, Goal, Measure
from kithwork.apps.measures.tests.making import measure_of, network, observe_each
from kithwork.apps.people.models import Access
from kithwork.apps.runs.models import Session as RunSession
from kithwork.apps.runs.models import SessionLog
from tests.cast import MONDAY, YEAR, give_permission

pytestmark = pytest.mark.usefixtures("frozen_now")
WEEK = timedelta(weeks=1)


@pytest.fixture
def ada(cast):
    """Eight weeks of Ada's network, and Tomas on her team."""
    Access.objects.filter(user_id=cast.tomas.user_id, student=cast.ada).delete()
    Access.objects.create(
        user_id=cast.tomas.user_id, student=cast.ada, depth=Depth.PLAN, because="team",
        reason="on the team", from_on=YEAR[0], until_on=YEAR[1],
    )  # fmt: skip
    run = network(cast)
    cast.people["measure"] = measure_of(cast, run)
    observe_each(cast, [0.1, 0.2, 0.2], first=MONDAY - 8 * WEEK)
    observe_each(cast, [0.4, 0.5, 0.7, 0.8], first=MONDAY - 5 * WEEK)
    return cast


def url(name, *args):
    return reverse(f"progress:{name}", args=args)


@pytest.mark.parametrize(
    ("person", "status"),
    [("rosa", 200), ("tomas", 200), ("pia", 200), ("ines", 404), ("marta", 404), ("zed", 404)],
)
def test_who_opens_adas_progress(ada, client_for, person, status):
    client = client_for(getattr(ada, person))
    assert client.get(url("student", ada.ada.pk)).status_code == status
    assert client.get(url("sheet", ada.ada.pk)).status_code == status


def test_the_page_shows_words_graph_and_table(ada, client_for):
    page = client_for(ada.tomas).get(url("student", ada.ada.pk)).content.decode()
    assert "Before it begins: middle value 2" in page
    assert "Practice: middle value 6, tending up." in page
    assert page.count("<svg") >= 2
    assert "Oct 5, 2026" in page


def test_the_students_own_words_stand_beside_only_with_their_leave(ada, client_for):
    session = RunSession.objects.create(
        school=ada.school, run=ada.measure.run, on=MONDAY - WEEK, label="Lunch",
        starts_at="10:55", ends_at="11:35", status="held",
    )  # fmt: skip
    log = SessionLog.objects.create(
        session=session, letter="5f0f6c4e-6f0e-4a0c-9a52-1c6f00000001", was_held=True,
        quote="I like lunch.", quote_of=ada.ada, quote_mode="device", may_share_quote=False,
    )  # fmt: skip
    client = client_for(ada.tomas)
    assert "I like lunch." not in client.get(url("student", ada.ada.pk)).content.decode()
    SessionLog.objects.filter(pk=log.pk).update(may_share_quote=True)
    assert "I like lunch." in client.get(url("student", ada.ada.pk)).content.decode()


def test_a_measure_of_somebody_else_is_not_found(ada, client_for):
    other = measure_of(ada, None, student=ada.malik, key="x/y/student/rate")
    address = f"{url('student', ada.ada.pk)}?measure={other.pk}"
    assert client_for(ada.rosa).get(address).status_code == 404


def test_the_list_says_where_each_stands_and_finds_by_name(ada, client_for):
    client = client_for(ada.rosa)
    page = client.get(url("progress")).content.decode()
    assert "8 times in 10 minutes" in page
    assert "No goal yet." in page
    assert ada.ada.last_name not in client.get(url("progress") + "?q=Malik").content.decode()


def test_something_is_followed_given_a_goal_and_written_down(ada, client_for):
    client = client_for(ada.tomas)
    client.post(
        url("follow", ada.ada.pk),
        {"what": "entered", "name": "Joins in", "unit": "times", "scale": "count", "improvement": "increase"},
    )  # fmt: skip
    measure = Measure.objects.get(name="Joins in")
    client.post(
        url("goal", measure.pk),
        {"level": "5", "starts_on": "2026-11-09", "by_on": "2026-12-18", "is_iep": "on"},
    )
    assert Goal.objects.get(measure=measure).is_iep
    client.post(url("enter", measure.pk), {"on": "2026-11-09", "value": "3"})
    entry = Entry.objects.get(measure=measure)
    client.post(url("correct", entry.pk), {"on": "2026-11-09", "value": "4"})
    assert list(measure.entries.values_list("value", flat=True)) == [3, 4]
    page = client.get(f"{url('student', ada.ada.pk)}?measure={measure.pk}").content.decode()
    assert "Joins in, 5 times" in page


def test_what_is_wrong_stays_in_the_form_with_its_sentence(ada, client_for):
    client = client_for(ada.tomas)
    answer = client.post(url("follow", ada.ada.pk), {"what": "entered"})
    assert answer.status_code == 422
    assert "Say it: nothing else does." in answer.content.decode()
    answer = client.post(
        url("goal", ada.measure.pk),
        {"level": "5", "starts_on": "2026-11-09", "by_on": "2026-11-01"},
    )
    assert answer.status_code == 422
    assert not Goal.objects.exists()


def test_levels_are_written_and_rated(ada, client_for):
    client = client_for(ada.tomas)
    levels = {f"l{place}": words for place, words in enumerate("abcde")}
    answer = client.post(
        url("write_scale", ada.ada.pk), {"name": "Asks", "is_iep": "on", **levels}, follow=True
    )
    assert answer.status_code == 200
    client.post(answer.request["PATH_INFO"], {"level": "1", "on": "2026-11-09"})
    assert AttainmentRating.objects.get().level == 1
    assert "<b>+1</b>, d" in client.get(url("student", ada.ada.pk)).text


def test_the_page_of_eight_weeks_takes_few_queries(ada, client_for, django_assert_max_num_queries):
    client = client_for(ada.tomas)
    client.get(url("student", ada.ada.pk))
    with django_assert_max_num_queries(30):
        client.get(url("student", ada.ada.pk))


def test_the_board_says_where_each_adult_is_and_for_how_long(ada, client_for):
    page = client_for(ada.rosa).get(url("fading")).content.decode()
    assert "Lunch network" in page
    assert 'aria-current="step">5' in page
    assert "4, 5, 7" not in page
    assert "5, 7, 8" in page
    assert "not looked at yet" in page


def test_the_board_shows_a_teacher_their_own_runs_alone(ada, client_for):
    page = client_for(ada.ines).get(url("fading")).content.decode()
    assert "Lunch network" not in page


def test_both_partners_stand_side_by_side_where_both_were_watched(ada, client_for):
    from kithwork.apps.observations.models import Observation, Value

    for row in Observation.objects.all():
        Value.objects.create(
            observation=row, code="b", behaviour="peer_initiation", who="partner", index="rate",
            value=0.6, unit="per minute",
        )  # fmt: skip
    page = client_for(ada.tomas).get(url("together", ada.ada.pk)).content.decode()
    assert "begins 50 of 100 exchanges now (Practice); 22 of 100 at first" in page


def test_points_are_taken_along_with_a_purpose_and_no_name(ada, client_for):
    import io
    import json
    import zipfile

    from kithwork.apps.trail.models import TrailEntry

    client = client_for(ada.tomas)
    assert client.post(url("take_along", ada.ada.pk), {"purpose": "x"}).status_code == 422
    assert not TrailEntry.objects.filter(verb="progress.export").exists()
    answer = client.post(url("take_along", ada.ada.pk), {"purpose": "team"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    rows = json.loads(files["points.json"])["rows"]
    assert [row["value"] for row in rows] == pytest.approx([1, 2, 2, 4, 5, 7, 8])
    assert {row["phase"] for row in rows} == {"baseline", "intervention"}
    assert files["points.csv"].count("\n") == len(rows) + 1
    assert ada.ada.last_name not in "".join(files.values())
    assert TrailEntry.objects.get(verb="progress.export").detail["purpose"] == "team"


def test_for_a_study_only_with_permission_for_research_and_nobody_who_left(ada, client_for):
    page, rosa = url("take_along", ada.ada.pk), client_for(ada.rosa)

    def for_a_study():
        return rosa.post(page, {"purpose": "study"})

    assert for_a_study().status_code == 422
    assert b"1 student has no permission for research today" in for_a_study().content
    give_permission([ada.ada], "research")
    assert for_a_study()["Content-Type"] == "application/zip"
    client_for(ada.marta).post(
        reverse("consents:answer"), {"child": ada.ada.pk, "purpose": "take_part", "said": "no"}
    )
    assert for_a_study().status_code == 422
    assert rosa.post(page, {"purpose": "team"}).status_code == 200


def test_where_an_iep_goal_is_in_it_the_password_is_asked_first(ada, client_for):
    from kithwork.apps.accounts.models import User

    client = client_for(ada.tomas)
    client.post(
        url("goal", ada.measure.pk),
        {"level": "5", "starts_on": "2026-11-09", "by_on": "2026-12-18", "is_iep": "on"},
    )
    user = User.objects.get(pk=ada.tomas.user_id)
    user.set_password("sailing-otter-42")
    user.save()
    client = client_for(ada.tomas)
    page = url("take_along", ada.ada.pk)
    for answer in (client.get(page), client.post(page, {"purpose": "team"})):
        assert answer.status_code == 302 and "/sign-in/again/" in answer["Location"]
    back = client.post(answer["Location"], {"password": "sailing-otter-42"})
    assert back["Location"] == page
    assert client.post(page, {"purpose": "team"})["Content-Type"] == "application/zip"


@pytest.mark.parametrize(("person", "status"), [("rosa", 200), ("pia", 403), ("zed", 404)])
def test_who_takes_points_along(ada, client_for, person, status):
    client = client_for(getattr(ada, person))
    assert client.get(url("take_along", ada.ada.pk)).status_code == status


def test_measures_of_one_name_are_told_apart_by_place_and_then_by_run(ada, client_for):
    own = ada.measure
    run = network(ada, focus_student=ada.ada, students=[ada.ada])
    run.name = "Recess network"
    run.save()
    measure_of(ada, run, setting="recess")
    tomas = client_for(ada.tomas)
    for page in (url("student", ada.ada.pk), url("progress")):
        text = tomas.get(page).content.decode()
        assert f"{own.name}, at lunch</a>" in text
        assert f"{own.name}, at recess</a>" in text
    Measure.objects.exclude(pk=own.pk).update(setting="lunch")
    text = tomas.get(url("student", ada.ada.pk)).content.decode()
    assert f"{own.name}, at lunch, Lunch network</a>" in text
    assert f"{own.name}, at lunch, Recess network</a>" in text
    Measure.objects.exclude(pk=own.pk).update(name="Answers")
    assert f">{own.name}</a>" in tomas.get(url("student", ada.ada.pk)).content.decode()
