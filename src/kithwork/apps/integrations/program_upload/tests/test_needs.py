import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.integrations.program_upload.apply import import_needs
from kithwork.apps.integrations.program_upload.needs import compare_needs
from kithwork.apps.needs.models import PreferenceCard, SupportNeed, Wish
from kithwork.apps.needs.policies import team_students
from kithwork.apps.people.models import Meeting, Student
from kithwork.apps.trail.models import TrailEntry
from tests.cast import CANARIES, make_section, make_student

from .lists import need, read


def refusals(cast, *rows):
    out = compare_needs(read("needs", *rows), cast.rosa)
    return [fault.sentence for fault in out.refused]


def test_a_list_adds_needs_and_joins_the_teams_it_said(cast):
    listed = read(
        "needs",
        need(minutes=20, peers_per_session="1-2", brings="Jokes", period="Lunch"),
        need(full_name="Ito, Sora", place="") | {"Class": "art", "Role": "note taker"},
    )
    out = compare_needs(listed, cast.rosa)
    assert [change.what for change in out.added] == ["At lunch (Lunch), Buddy", "Art, Note-taker"]
    assert {student.called for student in out.joins} == {"Ben", "Sora"}
    assert SupportNeed.objects.count() == 3

    import_needs(listed, joins=2, by=cast.rosa)
    ben = SupportNeed.objects.get(student=cast.ben)
    assert (ben.place, ben.labels, ben.role, ben.times_a_week) == ("lunch", ["Lunch"], "buddy", 2)
    assert (ben.minutes, ben.min_peers, ben.max_peers, ben.brings) == (20, 1, 2, "Jokes")
    assert SupportNeed.objects.get(student=cast.sora).section == cast.art
    assert team_students(cast.rosa).filter(pk__in=[cast.ben.pk, cast.sora.pk]).count() == 2
    line = TrailEntry.objects.get(verb="needs.import")
    assert (line.detail["added"], line.detail["joined"]) == (2, 2)
    assert TrailEntry.objects.filter(verb="team.join").count() == 1


def test_the_same_list_twice_changes_nothing(cast):
    rows = [
        need(full_name="Ada Okafor", would_like_to_know="Ben Hollis; N3", how_asked="device"),
        need(full_name="Ada Okafor", place="free", minutes=25, would_rather_not="Lena Brandt"),
        need(full_name="Ada Okafor", place="free", minutes=45, role="tutor"),
        need(full_name="Ada Okafor", place="free", minutes=40, role="tutor"),
    ]
    rows[0]["Would like to know"] = f"Ben Hollis; {cast.sora.number}"
    import_needs(read("needs", *rows), joins=0, by=cast.rosa)
    before = sorted(SupportNeed.objects.values_list())

    again = compare_needs(read("needs", *rows), cast.rosa)
    assert (again.changes, again.refused, again.joins) == ([], [], [])
    import_needs(read("needs", *rows), joins=0, by=cast.rosa)
    assert sorted(SupportNeed.objects.values_list()) == before


def test_a_row_changes_the_need_of_the_same_place_class_and_role(cast):
    row = need(full_name="Okafor, Ada", times_a_week=4, minutes=20)
    out = compare_needs(read("needs", row), cast.rosa)
    assert [c.what for c in out.changed] == ["At lunch, Buddy: times a week, minutes"]

    import_needs(read("needs", row), joins=0, by=cast.rosa)
    cast.ada_lunch.refresh_from_db()
    assert (cast.ada_lunch.times_a_week, cast.ada_lunch.minutes) == (4, 20)
    # What the row does not say stays as it was.
    assert cast.ada_lunch.max_peers == 2
    assert SupportNeed.objects.filter(student=cast.ada).count() == 2


def test_the_preview_names_fields_and_never_what_stands_in_them(cast):
    row = need(full_name="Ada Okafor", place="class", brings="Something new") | {"Class": "Art"}
    out = compare_needs(read("needs", row | {"Times a week": 3}), cast.rosa)
    assert [c.what for c in out.changes] == ["Art, Buddy: what the student brings"]
    assert CANARIES["need"] not in str(out.changes[0].what)


def test_a_change_to_more_peers_widens_the_team(cast):
    row = need(full_name="Ada Okafor", peers_per_session="4-5")
    import_needs(read("needs", row), joins=0, by=cast.rosa)
    cast.ada_lunch.refresh_from_db()
    assert (cast.ada_lunch.min_peers, cast.ada_lunch.max_peers, cast.ada_lunch.team_max) == (
        4,
        5,
        4,
    )


def test_wishes_and_how_they_were_asked_come_along(cast):
    row = need(full_name="Malik Stone", how_asked="symbols", would_like_to_know="Hollis, Ben")
    row["Would rather not"] = "Lena Brandt"
    import_needs(read("needs", row), joins=0, by=cast.rosa)
    kept = {w.other_id: (w.kind, w.how_asked) for w in Wish.objects.filter(student=cast.malik)}
    assert kept == {
        cast.ben.pk: ("would_like", "symbols"),
        cast.lena.pk: ("rather_not", "symbols"),
    }
    assert PreferenceCard.objects.get(student=cast.malik).how_asked == "symbols"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (need(full_name="Nobody Here"), "No student here is called Nobody Here."),
        (need(student_number="N999"), "No student here has the number N999."),
        (need(place=""), "The row says no place."),
        (need(place="class"), "The row says class but not which."),
        (need() | {"Class": "Art"}, "The row names the class Art but its place is lunch."),
        (need(place="class") | {"Class": "Latin"}, "No class here is called Latin."),
        (need(period="9"), "There is no period 9 here. The periods are 1, 2, 3, Lunch, 4, 5."),
        (need(place="class", period="2") | {"Class": "Art"}, "Art is not at 2. It is at 1."),
        (need(would_like_to_know="Ben Hollis"), "The row names Ben Hollis as their own partner."),
        (need(would_like_to_know="Who Ever"), "No student here is called Who Ever."),
        (
            need(would_like_to_know="Ada Okafor", would_rather_not="Okafor, Ada"),
            "Ada Okafor stands under both kinds of wishes.",
        ),
        (need(full_name="Yuri Elsewhere"), "No student here is called Yuri Elsewhere."),
        (need(times_a_week="often"), "often is not a whole number."),
        (need(role="boss"), "boss is not one of the words allowed here"),
    ],
)
def test_a_row_that_does_not_meet_the_school_is_refused_with_the_mend(cast, row, sentence):
    said = refusals(cast, row)
    assert len(said) == 1
    assert said[0].startswith(sentence)
    out = compare_needs(read("needs", row), cast.rosa)
    assert (out.changes, out.joins, out.counts()["rows"]) == ([], [], 1)
    assert out.refused[0].line == 2


def test_two_students_of_one_name_are_never_guessed(cast):
    make_student(cast.school, "Ben", "Hollis", number="X1")
    assert "2 students here are called Ben Hollis" in refusals(cast, need())[0]
    wish = need(full_name="Ada Okafor", would_like_to_know="Ben Hollis")
    assert "Write the student number in place of the name" in refusals(cast, wish)[0]
    assert refusals(cast, need(student_number="X1")) == []


def test_a_number_and_a_name_must_agree(cast):
    said = refusals(cast, need(student_number=cast.ada.number))
    assert said == [
        f"The number {cast.ada.number} is Ada Okafor here, not Ben Hollis. Mend one of the two."
    ]
    Student.objects.filter(pk=cast.ben.pk).update(number=cast.ada.number)
    assert (
        "2 students here have the number" in refusals(cast, need(student_number=cast.ada.number))[0]
    )


def test_names_are_read_without_accents_and_by_the_name_people_use(cast):
    Student.objects.filter(pk=cast.ben.pk).update(
        first_name="Benício", last_name="Hóllis", preferred_name="Beni"
    )
    for name in ("benicio hollis", "HOLLIS, Beni", "Hóllis,  Benício"):
        assert refusals(cast, need(full_name=name)) == []


def test_two_classes_of_one_name_need_the_period(cast):
    second = make_section(cast.school, "Art", "4", [cast.ben])
    row = need(place="class") | {"Class": "Art"}
    assert "Ben has 2 classes called Art. Write the period too" in refusals(cast, row)[0]
    listed = read("needs", row | {"Period": "Period 4"})
    import_needs(listed, joins=1, by=cast.rosa)
    made = SupportNeed.objects.get(student=cast.ben)
    assert (made.section, made.labels) == (second, ["4"])


def test_a_class_the_student_is_not_in(cast):
    row = need(full_name="Sora Ito", place="class") | {"Class": "Science"}
    assert refusals(cast, row) == ["Sora is not in Science now. Write one of their classes."]


def test_rows_that_say_the_same_or_the_contrary_are_refused_with_the_line(cast):
    said = refusals(cast, need(), need())
    assert said == ["The row says the same as line 2. Keep one."]
    said = refusals(
        cast,
        need(would_like_to_know="Ada Okafor"),
        need(role="tutor", would_rather_not="Ada Okafor"),
    )
    assert said == ["Line 2 says the other wish about Ada Okafor. Keep one."]


def test_good_rows_come_in_beside_a_refused_one(cast):
    listed = read("needs", need(), need(full_name="Nobody Here"))
    out = import_needs(listed, joins=1, by=cast.rosa)
    assert out.counts() == {
        "rows": 2, "added": 1, "changed": 0, "same": 0, "refused": 1, "joined": 1,
    }  # fmt: skip
    assert SupportNeed.objects.filter(student=cast.ben).exists()


def test_what_does_not_fit_the_week_is_said_and_taken(cast):
    Meeting.objects.filter(section=cast.art).update(cycle_days=["Mon"])
    row = need(place="class", times_a_week=3) | {"Class": "Art"}
    out = compare_needs(read("needs", row), cast.rosa)
    assert [fault.sentence for fault in out.notices] == [
        "Ben Hollis: There is time for this 1 time a week; 3 are asked."
    ]
    assert len(out.added) == 1


def test_a_closed_need_is_not_changed_but_said_anew(cast):
    SupportNeed.objects.filter(pk=cast.ada_lunch.pk).update(closed_on="2026-11-01")
    out = compare_needs(read("needs", need(full_name="Ada Okafor")), cast.rosa)
    assert (len(out.added), out.changed) == (1, [])


def test_teams_that_changed_since_the_preview_stop_the_import(cast):
    with pytest.raises(Problem, match="preview again"):
        import_needs(read("needs", need()), joins=0, by=cast.rosa)
    assert not SupportNeed.objects.filter(student=cast.ben).exists()
    assert not TrailEntry.objects.filter(verb="team.join").exists()


def test_all_or_nothing(cast, monkeypatch):
    from kithwork.apps.needs import actions

    def fall(*args, **kwargs):
        raise Problem("In the middle.")

    monkeypatch.setattr(actions, "set_preference_card", fall)
    with pytest.raises(Problem, match="middle"):
        import_needs(read("needs", need(how_asked="device")), joins=1, by=cast.rosa)
    assert not SupportNeed.objects.filter(student=cast.ben).exists()
    assert not team_students(cast.rosa).filter(pk=cast.ben.pk).exists()


@pytest.mark.parametrize("person", ["tomas", "tess", "pia", "ines", "ben_viewer", "marta", "sys"])
def test_nobody_else_brings_in_needs(cast, person):
    with pytest.raises(Refused):
        import_needs(read("needs", need()), joins=1, by=getattr(cast, person))
