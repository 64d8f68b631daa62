from datetime import timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Depth, Role
from kithwork.apps.people import actions, policies
from kithwork.apps.people.models import Access, BlockedTime, Meeting, Staff, Student
from kithwork.apps.people.queries import grade_label, timetable_of
from kithwork.apps.people.queries.names import fold, rank, words_of
from kithwork.apps.schools.models import PeriodName
from kithwork.apps.schools.queries import frame
from tests.cast import MONDAY, YEAR, make_section, make_student

pytestmark = pytest.mark.django_db
PEOPLE = [
    "rosa",
    "pia",
    "tess",
    "ines",
    "tomas",
    "sven",
    "ben_viewer",
    "ada_viewer",
    "marta",
    "zed",
]


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-09T14:30:00+00:00", tick=False)


@pytest.mark.parametrize(
    ("person", "depth"),
    [
        ("rosa", Depth.PLAN),
        ("pia", Depth.PROGRESS),
        ("tess", Depth.NAME),
        ("ines", Depth.PARTICIPATION),
        ("tomas", Depth.PLAN),
        ("sven", None),
        ("marta", Depth.PLAN),
        ("ada_viewer", Depth.PLAN),
        ("ben_viewer", None),
        ("dora", None),
        ("zed", None),
    ],
)
def test_how_far_each_sees_into_adas_record(cast, person, depth):
    assert policies.depth_of(getattr(cast, person), cast.ada) == depth


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_do_what_to_a_student(cast, person):
    viewer = getattr(cast, person)
    edits = person in {"rosa", "pia"}
    tells = person in {"rosa", "tomas"}
    assert bool(policies.may_open_people(viewer)) is viewer.is_school_staff
    assert bool(policies.may_add_people(viewer, cast.school.pk)) is edits
    assert bool(policies.may_edit_student(viewer, cast.ada)) is edits
    assert bool(policies.may_edit_staff(viewer, cast.ines_staff)) is edits
    assert bool(policies.may_tell_words(viewer, cast.ada)) is tells
    assert bool(policies.may_block_times(viewer, cast.ada)) is (edits or tells)
    assert bool(policies.may_open_access(viewer, cast.ada)) is edits
    blocked = BlockedTime.objects.create(student=cast.ada, label="1")
    for allowed, attempt in [
        (edits, lambda: actions.add_student(cast.school, {"first_name": "Nia"}, by=viewer)),
        (edits, lambda: actions.change_student(cast.ada, {"homeroom": "9"}, by=viewer)),
        (edits, lambda: actions.close_student(cast.ada, by=viewer)),
        (edits, lambda: actions.reopen_student(cast.ada, by=viewer)),
        (tells, lambda: actions.set_disability_words(cast.ada, "person_first", by=viewer)),
        (edits or tells, lambda: actions.block_time(cast.ada, label="2", by=viewer)),
        (edits or tells, lambda: actions.unblock_time(blocked, by=viewer)),
        (
            edits,
            lambda: actions.join_team(cast.malik, cast.sven_staff, until_on=YEAR[1], by=viewer),
        ),
        (
            edits,
            lambda: actions.change_colleague(
                cast.ines_staff, first_name="I", last_name="C", title="", by=viewer
            ),
        ),
        (edits, lambda: actions.name_all_periods(cast.school, {}, by=viewer)),
    ]:
        if allowed:
            attempt()
        else:
            with pytest.raises(Refused):
                attempt()
    if not edits:
        for refused in (
            lambda: actions.undo_student(cast.ada, "", by=viewer),
            lambda: actions.leave_team(cast.ada, cast.tomas.user_id, by=viewer),
            lambda: actions.add_colleague(
                cast.school,
                first_name="N",
                last_name="N",
                email="n@school.test",
                role=Role.PARAPROFESSIONAL,
                by=viewer,
            ),
        ):
            with pytest.raises(Refused):
                refused()


def test_a_students_own_access_is_no_way_to_staff_forms(cast):
    assert not policies.may_tell_words(cast.ada_viewer, cast.ada)
    assert not policies.may_tell_words(cast.marta, cast.ada)


def test_a_team_is_of_one_school_and_has_accounts(cast):
    alone = Staff.objects.create(school=cast.school, last_name="Ahn")
    elsewhere = Staff.objects.create(school=cast.other_school, last_name="Far")
    for staff, until, says in [
        (alone, YEAR[1], "no account"),
        (elsewhere, YEAR[1], "another school"),
        (cast.sven_staff, MONDAY - timedelta(days=1), "not over yet"),
    ]:
        with pytest.raises(Problem, match=says):
            actions.join_team(cast.ada, staff, until_on=until, by=cast.rosa)
    with pytest.raises(Problem, match="not on Ada's team"):
        actions.leave_team(cast.ada, cast.sven.user_id, by=cast.rosa)


def test_leaving_a_team_closes_the_row_and_keeps_it(cast):
    actions.leave_team(cast.ada, cast.tomas.user_id, by=cast.rosa)
    assert policies.depth_of(cast.tomas, cast.ada) is None
    row = Access.objects.get(user_id=cast.tomas.user_id, student=cast.ada)
    assert row.closed_at is not None


def test_an_undo_that_would_overwrite_somebody_is_not_done(cast):
    done = actions.change_student(cast.ada, {"homeroom": "12"}, by=cast.rosa)
    actions.change_student(cast.ada, {"homeroom": "13"}, by=cast.pia)
    with pytest.raises(Problem, match="changed since"):
        actions.undo_student(cast.ada, done.undo_token, by=cast.rosa)
    with pytest.raises(Problem, match="no longer"):
        actions.undo_student(cast.malik, done.undo_token, by=cast.rosa)
    assert Student.objects.get(pk=cast.ada.pk).homeroom == "13"


def test_what_does_not_fit_is_said(cast):
    with pytest.raises(Problem, match="first name"):
        actions.change_student(cast.ada, {"first_name": "  "}, by=cast.rosa)
    with pytest.raises(ValueError, match="not fields"):
        actions.change_student(cast.ada, {"school_id": 2}, by=cast.rosa)
    with pytest.raises(Problem, match="one of the answers"):
        actions.set_disability_words(cast.ada, "shouted", by=cast.rosa)
    with pytest.raises(Problem, match="last day"):
        actions.block_time(
            cast.ada, label="1", from_on=MONDAY, until_on=MONDAY - timedelta(days=1), by=cast.rosa
        )
    with pytest.raises(Problem, match="not a day"):
        actions.block_time(cast.ada, cycle_day="Q", by=cast.rosa)
    with pytest.raises(Problem, match="last name"):
        actions.add_colleague(
            cast.school, first_name="N", last_name="", email="n@x.test", role=Role.PARAPROFESSIONAL,
            by=cast.rosa,
        )  # fmt: skip


def test_the_same_time_is_blocked_once(cast):
    actions.block_time(cast.ada, label="1", by=cast.rosa)
    actions.block_time(cast.ada, label="1", by=cast.rosa)
    assert BlockedTime.objects.count() == 1


def test_a_new_student_has_a_mark_of_their_own(cast):
    made = [actions.add_student(cast.school, {"first_name": f"N{n}"}, by=cast.rosa) for n in (1, 2)]
    assert len({(each.avatar_tint, each.avatar_shape) for each in made}) == 2
    assert made[0].opened_on == MONDAY


def test_naming_a_period_gives_classes_their_times(cast):
    nia = make_student(cast.school, "Nia")
    music = make_section(cast.school, "Music", "gone", [nia])
    Meeting.objects.filter(section=music).delete()
    music.source, music.source_id, music.periods_text = "sds", "m1", "P3(Tue,Thu),Adv"
    music.save()
    actions.name_all_periods(cast.school, {"P3": {"3": []}, "Adv": {}}, by=cast.rosa)
    meeting = Meeting.objects.get(section=music)
    assert (meeting.label, meeting.cycle_days) == ("3", ["Tue", "Thu"])
    week = timetable_of(nia, frame(cast.school), MONDAY)
    assert [week[day * 6 + 2] for day in range(5)].count(music.pk) == 2
    actions.name_all_periods(cast.school, {"P3": {"4": ["Tue"], "5": ["Tue"]}}, by=cast.rosa)
    assert PeriodName.objects.filter(school=cast.school).count() == 2
    assert sorted(music.meetings.values_list("label", flat=True)) == ["4", "5"]
    with pytest.raises(Problem, match="not a day"):
        actions.name_all_periods(cast.school, {"P3": {"4": ["Z"]}}, by=cast.rosa)


def test_period_names_are_typed_in_a_table(cast, client_for):
    art = cast.art
    art.source, art.source_id, art.periods_text = "sds", "a1", "1,Flex"
    art.save()
    Meeting.objects.create(section=cast.science, label="Old bell")
    rosa = client_for(cast.rosa)
    page = rosa.get("/people/periods/")
    assert "2 names have no period yet" in page.text
    assert "Old bell, 1 class" in page.text
    rows = {form.initial["theirs"]: form.initial for _period, form in page.context["rows"]}
    assert (rows["1"]["ours"], rows["Flex"]["ours"]) == ("1", "")
    order = [period.theirs for period, _form in page.context["rows"]]
    fields = {}
    for number, theirs in enumerate(order):
        fields[f"p{number}-theirs"] = theirs
        fields[f"p{number}-ours"] = {"1": "1", "Flex": "5"}[theirs]
        fields[f"p{number}-also"] = ""
    fields[f"p{order.index('Flex')}-cycle_days"] = ["Fri"]
    rosa.post("/people/periods/", fields)
    meetings = dict(art.meetings.values_list("label", "cycle_days"))
    assert meetings == {"1": [], "5": ["Fri"]}
    stale = {**fields, "p0-theirs": "Somebody else's"}
    assert rosa.post("/people/periods/", stale).status_code == 302
    assert not PeriodName.objects.filter(theirs="Somebody else's").exists()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Núñez", "nunez"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("Ængel Øst", "aengel ost"),
        ("İpek", "ipek"),
        ("Ｍａｙａ", "maya"),
        ("Nguyễn", "nguyen"),
    ],
)
def test_names_fold_to_the_plainest_letters(text, plain):
    assert fold(text) == plain


@pytest.mark.parametrize(
    ("words", "name", "place"),
    [
        ("ada", "Ada Okafor", 0),
        ("ok ad", "Ada Okafor", 0),
        ("kaf", "Ada Okafor", 1),
        ("ka", "Ada Okafor", None),
        ("jean luc", "Jean-Luc", 0),
        ("ohara", "O'Hara", 0),
        ("o'hara", "O'Hara", 0),
        ("zz", "Ada", None),
    ],
)
def test_words_find_names(words, name, place):
    assert rank(words_of(words), name) == place


def test_grades_as_people_say_them():
    assert [grade_label(code) for code in ("07", "KG", "", "UG")] == [
        "Grade 7",
        "Kindergarten",
        "",
        "UG",
    ]
