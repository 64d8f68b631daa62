"""From a draft to the plan in force, and to who steps in this morning."""

from __future__ import annotations

from datetime import date

import pytest

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs.models import Wish
from kithwork.apps.notices.models import Notice
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Enrolment
from kithwork.apps.plans import actions
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.queries import gaps_on, publish_check
from kithwork.apps.plans.tests.planning import FIRST, ask_and_solve, balanced
from kithwork.apps.plans.tests.test_edit import open_need, short_of_peers
from kithwork.apps.runs.actions import note_absence
from kithwork.apps.runs.models import Pairing, Session
from kithwork.apps.schools.models import BellSlot
from tests.cast import CANARIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def publish(draft: Draft, by) -> Draft:
    return actions.publish(draft, version=draft.version, by=by)


def test_publishing_makes_pairings_sessions_and_notices(cast):
    draft = publish(balanced(cast.rosa), cast.rosa)

    assert draft.status == Draft.Status.IN_FORCE
    assert set(Draft.objects.exclude(pk=draft.pk).values_list("status", flat=True)) == {"dropped"}
    pairs = {(row.student.called, row.peer.called) for row in Pairing.objects.all()}
    assert ("Ada", "Ben") in pairs
    # Six weeks from Monday, Nov 9 to Friday, Dec 18, and no day off in the cast's calendar.
    assert Session.objects.count() == 6 * len(draft.sessions)
    told = set(Notice.objects.values_list("to_id", flat=True))
    assert told == {cast.ada_viewer.user_id, cast.ben_viewer.user_id, cast.ines.user_id}
    assert not any("Ada" in notice.title for notice in Notice.objects.all())


def test_what_each_person_gets_is_first_names_and_times(cast):
    check = publish_check(balanced(cast.rosa))

    ada = next(one for one in check.students if one.name == "Ada Okafor")
    assert "Mon, Period 1: Ben" in ada.lines
    assert [one.name for one in check.teachers] == ["Ines Carvalho"]
    said = repr((check.students, check.peers, check.teachers))
    assert not [word for word in CANARIES.values() if word in said]


def test_a_draft_is_published_once(cast):
    draft = balanced(cast.rosa)
    one, other = Draft.objects.get(pk=draft.pk), Draft.objects.get(pk=draft.pk)
    sibling = draft.ask.drafts.get(aim=Draft.Aim.TIME)

    publish(one, cast.rosa)

    with pytest.raises(Problem, match="published or put away already"):
        publish(other, cast.rosa)
    with pytest.raises(Problem, match="published or put away already"):
        publish(sibling, cast.rosa)
    assert Draft.objects.filter(status=Draft.Status.IN_FORCE).count() == 1


def test_publishing_what_somebody_edited_meanwhile_shows_the_edit(cast):
    draft = balanced(cast.rosa)
    here = draft.sessions[0]
    actions.lock(draft, need=here["need"], slot=here["slot"], version=1, by=cast.rosa)

    with pytest.raises(Conflict) as conflict:
        actions.publish(draft, version=1, by=cast.rosa)

    assert len(conflict.value.theirs) == 1
    assert not Session.objects.exists()


def _avoid(cast):
    Wish.objects.filter(student=cast.ada, other=cast.ben).update(kind=Wish.Kind.RATHER_NOT)


def _withdraw(cast):
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(status="stopped")


def _leave(cast):
    cast.ben.closed_on = FIRST
    cast.ben.save()


def _move_class(cast):
    Enrolment.objects.filter(section=cast.art, student=cast.ada).update(ends_on=date(2026, 11, 6))


def _do_less(cast):
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(max_sessions=1)


def _close(cast):
    cast.ada_art.closed_on = FIRST
    cast.ada_art.save()


def _rename_period(cast):
    BellSlot.objects.filter(schedule__year__school=cast.school, label="1").update(label="Opening")


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (_avoid, "Ben and Ada are not to be paired"),
        (_withdraw, "Ben does not offer to partner any more"),
        (_leave, "Ben does not offer to partner any more"),
        (_move_class, "Ada is elsewhere|may not be at"),
        (_do_less, "Ben would have more than 1 sessions a week"),
        (_close, "this need is closed now"),
        (_rename_period, "Period 1 is not in the bell times any more"),
    ],
)
def test_what_changed_since_is_said_and_nothing_is_published(cast, happens, words):
    draft = balanced(cast.rosa)
    happens(cast)

    with pytest.raises(Problem, match=words) as refused:
        publish(draft, cast.rosa)

    assert "Match again" in str(refused.value)
    assert not Session.objects.exists()
    assert not Pairing.objects.exists()
    draft.refresh_from_db()
    assert draft.status == Draft.Status.OPEN


def test_a_limit_raised_for_this_plan_stays_raised_at_publishing(cast):
    draft = short_of_peers(cast)
    draft = actions.try_fix(
        draft, need=open_need(draft), kind="raise_sessions", version=1, by=cast.rosa
    )

    assert publish(draft, cast.rosa).status == Draft.Status.IN_FORCE


def test_matching_again_mid_term_keeps_pairs_and_calendars(cast):
    first = publish(balanced(cast.rosa), cast.rosa)
    before = {row.pk: row.feed_sequence for row in Session.objects.all()}

    ask = ask_and_solve(cast.rosa)
    assert len(ask.people["keep"]) == len(first.sessions)
    second = publish(ask.drafts.get(aim=Draft.Aim.BALANCED), cast.rosa)

    first.refresh_from_db()
    assert (first.status, second.status) == (Draft.Status.PAST, Draft.Status.IN_FORCE)
    assert {row.pk: row.feed_sequence for row in Session.objects.all()} == before
    assert not Pairing.objects.filter(status="ended").exists()


def active() -> set[tuple[str, str]]:
    rows = Pairing.objects.filter(status="active")
    return {(row.student.called, row.peer.called) for row in rows}


def test_a_peer_who_leaves_takes_no_other_pair_along(cast):
    publish(balanced(cast.rosa), cast.rosa)
    assert active() >= {("Ada", "Ben"), ("Malik", "Lena")}
    Volunteer.objects.filter(pk=cast.lena_volunteer.pk).update(status="stopped")

    publish(balanced(cast.rosa), cast.rosa)

    assert ("Ada", "Ben") in active()
    assert "Lena" not in {peer for _, peer in active()}


@pytest.mark.parametrize("person", ["tess", "ines", "tomas", "pia", "ben_viewer", "marta", "zed"])
def test_only_the_schools_coordinator_publishes(cast, person):
    with pytest.raises(Refused):
        publish(balanced(cast.rosa), getattr(cast, person))
    assert not Session.objects.exists()


# ------------------------------------------------------------- this morning


def test_a_gap_comes_with_who_could_step_in_and_why(cast):
    publish(balanced(cast.rosa), cast.rosa)
    note_absence(cast.ben, on=FIRST, by=cast.rosa)

    gaps = gaps_on(cast.rosa, FIRST)

    assert {gap.student.called for gap in gaps} == {"Ada"}
    assert {gap.out.called for gap in gaps} == {"Ben"}
    art = next(gap for gap in gaps if gap.line.label == "1")
    assert [one.student.called for one in art.substitutes] == ["Sora"]
    assert art.substitutes[0].why.startswith("Free then and ready for this role")


def test_nobody_is_proposed_who_was_kept_apart_since_the_plan(cast):
    publish(balanced(cast.rosa), cast.rosa)
    note_absence(cast.ben, on=FIRST, by=cast.rosa)
    Wish.objects.create(student=cast.ada, other=cast.sora, kind=Wish.Kind.RATHER_NOT)

    assert {gap.substitutes for gap in gaps_on(cast.rosa, FIRST)} == {()}


def test_gaps_are_the_coordinators(cast):
    publish(balanced(cast.rosa), cast.rosa)
    note_absence(cast.ben, on=FIRST, by=cast.rosa)

    assert gaps_on(cast.zed, FIRST) == []
    assert all(gap.substitutes == () for gap in gaps_on(cast.ines, FIRST))
