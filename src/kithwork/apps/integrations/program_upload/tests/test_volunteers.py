import pytest

from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.integrations.program_upload.apply import import_volunteers
from kithwork.apps.integrations.program_upload.volunteers import compare_volunteers
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.trail.models import TrailEntry
from tests.cast import make_student

from .lists import offer, read

FULL = offer(
    roles="tutor; note-taker", minutes_a_week=60, sessions_a_week=2, sessions_a_day=1, partners=1, lunches_a_week=1,
    protected_classes="Science; Art", would_like_to_know="Ada Okafor",
    would_rather_not="Brandt, Lena",
)  # fmt: skip


def notices(cast, *rows):
    out = compare_volunteers(read("volunteers", *rows), cast.rosa)
    return [fault.sentence for fault in out.notices]


def test_a_list_adds_volunteers_with_classes_and_wishes(cast):
    out = import_volunteers(read("volunteers", FULL), by=cast.rosa)
    made = Volunteer.objects.get(student=cast.malik)
    assert (made.status, made.roles, made.weekly_minutes) == ("ready", ["tutor", "note_taker"], 60)
    assert (made.max_sessions, made.max_per_day, made.max_partners, made.max_lunch_days) == (
        2, 1, 1, 1,
    )  # fmt: skip
    kept = ProtectedClass.objects.filter(volunteer=made).values_list("section__title", flat=True)
    assert set(kept) == {"Art", "Science"}
    wishes = {w.other_id: w.kind for w in PeerWish.objects.filter(volunteer=made)}
    assert wishes == {cast.ada.pk: "would_like", cast.lena.pk: "rather_not"}
    assert out.counts()["added"] == 5
    assert TrailEntry.objects.get(verb="volunteers.import").detail["added"] == 5


def test_the_same_list_twice_changes_nothing(cast):
    import_volunteers(read("volunteers", FULL), by=cast.rosa)
    again = import_volunteers(read("volunteers", FULL), by=cast.rosa)
    assert (again.changes, again.refused) == ([], [])
    reordered = FULL | {"Roles": "note-taker; tutor"}
    assert compare_volunteers(read("volunteers", reordered), cast.rosa).changes == []


def test_what_a_row_does_not_say_takes_the_limits_of_the_grade(cast):
    import_volunteers(read("volunteers", offer()), by=cast.rosa)
    made = Volunteer.objects.get(student=cast.malik)
    assert (made.weekly_minutes, made.max_sessions, made.max_per_day, made.max_partners) == (
        180, 3, 1, 2,
    )  # fmt: skip
    assert made.max_lunch_days is None


def test_a_row_changes_what_it_says_and_keeps_the_rest(cast):
    row = offer(full_name="Ben Hollis", roles="", sessions_a_week=1)
    out = import_volunteers(read("volunteers", row), by=cast.rosa)
    assert [change.what for change in out.changed] == ["sessions a week"]
    cast.ben_volunteer.refresh_from_db()
    assert (cast.ben_volunteer.max_sessions, cast.ben_volunteer.roles) == (1, ["buddy", "tutor"])


def test_without_a_role_somebody_has_offered_and_with_one_they_are_ready(cast):
    row = offer(roles="")
    assert notices(cast, row)[0].startswith("Malik Stone has no role yet")
    import_volunteers(read("volunteers", row), by=cast.rosa)
    assert Volunteer.objects.get(student=cast.malik).status == "offered"
    import_volunteers(read("volunteers", offer()), by=cast.rosa)
    assert Volunteer.objects.get(student=cast.malik).status == "ready"


@pytest.mark.parametrize("status", ["paused", "finished"])
def test_a_list_wakes_nobody_who_stopped(cast, status):
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(status=status)
    row = offer(full_name="Ben Hollis", roles="tutor")
    assert any("stays so" in sentence for sentence in notices(cast, row))
    import_volunteers(read("volunteers", row), by=cast.rosa)
    cast.ben_volunteer.refresh_from_db()
    assert (cast.ben_volunteer.status, cast.ben_volunteer.roles) == (status, ["tutor"])


@pytest.mark.parametrize("more", [{"minutes_a_week": 600}, {"lunches_a_week": 4}])
def test_an_offer_above_the_limit_is_kept_and_said(cast, more):
    said = notices(cast, offer(**more))
    assert said == [
        "Malik Stone offers more than plans use for their grade. The offer is kept as said."
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (offer(full_name="Nobody Here"), "No student here is called Nobody Here."),
        (offer(protected_classes="Latin"), "No class here is called Latin."),
        (
            offer(full_name="Sora Ito", protected_classes="Science"),
            "Sora is not in Science now.",
        ),
        (offer(would_like_to_know="Malik Stone"), "The row names Malik Stone"),
        (offer(sessions_a_week=99), "99 is outside 0 to 20."),
        (offer(lunches_a_week=8), "8 is outside 0 to 7."),
        (offer(roles="boss"), "boss is not one of the words"),
    ],
)
def test_a_row_that_does_not_meet_the_school_is_refused(cast, row, sentence):
    out = compare_volunteers(read("volunteers", row), cast.rosa)
    assert [fault.sentence.startswith(sentence) for fault in out.refused] == [True]
    assert out.changes == []


def test_one_row_for_each_volunteer_and_no_guess_between_two(cast):
    out = compare_volunteers(read("volunteers", offer(), offer(partners=1)), cast.rosa)
    assert [fault.sentence for fault in out.refused] == [
        "Malik Stone stands in line 2 already. Keep one row for each volunteer."
    ]
    make_student(cast.school, "Malik", "Stone")
    out = compare_volunteers(read("volunteers", offer()), cast.rosa)
    assert "2 students here are called Malik Stone" in out.refused[0].sentence


@pytest.mark.parametrize("person", ["tomas", "tess", "pia", "ines", "ben_viewer", "sys"])
def test_nobody_else_brings_in_volunteers(cast, person):
    with pytest.raises(Refused):
        import_volunteers(read("volunteers", offer()), by=getattr(cast, person))
