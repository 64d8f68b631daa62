"""What a roster does to a school: adds, changes, closes; twice is once; all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.people.actions import roster as actions
from kithwork.apps.people.models import (
    Enrolment,
    Guardian,
    Guardianship,
    Meeting,
    RosterImport,
    Section,
    Staff,
    Student,
    Teaching,
)
from kithwork.apps.people.roster.places import Choices
from kithwork.apps.people.roster.rows import (
    BULK,
    DELTA,
    TABLES,
    At,
    EnrolmentRow,
    GuardianRow,
    GuardianshipRow,
    Org,
    Roster,
    SectionRow,
    StaffRow,
    StudentRow,
    TeachingRow,
    TermRow,
)
from kithwork.apps.schools.models import PeriodName, School, Term
from kithwork.apps.trail.models import TrailEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine_thirty")]
AT = At("users.csv", 2)


@pytest.fixture
def at_nine_thirty():
    import time_machine

    from tests.cast import NOW

    with time_machine.travel(NOW, tick=False):
        yield


def student(sid, first="Kim", last="Lake", number="", **more):
    return StudentRow(
        at=AT, source_id=sid, school_ids=("S1",), first_name=first, last_name=last,
        number=number or f"n{sid}", grade="07", **more,
    )  # fmt: skip


def roster(students=("a", "b", "c"), mode=BULK, **tables):
    found = Roster(layout="oneroster-1.2", source="oneroster", modes=dict.fromkeys(TABLES, mode))
    found.orgs = [Org(at=AT, source_id="S1", name="Another Name", kind="school")]
    found.terms = [
        TermRow(at=AT, source_id="T1", title="Autumn", kind="term", starts_on=date(2026, 8, 31), ends_on=date(2027, 1, 22))
    ]  # fmt: skip
    found.sections = [
        SectionRow(at=AT, source_id="K1", school_id="S1", title="Chess", term_ids=("T1",), periods=("1(Mon,Tue)", "2")),
        SectionRow(at=AT, source_id="K2", school_id="S1", title="Chorus"),
    ]  # fmt: skip
    found.students = [student(s) if isinstance(s, str) else s for s in students]
    found.staff = [
        StaffRow(
            at=AT,
            source_id="t",
            school_ids=("S1",),
            first_name="Jo",
            last_name="Reed",
            email="jo@school.test",
        )
    ]
    found.enrolments = [
        EnrolmentRow(at=AT, section_id="K1", student_id=s.source_id, source_id=f"e{s.source_id}")
        for s in found.students
    ]
    found.teachings = [TeachingRow(at=AT, section_id="K1", staff_id="t", source_id="tt")]
    found.guardians = [GuardianRow(at=AT, source_id="g", first_name="Lou", last_name="Lake")]
    found.guardianships = [
        GuardianshipRow(at=AT, guardian_id="g", student_id="a", relationship="parent")
    ]
    for name, rows in tables.items():
        setattr(found, name, rows)
    return found  # fmt: skip


def bring_in(cast, rows, *, by=None, leaving=None, **choices):
    by = by or cast.rosa
    into = actions.begin_import(cast.school, actions.UploadFacts("roster.zip", "0" * 64), by=by)
    return actions.apply_roster(into, rows, Choices(**choices), by=by, leaving=leaving)


def counts(found, table):
    own = found.counts[table]
    return (own["added"], own["changed"], own["leaving"], own["unchanged"])


def test_the_first_import_adds_what_the_file_says_and_closes_nobody(cast):
    held = set(Student.objects.values_list("pk", flat=True))
    done = bring_in(cast, roster())

    new = Student.objects.exclude(pk__in=held)
    assert [counts(done, t) for t in ("students", "staff", "sections", "enrolments", "teachings")] == [
        (3, 0, 0, 0), (1, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0), (1, 0, 0, 0),
    ]  # fmt: skip
    assert {s.grade for s in new} == {"07"}
    assert not Student.objects.filter(pk__in=held, closed_on__isnull=False).exists()
    assert School.objects.get(pk=cast.school.pk).source_id == "S1"
    assert Guardianship.objects.get(student__source_id="a").is_active is False
    assert Term.objects.get(source_id="T1").year.school_id == cast.school.pk


def test_the_same_file_again_changes_nothing(cast):
    bring_in(cast, roster())
    before = {
        m: list(m.objects.order_by("pk").values())
        for m in (Student, Staff, Section, Enrolment, Teaching, Guardian, Term)
    }
    done = bring_in(cast, roster())

    assert not done.changes.exists()
    for table, own in done.counts.items():
        assert (own["added"], own["changed"], own["leaving"]) == (0, 0, 0), table
    assert {m: list(m.objects.order_by("pk").values()) for m in before} == before
    assert TrailEntry.objects.filter(verb="roster.apply").count() == 2


def test_a_preview_touches_nothing(cast):
    found = actions.preview_roster(roster(), cast.school, Choices(), by=cast.rosa)

    assert found.counts["students"]["added"] == 3
    assert not Student.objects.filter(source="oneroster").exists()
    assert not TrailEntry.objects.filter(verb__startswith="roster").exists()


def test_changes_are_written_and_what_the_file_leaves_empty_stays(cast):
    bring_in(cast, roster([student("a", preferred_name="Kit", homeroom="H2")]))
    done = bring_in(cast, roster([student("a", last="Lake-Moss")]))

    kim = Student.objects.get(source_id="a")
    assert (kim.last_name, kim.preferred_name, kim.homeroom) == ("Lake-Moss", "Kit", "H2")
    assert counts(done, "students") == (0, 1, 0, 0)


def test_who_leaves_is_closed_with_their_classes_and_nothing_is_erased(cast):
    many = [f"s{i}" for i in range(30)]
    bring_in(cast, roster(many))
    done = bring_in(cast, roster(many[:-2]))

    gone = Student.objects.get(source_id="s29")
    assert gone.closed_on == date(2026, 11, 9)
    assert Enrolment.objects.get(student=gone).ends_on == date(2026, 11, 9)
    assert (counts(done, "students")[2], counts(done, "enrolments")[2]) == (2, 2)
    back = bring_in(cast, roster(many))
    assert Student.objects.get(source_id="s29").closed_on is None
    assert counts(back, "students")[1] == 2


def test_many_leavers_must_be_meant(cast):
    bring_in(cast, roster([f"s{i}" for i in range(30)]))
    few = roster([f"s{i}" for i in range(26)])

    with pytest.raises(FileRefused, match="4 of 30 students would leave"):
        bring_in(cast, few)
    with pytest.raises(FileRefused, match="5 is not the number"):
        bring_in(cast, few, leaving=5)
    assert not Student.objects.filter(source="oneroster", closed_on__isnull=False).exists()
    bring_in(cast, few, leaving=4)
    assert Student.objects.filter(source="oneroster", closed_on__isnull=False).count() == 4


def test_nobody_leaves_because_a_row_was_refused(cast):
    many = [f"s{i}" for i in range(30)]
    bring_in(cast, roster(many))
    rows = roster(many[:-1])
    rows.refused_ids = {"s29"}
    done = bring_in(cast, rows)

    assert counts(done, "students")[2] == counts(done, "enrolments")[2] == 0


def test_the_same_number_under_a_new_id_is_asked_about_never_merged_alone(cast):
    bring_in(cast, roster([student("a", number="77"), student("b")]))
    moved = roster([student("A2", number="77"), student("b")])
    found = actions.preview_roster(moved, cast.school, Choices(), by=cast.rosa)

    assert [(f.code, f.line) for f in found.faults if f.severity == "row"] == [("same-number", 2)]
    assert found.counts["students"]["leaving"] == 0
    kept = Student.objects.get(source_id="a").pk
    bring_in(cast, roster([student("A2", number="77"), student("b")]), merge=True)
    assert Student.objects.get(number="77").pk == kept
    assert Student.objects.get(pk=kept).source_id == "A2"


def test_a_file_of_changes_leaves_the_rest_alone_and_old_news_out(cast):
    bring_in(cast, roster())
    new, old = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)

    def change(last, stamp):
        rows = Roster(layout="oneroster-1.2", source="oneroster", modes={"students": DELTA})
        rows.orgs = roster().orgs
        rows.students = [student("a", last=last, changed_at=stamp)]
        return rows

    bring_in(cast, change("New", new))
    done = bring_in(cast, change("Old", old))

    assert Student.objects.get(source_id="a").last_name == "New"
    assert [p["code"] for p in done.problems] == ["stale"]
    assert not Student.objects.filter(source="oneroster", closed_on__isnull=False).exists()


def test_a_change_to_somebody_who_is_nowhere_is_refused(cast):
    bring_in(cast, roster())
    rows = Roster(
        layout="oneroster-1.2", source="oneroster", modes={"students": DELTA, "enrolments": DELTA}
    )
    rows.students = [replace(student("zz"), school_ids=(), only_if_held=True)]
    rows.enrolments = [EnrolmentRow(at=At("e.csv", 9), section_id="K9", student_id="a")]
    found = actions.preview_roster(rows, cast.school, Choices(), by=cast.rosa)

    assert [(f.code, f.line) for f in found.faults] == [("unknown-here", 2), ("unknown-here", 9)]


@pytest.mark.parametrize("step", ["named", "section_terms", "links", "keep", "stamps"])
def test_an_import_that_breaks_half_way_leaves_nothing(cast, monkeypatch, step):
    from kithwork.apps.people.roster.apply import Writing

    models = (Student, Staff, Section, Enrolment, Teaching, Guardian, Term, Meeting, RosterImport)
    into = actions.begin_import(cast.school, actions.UploadFacts("r.zip", ""), by=cast.rosa)
    before = {m: list(m.objects.order_by("pk").values()) for m in models}
    whole = getattr(Writing, step)

    def broken(self, *args):
        whole(self, *args)
        raise KeyboardInterrupt

    monkeypatch.setattr(Writing, step, broken)
    with pytest.raises(KeyboardInterrupt):
        actions.apply_roster(into, roster(), Choices(), by=cast.rosa)

    assert {m: list(m.objects.order_by("pk").values()) for m in models} == before
    assert School.objects.get(pk=cast.school.pk).source_id == ""


def test_periods_are_read_only_as_the_school_names_them(cast):
    bring_in(cast, roster())
    assert not Meeting.objects.filter(section__source_id="K1").exists()

    PeriodName.objects.create(school=cast.school, theirs="1", ours="3")
    PeriodName.objects.create(school=cast.school, theirs="2", ours="5", cycle_days=["Fri"])
    actions.read_meetings_again(cast.school, by=cast.rosa)

    met = Meeting.objects.filter(section__source_id="K1").order_by("label")
    assert [(m.label, m.cycle_days) for m in met] == [("3", ["Mon", "Tue"]), ("5", ["Fri"])]


def test_the_last_import_can_be_taken_back_to_the_letter(cast):
    first = bring_in(cast, roster([f"s{i}" for i in range(30)]))
    models = (Student, Staff, Section, Enrolment, Teaching, Guardian, Guardianship, Term)
    before = {m: list(m.objects.order_by("pk").values()) for m in models}
    second = bring_in(cast, roster([*(f"s{i}" for i in range(1, 30)), student("new", last="X")]))
    assert Student.objects.filter(source_id="new").exists()

    with pytest.raises(Problem, match="last import"):
        actions.undo_import(first, by=cast.rosa)
    actions.undo_import(second, by=cast.rosa)

    assert {m: list(m.objects.order_by("pk").values()) for m in models} == before
    assert RosterImport.objects.get(pk=second.pk).status == "undone"
    with pytest.raises(Problem):
        actions.undo_import(second, by=cast.rosa)


def test_the_first_import_can_be_taken_back_too(cast):
    before = Student.objects.count(), Section.objects.count(), Term.objects.count()
    actions.undo_import(bring_in(cast, roster()), by=cast.rosa)

    assert (Student.objects.count(), Section.objects.count(), Term.objects.count()) == before
    assert School.objects.get(pk=cast.school.pk).source_id == ""


def test_an_import_that_was_built_on_stays(cast):
    done = bring_in(cast, roster())
    apps.get_model("needs", "SupportNeed").objects.create(
        student=Student.objects.get(source_id="a"), place="lunch", role="buddy", times_a_week=1
    )

    with pytest.raises(Problem, match="build on it"):
        actions.undo_import(done, by=cast.rosa)
    assert Student.objects.filter(source_id="b").exists()


def test_a_row_changed_by_hand_since_stops_the_undo(cast):
    bring_in(cast, roster())
    done = bring_in(cast, roster([student("a", last="Changed"), "b", "c"]))
    Student.objects.filter(source_id="a").update(last_name="By hand")

    with pytest.raises(Problem, match="changed since"):
        actions.undo_import(done, by=cast.rosa)


def two_schools():
    rows = roster()
    rows.orgs = [*rows.orgs, Org(at=AT, source_id="S2", name="Second", kind="school")]
    rows.students = [*rows.students, replace(student("z"), school_ids=("S2",))]
    return rows


def test_a_coordinator_brings_in_one_school_only(cast):
    done = bring_in(cast, two_schools(), org_id="S1")

    assert not Student.objects.filter(source_id="z").exists()
    assert (done.counts["students"]["left_out"], done.counts["schools"]["left_out"]) == (1, 1)
    assert "left-out" in [p["code"] for p in done.problems]


def test_the_command_line_may_bring_in_the_district(cast):
    from kithwork.apps.foundation.viewer import Viewer

    by = Viewer.command(school_id=cast.school.pk, district_id=cast.school.district_id)
    bring_in(cast, two_schools(), by=by, org_id="S1")

    assert Student.objects.get(source_id="z").school.name == "Second"


def test_a_chosen_school_that_is_not_there_is_said(cast):
    with pytest.raises(FileRefused, match="no school S9"):
        bring_in(cast, roster(), org_id="S9")


@pytest.mark.parametrize("who", ["ines", "tomas", "ben_viewer", "marta", "zed"])
def test_only_those_who_run_this_school_may_import(cast, who):
    viewer = getattr(cast, who)
    with pytest.raises(Refused):
        actions.preview_roster(roster(), cast.school, Choices(), by=viewer)
    with pytest.raises(Refused):
        actions.begin_import(cast.school, actions.UploadFacts("x", ""), by=viewer)


def test_old_terms_are_said_and_can_be_read_as_this_years(cast):
    rows = roster()
    rows.terms = [replace(rows.terms[0], starts_on=date(2017, 7, 1), ends_on=date(2018, 6, 30))]
    found = actions.preview_roster(rows, cast.school, Choices(), by=cast.rosa)
    assert "terms-over" in [f.code for f in found.faults]

    bring_in(cast, rows, this_year=True)
    assert not Section.objects.get(source_id="K1").terms.exists()
    assert not Term.objects.filter(source_id="T1").exists()
