"""A concern: kept as written, told, and from level 2 on pausing by itself."""

from uuid import uuid4

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.notices.models import Notice
from kithwork.apps.runs.models import Pause
from kithwork.apps.safety import actions, policies, queries
from kithwork.apps.safety.actions import Report
from kithwork.apps.safety.models import Concern
from kithwork.apps.trail.models import TrailEntry
from tests.cast import make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

SEEN = "Ada was pushed in the lunch line."


def report(**fields):
    return Report(
        letter=fields.pop("letter", None) or uuid4(), seen=fields.pop("seen", SEEN), **fields
    )


def test_a_worry_is_kept_and_told_and_pauses_nobody(cast):
    concern = actions.report_concern(report(students=[cast.ada]), by=cast.tomas)
    assert (concern.seen, concern.level) == (SEEN, 1)
    assert [one.to_id for one in Notice.objects.all()] == [cast.rosa.user_id]
    assert not Pause.objects.exists()


def test_level_two_pauses_those_named_from_each_other_and_tells_the_principal(cast):
    named = [cast.ada, cast.ben]
    actions.report_concern(report(level=2, students=named), by=cast.rosa)
    pause = Pause.objects.get()
    assert {pause.student_id, pause.partner_id} == {cast.ada.pk, cast.ben.pk}
    assert pause.rule == "DR-51"
    assert {one.to_id for one in Notice.objects.all()} == {cast.pia.user_id}


def test_level_two_about_one_student_pauses_all_their_times(cast):
    actions.report_concern(report(level=2, students=[cast.ada]), by=cast.tomas)
    assert list(Pause.objects.values_list("student_id", "partner_id")) == [(cast.ada.pk, None)]


def test_a_second_look_that_finds_it_serious_pauses_and_lowering_ends_nothing(cast):
    concern = actions.report_concern(report(students=[cast.ada]), by=cast.tomas)
    actions.raise_level(concern, level=3, by=cast.rosa)
    assert Pause.objects.filter(ended_at=None).count() == 1
    actions.raise_level(concern, level=1, by=cast.rosa)
    assert Pause.objects.filter(ended_at=None).count() == 1


def test_sent_twice_is_kept_once_and_nobody_takes_over_anothers_letter(cast):
    letter = uuid4()
    first = actions.report_concern(report(letter=letter), by=cast.tomas)
    assert actions.report_concern(report(letter=letter, seen="Other words"), by=cast.tomas) == first
    first.refresh_from_db()
    assert first.seen == SEEN
    with pytest.raises(Problem):
        actions.report_concern(report(letter=letter), by=cast.ines)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"seen": "  "}, "Write what you saw"), ({"level": 7}, "levels")],
)
def test_what_is_missing_is_said_and_nothing_is_kept(cast, fields, said):
    with pytest.raises(Problem, match=said):
        actions.report_concern(report(**fields), by=cast.tomas)
    assert not Concern.objects.exists()


def test_nobody_names_a_student_they_are_not_there_for(cast):
    with pytest.raises(Problem, match="Name only"):
        actions.report_concern(report(level=2, students=[cast.elsewhere]), by=cast.rosa)


def test_a_student_tells_and_it_is_never_more_than_a_worry_until_an_adult_looks(cast):
    concern = actions.report_concern(report(level=3, seen="please talk to me"), by=cast.ben_viewer)
    assert (concern.level, concern.is_from_student) == (1, True)
    assert "student asked" in Notice.objects.get().title


@pytest.mark.parametrize(
    ("who", "reads"),
    [("rosa", True), ("pia", True), ("tomas", True), ("ines", False), ("ben_viewer", False),
     ("marta", False), ("tess", False), ("zed", False)],
)  # fmt: skip
def test_who_reads_what_tomas_wrote(cast, who, reads):
    concern = actions.report_concern(report(), by=cast.tomas)
    assert policies.visible_concerns(getattr(cast, who)).filter(pk=concern.pk).exists() is reads


@pytest.mark.parametrize("who", ["tess", "marta", "dora", "rafi", "sys"])
def test_who_may_not_report_is_told_where_to_go(cast, who):
    assert not policies.may_report(getattr(cast, who))
    with pytest.raises(Refused, match="school"):
        actions.report_concern(report(), by=getattr(cast, who))


def test_it_is_followed_up_closed_and_opened_again_line_by_line(cast):
    concern = actions.report_concern(report(), by=cast.tomas)
    for step in (
        lambda: actions.follow_up(concern, text="Talked with both.", by=cast.tomas),
        lambda: actions.close_concern(concern, text="Settled.", by=cast.ines),
    ):
        with pytest.raises(Refused):
            step()
    actions.follow_up(concern, text="Talked with both.", by=cast.rosa)
    actions.follow_up(concern, text="Called at 14:10.", is_family=True, by=cast.pia)
    with pytest.raises(Problem):
        actions.close_concern(concern, text=" ", by=cast.rosa)
    actions.close_concern(concern, text="They eat together again.", by=cast.rosa)
    assert queries.open_counts(cast.rosa) == (0, 0)
    actions.open_again(concern, by=cast.rosa)
    assert [step.kind for step in concern.steps.all()] == ["note", "family", "closed", "opened"]


def test_the_form_of_an_adult_and_of_a_student(cast, client_for):
    staff = client_for(cast.tomas)
    page = staff.get("/safety/concern/").content.decode()
    assert "What did you see or hear?" in page
    assert "Okafor" not in page  # nobody has times together yet, so there is nothing to pause
    run = make_run(cast, students=[cast.ada])
    assert "Ada Okafor" in staff.get("/safety/concern/").content.decode()
    sent = {
        "letter": str(uuid4()), "level": "2", "seen": SEEN, "students": [cast.ada.pk],
        "is_adult_told": "yes",
    }  # fmt: skip
    answer = staff.post("/safety/concern/", sent, follow=True)
    assert "are paused" in answer.content.decode()
    assert Concern.objects.get().is_adult_told is True
    assert run.participants.get().is_paused is True
    empty = staff.post("/safety/concern/", {"letter": str(uuid4()), "level": "1", "seen": ""})
    assert "errsum" in empty.content.decode()

    student = client_for(cast.ben_viewer)
    page = student.get("/safety/concern/").content.decode()
    assert "How serious" not in page and "Ada" not in page
    answer = student.post(
        "/safety/concern/", {"letter": str(uuid4()), "seen": "please"}, follow=True
    )
    assert "Thank you for telling" in answer.content.decode()


def test_the_page_of_a_concern_ends_its_pauses_with_a_reason(cast, client_for):
    concern = actions.report_concern(report(level=2, students=[cast.ada, cast.ben]), by=cast.rosa)
    client = client_for(cast.rosa)
    url = f"/safety/concern/{concern.pk}/"
    assert not TrailEntry.objects.filter(verb="safety.read").exists()
    page = client.get(url).content.decode()
    assert "Paused since then" in page
    line = TrailEntry.objects.get(verb="safety.read")
    assert (line.by_id, line.subject_id) == (cast.rosa.user_id, str(concern.pk))
    assert "November 9, 9:30" in page  # the school's clock, not the server's
    client.post(f"{url}go-on/", {"reason": " "})
    assert Pause.objects.filter(ended_at=None).count() == 1
    client.post(f"{url}go-on/", {"reason": "Both want to."})
    assert not Pause.objects.filter(ended_at=None).exists()
    client.post(f"{url}step/", {"text": "Talked with both.", "then": "close"})
    assert "Open it again" in client.get(url).content.decode()
    client.post(f"{url}open/")
    client.post(f"{url}level/", {"level": "3"})
    concern.refresh_from_db()
    assert (concern.level, concern.closed_at) == (3, None)
    assert client.post(f"{url}level/", {"level": "9"}, follow=True).status_code == 200
