import json

import pytest
from django.urls import reverse

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.foundation.viewer import SCHOOL_STAFF, Role
from kithwork.apps.people.models import Access, BlockedTime, Section, Staff, Student
from kithwork.apps.schools.models import SchoolYear
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, YEAR, make_section, make_student

pytestmark = pytest.mark.django_db
EDITORS = {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR}


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-09T14:30:00+00:00", tick=False)


@pytest.fixture
def rosa(cast, client_for):
    return client_for(cast.rosa)


def url(name, *args):
    return reverse(f"people:{name}", args=args)


def undo_of(answer):
    """Press Undo: the address and fields that the toast of a followed answer carries."""
    last = list(answer.context["messages"]._loaded_data)[-1]
    return json.loads(last.extra_tags or last.tags.rpartition(" ")[0])


def press_undo(client, answer):
    undo = undo_of(answer)
    return client.post(undo["url"], undo["fields"], follow=True)


def test_lists_are_for_the_staff_of_the_school(cast, client_for):
    for role, viewer in cast.viewers.items():
        client = client_for(viewer)
        for name in ("people", "staff", "classes", "find"):
            wanted = 200 if role in SCHOOL_STAFF else 403
            assert client.get(url(name)).status_code == wanted, (role, name)


def test_forms_about_people_are_for_those_who_edit_them(cast, client_for):
    for role, viewer in cast.viewers.items():
        client = client_for(viewer)
        for name in ("add_student", "add_colleague", "period_names"):
            wanted = 200 if role in EDITORS else 403
            assert client.get(url(name)).status_code == wanted, (role, name)


@pytest.mark.parametrize(
    ("role", "ada", "malik"),
    [
        (Role.COORDINATOR, 200, 200),
        (Role.SCHOOL_ADMINISTRATOR, 200, 200),
        (Role.PLANNING_TEAM, 200, 200),
        (Role.GENERAL_EDUCATOR, 200, 200),
        (Role.PARAPROFESSIONAL, 200, 404),
        (Role.RELATED_SERVICE_PROVIDER, 404, 404),
        (Role.PEER, 403, 403),
        (Role.FOCUS_STUDENT, 403, 403),
        (Role.FAMILY, 403, 403),
        (Role.DISTRICT_ADMINISTRATOR, 403, 403),
        (Role.RESEARCHER, 403, 403),
        (Role.SYSTEM_ADMINISTRATOR, 403, 403),
    ],
)
def test_who_may_open_a_student(cast, client_for, role, ada, malik):
    client = client_for(cast.viewers[role])
    assert client.get(url("student", cast.ada.pk)).status_code == ada
    assert client.get(url("student", cast.malik.pk)).status_code == malik


def test_another_schools_people_are_not_there(cast, client_for):
    zed = client_for(cast.zed)
    blocked = BlockedTime.objects.create(student=cast.ada, label="1")
    for name, key in [
        ("student", cast.ada.pk),
        ("edit_student", cast.ada.pk),
        ("block_time", cast.ada.pk),
        ("block_staff_time", cast.ines_staff.pk),
        ("join_team", cast.ada.pk),
        ("staff_member", cast.ines_staff.pk),
        ("edit_colleague", cast.ines_staff.pk),
        ("section", cast.art.pk),
    ]:
        assert zed.get(url(name, key)).status_code == 404, name
    for name, key in [
        ("undo_student", cast.ada.pk),
        ("close_student", cast.ada.pk),
        ("reopen_student", cast.ada.pk),
        ("leave_team", cast.ada.pk),
        ("unblock_time", blocked.pk),
    ]:
        assert zed.post(url(name, key)).status_code == 404, name
    for_ines = url("add_colleague") + f"?staff={cast.ines_staff.pk}"
    assert zed.get(for_ines).status_code == 404


def test_how_deep_a_page_goes(cast, client_for):
    Student.objects.filter(pk=cast.ada.pk).update(
        disability_words="own_words", own_words="I am autistic, ask me", languages=["Igbo"]
    )
    texts = {
        role: client_for(cast.viewers[role]).get(url("student", cast.ada.pk)).text
        for role in (
            Role.COORDINATOR,
            Role.PARAPROFESSIONAL,
            Role.GENERAL_EDUCATOR,
            Role.SCHOOL_ADMINISTRATOR,
            Role.PLANNING_TEAM,
        )
    }
    for role, text in texts.items():
        on_team = role in {Role.COORDINATOR, Role.PARAPROFESSIONAL}
        assert ("I am autistic" in text) is on_team, role
        assert ("Igbo" in text) is (role != Role.PLANNING_TEAM), role
        assert ("Science" in text) is (role != Role.PLANNING_TEAM), role
        forms_teams = role in {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR}
        assert ("Add to the team" in text) is forms_teams, role
        assert ("Tomas Novak" in text) is (on_team or forms_teams), role


def test_the_list_shows_only_whom_one_sees_and_says_who_has_a_team_to_the_coordinator(
    cast, client_for
):
    def text_of(viewer):
        return client_for(viewer).get(url("people")).text

    assert all(name in text_of(cast.rosa) for name in ("Ada", "Malik", "Ben", "Sora", "Lena"))
    assert "Yuri" not in text_of(cast.rosa)
    assert text_of(cast.rosa).count("Your team") == 2
    assert "Has a team" not in text_of(cast.pia)
    assert "Ada" in text_of(cast.tomas)
    assert "Malik" not in text_of(cast.tomas)
    assert "No students to show yet" in text_of(cast.sven)
    Access.objects.filter(user_id=cast.rosa.user_id).update(closed_at="2026-11-01T00:00:00Z")
    assert text_of(cast.rosa).count("Has a team") == 1


def test_filters_and_order_live_in_the_address(rosa, cast):
    make_student(cast.school, "Łukasz", "Núñez", grade="05", homeroom="204B")
    make_student(cast.school, "Gone", "Away", closed_on=MONDAY)

    def names(query):
        page = rosa.get(url("people") + query).context["page"]
        return [row.student.first_name for row in page.object_list]

    assert names("?q=nunez+lukasz") == ["Łukasz"]
    assert names("?q=204b") == ["Łukasz"]
    assert names("?q=ukas") == ["Łukasz"]
    assert names("?q=zzz") == []
    assert names("?grade=08") == ["Sora"]
    assert names("?team=mine") == ["Ada", "Malik"]
    assert names("?left=1") == ["Gone"]
    assert names("")[:2] == ["Lena", "Ben"]
    assert names("?sort=-name")[:2] == ["Malik", "Ada"]
    assert names("?sort=grade")[0] == "Łukasz"
    assert names("?sort=first")[0] == "Ada"
    assert names("?sort=rubbish&page=99") == names("")
    assert 'aria-sort="descending"' in rosa.get(url("people") + "?sort=-name").text


def test_long_lists_are_paged_with_few_queries(rosa, cast, django_assert_max_num_queries):
    Student.objects.bulk_create(
        Student(school=cast.school, first_name=f"Kid{n}", last_name="Zoo", grade="07")
        for n in range(120)
    )
    Section.objects.bulk_create(Section(school=cast.school, title=f"C{n}") for n in range(120))
    Staff.objects.bulk_create(Staff(school=cast.school, last_name=f"S{n}") for n in range(120))
    for name in ("people", "staff", "classes"):
        with django_assert_max_num_queries(15):
            page = rosa.get(url(name))
        assert "Page 1 of 3" in page.text
        assert "page=2" in page.text
    assert "page=3" in rosa.get(url("people") + "?grade=07&page=2").text
    with django_assert_max_num_queries(26):
        rosa.get(url("student", cast.ada.pk))
    with django_assert_max_num_queries(15):
        rosa.get(url("find") + "?part=1&q=kid")


def test_names_are_escaped_wherever_they_show(rosa, cast):
    bad = make_student(cast.school, "<script>x", "O'Hara & Co")
    make_section(cast.school, "<b>Bold</b>", "1", [bad])
    for page in (
        url("people"),
        url("student", bad.pk),
        url("find") + "?part=1&q=ohara",
        url("classes"),
    ):
        text = rosa.get(page).text
        assert "<script>x" not in text
        assert "<b>Bold" not in text
    assert "&lt;script&gt;x" in rosa.get(url("find") + "?part=1&q=o'hara").text


def test_find_looks_only_where_the_viewer_may(cast, client_for):
    def found(viewer, words):
        return client_for(viewer).get(url("find") + f"?part=1&q={words}").text

    assert "Ada Okafor" in found(cast.rosa, "OKÁF")
    assert "Malik" not in found(cast.tomas, "malik")
    assert "Nothing found" in found(cast.tomas, "malik")
    assert "Ines Carvalho" in found(cast.tomas, "carv")
    assert url("section", cast.art.pk) in found(cast.ines, "art")
    assert url("section", cast.art.pk) not in found(cast.tomas, "art")
    assert "Ada" not in found(cast.zed, "ada")
    assert url("people") in found(cast.rosa, "people")
    assert reverse("schools:school") in found(cast.rosa, "school")
    assert found(cast.rosa, "").strip() == ""
    whole = client_for(cast.rosa).get(url("find") + "?q=ada")
    assert "<html" in whole.text
    assert "<html" not in found(cast.rosa, "ada")


def test_adding_a_student_asks_about_a_namesake(rosa, cast):
    fields = {
        "first_name": "Áda",
        "last_name": "okafor",
        "grade": "07",
        "languages": "English, ASL",
    }
    asked = rosa.post(url("add_student"), fields)
    assert "There is somebody of this name already" in asked.text
    assert Student.objects.filter(school=cast.school).count() == 5
    rosa.post(url("add_student"), {**fields, "same_is_fine": "on"})
    made = Student.objects.get(first_name="Áda")
    assert (made.languages, made.school, made.source) == (["English", "ASL"], cast.school, "")
    rosa.post(url("add_student"), {"first_name": "Nia"})
    assert Student.objects.filter(first_name="Nia").exists()
    assert "errsum" in rosa.post(url("add_student"), {"last_name": "Nobody"}).text


def edit_fields(student, **changes):
    fields = {
        "first_name": student.first_name,
        "last_name": student.last_name,
        "grade": student.grade,
        "number": student.number,
        "disability_words": "",
    }
    return {**fields, **changes}


def test_editing_a_student_keeps_a_trail_of_field_names_and_can_be_undone(rosa, cast):
    answer = rosa.post(
        url("edit_student", cast.ada.pk),
        edit_fields(cast.ada, preferred_name="Adi", interests="horses, chess, horses"),
        follow=True,
    )
    cast.ada.refresh_from_db()
    assert (cast.ada.called, cast.ada.interests) == ("Adi", ["horses", "chess"])
    line = TrailEntry.objects.get(verb="student.change")
    assert line.detail["fields"] == ["preferred_name", "interests"]
    assert "horses" not in str(line.detail)
    press_undo(rosa, answer)
    cast.ada.refresh_from_db()
    assert (cast.ada.preferred_name, cast.ada.interests) == ("", [])


def test_words_about_disability_are_the_teams(cast, client_for):
    page = url("edit_student", cast.ada.pk)
    assert "How do you like to talk" in client_for(cast.rosa).get(page).text
    assert "How do you like to talk" not in client_for(cast.pia).get(page).text
    tomas = client_for(cast.tomas)
    text = tomas.get(page).text
    assert "How do you like to talk" in text
    assert 'name="first_name"' not in text
    assert client_for(cast.ines).get(page).status_code == 403
    tomas.post(page, {"disability_words": "identity_first", "first_name": "Hacked"})
    cast.ada.refresh_from_db()
    assert (cast.ada.disability_words, cast.ada.first_name) == ("identity_first", "Ada")
    client_for(cast.pia).post(page, edit_fields(cast.ada, disability_words="person_first"))
    cast.ada.refresh_from_db()
    assert cast.ada.disability_words == "identity_first"
    missing = tomas.post(page, {"disability_words": "own_words"})
    assert "own words" in missing.text
    assert "errsum" in missing.text


def test_words_that_do_not_fit_keep_everything_else_as_it_was(rosa, cast):
    rosa.post(
        url("edit_student", cast.ada.pk),
        edit_fields(cast.ada, preferred_name="Adi", disability_words="own_words"),
    )
    cast.ada.refresh_from_db()
    assert cast.ada.preferred_name == ""


def test_leaving_and_coming_back(rosa, cast):
    answer = rosa.post(url("close_student", cast.lena.pk), follow=True)
    assert "Lena left on" in answer.text
    assert "Lena" not in [
        row.student.called for row in rosa.get(url("people")).context["page"].object_list
    ]
    press_undo(rosa, answer)
    cast.lena.refresh_from_db()
    assert cast.lena.closed_on is None


def test_a_colleague_blocks_a_time_of_their_own_and_opens_it_again(cast, client_for):
    ines = client_for(cast.ines)
    page = ines.get(url("staff_member", cast.ines_staff.pk)).text
    assert url("block_staff_time", cast.ines_staff.pk) in page
    answer = ines.post(
        url("block_staff_time", cast.ines_staff.pk), {"cycle_day": "Tue", "label": "1"}, follow=True
    )
    assert "1, Tue" in answer.text.replace("\n", "")
    blocked = BlockedTime.objects.get(staff=cast.ines_staff)
    answer = ines.post(url("unblock_time", blocked.pk), follow=True)
    assert not BlockedTime.objects.exists()
    press_undo(ines, answer)
    assert BlockedTime.objects.get().staff == cast.ines_staff


def test_nobody_else_sees_or_opens_the_blocked_times_of_a_colleague(cast, client_for):
    blocked = BlockedTime.objects.create(staff=cast.ines_staff, label="1")
    tomas = client_for(cast.tomas)
    assert "Blocked times" not in tomas.get(url("staff_member", cast.ines_staff.pk)).text
    assert tomas.get(url("block_staff_time", cast.ines_staff.pk)).status_code == 403
    assert tomas.post(url("unblock_time", blocked.pk)).status_code == 403
    assert client_for(cast.zed).post(url("unblock_time", blocked.pk)).status_code == 404


def test_blocking_a_time_and_undoing_it(rosa, cast):
    answer = rosa.post(
        url("block_time", cast.ben.pk), {"cycle_day": "Tue", "label": "3"}, follow=True
    )
    assert "3, Tue" in answer.text.replace("\n", "")
    blocked = BlockedTime.objects.get()
    press_undo(rosa, answer)
    assert not BlockedTime.objects.exists()
    blocked = BlockedTime.objects.create(student=cast.ben, label="3", until_on=YEAR[1])
    answer = rosa.post(url("unblock_time", blocked.pk), follow=True)
    assert not BlockedTime.objects.exists()
    press_undo(rosa, answer)
    assert BlockedTime.objects.get().until_on == YEAR[1]
    assert (
        "Otherwise every time" in rosa.post(url("block_time", cast.ben.pk), {"cycle_day": ""}).text
    )


def test_a_team_gains_and_loses_a_colleague(rosa, cast, client_for):
    page = url("join_team", cast.malik.pk)
    assert "2027-06-11" in rosa.get(page).text
    answer = rosa.post(page, {"staff": cast.sven_staff.pk, "until_on": "2027-01-22"}, follow=True)
    assert "Sven Hagen" in answer.text
    assert client_for(cast.sven).get(url("student", cast.malik.pk)).status_code == 200
    press_undo(rosa, answer)
    assert client_for(cast.sven).get(url("student", cast.malik.pk)).status_code == 404
    rosa.post(page, {"staff": cast.sven_staff.pk, "until_on": "2027-01-22"})
    answer = rosa.post(url("leave_team", cast.malik.pk), {"user": cast.sven.user_id}, follow=True)
    press_undo(rosa, answer)
    row = Access.objects.get(user_id=cast.sven.user_id, closed_at=None)
    assert row.until_on.isoformat() == "2027-01-22"
    assert (
        "not over yet"
        in rosa.post(page, {"staff": cast.sven_staff.pk, "until_on": "2026-01-01"}).text
    )
    assert rosa.post(url("leave_team", cast.malik.pk), {"user": "x"}).status_code == 404


def test_only_those_who_form_teams_do(cast, client_for):
    for viewer in (cast.tomas, cast.ines, cast.tess):
        client = client_for(viewer)
        assert client.get(url("join_team", cast.ada.pk)).status_code == 403
        assert client.post(url("leave_team", cast.ada.pk), {"user": 1}).status_code == 403
        assert client.post(url("close_student", cast.ada.pk)).status_code == 403


def test_adding_a_colleague_gives_a_role_to_sign_in_with(rosa, cast):
    page = rosa.get(url("add_colleague"))
    assert "Paraprofessional" in page.text
    assert "Principal" not in page.text
    fields = {"first_name": "Nia", "last_name": "Abara", "email": "Nia@School.test"}
    answer = rosa.post(url("add_colleague"), {**fields, "role": "paraprofessional"}, follow=True)
    assert "Nia Abara" in answer.text
    staff = Staff.objects.get(last_name="Abara")
    assert (staff.user.email, staff.school) == ("nia@school.test", cast.school)
    assert Membership.objects.get(user=staff.user).role == "paraprofessional"
    rosa.post(url("add_colleague"), {**fields, "role": "coordinator"})
    assert not Membership.objects.filter(user=staff.user, role="coordinator").exists()
    rosa.post(url("add_colleague"), {**fields, "role": "general_educator"})
    assert Staff.objects.filter(last_name="Abara").count() == 1
    assert staff.user.memberships.count() == 2


def test_a_role_for_somebody_the_roster_brought(rosa, cast):
    staff = Staff.objects.create(
        school=cast.school, source="sds", source_id="9", last_name="Ahn", email="ahn@school.test"
    )
    assert "No account yet" in rosa.get(url("staff")).text
    page = url("add_colleague") + f"?staff={staff.pk}"
    assert 'value="ahn@school.test"' in rosa.get(page).text
    rosa.post(page, {"last_name": "Ahn", "email": "ahn@school.test", "role": "general_educator"})
    staff.refresh_from_db()
    assert staff.user == User.objects.get(email="ahn@school.test")
    rosa.post(url("edit_colleague", staff.pk), {"last_name": "Ahn-Lee", "title": "Art"})
    assert "Ahn-Lee" in rosa.get(url("staff_member", staff.pk)).text


def test_roles_are_shown_to_those_who_give_them(cast, client_for):
    assert "Paraprofessional" in client_for(cast.rosa).get(url("staff")).text
    assert "Paraprofessional" not in client_for(cast.tess).get(url("staff")).text
    rows = client_for(cast.rosa).get(url("staff") + "?role=paraprofessional").context["page"]
    assert [row.staff.first_name for row in rows.object_list] == ["Tomas"]


def test_a_class_page_says_who_when_and_where(cast, client_for):
    text = client_for(cast.ines).get(url("section", cast.art.pk)).text
    for words in ("Art", "Period 1", "room 12", "Ada Okafor", "Sora Ito", "Ines Carvalho"):
        assert words in text
    other = make_section(cast.school, "Music", "3", [cast.ben])
    assert client_for(cast.ines).get(url("section", other.pk)).status_code == 404
    assert client_for(cast.tomas).get(url("section", cast.art.pk)).status_code == 404
    assert client_for(cast.rosa).get(url("section", other.pk)).status_code == 200
    assert client_for(cast.ben_viewer).get(url("section", cast.art.pk)).status_code == 403


def test_a_school_without_bells_still_shows_its_students(rosa, cast):
    cast.school.years.get().days.all().delete()
    SchoolYear.objects.filter(school=cast.school).delete()
    assert "no school year yet" in rosa.get(url("student", cast.ada.pk)).text
    assert rosa.get(url("add_student")).status_code == 200
    assert rosa.get(url("join_team", cast.ada.pk)).status_code == 200
    assert "No bells yet" in rosa.get(url("period_names")).text
