"""Answers are kept, permits follow, and whatever gathers people follows the permits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kithwork.apps.consents import actions
from kithwork.apps.consents.actions import FamilyAnswer
from kithwork.apps.consents.models import Answer, Permit, Purpose, SchoolRule
from kithwork.apps.consents.permits import differences
from kithwork.apps.consents.queries import live, live_at
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.people.models import Guardian, Guardianship
from kithwork.apps.runs.models import Pairing, Pause
from tests.cast import MONDAY, NOW, YEAR, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
TAKE_PART = Purpose.TAKE_PART


@pytest.fixture
def nia(cast):
    """A student nobody has asked about."""
    return make_student(cast.school, "Nia", "Berg", has_permission=False)


def marta_of(cast) -> Guardian:
    return Guardian.objects.get(user_id=cast.marta.user_id)


def paper(said="yes", **more) -> FamilyAnswer:
    return FamilyAnswer({TAKE_PART: said}, "paper", signer="Ida Berg", **more)


def is_live(student) -> bool:
    return student.pk in live(TAKE_PART, MONDAY, [student.pk])


def test_a_family_and_the_student_are_both_asked(cast, nia):
    actions.write_down(nia, paper(), by=cast.rosa)
    assert not is_live(nia)
    actions.write_down_assent(nia, {TAKE_PART: "yes"}, mode="symbols", by=cast.rosa)
    assert is_live(nia)
    family, own = Answer.objects.filter(student=nia)
    assert (family.signer, family.until, family.how) == ("Ida Berg", YEAR[1], "paper")
    assert (own.voice, own.mode, own.until) == ("student", "symbols", date(2027, 1, 22))
    assert Permit.objects.get(student=nia).until == date(2027, 1, 22)


def test_a_no_of_the_student_is_heard_at_once(cast):
    cast.ada.refresh_from_db()  # her account was made after her record
    actions.answer_as(cast.ada, {TAKE_PART: "no"}, by=cast.ada_viewer)
    assert not is_live(cast.ada)
    actions.answer_as(cast.ada, {TAKE_PART: "yes"}, by=cast.ada_viewer)
    assert is_live(cast.ada)


def test_a_family_takes_it_back_and_gives_it_again(cast):
    actions.answer_for(cast.ada, {TAKE_PART: "taken_back"}, by=cast.marta)
    assert not is_live(cast.ada)
    actions.answer_for(cast.ada, {TAKE_PART: "yes"}, by=cast.marta)
    assert is_live(cast.ada)


def test_an_old_form_does_not_undo_what_was_said_since(cast, nia):
    actions.write_down_assent(nia, {TAKE_PART: "yes"}, mode="speech", by=cast.rosa)
    actions.write_down(nia, paper("no"), by=cast.rosa)
    actions.write_down(nia, paper(said_on=date(2026, 9, 10)), by=cast.rosa)
    assert not is_live(nia)


def test_a_slip_is_a_line_of_its_own(cast, nia):
    actions.write_down_assent(nia, {TAKE_PART: "yes"}, mode="speech", by=cast.rosa)
    actions.write_down(nia, paper(), by=cast.rosa)
    (wrong,) = actions.write_down(nia, paper("no"), by=cast.rosa)
    assert not is_live(nia)
    actions.take_line_back(wrong, by=cast.rosa)
    assert is_live(nia)
    assert Answer.objects.filter(pk=wrong.pk, said="no").exists()
    with pytest.raises(Problem):
        actions.take_line_back(wrong, by=cast.rosa)


def test_a_student_of_age_decides_alone(cast, nia):
    actions.write_down_assent(nia, {TAKE_PART: "yes"}, mode="speech", by=cast.rosa)
    actions.write_down(nia, paper("no"), by=cast.rosa)
    actions.set_of_age(nia, since=MONDAY, by=cast.rosa)
    assert is_live(nia)
    actions.set_of_age(nia, since=None, by=cast.rosa)
    assert not is_live(nia)
    with pytest.raises(Problem):
        actions.set_of_age(nia, since=MONDAY + timedelta(days=1), by=cast.rosa)


def test_a_call_needs_a_second_adult(cast, nia):
    for witness in (None, cast.rosa.user_id):
        with pytest.raises(Problem):
            given = FamilyAnswer({TAKE_PART: "yes"}, "phone", signer="Ida", witness_id=witness)
            actions.write_down(nia, given, by=cast.rosa)
    given = FamilyAnswer({TAKE_PART: "yes"}, "phone", signer="Ida", witness_id=cast.tomas.user_id)
    actions.write_down(nia, given, by=cast.rosa)
    assert Answer.objects.get(student=nia).witness_id == cast.tomas.user_id


@pytest.mark.parametrize(
    "given",
    [
        FamilyAnswer({}, "paper", signer="Ida"),
        FamilyAnswer({TAKE_PART: "maybe"}, "paper", signer="Ida"),
        FamilyAnswer({"fly": "yes"}, "paper", signer="Ida"),
        FamilyAnswer({TAKE_PART: "yes"}, "paper"),
        FamilyAnswer({TAKE_PART: "yes"}, "link", signer="Ida"),
        FamilyAnswer({TAKE_PART: "yes"}, "paper", signer="Ida", said_on=date(2026, 11, 10)),
        FamilyAnswer({TAKE_PART: "yes"}, "paper", signer="Ida", said_on=date(2025, 9, 1)),
        FamilyAnswer({TAKE_PART: "yes"}, "paper", signer="Ida", until=date(2026, 11, 1)),
        FamilyAnswer({TAKE_PART: "yes"}, "paper", signer="Ida", until=date(2029, 11, 1)),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, nia, given):
    with pytest.raises(Problem):
        actions.write_down(nia, given, by=cast.rosa)
    assert not Answer.objects.filter(student=nia).exists()


def test_only_who_keeps_permissions_writes_them_down(cast, nia):
    for viewer in (cast.tomas, cast.ines, cast.pia, cast.marta, cast.ben_viewer, cast.zed):
        with pytest.raises(Refused):
            actions.write_down(nia, paper(), by=viewer)
    for viewer in (cast.zed, cast.marta, cast.ben_viewer, cast.tess):
        with pytest.raises(Refused):
            actions.write_down_assent(nia, {TAKE_PART: "yes"}, mode="speech", by=viewer)
    for viewer in (cast.ada_viewer, cast.marta, cast.rosa):
        with pytest.raises(Refused):
            actions.answer_as(cast.ben, {TAKE_PART: "yes"}, by=viewer)
    for viewer in (cast.rosa, cast.ada_viewer, cast.zed):
        with pytest.raises(Refused):
            actions.answer_for(cast.ada, {TAKE_PART: "yes"}, by=viewer)
    with pytest.raises(Refused):
        actions.answer_for(cast.ben, {TAKE_PART: "yes"}, by=cast.marta)


def test_whom_a_court_keeps_from_it_is_not_heard(cast):
    Guardianship.objects.filter(guardian=marta_of(cast)).update(is_blocked=True)
    with pytest.raises(Refused):
        actions.answer_for(cast.ada, {TAKE_PART: "taken_back"}, by=cast.marta)
    with pytest.raises(Problem):
        given = FamilyAnswer({TAKE_PART: "no"}, "paper", guardian=marta_of(cast))
        actions.write_down(cast.ada, given, by=cast.rosa)
    assert is_live(cast.ada)


def test_the_rule_counts_for_what_was_answered_before(cast):
    # Marta is on record for Ada and has not answered; the paper was signed by somebody else.
    assert is_live(cast.ada)
    actions.set_rule(cast.school, guardians="every", asks_student_again=18, by=cast.rosa)
    assert not is_live(cast.ada)
    actions.answer_for(cast.ada, {TAKE_PART: "yes"}, by=cast.marta)
    assert is_live(cast.ada)
    with pytest.raises(Refused):
        actions.set_rule(cast.school, guardians="one", asks_student_again=18, by=cast.pia)
    with pytest.raises(Problem):
        actions.set_rule(cast.school, guardians="none", asks_student_again=18, by=cast.rosa)


def test_many_papers_and_many_students_in_one_go(cast):
    new = [make_student(cast.school, f"N{i}", has_permission=False) for i in range(12)]
    on = {"said_on": MONDAY, "by": cast.rosa}
    with pytest.raises(Problem):
        actions.write_down_papers(new, purposes=[TAKE_PART], kept_at=" ", **on)
    actions.write_down_papers(new, purposes=[TAKE_PART, "photo"], kept_at="Office, box 3", **on)
    actions.write_down_assents(new, purposes=[TAKE_PART], mode="writing", **on)
    ids = {one.pk for one in new}
    assert live(TAKE_PART, MONDAY, ids) == ids
    assert live(Purpose.PHOTO, MONDAY, ids) == set()  # nobody has asked the students about photos


def test_permission_ends_by_itself_at_its_last_day(cast):
    assert cast.ada.pk in live_at(cast.school.pk, TAKE_PART, YEAR[1])
    assert cast.ada.pk not in live_at(cast.school.pk, TAKE_PART, YEAR[1] + timedelta(days=1))


def test_the_database_refuses_a_pair_without_permission(cast, nia):
    pair = {
        "school": cast.school, "need": cast.ada_art, "role": "buddy",
        "starts_on": MONDAY, "ends_on": MONDAY,
    }  # fmt: skip
    for two in ({"student": cast.ada, "peer": nia}, {"student": nia, "peer": cast.ben}):
        with pytest.raises(DatabaseError, match="nobody is paired"), transaction.atomic():
            Pairing.objects.create(**two, **pair)
    with pytest.raises((IntegrityError, InternalError, DatabaseError)), transaction.atomic():
        late = {**pair, "starts_on": YEAR[1] + timedelta(days=1), "ends_on": date(2027, 9, 1)}
        Pairing.objects.create(student=cast.ada, peer=cast.ben, **late)
    Pairing.objects.create(student=cast.ada, peer=cast.ben, **pair)


def test_every_answer_leaves_a_trail_line(cast, nia):
    from kithwork.apps.trail.models import TrailEntry

    actions.write_down(nia, paper(), by=cast.rosa)
    line = TrailEntry.objects.get(verb="consent.write_down")
    assert (line.by_id, line.detail) == (
        cast.rosa.user_id,
        {"student": nia.pk, "purposes": ["take_part"]},
    )


def test_taking_it_back_pauses_in_the_same_moment_and_giving_it_again_lets_go_on(cast):
    pair = Pairing.objects.create(
        school=cast.school, student=cast.ada, peer=cast.ben, need=cast.ada_art, role="buddy",
        starts_on=MONDAY, ends_on=YEAR[1],
    )  # fmt: skip
    actions.answer_for(cast.ada, {TAKE_PART: "taken_back"}, by=cast.marta)
    pair.refresh_from_db()
    assert pair.status == Pairing.Status.PAUSED
    assert Pause.objects.get(ended_at=None).rule == Pause.Rule.LAPSED
    actions.answer_for(cast.ada, {TAKE_PART: "yes"}, by=cast.marta)
    pair.refresh_from_db()
    assert pair.status == Pairing.Status.ACTIVE


def test_a_permission_that_ran_out_pauses_by_the_duty(cast):
    from kithwork.apps.safety.lapses import pause_lapsed

    Pairing.objects.create(
        school=cast.school, student=cast.ada, peer=cast.ben, need=cast.ada_art, role="buddy",
        starts_on=MONDAY, ends_on=YEAR[1],
    )  # fmt: skip
    pause_lapsed()
    assert not Pause.objects.exists()
    Permit.objects.filter(student=cast.ben).update(until=MONDAY - timedelta(days=1))
    pause_lapsed()
    pause_lapsed()
    assert list(Pause.objects.values_list("student_id", "rule")) == [(cast.ben.pk, "DR-52")]


class Life(RuleBasedStateMachine):
    """Answers of everybody in any order, and the day going on: permits say what the ledger says."""

    cast = None

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.days = 0
        self.clock = time_machine.travel(NOW, tick=False)
        self.clock.start()
        self.nia = make_student(self.cast.school, f"Nia {uuid4().hex}", has_permission=False)
        self.guardians = [
            Guardian.objects.create(school=self.cast.school, first_name=name) for name in "AB"
        ]
        for one in self.guardians:
            Guardianship.objects.create(guardian=one, student=self.nia, is_active=True)

    def teardown(self) -> None:
        self.clock.stop()
        transaction.savepoint_rollback(self.point)

    @rule(
        who=st.integers(0, 2),
        said=st.sampled_from(["yes", "yes", "no", "taken_back"]),
        weeks=st.integers(0, 20),
    )
    def adult(self, who, said, weeks) -> None:
        today = clock.today(self.cast.school.timezone)
        guardian = self.guardians[who] if who < 2 else None
        until = today + timedelta(weeks=weeks)
        given = FamilyAnswer({TAKE_PART: said}, "paper", guardian, "Ida", until=until)
        try:
            actions.write_down(self.nia, given, by=self.cast.rosa)
        except Problem:
            assert Guardianship.objects.get(guardian=guardian, student=self.nia).is_blocked

    @rule(said=st.sampled_from(["yes", "no", "taken_back"]))
    def student(self, said) -> None:
        actions.write_down_assent(self.nia, {TAKE_PART: said}, mode="speech", by=self.cast.rosa)

    @rule(name=st.sampled_from(SchoolRule.Guardians.values))
    def school(self, name) -> None:
        actions.set_rule(self.cast.school, guardians=name, asks_student_again=6, by=self.cast.rosa)

    @rule(who=st.integers(0, 1), is_blocked=st.booleans())
    def court(self, who, is_blocked) -> None:
        Guardianship.objects.filter(guardian=self.guardians[who]).update(is_blocked=is_blocked)
        actions.count_again(self.cast.school.pk, by=self.cast.rosa)

    @rule(days=st.integers(1, 60))
    def time_passes(self, days) -> None:
        self.days += days
        self.clock.stop()
        at = datetime.fromisoformat(NOW) + timedelta(days=self.days)
        self.clock = time_machine.travel(at, tick=False)
        self.clock.start()

    @rule(nth=st.integers(0, 5))
    def slip(self, nth) -> None:
        rows = Answer.objects.filter(student=self.nia, taken_back_by=None).exclude(said="not_so")
        if line := rows[nth : nth + 1].first():
            actions.take_line_back(line, by=self.cast.rosa)

    @invariant()
    def permits_are_what_the_ledger_says(self) -> None:
        from kithwork.apps.consents.tests.test_ledger import may

        assert differences(self.cast.school) == []
        today = clock.today(self.cast.school.timezone)
        assert (self.nia.pk in live(TAKE_PART, today, [self.nia.pk])) == may(
            self._lines(), **self._case(today)
        )

    def _lines(self):
        from kithwork.apps.consents.ledger import Line

        found = []
        mistaken = set(Answer.objects.values_list("takes_back_id", flat=True))
        for row in sorted(Answer.objects.filter(student=self.nia), key=lambda r: (r.said_on, r.pk)):
            if row.said == "not_so" or row.pk in mistaken:
                continue
            voice = "student" if row.voice == "student" else str(row.guardian_id or row.signer)
            found.append(Line(voice, row.said, row.until))
        return found

    def _case(self, today):
        links = Guardianship.objects.filter(student=self.nia)
        return {
            "rule": SchoolRule.objects.filter(school=self.cast.school)
            .values_list("guardians", flat=True)
            .first()
            or "one_and_no_no",
            "on": today,
            "expected": {str(row.guardian_id) for row in links if not row.is_blocked},
            "barred": {str(row.guardian_id) for row in links if row.is_blocked},
            "asks_student": True,
            "is_of_age": False,
        }


def test_permits_say_what_the_ledger_says_after_any_life(cast):
    kind = type("LifeHere", (Life,), {"cast": cast})
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
